// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot be drawn in part, so the roles are said by hand.
// biome-ignore-all lint/a11y/useFocusableInteractive: the body has the focus; a focusable row would take its keys away.
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the body's keys move and open the current row.
/**
 * A plain, fast list: rows of 28 px, only the visible ones in the page, columns that share the width so that nothing
 * scrolls sideways. The keyboard moves one current row. No sorting, no filters: those belong above the list.
 */
import {
  type CSSProperties,
  type KeyboardEvent,
  memo,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { isTextField } from './keys'
import { useSteady } from './useSteady'

export interface Column<Row> {
  key: string
  title: string
  /** pixels; columns without one share what is left by `grow` */
  width?: number
  grow?: number
  align?: 'left' | 'right' | 'center'
  render(row: Row, index: number): ReactNode
}

interface DataGridProps<Row> {
  label: string
  testId: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey(row: Row): string
  currentKey?: string | null
  onCurrentChange?(key: string, row: Row): void
  /** Enter or double click */
  onOpen?(row: Row): void
  onSpace?(row: Row): void
  rowClass?(row: Row): string
  empty: ReactNode
  /** changes when the current row must be shown again although it did not change */
  revealToken?: unknown
  onNearEnd?(): void
  focusable?: boolean
  autoFocus?: boolean
}

export const rowHeightPx = 28
const overscanRows = 6

/** A text field of the same page or dialog has the focus. */
const isTypedInto = (grid: HTMLElement | null): boolean =>
  isTextField(document.activeElement) && grid?.closest('[role=dialog], main')?.contains(document.activeElement) === true

export const DataGrid = <Row,>(props: DataGridProps<Row>) => {
  const { columns, rows, rowKey, currentKey = null } = props
  const body = useRef<HTMLDivElement>(null)
  const view = useViewport(body)
  const currentIndex = currentKey === null ? -1 : rows.findIndex((row) => rowKey(row) === currentKey)
  useReveal(body, currentIndex, view.height, props.revealToken)
  const { autoFocus } = props
  useEffect(() => {
    // its rows may come late, when somebody is searching already
    if (autoFocus && !isTypedInto(body.current)) body.current?.focus({ preventScroll: true })
  }, [autoFocus])
  const first = Math.max(0, Math.floor(view.top / rowHeightPx) - overscanRows)
  const last = Math.min(rows.length, Math.ceil((view.top + view.height) / rowHeightPx) + overscanRows)
  const { onNearEnd } = props
  const nearEnd = rows.length > 0 && last >= rows.length
  // biome-ignore lint/correctness/useExhaustiveDependencies: more rows that still end in view must ask for more again
  useEffect(() => {
    if (nearEnd) onNearEnd?.()
  }, [nearEnd, rows.length, onNearEnd])
  const style = { '--columns': template(columns) } as CSSProperties
  const acts = useSteady<RowActs<Row>>({
    pick: (key, row) => props.onCurrentChange?.(key, row),
    open: (row) => props.onOpen?.(row),
  })
  return (
    <div
      className="grid"
      style={style}
      role="grid"
      aria-label={props.label}
      aria-rowcount={rows.length + 1}
      data-testid={props.testId}
    >
      <div role="rowgroup" className="grid-head-group">
        <div role="row" className="grid-head" aria-rowindex={1}>
          {columns.map((column, at) => (
            <div key={column.key} role="columnheader" className={cellClass(columns, at)}>
              {column.title}
            </div>
          ))}
        </div>
      </div>
      <div
        ref={body}
        className="grid-body"
        role="rowgroup"
        tabIndex={props.focusable === false ? -1 : 0}
        aria-label={props.label}
        data-testid={`${props.testId}-body`}
        onScroll={view.onScroll}
        onKeyDown={(event) =>
          onGridKey(event, props, currentIndex, Math.max(1, Math.floor(view.height / rowHeightPx) - 1))
        }
      >
        {rows.length === 0 ? <EmptyRow>{props.empty}</EmptyRow> : null}
        <div className="grid-space" role="presentation" style={{ height: rows.length * rowHeightPx }}>
          {rows.slice(first, last).map((row, offset) => {
            const index = first + offset
            const key = rowKey(row)
            return (
              <GridRow
                key={key}
                {...{ row, index, columns, acts }}
                id={key}
                testId={props.testId}
                current={index === currentIndex}
                extraClass={props.rowClass?.(row) ?? ''}
              />
            )
          })}
        </div>
      </div>
    </div>
  )
}

type RowActs<Row> = { pick(key: string, row: Row): void; open(row: Row): void }

interface GridRowProps<Row> {
  row: Row
  index: number
  id: string
  testId: string
  columns: readonly Column<Row>[]
  current: boolean
  extraClass: string
  acts: RowActs<Row>
}

const OneRow = <Row,>({ row, index, id, testId, columns, current, extraClass, acts }: GridRowProps<Row>) => (
  <div
    id={`${testId}-${id}`}
    role="row"
    aria-rowindex={index + 2}
    aria-selected={current}
    data-testid={`${testId}-row`}
    data-key={id}
    className={`grid-row ${index % 2 ? 'odd' : ''} ${current ? 'current' : ''} ${extraClass}`}
    style={{ top: index * rowHeightPx }}
    onClick={() => acts.pick(id, row)}
    onDoubleClick={() => acts.open(row)}
  >
    {columns.map((column, at) => (
      <div key={column.key} role="gridcell" data-column={column.key} className={cellClass(columns, at)}>
        {column.render(row, index)}
      </div>
    ))}
  </div>
)

/** Drawn again only where the row, its columns or its mark changed: a scan changes one of forty. */
const GridRow = memo(OneRow) as typeof OneRow

/** Words right behind figures need air, or the two read as one. */
const cellClass = (columns: readonly Column<never>[], at: number): string => {
  const align = columns[at]?.align ?? 'left'
  return `cell cell-${align} ${align === 'left' && columns[at - 1]?.align === 'right' ? 'cell-apart' : ''}`
}

/** What an empty list says is its one row, or the list would be a table without any. */
const EmptyRow = ({ children }: { children: ReactNode }) => (
  <div role="row" tabIndex={-1} className="grid-empty">
    <div role="gridcell" tabIndex={-1}>
      {children}
    </div>
  </div>
)

const template = (columns: readonly Column<never>[]): string =>
  columns
    .map((column) => (column.width === undefined ? `minmax(0, ${column.grow ?? 1}fr)` : `${column.width}px`))
    .join(' ')

const useViewport = (body: React.RefObject<HTMLDivElement | null>) => {
  const [height, setHeight] = useState(600)
  const [top, setTop] = useState(0)
  useLayoutEffect(() => {
    const element = body.current
    if (!element) return
    const measure = (): void => setHeight(element.clientHeight)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [body])
  const onScroll = (): void => setTop(body.current?.scrollTop ?? 0)
  return { height, top, onScroll }
}

/** Brings the current row into view with the least movement. */
const useReveal = (
  body: React.RefObject<HTMLDivElement | null>,
  index: number,
  height: number,
  token: unknown,
): void => {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the token asks to reveal the same row once more
  useLayoutEffect(() => {
    const element = body.current
    if (!element || index < 0) return
    const rowTop = index * rowHeightPx
    if (rowTop < element.scrollTop) element.scrollTop = rowTop
    else if (rowTop + rowHeightPx > element.scrollTop + element.clientHeight)
      element.scrollTop = rowTop + rowHeightPx - element.clientHeight
  }, [body, index, height, token])
}

const steps = (pageRows: number, count: number): Record<string, number> => ({
  ArrowUp: -1,
  ArrowDown: 1,
  PageUp: -pageRows,
  PageDown: pageRows,
  Home: -count,
  End: count,
})

const onGridKey = <Row,>(event: KeyboardEvent, props: DataGridProps<Row>, current: number, pageRows: number): void => {
  if (isControl(event.target) || event.ctrlKey || event.altKey || event.shiftKey) return
  const step = steps(pageRows, props.rows.length)[event.key]
  const row = props.rows[current]
  if (step !== undefined) stepTo(props, current, step)
  else if (event.key === 'Enter' && row) {
    // a key held down opens once
    if (!event.repeat) props.onOpen?.(row)
  } else if (event.key === ' ' && row && props.onSpace) props.onSpace(row)
  else return
  event.preventDefault()
}

/** A check box or a field inside a row keeps its own keys. */
const isControl = (target: EventTarget): boolean =>
  target instanceof HTMLInputElement || target instanceof HTMLButtonElement

const stepTo = <Row,>(props: DataGridProps<Row>, current: number, step: number): void => {
  const index = nextIndex(props.rows.length, current, step)
  const row = props.rows[index]
  if (row) props.onCurrentChange?.(props.rowKey(row), row)
}

export const nextIndex = (count: number, current: number, step: number): number =>
  Math.min(count - 1, Math.max(0, current < 0 ? (step > 0 ? 0 : count - 1) : current + step))
