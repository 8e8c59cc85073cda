/** What the printer speaks, found by trying: a short page, and somebody's word on what came out. */
import { Alert, Button, Radio, Space } from 'antd'
import { useTranslation } from 'react-i18next'
import { type PrinterLanguage, printerLanguages } from '../../../contract/schemas/printer'
import { KeyCap } from '../../../ui/KeyCap'
import { Sign } from '../../../ui/states'
import { StatusWords } from './PrinterSign'
import type { StepProps } from './PrinterWizard'
import {
  canBeAsked,
  languageNames,
  languageToTry,
  type Outcome,
  outcomes,
  type WizardState,
  withLanguage,
} from './wizard'

const tones = { cameOut: 'good', garbage: 'bad', nothing: 'look' } as const
const outcomeKeys: Record<Outcome, string> = { cameOut: 'Alt+1', garbage: 'Alt+2', nothing: 'Alt+3' }

export const LanguageStep = (props: StepProps & { onHeard(outcome: Outcome): unknown }) => {
  const { t } = useTranslation()
  const { state, change, busy, problem, onPrint, onHeard } = props
  return (
    <>
      <p>{t('printers.languageHint')}</p>
      <Radio.Group
        data-autofocus
        className="wizard-choices"
        data-testid="wizard-language"
        value={state.draft.language}
        aria-label={t('settings.printerLanguage')}
        onChange={(event) => change(withLanguage(state, event.target.value as PrinterLanguage))}
      >
        {printerLanguages.map((language) => (
          <Radio key={language} value={language}>
            <b>{languageNames[language]}</b> <span className="muted">{t(`printers.languages.${language}`)}</span>{' '}
            <Heard outcome={state.heard[language]} />
          </Radio>
        ))}
      </Radio.Group>
      <Space className="wizard-print">
        <Button loading={busy} onClick={onPrint} data-testid="wizard-print">
          {t('printers.printHello', { language: languageNames[state.draft.language] })}
          <KeyCap name="Ctrl+T" />
        </Button>
      </Space>
      {problem}
      {state.helloOut ? <Question onHeard={onHeard} disabled={busy} /> : <Verdict state={state} busy={busy} />}
    </>
  )
}

const Heard = ({ outcome }: { outcome: Outcome | undefined }) => {
  const { t } = useTranslation()
  return outcome ? <Sign tone={tones[outcome]}>{t(`printers.heard.${outcome}`)}</Sign> : null
}

const Question = ({ onHeard, disabled }: { onHeard(outcome: Outcome): unknown; disabled: boolean }) => {
  const { t } = useTranslation()
  return (
    <div className="wizard-question" role="status" data-testid="wizard-question">
      <b>{t('printers.whatCameOut')}</b>
      <Space wrap>
        {outcomes.map((outcome) => (
          <Button key={outcome} disabled={disabled} onClick={() => onHeard(outcome)} data-testid={`wizard-${outcome}`}>
            {t(`printers.outcomes.${outcome}`)}
            <KeyCap name={outcomeKeys[outcome]} />
          </Button>
        ))}
      </Space>
    </div>
  )
}

/** What is known by now, and what to do next. */
const Verdict = ({ state, busy }: { state: WizardState; busy: boolean }) => {
  const { t } = useTranslation()
  const { draft, heard, status } = state
  if (heard[draft.language] === 'cameOut')
    return (
      <div className="wizard-question" data-testid="wizard-status" data-state={status?.state ?? ''}>
        <b>{t('printers.understood', { language: languageNames[draft.language] })}</b>
        {canBeAsked(draft) ? null : <p className="muted">{t('printers.notAskable')}</p>}
        {canBeAsked(draft) && busy ? <p className="muted">{t('printers.asking')}</p> : null}
        {status ? <StatusWords status={status} asked /> : null}
        {status ? <p className="muted">{t(draft.asked ? 'printers.answers' : 'printers.silent')}</p> : null}
      </div>
    )
  const tried = Object.values(heard)
  if (tried.length === 0) return null
  const isOver = languageToTry(state) === null && heard[draft.language] !== undefined
  const words = isOver
    ? t(tried.every((outcome) => outcome === 'nothing') ? 'printers.nothingAtAll' : 'printers.noLanguage')
    : t('printers.tryNext', { language: languageNames[draft.language] })
  return (
    <Alert
      className="dialog-problem"
      type={isOver ? 'warning' : 'info'}
      showIcon
      title={words}
      data-testid="wizard-verdict"
    />
  )
}
