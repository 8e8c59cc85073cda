/** The lines of a page as they stand on paper. One of them has the cursor; the others show what was keyed in. */
import { CheckOutlined, LoadingOutlined, WarningFilled } from '@ant-design/icons'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { CountSheetLineView } from '../../../contract/schemas/countSheet'
import { quantityText } from '../../../core/quantity/quantity'
import { nameIn } from '../../../ui/format'
import type { Cursor } from './CountSheetScreen'
import { lotText, type Typed } from './keyedLine'
import type { Sent } from './useEnter'

interface PageLinesProps {
  lines: readonly CountSheetLineView[]
  sent: ReadonlyMap<number, Sent>
  cursor: Cursor
  typed: Typed
  readOnly: boolean
  onType(typed: Typed): void
  onEnter(): void
  onGo(cursor: Cursor): void
}

export const PageLines = ({ lines, ...props }: PageLinesProps) => {
  const { t } = useTranslation()
  const lots = lines.some(({ keepsLots }) => keepsLots)
  return (
    <div className="sheet-lines">
      <table aria-label={t('countSheets.title')}>
        <thead>
          <tr>
            <th className="sheet-no">{t('countSheets.line')}</th>
            <th className="sheet-sku">{t('stock.sku')}</th>
            <th>{t('stock.name')}</th>
            <th className="sheet-unit">{t('stock.unit')}</th>
            <th className="sheet-shelf">{t('countSheets.shelf')}</th>
            <th className="sheet-quantity">{t('countSheets.quantity')}</th>
            {lots ? <th className="sheet-lot">{t('countSheets.lot')}</th> : null}
            <th className="sheet-state">{t('countSheets.state')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Row key={line.line} line={line} lots={lots} {...props} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

type RowProps = Omit<PageLinesProps, 'lines'> & { line: CountSheetLineView; lots: boolean }

const Row = ({ line, lots, sent, cursor, typed, readOnly, ...on }: RowProps) => {
  const { i18n } = useTranslation()
  const here = cursor.line === line.line && !readOnly
  const { entered } = line
  return (
    <tr
      className={here ? 'sheet-here' : ''}
      onClick={() => {
        if (!here) on.onGo({ line: line.line, field: 'quantity' })
      }}
      data-testid="sheet-line"
      data-line={line.line}
      data-sku={line.sku}
      data-state={sent.get(line.line)?.state ?? 'still'}
    >
      <td className="sheet-no">{line.line}</td>
      <td className="sheet-sku code">{line.sku}</td>
      <td className="ellipsis">
        {nameIn(i18n.language, line)} <span className="muted">{line.spec}</span>
      </td>
      <td className="sheet-unit" lang="zh-CN">
        {line.unit}
      </td>
      <td className="sheet-shelf code">{line.shelf}</td>
      <td className="sheet-quantity">
        {here ? (
          <Field field="quantity" cursor={cursor} typed={typed} line={line} {...on} />
        ) : (
          <b data-testid="sheet-quantity">{entered ? quantityText(entered.quantity) : ''}</b>
        )}
      </td>
      {lots ? <td className="sheet-lot">{lotCell(line, here, cursor, typed, on)}</td> : null}
      <td className="sheet-state">
        <State line={line} sent={sent.get(line.line)} />
      </td>
    </tr>
  )
}

type On = Pick<PageLinesProps, 'onType' | 'onEnter' | 'onGo'>

const lotCell = (line: CountSheetLineView, here: boolean, cursor: Cursor, typed: Typed, on: On) => {
  if (!line.keepsLots) return null
  if (here) return <Field field="lot" cursor={cursor} typed={typed} line={line} {...on} />
  return <span className="code">{line.entered ? lotText(line.entered) : ''}</span>
}

type FieldProps = On & { field: Cursor['field']; cursor: Cursor; typed: Typed; line: CountSheetLineView }

const digits = /^\d{0,6}(\.\d{0,3})?$/

const Field = ({ field, cursor, typed, line, onType, onEnter, onGo }: FieldProps) => {
  const { t } = useTranslation()
  const input = useRef<HTMLInputElement>(null)
  // each time the cursor is put here anew, also where it was: somebody may have clicked elsewhere since
  useEffect(() => {
    if (cursor.field !== field) return
    input.current?.focus()
    input.current?.select()
  }, [cursor, field])
  const label = t(`countSheets.${field}`)
  return (
    <input
      ref={input}
      className="sheet-input"
      value={typed[field]}
      inputMode={field === 'quantity' ? 'decimal' : 'text'}
      maxLength={field === 'quantity' ? 10 : 40}
      aria-label={`${label} ${line.line} ${line.name}`}
      placeholder={field === 'lot' ? t(line.spoils ? 'countSheets.dayHint' : 'countSheets.lotHint') : ''}
      onChange={({ target: { value } }) => {
        if (field === 'lot' || digits.test(value)) onType({ ...typed, [field]: value })
      }}
      onFocus={() => {
        if (cursor.field !== field) onGo({ line: line.line, field })
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.ctrlKey || event.nativeEvent.isComposing) return
        event.preventDefault()
        onEnter()
        // what made no sense is typed over
        input.current?.select()
      }}
      data-testid={`sheet-input-${field}`}
    />
  )
}

const State = ({ line, sent }: { line: CountSheetLineView; sent: Sent | undefined }) => {
  const { t } = useTranslation()
  if (sent?.state === 'refused')
    return (
      <span className="over" role="alert" title={sent.words(t)}>
        <WarningFilled /> {sent.words(t)}
      </span>
    )
  if (sent?.state === 'sending')
    return (
      <span className="muted">
        <LoadingOutlined /> {t('countSheets.sending')}
      </span>
    )
  if (!line.entered) return null
  return line.entered.scanned ? (
    <span className="look">{t('countSheets.scanned')}</span>
  ) : (
    <span className="muted">
      <CheckOutlined /> {t('countSheets.saved')}
    </span>
  )
}
