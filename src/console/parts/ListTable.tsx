/**
 * The console's list: a real table (it can be read aloud, copied and printed) with a head that stays, one link a row to
 * open it, arrows to go from row to row, and more rows by key at its end. Filters belong above it.
 */
import { Button } from 'antd'
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, type LinkProps } from 'react-router'
import type { CsvCell } from '../../ui/csv'

export interface Column<Row> {
  key: string
  title: string
  /** pixels; columns without one share what is left */
  width?: number
  align?: 'left' | 'right' | 'center'
  render(row: Row): ReactNode
  /** what the exported file says; a column without it is not exported */
  text?(row: Row): CsvCell
}

export interface More {
  hasMore: boolean
  full: boolean
  loadingMore: boolean
  loadMore(): void
}

interface ListTableProps<Row> {
  label: string
  testId: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey(row: Row): string
  rowTestId(row: Row): string
  rowClass?(row: Row): string
  /** data-* attributes of a row */
  rowData?(row: Row): Record<`data-${string}`, string>
  currentKey?: string | null
  /** the focus came to a row, by arrow or click */
  onRowFocus?(row: Row): void
  /** keys beside the arrows, while the focus is in a row */
  onRowKey?(event: KeyboardEvent, row: Row): void
  /** older rows are shown while new ones are asked */
  stale?: boolean
  more?: More
  /** which keys do what here, beside "up and down, Enter opens" */
  keysHint?: string
  /** a last row of sums */
  foot?: ReactNode
  empty: ReactNode
}

export const ListTable = <Row,>(props: ListTableProps<Row>) => {
  const { columns, rows } = props
  return (
    <div className={props.stale ? 'list stale' : 'list'} data-testid={props.testId} aria-busy={props.stale === true}>
      {rows.length === 0 ? (
        <div className="list-empty">{props.empty}</div>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        // biome-ignore lint/a11y/useSemanticElements: no fieldset, nothing is entered here
        <div className="list-scroll" role="group" aria-label={props.label} tabIndex={0}>
          <table aria-label={props.label} style={{ minWidth: widthOf(columns) }}>
            <colgroup>
              {columns.map(({ key, width }) => (
                <col key={key} style={width === undefined ? {} : { width }} />
              ))}
            </colgroup>
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column.key} scope="col" className={alignClass(column)} title={column.title || undefined}>
                    {column.title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody onKeyDown={(event) => onKey(event, props)} onClick={openRow}>
              {rows.map((row) => (
                <BodyRow key={props.rowKey(row)} row={row} {...props} />
              ))}
            </tbody>
            {props.foot ? <tfoot>{props.foot}</tfoot> : null}
          </table>
        </div>
      )}
      {props.more && rows.length > 0 ? (
        <MoreLine rows={rows.length} more={props.more} keysHint={props.keysHint} />
      ) : null}
    </div>
  )
}

/** Narrower than this the list scrolls sideways: a column without a width must not vanish. */
const openWidth = 150

const widthOf = (columns: readonly { width?: number }[]): number =>
  columns.reduce((sum, { width }) => sum + (width ?? openWidth), 0)

const BodyRow = <Row,>({ row, ...props }: ListTableProps<Row> & { row: Row }) => {
  const key = props.rowKey(row)
  const classes = [key === props.currentKey ? 'current' : '', props.rowClass?.(row) ?? ''].join(' ').trim()
  return (
    <tr
      data-testid={props.rowTestId(row)}
      className={classes || undefined}
      onFocus={() => props.onRowFocus?.(row)}
      {...props.rowData?.(row)}
    >
      {props.columns.map((column) => (
        <td key={column.key} data-column={column.key} className={alignClass(column)}>
          {column.render(row)}
        </td>
      ))}
    </tr>
  )
}

const alignClass = ({ align }: { align?: string }): string | undefined => (align ? `to-${align}` : undefined)

const MoreLine = ({ rows, more, keysHint }: { rows: number; more: More; keysHint: string | undefined }) => {
  const { t } = useTranslation()
  const words = more.full ? 'list.full' : more.hasMore ? 'list.shown' : 'list.allShown'
  return (
    <div className="list-more">
      <span data-testid="rows-shown">{t(words, { n: rows })}</span>
      {more.hasMore ? (
        <Button size="small" data-testid="load-more" loading={more.loadingMore} onClick={more.loadMore}>
          {t('common.loadMore')}
        </Button>
      ) : null}
      <span className="list-keys" aria-hidden="true">
        {keysHint ?? t('list.keys')}
      </span>
    </div>
  )
}

/** The one link of a row that opens it; a click anywhere in the row follows it too. */
export const RowLink = ({ className = '', ...props }: LinkProps) => (
  <Link {...props} data-row-link="" className={`row-link ${className}`} />
)

const rowLink = (row: Element | null | undefined): HTMLElement | null =>
  row?.querySelector<HTMLElement>('[data-row-link]') ?? null

const openRow = (event: MouseEvent): void => {
  const target = event.target as Element
  if (target.closest('a, button, input, label') || event.defaultPrevented) return
  // selecting text to copy it is not opening
  if (window.getSelection()?.toString()) return
  rowLink(target.closest('tr'))?.click()
}

const pageRows = 15

const onKey = <Row,>(event: KeyboardEvent<HTMLTableSectionElement>, props: ListTableProps<Row>): void => {
  if (isEntry(event.target)) return
  onArrow(event)
  const tr = (event.target as Element).closest('tr')
  const row = props.rows[[...event.currentTarget.rows].indexOf(tr as HTMLTableRowElement)]
  if (row !== undefined && !event.defaultPrevented) props.onRowKey?.(event, row)
}

/** A field inside a row keeps its keys; a check box has none but Space. */
const isEntry = (target: EventTarget): boolean =>
  target instanceof HTMLInputElement && target.type !== 'checkbox' && target.type !== 'radio'

const onArrow = (event: KeyboardEvent<HTMLTableSectionElement>): void => {
  const row = (event.target as Element).closest('tr')
  if (!row || event.ctrlKey || event.altKey || event.shiftKey || event.metaKey) return
  const all = [...event.currentTarget.rows]
  const at = all.indexOf(row)
  const to = {
    ArrowUp: at - 1,
    ArrowDown: at + 1,
    PageUp: at - pageRows,
    PageDown: at + pageRows,
    Home: 0,
    End: all.length - 1,
  }[event.key]
  if (to === undefined) return
  event.preventDefault()
  rowLink(all[Math.min(all.length - 1, Math.max(0, to))])?.focus()
}

/** From a filter into the list: Enter in the search field puts the reader on the first row. */
export const focusFirstRow = (): void => document.querySelector<HTMLElement>('[data-row-link]')?.focus()
