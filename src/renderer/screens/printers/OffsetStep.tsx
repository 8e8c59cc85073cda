/** Where the picture lies on the paper, in half millimetres, printed again to see. */
import { Alert, Button, InputNumber, Space } from 'antd'
import { useTranslation } from 'react-i18next'
import { KeyCap } from '../../../ui/KeyCap'
import { Sign } from '../../../ui/states'
import type { StepProps } from './PrinterWizard'

const fields = ['offsetX10', 'offsetY10'] as const
export const offsetMaxMm = 10

export const OffsetStep = ({ state, change, busy, problem, onPrint }: StepProps) => {
  const { t } = useTranslation()
  return (
    <>
      <p>{t('printers.offsetHint')}</p>
      <div className="wizard-fields" data-autofocus>
        {fields.map((field) => (
          <div key={field}>
            <span>{t(`settings.${field}`)}</span>
            <InputNumber
              aria-label={t(`settings.${field}`)}
              value={state.draft[field] / 10}
              min={-offsetMaxMm}
              max={offsetMaxMm}
              step={0.5}
              precision={1}
              suffix="mm"
              onChange={(mm) => change({ draft: { ...state.draft, [field]: halves(mm ?? 0) } })}
              data-testid={`wizard-${field}`}
            />
            <small className="muted">{t(`printers.offsets.${field}`)}</small>
          </div>
        ))}
      </div>
      <Space className="wizard-print">
        <Button loading={busy} onClick={onPrint} data-testid="wizard-print">
          {t('printers.printAgain')}
          <KeyCap name="Ctrl+T" />
        </Button>
        {state.draft.offsetX10 === 0 && state.draft.offsetY10 === 0 ? (
          <Sign tone="plain">{t('printers.noOffset')}</Sign>
        ) : null}
      </Space>
      {problem}
      <Moved state={state} />
    </>
  )
}

/** What went out, and what on it tells whether it lies right. */
const Moved = ({ state: { movedPage, draft } }: Pick<StepProps, 'state'>) => {
  const { t } = useTranslation()
  if (movedPage === null) return null
  const isOld = movedPage.x10 !== draft.offsetX10 || movedPage.y10 !== draft.offsetY10
  const shown = { x: (movedPage.x10 / 10).toFixed(1), y: (movedPage.y10 / 10).toFixed(1) }
  return (
    <Alert
      className="dialog-problem"
      type={isOld ? 'warning' : 'info'}
      showIcon
      title={t('printers.movedSent', shown)}
      description={t(isOld ? 'printers.movedSince' : 'printers.movedLook')}
      data-testid="wizard-moved"
      data-old={isOld}
    />
  )
}

/** Tenths in steps of a half: what is typed between two steps goes to the nearer one. */
const halves = (mm: number): number => Math.round(mm * 2) * 5
