/** What was found out, the printer's name, and which labels come out of it. */
import { Checkbox, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { connectionText, type LabelPrinter } from '../../../contract/schemas/printer'
import { Sign } from '../../../ui/states'
import type { StepProps } from './PrinterWizard'
import { useStocks } from './stocks'
import { isNameFree, languageNames, type WizardState } from './wizard'

export const SummaryStep = ({ state, change, problem, others }: StepProps & { others: readonly LabelPrinter[] }) => {
  const { t } = useTranslation()
  const { draft } = state
  const label = useStocks(draft.template).find(({ value }) => value === draft.template)?.label ?? draft.template
  const taken = state.name.trim() !== '' && !isNameFree(state.name, others)
  return (
    <>
      <div className="wizard-field">
        <span>{t('settings.printerName')}</span>
        <Input
          aria-label={t('settings.printerName')}
          data-autofocus
          value={state.name}
          maxLength={40}
          status={taken ? 'error' : ''}
          onChange={(event) => change({ name: event.target.value })}
          data-testid="wizard-name"
        />
        {taken ? <small className="over">{t('settings.nameTwice')}</small> : null}
      </div>
      <dl className="facts" data-testid="wizard-summary">
        <dt>{t('settings.connection')}</dt>
        <dd>
          {t(`settings.connections.${draft.connection.kind}`)}{' '}
          <span className="code">{connectionText(draft.connection)}</span>
        </dd>
        <dt>{t('settings.printerLanguage')}</dt>
        <dd>
          {languageNames[draft.language]} · {draft.dpi} dpi
        </dd>
        <dt>{t('printers.tellsState')}</dt>
        <dd data-testid="wizard-asked" data-asked={draft.asked}>
          <Sign tone={draft.asked ? 'good' : 'plain'}>{t(draft.asked ? 'printers.asked' : 'printers.notAsked')}</Sign>
        </dd>
        <dt>{t('printers.readBack')}</dt>
        <dd>
          <ReadBack state={state} />
        </dd>
        <dt>{t('printers.offset')}</dt>
        <dd>{t('printers.offsetValue', { x: mmText(draft.offsetX10), y: mmText(draft.offsetY10) })}</dd>
        <dt>{t('printers.labelsOf')}</dt>
        <dd>
          {label}
          <br />
          <small className="muted">{t('printers.labelsOfHint')}</small>
        </dd>
      </dl>
      {others.length === 0 ? null : (
        <Checkbox
          checked={state.isFirst}
          onChange={(event) => change({ isFirst: event.target.checked })}
          data-testid="wizard-first"
        >
          {t('printers.isFirst')}
        </Checkbox>
      )}
      {problem}
    </>
  )
}

const ReadBack = ({ state: { page, barsRead, squareRead } }: { state: WizardState }) => {
  const { t } = useTranslation()
  if (!page || (page.bars === '' && page.square === '')) return <Sign tone="plain">{t('printers.noCodesShort')}</Sign>
  const all = (page.bars === '' || barsRead) && (page.square === '' || squareRead)
  if (all) return <Sign tone="good">{t('printers.allRead')}</Sign>
  return <Sign tone="look">{t(barsRead || squareRead ? 'printers.oneRead' : 'printers.noneRead')}</Sign>
}

const mmText = (tenths: number): string => `${(tenths / 10).toFixed(1)} mm`
