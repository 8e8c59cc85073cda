/** Resolution and paper, and a whole test page with a ruler: what it measures says whether the resolution is right. */
import { Alert, Button, InputNumber, Radio, Select, Space } from 'antd'
import { useTranslation } from 'react-i18next'
import { KeyCap } from '../../../ui/KeyCap'
import type { StepProps } from './PrinterWizard'
import { useStocks } from './stocks'
import { otherDpi, rulerMm, rulerSays, type WizardState, withPaper } from './wizard'

export const PageStep = ({ state, change, busy, problem, onPrint }: StepProps) => {
  const { t } = useTranslation()
  const stocks = useStocks(state.draft.template)
  return (
    <>
      <p>{t('printers.pageHint')}</p>
      <div className="wizard-fields">
        <div>
          <span>{t('settings.template')}</span>
          <Select
            value={state.draft.template}
            onChange={(template) => change(withPaper(state, { template }))}
            options={stocks}
            aria-label={t('settings.template')}
            data-testid="wizard-template"
          />
        </div>
        <div>
          <span>{t('settings.dpi')}</span>
          <Radio.Group
            data-autofocus
            data-testid="wizard-dpi"
            value={state.draft.dpi}
            aria-label={t('settings.dpi')}
            onChange={(event) => change(withPaper(state, { dpi: event.target.value as 203 | 300 }))}
            options={[203, 300].map((value) => ({ value, label: `${value} dpi` }))}
          />
        </div>
      </div>
      <Space className="wizard-print">
        <Button loading={busy} onClick={onPrint} data-testid="wizard-print">
          {t('printers.printPage')}
          <KeyCap name="Ctrl+T" />
        </Button>
      </Space>
      {problem}
      {state.page ? <Ruler state={state} change={change} widthMm={state.page.widthMm} /> : null}
    </>
  )
}

const Ruler = ({ state, change, widthMm }: Pick<StepProps, 'state' | 'change'> & { widthMm: number }) => {
  const { t } = useTranslation()
  const mm = rulerMm(widthMm)
  return (
    <div className="wizard-question" data-testid="wizard-ruler">
      <b>{t('printers.lookAtPage')}</b>
      <ul className="wizard-list">
        <li>{t('printers.corners')}</li>
        <li>{t('printers.chinese')}</li>
      </ul>
      <div className="wizard-inline">
        <span>{t('printers.measure', { mm })}</span>
        <InputNumber
          aria-label={t('printers.measure', { mm })}
          value={state.measuredMm}
          min={1}
          max={200}
          step={0.5}
          precision={1}
          onChange={(measuredMm) => change({ measuredMm, rulerTaken: false })}
          suffix="mm"
          data-testid="wizard-measured"
        />
      </div>
      {state.measuredMm === null ? null : <Measured state={state} change={change} mm={mm} />}
    </div>
  )
}

const Measured = ({ state, change, mm }: Pick<StepProps, 'state' | 'change'> & { mm: number }) => {
  const { t } = useTranslation()
  const { dpi } = state.draft
  const says = rulerSays(dpi, mm, measured(state))
  const other = otherDpi(dpi)
  return (
    <Alert
      className="dialog-problem"
      type={says === 'right' ? 'success' : 'warning'}
      showIcon
      title={t(`printers.ruler.${says}`, { dpi, other })}
      data-testid="wizard-ruler-says"
      data-says={says}
      action={
        says === 'right' ? undefined : (
          <Space>
            {says === 'other' ? (
              <Button onClick={() => change(withPaper(state, { dpi: other }))} data-testid="wizard-other-dpi">
                {t('printers.useOther', { other })}
              </Button>
            ) : null}
            <Button
              type={state.rulerTaken ? 'primary' : 'default'}
              aria-pressed={state.rulerTaken}
              onClick={() => change({ rulerTaken: true })}
              data-testid="wizard-keep-dpi"
            >
              {t('printers.keepDpi', { dpi })}
            </Button>
          </Space>
        )
      }
    />
  )
}

const measured = ({ measuredMm }: WizardState): number => measuredMm ?? 0
