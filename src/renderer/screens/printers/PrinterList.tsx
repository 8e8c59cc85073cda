/** The label printers of this PC, a block each: how it is reached, what it speaks, what is loaded in it. Part of the settings' form. */
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Checkbox, Form, Input, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import {
  type LabelPrinter,
  labelPrintersMax,
  type PrinterConnection,
  printerLanguages,
} from '../../../contract/schemas/printer'
import { labelTemplateIds, labelTemplates } from '../../../core/labels/labelTemplates'
import { baudRates } from '../baudRates'
import { templateName } from '../labels/labelColumns'

const connections: Record<PrinterConnection['kind'], PrinterConnection> = {
  tcp: { kind: 'tcp', host: '', port: 9100 },
  serial: { kind: 'serial', path: '', baudRate: 115_200 },
  spooler: { kind: 'spooler', queue: '' },
}

/** With a number and a name nobody of the others has. */
const freshPrinter = (others: readonly LabelPrinter[], nameOf: (number: number) => string): LabelPrinter => {
  let number = 1
  while (others.some(({ id, name }) => id === String(number) || name === nameOf(number))) number++
  return {
    ...{ id: String(number), name: nameOf(number), connection: connections.tcp, language: 'zpl', dpi: 203 },
    ...{ template: 'priceTag40x30', asked: false, offsetX10: 0, offsetY10: 0 },
  }
}

/** What can be loaded for labels of goods; the others are printed for a zone, a lot or a carton, where somebody chooses them. */
const goodsKinds: ReadonlySet<string> = new Set(['priceTag', 'goods'])
const goodsTemplates = labelTemplateIds.filter((id) => goodsKinds.has(labelTemplates[id].kind))

/** Spaces that came with the address are not part of it. */
export const savedPrinter = (printer: LabelPrinter): LabelPrinter => ({
  ...printer,
  name: printer.name.trim(),
  connection: trimmed(printer.connection),
})

const trimmed = (connection: PrinterConnection): PrinterConnection => {
  if (connection.kind === 'tcp') return { ...connection, host: connection.host.trim() }
  if (connection.kind === 'serial') return { ...connection, path: connection.path.trim() }
  return { ...connection, queue: connection.queue.trim() }
}

export const PrinterList = ({ readOnly }: { readOnly: boolean }) => {
  const { t } = useTranslation()
  const form = Form.useFormInstance<{ printers: LabelPrinter[] }>()
  const fresh = (): LabelPrinter =>
    freshPrinter(form.getFieldValue('printers') ?? [], (number) => t('settings.printerNumbered', { number }))
  return (
    <div className="panel-pad">
      <Form.List name="printers">
        {(fields, { add, remove }) => (
          <>
            <Button
              icon={<PlusOutlined />}
              disabled={readOnly || fields.length >= labelPrintersMax}
              onClick={() => add(fresh())}
              data-testid="printer-add"
            >
              {t('settings.addPrinter')}
            </Button>
            {fields.length === 0 ? <p>{t('settings.noPrinters')}</p> : null}
            {fields.map(({ key, name }) => (
              <PrinterRow key={key} index={name} onRemove={() => remove(name)} />
            ))}
          </>
        )}
      </Form.List>
    </div>
  )
}

interface RowProps {
  index: number
}

const PrinterRow = ({ index, onRemove }: RowProps & { onRemove(): void }) => {
  const { t } = useTranslation()
  const form = Form.useFormInstance()
  const kind: PrinterConnection['kind'] = Form.useWatch(['printers', index, 'connection', 'kind']) ?? 'tcp'
  return (
    <fieldset className="printer-row" data-testid={`printer-row-${index}`}>
      {/* what nobody edits here is kept */}
      <Form.Item name={[index, 'id']} hidden>
        <Input />
      </Form.Item>
      <Form.Item name={[index, 'connection', 'kind']} label={t('settings.connection')}>
        <Select
          data-testid={`printer-kind-${index}`}
          options={(['tcp', 'serial', 'spooler'] as const).map((value) => ({
            value,
            label: t(`settings.connections.${value}`),
          }))}
          onChange={(next: PrinterConnection['kind']) =>
            form.setFieldValue(['printers', index, 'connection'], connections[next])
          }
        />
      </Form.Item>
      <ConnectionFields index={index} kind={kind} />
      <PaperFields index={index} />
      <Button
        type="text"
        icon={<DeleteOutlined />}
        onClick={onRemove}
        aria-label={t('settings.removePrinter')}
        data-testid={`printer-remove-${index}`}
      >
        {t('settings.removePrinter')}
      </Button>
    </fieldset>
  )
}

const ConnectionFields = ({ index, kind }: RowProps & { kind: PrinterConnection['kind'] }) => {
  const { t } = useTranslation()
  if (kind === 'serial') return <SerialFields index={index} />
  if (kind === 'spooler')
    return (
      <Form.Item
        name={[index, 'connection', 'queue']}
        label={t('settings.queue')}
        rules={[{ required: true, whitespace: true, message: t('settings.required') }]}
      >
        <Input maxLength={200} data-testid={`printer-queue-${index}`} spellCheck={false} />
      </Form.Item>
    )
  return (
    <>
      <Form.Item
        name={[index, 'connection', 'host']}
        label={t('settings.host')}
        rules={[
          { required: true, message: t('settings.required') },
          { pattern: /^\s*[A-Za-z0-9._:-]+\s*$/, message: t('settings.badHost') },
        ]}
      >
        <Input maxLength={200} data-testid={`printer-host-${index}`} spellCheck={false} />
      </Form.Item>
      <Form.Item
        name={[index, 'connection', 'port']}
        label={t('settings.port')}
        rules={[{ required: true, type: 'integer', min: 1, max: 65535, message: t('settings.badPort') }]}
      >
        <InputNumber controls={false} data-testid={`printer-port-${index}`} />
      </Form.Item>
    </>
  )
}

/** A whole label is a picture: at 9,600 baud it takes longer than anybody waits. */
const slowBaudRate = 19_200

const SerialFields = ({ index }: RowProps) => {
  const { t } = useTranslation()
  const baudRate: number | undefined = Form.useWatch(['printers', index, 'connection', 'baudRate'])
  const isSlow = baudRate !== undefined && baudRate <= slowBaudRate
  return (
    <>
      <Form.Item
        name={[index, 'connection', 'path']}
        label={t('settings.scannerPath')}
        rules={[{ required: true, whitespace: true, message: t('settings.required') }]}
      >
        <Input
          maxLength={200}
          placeholder={t('settings.pathExample')}
          data-testid={`printer-path-${index}`}
          spellCheck={false}
        />
      </Form.Item>
      <Form.Item
        name={[index, 'connection', 'baudRate']}
        label={t('settings.baudRate')}
        extra={isSlow ? t('settings.slowLine') : undefined}
      >
        <Select
          options={baudRates.map((value) => ({ value, label: String(value) }))}
          data-testid={`printer-baud-${index}`}
        />
      </Form.Item>
    </>
  )
}

const PaperFields = ({ index }: RowProps) => {
  const { t, i18n } = useTranslation()
  return (
    <>
      <Form.Item
        name={[index, 'name']}
        label={t('settings.printerName')}
        rules={[
          { required: true, whitespace: true, message: t('settings.required') },
          ({ getFieldValue }) => ({
            validator: (_rule, value: string) =>
              isTaken(getFieldValue('printers'), index, value)
                ? Promise.reject(new Error(t('settings.nameTwice')))
                : Promise.resolve(),
          }),
        ]}
      >
        <Input maxLength={40} data-testid={`printer-name-${index}`} />
      </Form.Item>
      <Form.Item name={[index, 'language']} label={t('settings.printerLanguage')}>
        <Select
          data-testid={`printer-language-${index}`}
          options={printerLanguages.map((value) => ({ value, label: languageNames[value] }))}
        />
      </Form.Item>
      <Form.Item name={[index, 'dpi']} label={t('settings.dpi')}>
        <Select
          data-testid={`printer-dpi-${index}`}
          options={[203, 300].map((value) => ({ value, label: `${value} dpi` }))}
        />
      </Form.Item>
      <Form.Item name={[index, 'template']} label={t('settings.template')}>
        <Select
          data-testid={`printer-template-${index}`}
          options={goodsTemplates.map((value) => ({ value, label: templateName(value, i18n.language) }))}
        />
      </Form.Item>
      {(['offsetX10', 'offsetY10'] as const).map((field) => (
        <Form.Item key={field} name={[index, field]} label={t(`settings.${field}`)}>
          <Select
            data-testid={`printer-${field}-${index}`}
            options={offsets.map((value) => ({ value, label: `${(value / 10).toFixed(1)} mm` }))}
          />
        </Form.Item>
      ))}
      <Form.Item name={[index, 'asked']} valuePropName="checked" className="printer-asked">
        <Checkbox data-testid={`printer-asked-${index}`}>{t('settings.asked')}</Checkbox>
      </Form.Item>
    </>
  )
}

const languageNames = { zpl: 'ZPL', tspl: 'TSPL', escpos: 'ESC/POS', epl: 'EPL' } as const

/** Half millimetres, one centimetre each way. */
const offsets = Array.from({ length: 41 }, (_, step) => (step - 20) * 5)

const isTaken = (all: readonly LabelPrinter[] | undefined, index: number, name: string | undefined): boolean =>
  (all ?? []).some((other, at) => at !== index && other.name.trim() === name?.trim())
