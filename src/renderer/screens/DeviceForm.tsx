/** Scanners and label printers of this PC. Saved as a whole; a test label needs saved settings. */
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { type DeviceSettings, scannersMax } from '../../contract/operations/app'
import { type LabelPrinter, labelPrintersMax } from '../../contract/schemas/printer'
import { type SerialPortFound, type SerialScannerSettings, scannerKeys } from '../../contract/schemas/scanner'
import { useCommand } from '../../ui/client'
import { errorText } from '../../ui/errorText'
import { useKeys } from '../../ui/keys'
import { OperationButton, useRefusalReason } from '../../ui/OperationButton'
import { Sign, type Tone } from '../../ui/states'
import { useStatus } from '../app/useStatus'
import { baudRates } from './baudRates'
import { PrinterList, savedPrinter } from './printers/PrinterList'
import { HidPicker, HidRow } from './scanners/HidPicker'
import { PortPicker, RememberedDevice } from './scanners/PortPicker'
import { fromSettings } from './templates/useCameFrom'

interface FormValues {
  scanners: DeviceSettings['scanners']
  printers: LabelPrinter[]
}

interface DeviceFormProps {
  settings: DeviceSettings
  words: string
  onWords(words: string): void
  onWizard(printerId: string | null): void
  onLog(): void
}

export const DeviceForm = ({ settings, words, onWords: setWords, onWizard, onLog }: DeviceFormProps) => {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [form] = Form.useForm<FormValues>()
  const [changed, setChanged] = useState(false)
  const readOnly = useRefusalReason('device.saveSettings') !== undefined
  const save = useCommand('device.saveSettings', {
    touches: ['device.settings', 'app.status'],
    onDone: () => {
      setChanged(false)
      setWords(t('common.saved'))
    },
    onRefused: (error) => setWords(errorText(t, error)),
  })
  const test = useCommand('label.test', {
    touches: ['label.queue'],
    onDone: () => setWords(t('settings.testDone')),
    onRefused: (error) => setWords(errorText(t, error)),
  })
  const submit = ({ scanners, printers }: FormValues): void =>
    save.mutate({ scanners: scanners ?? [], printers: (printers ?? []).map(savedPrinter) })
  const testLabel = (): void => (changed ? setWords(t('settings.saveFirst')) : test.mutate({}))
  const addPrinter = (): void => {
    if (changed) setWords(t('settings.saveBefore'))
    else if (!readOnly && settings.printers.length < labelPrintersMax) onWizard(null)
  }
  const toTemplates = (): void =>
    changed ? setWords(t('settings.saveBefore')) : void navigate('/labels/templates', { state: fromSettings })
  useKeys('settings', { save: () => form.submit(), testLabel, addPrinter, printerLog: onLog, templates: toTemplates })
  return (
    <Form
      form={form}
      className="settings-form"
      layout="vertical"
      requiredMark={false}
      disabled={readOnly}
      initialValues={settings}
      onFinish={submit}
      onValuesChange={() => {
        setChanged(true)
        setWords('')
      }}
    >
      <section className="panel">
        <h2>{t('settings.scanners')}</h2>
        <Scanners readOnly={readOnly} />
      </section>
      <section className="panel">
        <h2>{t('settings.printer')}</h2>
        <PrinterList
          readOnly={readOnly}
          saved={settings.printers}
          onWizard={changed ? null : onWizard}
          onLog={onLog}
          onTemplates={toTemplates}
        />
      </section>
      <div className="form-foot">
        <OperationButton
          operation="device.saveSettings"
          label={t('settings.save')}
          keyName="Ctrl+S"
          type="primary"
          loading={save.isPending}
          onClick={() => form.submit()}
          testId="save-settings"
        />
        <OperationButton
          operation="label.test"
          label={t('settings.testLabel')}
          keyName="Ctrl+T"
          loading={test.isPending}
          disabled={settings.printers.length === 0 || changed}
          disabledReason={changed ? t('settings.saveFirst') : t('errors.PRINTER_NOT_SET')}
          onClick={testLabel}
          testId="test-label"
        />
        <span className="muted" role="status" data-testid="settings-words">
          {words || (changed ? t('settings.unsaved') : '')}
        </span>
      </div>
    </Form>
  )
}

const scannerTones: Record<string, Tone> = {
  open: 'good',
  opening: 'busy',
  unplugged: 'bad',
  busy: 'bad',
  denied: 'bad',
  unavailable: 'bad',
  closed: 'plain',
}
/** a person has to do something about these, and it is not plain what */
const explainedStates = new Set<string>(['denied', 'unavailable'])

const baudRateUsual = 9600

const scannerAt = ({ path, device }: SerialPortFound): SerialScannerSettings => ({
  path,
  baudRate: baudRateUsual,
  ...(device ? { device } : {}),
})

const Scanners = ({ readOnly }: { readOnly: boolean }) => {
  const { t } = useTranslation()
  const form = Form.useFormInstance<FormValues>()
  return (
    <div className="panel-pad">
      <p className="muted">{t('settings.scannersHint')}</p>
      <Form.List name="scanners">
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => (
              <div className="scanner-row" key={key}>
                {isHid(form.getFieldValue(['scanners', name])) ? <HidRow index={name} /> : <SerialRow index={name} />}
                <ScannerSign index={name} />
                <Button
                  type="text"
                  icon={<DeleteOutlined />}
                  onClick={() => remove(name)}
                  aria-label={t('settings.remove')}
                  data-testid={`scanner-remove-${name}`}
                />
                <RememberedRow index={name} />
                <ScannerHelp index={name} />
              </div>
            ))}
            {fields.length === 0 ? <p>{t('settings.noScanners')}</p> : null}
            <PortPicker disabled={readOnly || fields.length >= scannersMax} onChosen={(port) => add(scannerAt(port))} />
            <div className="scanner-adders">
              <Button
                icon={<PlusOutlined />}
                disabled={readOnly || fields.length >= scannersMax}
                onClick={() => add({ path: '', baudRate: baudRateUsual })}
                data-testid="scanner-add"
              >
                {t('settings.addScanner')}
              </Button>
              <HidPicker disabled={readOnly || fields.length >= scannersMax} onChosen={(scanner) => add(scanner)} />
            </div>
          </>
        )}
      </Form.List>
    </div>
  )
}

const isHid = (row: unknown): boolean => typeof row === 'object' && row !== null && 'hid' in row

const SerialRow = ({ index }: { index: number }) => {
  const { t } = useTranslation()
  const form = Form.useFormInstance<FormValues>()
  return (
    <>
      <Form.Item
        name={[index, 'path']}
        label={t('settings.scannerPath')}
        rules={[{ required: true, message: t('settings.required') }]}
      >
        <Input
          maxLength={200}
          placeholder={t('settings.pathExample')}
          // Another path is another scanner, until it is chosen from the list.
          onChange={() => form.setFieldValue(['scanners', index, 'device'], undefined)}
          data-testid={`scanner-path-${index}`}
          spellCheck={false}
        />
      </Form.Item>
      <Form.Item name={[index, 'baudRate']} label={t('settings.baudRate')}>
        <Select
          options={baudRates.map((value) => ({ value, label: String(value) }))}
          data-testid={`scanner-baud-${index}`}
        />
      </Form.Item>
    </>
  )
}

/** Under the row, in its whole width: which device it means. */
const RememberedRow = ({ index }: { index: number }) => {
  const form = Form.useFormInstance<FormValues>()
  const field = isHid(form.getFieldValue(['scanners', index])) ? 'hid' : 'device'
  return (
    <Form.Item name={[index, field]} noStyle>
      <RememberedDevice />
    </Form.Item>
  )
}

/** What main reports for the scanner of this row, if it is one of the saved ones. */
const useScannerAt = (index: number) => {
  const rows: FormValues['scanners'] | undefined = Form.useWatch('scanners')
  const key = rows ? scannerKeys(rows)[index] : undefined
  return useStatus()?.scanners.find((one) => one.path === key)
}

const ScannerSign = ({ index }: { index: number }) => {
  const { t } = useTranslation()
  const row: unknown = Form.useWatch(['scanners', index])
  const scanner = useScannerAt(index)
  if (!scanner) return <span />
  const isElsewhere = !isHid(row) && scanner.port !== scanner.path
  return (
    <Sign tone={scannerTones[scanner.state] ?? 'plain'} testId={`scanner-state-${index}`}>
      {t(`settings.states.${scanner.state}`)}
      {isElsewhere ? ` · ${t('settings.nowAt', { port: scanner.port })}` : ''}
    </Sign>
  )
}

const ScannerHelp = ({ index }: { index: number }) => {
  const { t } = useTranslation()
  const state = useScannerAt(index)?.state
  if (!state || !explainedStates.has(state)) return null
  return (
    <p className="scanner-help" data-testid={`scanner-help-${index}`} data-state={state}>
      {t(`settings.stateHelp.${state}`)}
    </p>
  )
}
