/** 新调价: from which day, and which products cost what; scanned, found by name, or read from a file. Nothing is kept before it is sent. */
import { DeleteOutlined, UploadOutlined } from '@ant-design/icons'
import { Alert, Button, DatePicker, Input, type InputRef } from 'antd'
import dayjs from 'dayjs'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { useCommand } from '../../../ui/client'
import { OperationButton } from '../../../ui/OperationButton'
import { EmptyState } from '../../../ui/states'
import { ActDialog } from '../../parts/ActDialog'
import { BackLink } from '../../parts/BackLink'
import { dayFormats } from '../../parts/dayFormats'
import { YuanField } from '../../parts/FigureField'
import { Field, TextField } from '../../parts/fields'
import { LeaveGuard } from '../../parts/LeaveGuard'
import { type Column, ListTable } from '../../parts/ListTable'
import { ProductName } from '../../parts/ProductName'
import { ProductPicker } from '../../parts/ProductPicker'
import { Refusal } from '../../parts/Refusal'
import { riseShareText, riseText, yuan } from './priceSigns'
import { chainToday, type FormLine, type PriceForm, usePriceForm } from './usePriceForm'

export const NewPriceScreen = () => {
  const { t } = useTranslation()
  const form = usePriceForm()
  const code = useRef<InputRef>(null)
  const navigate = useNavigate()
  const [asking, ask] = useState(false)
  const [sent, setSent] = useState('')
  const send = useCommand('price.change', {
    touches: ['price.list'],
    onDone: ({ changeId }) => {
      setSent(changeId)
      // after this page has let go of what was unsaved
      setTimeout(() => void navigate(`/prices/${changeId}`, { replace: true }))
    },
  })
  return (
    <>
      <BackLink fallback="/prices" />
      <LeaveGuard dirty={form.isDirty && sent === ''} />
      <div className="document" data-testid="price-form">
        <section className="document-head">
          <div className="document-title">
            <h1>{t('prices.new')}</h1>
            <div className="document-acts">
              <span className="muted" data-testid="price-missing-step">
                {form.missing === null ? '' : t(`prices.missing.${form.missing}`)}
              </span>
              <OperationButton
                operation="price.change"
                type="primary"
                label={t('prices.send')}
                testId="price-send"
                disabled={form.input === null}
                disabledReason={form.missing === null ? '' : t(`prices.missing.${form.missing}`)}
                onClick={() => ask(true)}
              />
            </div>
          </div>
          <Header form={form} />
        </section>
        <Entry form={form} codeRef={code} />
        <Problems form={form} />
        <Lines form={form} onEntered={() => code.current?.focus()} />
      </div>
      <ActDialog
        open={asking}
        title={t('prices.sendTitle', { n: form.lines.length, day: form.effectiveDate })}
        act={t('prices.send')}
        notYet={form.input === null}
        busy={send.isPending || sent !== ''}
        error={send.error}
        testId="price-send-dialog"
        onAct={() => (form.input ? send.mutate(form.input) : undefined)}
        onClose={() => ask(false)}
      >
        <p className="act-words">
          {t(form.effectiveDate <= chainToday() ? 'prices.sendNow' : 'prices.sendLater', {
            day: form.effectiveDate,
          })}
        </p>
      </ActDialog>
    </>
  )
}

const Header = ({ form }: { form: PriceForm }) => {
  const { t } = useTranslation()
  return (
    <form className="draft-header" onSubmit={(event) => event.preventDefault()}>
      <Field label={t('prices.effectiveDate')} required>
        <DatePicker
          aria-label={t('prices.effectiveDate')}
          data-testid="price-day"
          value={form.effectiveDate === '' ? null : dayjs(form.effectiveDate)}
          minDate={dayjs(chainToday())}
          format={dayFormats}
          onChange={(day) => form.setDay(day?.format('YYYY-MM-DD') ?? '')}
        />
      </Field>
      <TextField
        label={t('prices.reason')}
        testId="price-note"
        wide
        value={form.note}
        max={200}
        onChange={form.setNote}
      />
    </form>
  )
}

interface EntryProps {
  form: PriceForm
  codeRef: React.RefObject<InputRef | null>
}

const codeCharsMax = 64

const priceFieldOf = ({ checked, code }: FormLine): string => `price-new-${checked?.sku || code}`

/** Scanned again, a product is meant, not a second line. */
const focusPrice = (line: FormLine): void =>
  document.querySelector<HTMLElement>(`[data-testid="${CSS.escape(priceFieldOf(line))}"]`)?.focus()

/** A scanner ends with Enter: the code is a line, and the cursor waits for its price. */
const Entry = ({ form, codeRef }: EntryProps) => {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const file = useRef<HTMLInputElement>(null)
  const add = (typed: string): void => {
    const code = typed.trim()
    const held = form.lines.find((line) => line.code === code || line.checked?.sku === code)
    if (held) focusPrice(held)
    else if (code !== '') form.add([{ row: 0, code, priceFen: null }])
    setText('')
  }
  return (
    <div className="line-entry">
      <Field label={t('prices.code')}>
        <Input
          ref={codeRef}
          data-testid="price-code"
          style={{ width: 220 }}
          autoFocus
          autoComplete="off"
          maxLength={codeCharsMax}
          placeholder={t('prices.codeHint')}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onPressEnter={() => add(text)}
        />
      </Field>
      <Field label={t('prices.byName')}>
        <ProductPicker onPick={({ sku }) => add(sku)} />
      </Field>
      <Button
        icon={<UploadOutlined aria-hidden="true" />}
        data-testid="price-file"
        title={t('prices.fileHint')}
        onClick={() => file.current?.click()}
      >
        {t('prices.file')}
      </Button>
      <input
        ref={file}
        className="visually-hidden"
        type="file"
        accept=".csv,.txt,.xlsx"
        tabIndex={-1}
        aria-label={t('prices.file')}
        data-testid="price-file-input"
        onChange={(event) => {
          const [chosen] = event.target.files ?? []
          if (chosen) void form.readFile(chosen)
          event.target.value = ''
        }}
      />
      <span className="muted">{t('prices.fileHint')}</span>
    </div>
  )
}

const Problems = ({ form }: { form: PriceForm }) => {
  const { t } = useTranslation()
  return (
    <>
      <Refusal error={form.checkError} testId="price-check-refused" />
      {form.problem === '' ? null : (
        <Alert type="error" showIcon title={t(`prices.fileProblem.${form.problem}`)} data-testid="price-file-problem" />
      )}
      {form.faults === 0 ? null : (
        <Alert
          type="error"
          showIcon
          data-testid="price-faults"
          title={t('prices.faults', { n: form.faults, all: form.lines.length })}
          action={
            <Button size="small" data-testid="price-remove-faults" onClick={form.removeFaults}>
              {t('prices.removeFaults')}
            </Button>
          }
        />
      )}
    </>
  )
}

/** A page draws no more; what is wrong stands first. */
const shownLinesMax = 300

const isWrong = ({ checked }: FormLine): boolean => checked !== null && checked.fault !== null

/** One that only waits for its price stays where it is: it is being typed. */
const shown = (lines: readonly FormLine[]): FormLine[] => {
  const first = lines.filter((line) => line.row > 0 && isWrong(line))
  const rest = lines.filter((line) => line.row === 0 || !isWrong(line))
  return [...first, ...rest.filter(({ row }) => row === 0).reverse(), ...rest.filter(({ row }) => row > 0)]
}

const Lines = ({ form, onEntered }: { form: PriceForm; onEntered(): void }) => {
  const { t } = useTranslation()
  const columns = useColumns(form, onEntered)
  const lines = shown(form.lines)
  return (
    <>
      <ListTable
        label={t('prices.products')}
        testId="price-form-lines"
        columns={columns}
        rows={lines.slice(0, shownLinesMax)}
        rowKey={({ id }) => String(id)}
        rowTestId={({ checked, code }) => `price-form-${checked?.sku || code}`}
        rowData={({ checked }) => ({ 'data-fault': checked?.fault ?? '' })}
        empty={<EmptyState title={t('prices.formEmpty')} hint={t('prices.formEmptyHint')} />}
      />
      {lines.length > shownLinesMax ? (
        <p className="muted">{t('prices.linesMore', { n: shownLinesMax, all: lines.length })}</p>
      ) : null}
    </>
  )
}

const useColumns = (form: PriceForm, onEntered: () => void): Column<FormLine>[] => {
  const { t } = useTranslation()
  return [
    {
      key: 'row',
      title: t('prices.fileRow'),
      width: 56,
      align: 'right',
      render: ({ row }) => (row === 0 ? '' : <span className="muted">{row}</span>),
    },
    {
      key: 'code',
      title: t('prices.code'),
      width: 140,
      render: ({ code, checked }) => (
        <span className="code" title={code}>
          {checked?.sku || code}
        </span>
      ),
    },
    {
      key: 'name',
      title: t('document.name'),
      render: ({ checked }) => (checked?.sku ? <ProductName product={checked} /> : null),
    },
    { key: 'unit', title: t('document.unit'), width: 56, render: ({ checked }) => checked?.unit ?? '' },
    {
      key: 'old',
      title: t('prices.oldPrice'),
      width: 92,
      align: 'right',
      render: ({ checked }) =>
        checked?.oldPriceFen == null ? null : <span className="muted">{yuan(checked.oldPriceFen)}</span>,
    },
    {
      key: 'new',
      title: t('prices.newPrice'),
      width: 128,
      align: 'right',
      render: (line) => (
        <YuanField
          // a code nobody knows leaves the cursor where the next one is scanned
          key={line.checked?.sku ? 'known' : 'unknown'}
          label={`${t('prices.newPrice')} ${line.checked?.sku || line.code}`}
          testId={priceFieldOf(line)}
          value={line.priceFen}
          width={104}
          autoFocus={line.row === 0 && line.priceFen === null && Boolean(line.checked?.sku)}
          onCommit={(fen) => {
            form.setPrice(line.id, fen)
            if (line.row === 0) onEntered()
          }}
          onEmpty={() => form.setPrice(line.id, null)}
        />
      ),
    },
    {
      key: 'rise',
      title: t('prices.rise'),
      width: 130,
      align: 'right',
      render: ({ checked, priceFen }) =>
        checked?.oldPriceFen == null || priceFen === null ? null : (
          <>
            {riseText(checked.oldPriceFen, priceFen)}{' '}
            <small className="muted">{riseShareText(checked.oldPriceFen, priceFen)}</small>
          </>
        ),
    },
    {
      key: 'fault',
      title: t('prices.fault'),
      width: 230,
      render: ({ checked }) =>
        checked?.fault == null ? null : (
          <span className="bad">{t(`prices.faultOf.${checked.fault}`, { number: checked.plannedBy })}</span>
        ),
    },
    {
      key: 'remove',
      title: '',
      width: 48,
      align: 'right',
      render: (line) => (
        <Button
          size="small"
          type="text"
          icon={<DeleteOutlined />}
          aria-label={t('prices.remove', { name: line.checked?.name || line.code })}
          onClick={() => {
            form.remove(line.id)
            onEntered()
          }}
        />
      ),
    },
  ]
}
