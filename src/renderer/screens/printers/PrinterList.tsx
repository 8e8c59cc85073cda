/** The label printers of this PC, a block each: how it is reached, what it speaks, what is loaded in it. Part of the settings' form. */
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { AutoComplete, Button, Checkbox, Form, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  connectionText,
  type LabelPrinter,
  labelPrintersMax,
  type PrinterConnection,
  printerLanguages,
} from '../../../contract/schemas/printer'
import { labelTemplateIds } from '../../../core/labels/labelTemplates'
import { useOperation } from '../../../ui/client'
import { KeyCap } from '../../../ui/KeyCap'
import { OperationButton } from '../../../ui/OperationButton'
import { baudRates } from '../baudRates'
import { PortPicker, RememberedDevice } from '../scanners/PortPicker'
import { PrinterSign } from './PrinterSign'
import { slowBaudRate } from './slowLine'
import { useStocks } from './stocks'
import { freeNumber, freshConnections, freshWizard, languageNames, trimmedConnection } from './wizard'

const freshPrinter = (others: readonly LabelPrinter[], nameOf: (number: number) => string): LabelPrinter => {
  const number = freeNumber(others, nameOf)
  return { ...freshWizard(others, '').draft, id: String(number), name: nameOf(number) }
}

export const savedPrinter = (printer: LabelPrinter): LabelPrinter => ({
  ...printer,
  name: printer.name.trim(),
  connection: trimmedConnection(printer.connection),
})

interface PrinterListProps {
  readOnly: boolean
  /** as they are saved: their states are asked, and the wizard begins from them */
  saved: readonly LabelPrinter[]
  /** null: one more. Not while something typed is not saved yet: the wizard saves the settings as a whole */
  onWizard: ((printerId: string | null) => void) | null
  onLog(): void
  onTemplates(): void
}

export const PrinterList = ({ readOnly, saved, onWizard, onLog, onTemplates }: PrinterListProps) => {
  const { t } = useTranslation()
  const form = Form.useFormInstance<{ printers: LabelPrinter[] }>()
  const fresh = (): LabelPrinter =>
    freshPrinter(form.getFieldValue('printers') ?? [], (number) => t('settings.printerNumbered', { number }))
  return (
    <div className="panel-pad">
      <Form.List name="printers">
        {(fields, { add, remove }) => (
          <>
            <div className="printer-adders">
              <OperationButton
                operation="device.saveSettings"
                type="primary"
                icon={<PlusOutlined />}
                label={t('settings.addPrinter')}
                keyName="Ctrl+N"
                disabled={onWizard === null || fields.length >= labelPrintersMax}
                disabledReason={t('settings.saveBefore')}
                onClick={() => onWizard?.(null)}
                testId="printer-wizard-open"
              />
              <Button
                disabled={readOnly || fields.length >= labelPrintersMax}
                onClick={() => add(fresh())}
                data-testid="printer-add"
              >
                {t('settings.addByHand')}
              </Button>
              <Button disabled={false} onClick={onLog} data-testid="printer-log-open">
                {t('printers.log')}
                <KeyCap name="Ctrl+G" />
              </Button>
              <Button disabled={false} onClick={onTemplates} data-testid="settings-templates">
                {t('templates.title')}
                <KeyCap name="F8" />
              </Button>
            </div>
            {fields.length === 0 ? <p>{t('settings.noPrinters')}</p> : null}
            {fields.map(({ key, name }) => (
              <PrinterRow key={key} index={name} saved={saved} onWizard={onWizard} onRemove={() => remove(name)} />
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

type PrinterRowProps = RowProps & Pick<PrinterListProps, 'saved' | 'onWizard'> & { onRemove(): void }

const PrinterRow = ({ index, saved, onWizard, onRemove }: PrinterRowProps) => {
  const { t } = useTranslation()
  const form = Form.useFormInstance()
  const kind: PrinterConnection['kind'] = Form.useWatch(['printers', index, 'connection', 'kind']) ?? 'tcp'
  const id: string | undefined = Form.useWatch(['printers', index, 'id'])
  const printer = saved.find((one) => one.id === id)
  const [isOpen, setOpen] = useState(false)
  const isFolded = printer !== undefined && !isOpen
  return (
    <fieldset className={`printer-row ${isFolded ? 'folded' : ''}`} data-testid={`printer-row-${index}`}>
      {printer ? <RowHead {...{ index, printer, onWizard, isFolded }} onFold={() => setOpen(!isOpen)} /> : null}
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
            form.setFieldValue(['printers', index, 'connection'], freshConnections[next])
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

interface RowHeadProps extends Pick<PrinterListProps, 'onWizard'> {
  index: number
  printer: LabelPrinter
  isFolded: boolean
  onFold(): void
}

/** Of one that is saved: its name, its state, what it is, the wizard for it, and its fields when somebody wants them. */
const RowHead = ({ index, printer, onWizard, isFolded, onFold }: RowHeadProps) => {
  const { t } = useTranslation()
  const { name, connection, language, dpi, template } = printer
  const stock = useStocks(template).find(({ value }) => value === template)?.label ?? template
  return (
    <div className="printer-head">
      <b>{name}</b>
      <PrinterSign printer={printer} />
      <span className="printer-acts">
        <OperationButton
          operation="device.saveSettings"
          size="small"
          label={t('settings.setUpAgain')}
          disabled={onWizard === null}
          disabledReason={t('settings.saveBefore')}
          onClick={() => onWizard?.(printer.id)}
          testId={`printer-again-${index}`}
        />
        <Button
          size="small"
          disabled={false}
          aria-expanded={!isFolded}
          onClick={onFold}
          data-testid={`printer-edit-${index}`}
        >
          {t(isFolded ? 'settings.openPrinter' : 'settings.foldPrinter')}
        </Button>
      </span>
      <small className="muted printer-what">
        {t(`settings.connections.${connection.kind}`)} {connectionText(connection)} · {languageNames[language]} · {dpi}{' '}
        dpi · {stock}
      </small>
    </div>
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
        <QueueField index={index} />
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

/** A name of the system's list, or one that is typed. */
const QueueField = ({ index, ...field }: RowProps & { value?: string; onChange?(queue: string): void }) => {
  const answer = useOperation('printer.queues', {})
  return (
    <AutoComplete
      {...field}
      maxLength={200}
      options={(answer.data?.queues ?? []).map(({ queue }) => ({ value: queue }))}
      data-testid={`printer-queue-${index}`}
    />
  )
}

const SerialFields = ({ index }: RowProps) => {
  const { t } = useTranslation()
  const form = Form.useFormInstance()
  const at = ['printers', index, 'connection']
  const baudRate: number | undefined = Form.useWatch([...at, 'baudRate'])
  const isSlow = baudRate !== undefined && baudRate <= slowBaudRate
  return (
    <>
      <div className="printer-wide">
        <PortPicker
          disabled={false}
          onChosen={({ path, device }) => {
            form.setFieldValue([...at, 'path'], path)
            form.setFieldValue([...at, 'device'], device ?? undefined)
          }}
        />
        {/* what the port is known by at another socket; nobody types it */}
        <Form.Item name={[index, 'connection', 'device']} noStyle>
          <RememberedDevice />
        </Form.Item>
      </div>
      <Form.Item
        name={[index, 'connection', 'path']}
        label={t('settings.scannerPath')}
        rules={[{ required: true, whitespace: true, message: t('settings.required') }]}
      >
        <Input
          maxLength={200}
          placeholder={t('settings.pathExample')}
          // Another path is another printer, until it is chosen from the list.
          onChange={() => form.setFieldValue([...at, 'device'], undefined)}
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
  const { t } = useTranslation()
  const stocks = useStocks(Form.useWatch(['printers', index, 'template']) ?? labelTemplateIds[0])
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
        <Select data-testid={`printer-template-${index}`} options={stocks} />
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

/** Half millimetres, one centimetre each way. */
const offsets = Array.from({ length: 41 }, (_, step) => (step - 20) * 5)

const isTaken = (all: readonly LabelPrinter[] | undefined, index: number, name: string | undefined): boolean =>
  (all ?? []).some((other, at) => at !== index && other.name.trim() === name?.trim())
