/** 总部下发调拨: from where, to where, by when, and the lines. Nothing is kept until it is sent off. */
import { DeleteOutlined } from '@ant-design/icons'
import { Button, DatePicker, Radio } from 'antd'
import dayjs from 'dayjs'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { InputOf } from '../../../contract/operations'
import type { StockRow } from '../../../contract/operations/stock'
import { type TransferKind, transferKinds } from '../../../core/documents/transfer'
import { useCommand } from '../../../ui/client'
import { OperationButton } from '../../../ui/OperationButton'
import { EmptyState } from '../../../ui/states'
import { useChoices } from '../../data/writing'
import { BackLink } from '../../parts/BackLink'
import { dayFormats } from '../../parts/dayFormats'
import { QuantityField } from '../../parts/FigureField'
import { ChoiceField, Field, TextField } from '../../parts/fields'
import { Quantity } from '../../parts/figures'
import { type Column, ListTable } from '../../parts/ListTable'
import { ProductName } from '../../parts/ProductName'
import { ProductPicker } from '../../parts/ProductPicker'
import { Refusal } from '../../parts/Refusal'

export const PushTransferScreen = () => {
  const { t } = useTranslation()
  const form = useForm()
  const picker = useRef<{ focus(): void }>(null)
  const navigate = useNavigate()
  const push = useCommand('transfer.push', {
    touches: ['transfer.list'],
    onDone: ({ transferId }) => void navigate(`/transfers/${transferId}`, { replace: true }),
  })
  return (
    <>
      <BackLink fallback="/transfers" />
      <div className="document" data-testid="push-form">
        <section className="document-head">
          <div className="document-title">
            <h1>{t('push.title')}</h1>
            <div className="document-acts">
              <Refusal error={push.isError ? push.error : null} testId="push-refused" />
              <span className="muted">{form.missing === null ? '' : t(`push.missing.${form.missing}`)}</span>
              <OperationButton
                operation="transfer.push"
                type="primary"
                label={t('push.send')}
                testId="push-send"
                disabled={form.input === null}
                disabledReason={form.missing === null ? '' : t(`push.missing.${form.missing}`)}
                loading={push.isPending}
                onClick={() => (form.input ? push.mutate(form.input) : undefined)}
              />
            </div>
          </div>
          <HeaderFields form={form} />
        </section>
        <div className="line-entry">
          <Field label={t('entry.product')}>
            <ProductPicker warehouseCode={form.from} disabled={form.from === ''} focusRef={picker} onPick={form.add} />
          </Field>
          {form.from === '' ? <span className="muted">{t('push.fromFirst')}</span> : null}
        </div>
        <Lines form={form} onEntered={() => picker.current?.focus()} />
      </div>
    </>
  )
}

interface PushLine {
  product: StockRow
  quantity: number
}

type Missing = 'from' | 'to' | 'due' | 'lines' | 'quantity'

const useForm = () => {
  const [kind, setKind] = useState<TransferKind>('transfer')
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const [dueDate, setDue] = useState(dayjs().add(1, 'day').format('YYYY-MM-DD'))
  const [note, setNote] = useState('')
  const [lines, setLines] = useState<PushLine[]>([])
  const missing = missingOf({ from, to, dueDate, lines })
  const input: InputOf<'transfer.push'> | null = missing
    ? null
    : {
        kind,
        fromWarehouseCode: from,
        toWarehouseCode: to,
        dueDate,
        note,
        lines: lines.map(({ product, quantity }) => ({ sku: product.sku, quantity })),
      }
  return {
    kind,
    setKind,
    from,
    // on hand beside the lines is that of the sender
    setFrom: (code: string): void => {
      setFrom(code)
      if (code !== from) setLines([])
    },
    to,
    setTo,
    dueDate,
    setDue,
    note,
    setNote,
    lines,
    add: (product: StockRow): void =>
      setLines((now) =>
        now.some((line) => line.product.sku === product.sku) ? now : [...now, { product, quantity: 0 }],
      ),
    setQuantity: (sku: string, quantity: number): void =>
      setLines((now) => now.map((line) => (line.product.sku === sku ? { ...line, quantity } : line))),
    remove: (sku: string): void => setLines((now) => now.filter((line) => line.product.sku !== sku)),
    missing,
    input,
  }
}

type Form = ReturnType<typeof useForm>

const missingOf = (form: { from: string; to: string; dueDate: string; lines: readonly PushLine[] }): Missing | null => {
  if (form.from === '') return 'from'
  if (form.to === '') return 'to'
  if (form.dueDate === '') return 'due'
  if (form.lines.length === 0) return 'lines'
  return form.lines.some(({ quantity }) => quantity === 0) ? 'quantity' : null
}

const HeaderFields = ({ form }: { form: Form }) => {
  const { t } = useTranslation()
  const { warehouses } = useChoices()
  const real = warehouses.filter(({ kind }) => kind !== 'virtual' && kind !== 'inTransit')
  const options = real.map(({ code, name }) => ({ value: code, label: `${name} ${code}` }))
  return (
    <form className="draft-header" onSubmit={(event) => event.preventDefault()}>
      <Field label={t('transfers.kind')}>
        <Radio.Group
          optionType="button"
          value={form.kind}
          options={transferKinds.map((kind) => ({ value: kind, label: t(`transferKind.${kind}`) }))}
          onChange={(event) => form.setKind(event.target.value)}
        />
      </Field>
      <ChoiceField
        label={t('transfers.from')}
        testId="push-from"
        value={form.from}
        options={options.filter(({ value }) => value !== form.to)}
        onChange={form.setFrom}
      />
      <ChoiceField
        label={t('transfers.to')}
        testId="push-to"
        value={form.to}
        options={options.filter(({ value }) => value !== form.from)}
        onChange={form.setTo}
      />
      <Field label={t('transfers.due')}>
        <DatePicker
          aria-label={t('transfers.due')}
          value={form.dueDate === '' ? null : dayjs(form.dueDate)}
          minDate={dayjs()}
          format={dayFormats}
          onChange={(day) => form.setDue(day?.format('YYYY-MM-DD') ?? '')}
        />
      </Field>
      <TextField label={t('field.note')} testId="push-note" wide value={form.note} max={200} onChange={form.setNote} />
    </form>
  )
}

/** A quantity given, the cursor is back where the next product is found. */
const Lines = ({ form, onEntered }: { form: Form; onEntered(): void }) => {
  const { t } = useTranslation()
  const columns: Column<PushLine>[] = [
    {
      key: 'sku',
      title: t('document.sku'),
      width: 92,
      render: ({ product }) => <span className="code">{product.sku}</span>,
    },
    {
      key: 'barcode',
      title: t('document.barcode'),
      width: 130,
      render: ({ product }) => <span className="code">{product.barcode}</span>,
    },
    { key: 'name', title: t('document.name'), render: ({ product }) => <ProductName product={product} /> },
    { key: 'unit', title: t('document.unit'), width: 60, render: ({ product }) => product.unit },
    {
      key: 'available',
      title: t('push.available'),
      width: 110,
      align: 'right',
      render: ({ product }) => <Quantity value={product.available} />,
    },
    {
      key: 'quantity',
      title: t('quantityField.quantity'),
      width: 140,
      align: 'right',
      render: ({ product, quantity }) => (
        <QuantityField
          label={`${t('quantityField.quantity')} ${product.sku}`}
          testId={`push-quantity-${product.sku}`}
          value={quantity === 0 ? null : quantity}
          width={110}
          autoFocus={quantity === 0}
          onCommit={(next) => {
            form.setQuantity(product.sku, next)
            onEntered()
          }}
        />
      ),
    },
    {
      key: 'short',
      title: '',
      width: 150,
      render: ({ product, quantity }) =>
        quantity > product.available ? <span className="look">{t('push.moreThanThere')}</span> : null,
    },
    {
      key: 'remove',
      title: '',
      width: 56,
      align: 'right',
      render: ({ product }) => (
        <Button
          size="small"
          type="text"
          icon={<DeleteOutlined />}
          aria-label={t('push.remove', { name: product.name })}
          onClick={() => form.remove(product.sku)}
        />
      ),
    },
  ]
  return (
    <ListTable
      label={t('push.lines')}
      testId="push-lines"
      columns={columns}
      rows={form.lines}
      rowKey={({ product }) => product.sku}
      rowTestId={({ product }) => `push-line-${product.sku}`}
      empty={<EmptyState title={t('push.empty')} hint={t('push.emptyHint')} />}
    />
  )
}
