/**
 * Sets a label printer up, step by step and by keyboard alone: how it is reached, what it speaks, its dots and its paper, its
 * codes scanned back, where the picture lies. Nothing is saved before the last step; who leaves finds it as it was.
 */
import { Alert, Button, Space, Steps } from 'antd'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../../ui/Dialog'
import { type AnswerError, errorText } from '../../../ui/errorText'
import { KeyCap } from '../../../ui/KeyCap'
import { keyOf } from '../../../ui/keyMap'
import { keyName } from '../../../ui/keys'
import { ConnectionStep } from './ConnectionStep'
import { LanguageStep } from './LanguageStep'
import { OffsetStep } from './OffsetStep'
import { PageStep } from './PageStep'
import { ReadBackStep } from './ReadBackStep'
import { SummaryStep } from './SummaryStep'
import { useWizard, type WizardProps } from './useWizard'
import { type WizardState, wizardSteps } from './wizard'

/** What every step is given. */
export interface StepProps {
  state: WizardState
  change(part: Partial<WizardState>): void
  busy: boolean
  problem: ReactNode
  onPrint(): void
}

export const PrinterWizard = (props: WizardProps) => {
  const { t } = useTranslation()
  const wizard = useWizard(props)
  const { state } = wizard
  const content = useRef<HTMLDivElement>(null)
  // A step begins where its first answer is given; where the program chose the next language, the focus follows it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: at each step anew
  useEffect(() => {
    const timer = setTimeout(() => firstControl(content.current)?.focus({ preventScroll: true }), 80)
    return () => clearTimeout(timer)
  }, [state.step, state.draft.language])
  return (
    <Dialog
      open
      title={t(props.printerId === null ? 'printers.addTitle' : 'printers.againTitle', { name: state.name })}
      width={780}
      scope="printerWizard"
      keys={wizard.keys}
      onClose={wizard.close}
      testId="printer-wizard"
      footer={<Foot {...wizard} />}
    >
      <Steps
        size="small"
        current={wizardSteps.indexOf(state.step)}
        items={wizardSteps.map((name) => ({ title: t(`printers.steps.${name}`) }))}
      />
      <Asks {...wizard} onLeave={props.onClose} />
      {/* a list of choices would take the key for itself and open */}
      <div
        className="wizard-step"
        ref={content}
        data-testid="wizard-step"
        data-step={state.step}
        onKeyDownCapture={(event) => {
          if (keyName(event.nativeEvent) !== keyOf('printerWizard', 'next')) return
          event.preventDefault()
          event.stopPropagation()
          wizard.next()
        }}
      >
        {stepOf({ ...wizard, problem: <Problem error={wizard.error} /> })}
      </div>
    </Dialog>
  )
}

type Wizard = ReturnType<typeof useWizard>

const stepOf = (wizard: Wizard & StepProps): ReactNode => {
  switch (wizard.state.step) {
    case 'connection':
      return <ConnectionStep {...wizard} />
    case 'language':
      return <LanguageStep {...wizard} />
    case 'page':
      return <PageStep {...wizard} />
    case 'readBack':
      return <ReadBackStep {...wizard} />
    case 'offset':
      return <OffsetStep {...wizard} />
    case 'summary':
      return <SummaryStep {...wizard} />
  }
}

/** Whether to leave, and whether to go on where somebody left. */
const Asks = ({ leaving, isKept, restart, onLeave }: Wizard & { onLeave(): void }) => {
  const { t } = useTranslation()
  if (!leaving && !isKept) return null
  const [words, act, key] = leaving ? ['leave', 'leaveNow', 'Alt+Q'] : ['kept', 'restart', 'Alt+R']
  return (
    <Alert
      className="dialog-problem"
      type={leaving ? 'warning' : 'info'}
      showIcon
      title={t(`printers.${words}`)}
      data-testid={leaving ? 'wizard-leaving' : 'wizard-kept'}
      action={
        <Button onClick={leaving ? onLeave : restart} data-testid={leaving ? 'wizard-leave' : 'wizard-restart'}>
          {t(`printers.${act}`)}
          <KeyCap name={key} />
        </Button>
      }
    />
  )
}

/** A choice of several begins where it stands. */
const firstControl = (content: HTMLElement | null): HTMLElement | null => {
  for (const one of ['input[data-autofocus]', '[data-autofocus] input:checked', '[data-autofocus] input']) {
    const found = content?.querySelector<HTMLElement>(one)
    if (found) return found
  }
  return null
}

const Problem = ({ error }: { error: AnswerError | null }) => {
  const { t } = useTranslation()
  if (error === null) return null
  return (
    <Alert
      className="dialog-problem"
      type="error"
      showIcon
      title={errorText(t, error)}
      data-testid="wizard-problem"
      data-code={error.code}
    />
  )
}

const Foot = ({ state, blockedBy, busy, back, next, close }: Wizard) => {
  const { t } = useTranslation()
  const isLast = state.step === 'summary'
  return (
    <div className="dialog-foot">
      <Button onClick={close} data-testid="wizard-cancel">
        {t('printers.cancel')}
        <KeyCap name="Esc" />
      </Button>
      <span className="muted wizard-blocked" role="status" data-testid="wizard-blocked">
        {blockedBy}
      </span>
      <Space>
        <Button disabled={state.step === 'connection' || busy} onClick={back} data-testid="wizard-back">
          {t('printers.back')}
          <KeyCap name="Alt+B" />
        </Button>
        <Button
          type="primary"
          loading={busy}
          disabled={blockedBy !== ''}
          onClick={next}
          data-testid={isLast ? 'wizard-save' : 'wizard-next'}
        >
          {t(isLast ? 'printers.save' : 'printers.next')}
          <KeyCap name="Ctrl+Enter" />
        </Button>
      </Space>
    </div>
  )
}
