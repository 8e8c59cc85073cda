/** Scanners and label printer of this PC. Saved as a whole; a test label needs saved settings. */
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Checkbox, Form, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DeviceSettings } from '../../contract/operations/app'
import type { SerialPortFound } from '../../contract/schemas/scanner'
import { useCommand } from '../../ui/client'
import { errorText } from '../../ui/errorText'
import { useKeys } from '../../ui/keys'
import { OperationButton, useRefusalReason } from '../../ui/OperationButton'
import { Sign, type Tone } from '../../ui/states'
import { useStatus } from '../app/useStatus'
import { PortPicker, RememberedDevice } from './scanners/PortPicker'

interface FormValues {
  scanners: DeviceSettings['scanners']
  usePrinter: boolean
  printer: NonNullable<DeviceSettings['printer']>
}

const scannersMax = 8
const freshPrinter: FormValues['printer'] = {
  host: '',
  port: 9100,
  language: 'zpl',
  dpi: 203,
  template: 'priceTag40x30',
}
const baudRates = [9600, 19200, 38400, 57600, 115200]

interface DeviceFormProps {
  settings: DeviceSettings
  words: string
  onWords(words: string): void
}

export const DeviceForm = ({ settings, words, onWords: setWords }: DeviceFormProps) => {
  const { t } = useTranslation()
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
  const submit = ({ scanners, usePrinter, printer }: FormValues): void =>
    save.mutate({ scanners: scanners ?? [], printer: usePrinter ? { ...printer, host: printer.host.trim() } : null })
  const testLabel = (): void => (changed ? setWords(t('settings.saveFirst')) : test.mutate({}))
  useKeys('settings', { save: () => form.submit(), testLabel })
  const usePrinter = Form.useWatch('usePrinter', form)
  return (
    <Form
      form={form}
      className="settings-form"
      layout="vertical"
      requiredMark={false}
      disabled={readOnly}
      initialValues={{
        scanners: settings.scanners,
        usePrinter: settings.printer !== null,
        printer: settings.printer ?? freshPrinter,
      }}
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
        <div className="panel-pad">
          <Form.Item name="usePrinter" valuePropName="checked">
            <Checkbox data-testid="use-printer">{t('settings.usePrinter')}</Checkbox>
          </Form.Item>
          {usePrinter ? <PrinterFields /> : null}
        </div>
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
          disabled={settings.printer === null || changed}
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
  closed: 'plain',
}

const baudRateUsual = 9600

const scannerAt = ({ path, device }: SerialPortFound): FormValues['scanners'][number] => ({
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
                <Form.Item
                  name={[name, 'path']}
                  label={t('settings.scannerPath')}
                  rules={[{ required: true, message: t('settings.required') }]}
                >
                  <Input
                    maxLength={200}
                    placeholder={t('settings.pathExample')}
                    // Another path is another scanner, until it is chosen from the list.
                    onChange={() => form.setFieldValue(['scanners', name, 'device'], undefined)}
                    data-testid={`scanner-path-${name}`}
                    spellCheck={false}
                  />
                </Form.Item>
                <Form.Item name={[name, 'baudRate']} label={t('settings.baudRate')}>
                  <Select
                    options={baudRates.map((value) => ({ value, label: String(value) }))}
                    data-testid={`scanner-baud-${name}`}
                  />
                </Form.Item>
                <ScannerSign index={name} />
                <Button
                  type="text"
                  icon={<DeleteOutlined />}
                  onClick={() => remove(name)}
                  aria-label={t('settings.remove')}
                  data-testid={`scanner-remove-${name}`}
                />
                <Form.Item name={[name, 'device']} noStyle>
                  <RememberedDevice />
                </Form.Item>
              </div>
            ))}
            {fields.length === 0 ? <p>{t('settings.noScanners')}</p> : null}
            <PortPicker disabled={readOnly || fields.length >= scannersMax} onChosen={(port) => add(scannerAt(port))} />
            <Button
              icon={<PlusOutlined />}
              disabled={readOnly || fields.length >= scannersMax}
              onClick={() => add({ path: '', baudRate: baudRateUsual })}
              data-testid="scanner-add"
            >
              {t('settings.addScanner')}
            </Button>
          </>
        )}
      </Form.List>
    </div>
  )
}

/** The state main reports for the path that is written in this row. */
const ScannerSign = ({ index }: { index: number }) => {
  const { t } = useTranslation()
  const path: unknown = Form.useWatch(['scanners', index, 'path'])
  const scanner = useStatus()?.scanners.find((one) => one.path === path)
  if (!scanner) return <span />
  return (
    <Sign tone={scannerTones[scanner.state] ?? 'plain'} testId={`scanner-state-${index}`}>
      {t(`settings.states.${scanner.state}`)}
      {scanner.port === path ? '' : ` · ${t('settings.nowAt', { port: scanner.port })}`}
    </Sign>
  )
}

const PrinterFields = () => {
  const { t } = useTranslation()
  return (
    <div className="printer-fields">
      <Form.Item
        name={['printer', 'host']}
        label={t('settings.host')}
        rules={[
          { required: true, message: t('settings.required') },
          { pattern: /^\s*[A-Za-z0-9._:-]+\s*$/, message: t('settings.badHost') },
        ]}
      >
        <Input maxLength={200} data-testid="printer-host" spellCheck={false} />
      </Form.Item>
      <Form.Item
        name={['printer', 'port']}
        label={t('settings.port')}
        rules={[{ required: true, type: 'integer', min: 1, max: 65535, message: t('settings.badPort') }]}
      >
        <InputNumber controls={false} data-testid="printer-port" />
      </Form.Item>
      <Form.Item name={['printer', 'language']} label={t('settings.printerLanguage')}>
        <Select
          data-testid="printer-language"
          options={[
            { value: 'zpl', label: 'ZPL' },
            { value: 'tspl', label: 'TSPL' },
          ]}
        />
      </Form.Item>
      <Form.Item name={['printer', 'dpi']} label={t('settings.dpi')}>
        <Select data-testid="printer-dpi" options={[203, 300].map((value) => ({ value, label: `${value} dpi` }))} />
      </Form.Item>
      <Form.Item name={['printer', 'template']} label={t('settings.template')}>
        <Select
          data-testid="printer-template"
          options={(['priceTag40x30', 'priceTag60x40'] as const).map((value) => ({
            value,
            label: t(`settings.${value}`),
          }))}
        />
      </Form.Item>
    </div>
  )
}
