/** 收货: what is expected, what is in progress, what is done. A scan opens; so does Enter on a row. */
import { SearchOutlined } from '@ant-design/icons'
import { Button, Input, type InputRef, Select, Tabs } from 'antd'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation, useNavigate } from 'react-router'
import type { OutputOf } from '../../contract/operations'
import type { DocumentHeader } from '../../contract/schemas/document'
import type { DocumentState } from '../../core/documents/states'
import { quantityText } from '../../core/quantity/quantity'
import { storeDayOf } from '../../core/quantity/storeDay'
import { useOperation, usePages } from '../../ui/client'
import { type Column, DataGrid } from '../../ui/DataGrid'
import { piecesOf, signedOf } from '../../ui/documents'
import { timeText } from '../../ui/format'
import { useKeys } from '../../ui/keys'
import { OperationButton } from '../../ui/OperationButton'
import { useCan } from '../../ui/session'
import { quantityCell, type SheetRow, timeCell, valueCell } from '../../ui/sheet'
import {
  DocumentStateSign,
  EmptyState,
  FailedState,
  LoadingState,
  SecuritySign,
  Sign,
  stateWords,
} from '../../ui/states'
import { ScanEcho } from '../scanning/ScanEcho'
import { useScans } from '../scanning/scanning'
import { type ProductMeaning, useIdentify, useNotCounted, useOpenOrder } from '../scanning/useIdentify'
import { useKeptPlace } from './keptPlace'
import { CopyButton, ExportButton } from './ListButtons'
import { toGrid, toGridSoon } from './toGrid'
import { useCopy, useMayNotCopy } from './useCopy'
import { useDelayed } from './useDelayed'
import { type Exported, useExport } from './useExport'
import { WithoutOrderDialog } from './WithoutOrderDialog'

type Order = OutputOf<'goodsReceipt.expected'>['orders'][number]
type Header = DocumentHeader

const doneStates = ['posted', 'reversed', 'cancelled'] as const satisfies readonly DocumentState[]
type DoneState = (typeof doneStates)[number] | 'any'

const tabs = ['expected', 'drafts', 'done'] as const
type Tab = (typeof tabs)[number]

interface Wanted {
  name: string
  orderIds: string[]
}
interface Arrival {
  tab?: Tab
  wanted?: Wanted
  /** the order a scanned product belongs to: its row is current, Enter opens it */
  orderId?: string
}

interface ReceivingPlace {
  /** the tab somebody chose; the way back from a receipt shows another one without forgetting it */
  tab: Tab
  search: string
  /** narrows what is done */
  state: DoneState
  current: Partial<Record<Tab, string>>
}

const firstPlace: ReceivingPlace = { tab: 'expected', search: '', state: 'any', current: {} }

export const ReceivingListScreen = () => {
  const { t } = useTranslation()
  const location = useLocation()
  const arrival = (location.state ?? {}) as Arrival
  const [place, keep] = useKeptPlace('receiving', firstPlace)
  const [tab, setTab] = useState<Tab>(arrival.tab ?? place.tab)
  const wanted = arrival.wanted
  const [without, setWithout] = useState(false)
  const field = useRef<InputRef>(null)
  const search = useDelayed(place.search.trim())
  // what is shown just now, given up by the tab that is open
  const shown = useRef<Shown>(nothingShown)
  const [row, setRow] = useState<Header | undefined>()
  const exporting = useExport()
  const copy = useCopy()
  const mayNotCopy = useMayNotCopy()(tab === 'expected' ? undefined : row)
  const choose = (next: Tab): void => {
    setTab(next)
    setRow(undefined)
    keep({ tab: next })
  }
  useScans(useIdentify('receiving', { onProduct: useShowOrders() }))
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same order scanned again is shown again
  useEffect(() => {
    if (wanted || arrival.orderId) setTab('expected')
  }, [wanted, arrival.orderId, location.key])
  const move = (by: number): void => choose(tabs[(tabs.indexOf(tab) + by + tabs.length) % tabs.length] as Tab)
  const mayWithout = useCan('goodsReceipt.openWithoutOrder')
  const exportRows = (): void =>
    void exporting([t('receiving.title'), t(`receiving.${tab}`)], () => shown.current.exported())
  const clear = (): void => {
    keep({ search: '', state: 'any' })
    toGrid()
  }
  useKeys('receivingList', {
    previousTab: () => move(-1),
    nextTab: () => move(1),
    search: () => field.current?.focus({ cursor: 'all' }),
    withoutOrder: () => mayWithout && setWithout(true),
    copy: () => void copy(tab === 'expected' ? undefined : row),
    export: exportRows,
    clear,
  })
  const rows: RowsProps = {
    search,
    current: place.current[tab] ?? null,
    onCurrent: (key) => keep({ current: { ...place.current, [tab]: key } }),
    shown,
    onRow: setRow,
  }
  return (
    <>
      <div className="page-head">
        <h1>{t('receiving.title')}</h1>
        <Tabs
          className="page-tabs"
          activeKey={tab}
          onChange={(key) => choose(key as Tab)}
          onTabClick={toGridSoon}
          items={tabs.map((key) => ({ key, label: <TabLabel tab={key} /> }))}
        />
        <Input
          ref={field}
          className="search search-small"
          allowClear
          prefix={<SearchOutlined />}
          maxLength={64}
          value={place.search}
          onChange={(event) => keep({ search: event.target.value })}
          onPressEnter={toGrid}
          placeholder={t('receiving.search')}
          aria-label={t('receiving.search')}
          data-testid="receiving-search"
        />
        {tab === 'done' ? (
          <Select<DoneState>
            className="filter"
            value={place.state}
            aria-label={t('documents.state')}
            onChange={(state) => keep({ state })}
            options={[
              { value: 'any', label: t('documents.anyState') },
              ...doneStates.map((value) => ({ value, label: t(`documentState.${value}`) })),
            ]}
            data-testid="receiving-state"
          />
        ) : null}
        <ScanEcho hint={t('receiving.hint')} />
        {tab === 'expected' ? null : (
          <CopyButton mayNot={mayNotCopy} onCopy={() => void copy(row)} testId="receiving-copy" />
        )}
        <ExportButton onExport={exportRows} testId="receiving-export" />
        <OperationButton
          operation="goodsReceipt.openWithoutOrder"
          label={t('receiving.withoutOrder')}
          keyName="Ctrl+N"
          onClick={() => setWithout(true)}
          testId="without-order"
        />
      </div>
      <div className="page-body" data-testid="receiving-list" data-tab={tab}>
        {tab === 'expected' ? (
          <ExpectedOrders {...rows} wanted={wanted} picked={arrival.orderId} arrivedAt={location.key} />
        ) : null}
        {tab === 'drafts' ? <Receipts key="drafts" {...rows} done={false} state="any" /> : null}
        {tab === 'done' ? <Receipts key="done" {...rows} done state={place.state} /> : null}
      </div>
      {without ? <WithoutOrderDialog onClose={() => setWithout(false)} /> : null}
    </>
  )
}

/** The rows a tab shows, for the keys of the screen: all of them for a file. */
interface Shown {
  exported(): Promise<Exported>
}
const nothingShown: Shown = { exported: () => Promise.resolve({ rows: [] }) }

interface RowsProps {
  search: string
  current: string | null
  onCurrent(key: string): void
  shown: React.RefObject<Shown>
  /** the receipt that is the current row */
  onRow(row: Header | undefined): void
}

/** Nothing is opened by a product: its order becomes the current row, or its orders the only ones listed. */
const useShowOrders = (): ((product: ProductMeaning) => void) => {
  const navigate = useNavigate()
  const notCounted = useNotCounted()
  return (product) => {
    notCounted(product)
    const { name, expectedBy } = product
    const [only, second] = expectedBy
    const state: Arrival = second
      ? { wanted: { name, orderIds: expectedBy.map(({ orderId }) => orderId) } }
      : { tab: 'expected', ...(only ? { orderId: only.orderId } : {}) }
    if (only) void navigate('/receiving', { state, replace: true })
  }
}

/** How much waits is said on the tab; what is done needs no count. */
const TabLabel = ({ tab }: { tab: Tab }) => {
  const { t } = useTranslation()
  const expected = useOperation('goodsReceipt.expected', {}, { enabled: tab === 'expected' }).data?.orders.length
  const drafts = useReceipts(false, tab === 'drafts').rows.length
  const count = { expected, drafts, done: undefined }[tab]
  return (
    <span data-testid={`tab-${tab}`}>
      {t(`receiving.${tab}`)} {count === undefined ? null : <small>{count}</small>}
    </span>
  )
}

interface ExpectedOrdersProps extends RowsProps {
  wanted: Wanted | undefined
  picked: string | undefined
  /** changes with every arrival, also at the same order */
  arrivedAt: string
}

const ExpectedOrders = (props: ExpectedOrdersProps) => {
  const { wanted, picked, arrivedAt, search, current, onCurrent, shown } = props
  const { t } = useTranslation()
  const navigate = useNavigate()
  const answer = useOperation('goodsReceipt.expected', search === '' ? {} : { search }, { keepPrevious: true })
  const openOrder = useOpenOrder()
  const columns = useMemo(() => orderColumns(t), [t])
  const orders = useMemo(() => byDueDate(answer.data?.orders ?? [], wanted), [answer.data, wanted])
  const at = orders.find(({ orderId }) => orderId === current) ?? orders[0]
  shown.current = { exported: () => Promise.resolve({ rows: orderRows(t, orders) }) }
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same order scanned again is current again
  useEffect(() => {
    if (!picked) return
    onCurrent(picked)
    toGrid()
  }, [picked, arrivedAt])
  if (answer.isPending) return <LoadingState />
  if (answer.isError) return <FailedState error={answer.error} onRetry={() => void answer.refetch()} />
  return (
    <>
      {wanted ? (
        <div className="filter-line" data-testid="wanted">
          {t('receiving.filtered', { name: wanted.name })}
          <Button size="small" onClick={() => void navigate('/receiving', { state: {} })}>
            {t('receiving.clearFilter')}
          </Button>
        </div>
      ) : null}
      <DataGrid
        label={t('receiving.expected')}
        testId="orders"
        columns={columns}
        rows={orders}
        rowKey={(order) => order.orderId}
        currentKey={at?.orderId ?? null}
        onCurrentChange={onCurrent}
        onOpen={(order) => void openOrder(order)}
        revealToken={arrivedAt}
        autoFocus
        empty={<Nothing search={search} name="Expected" />}
      />
    </>
  )
}

interface NothingProps {
  search: string
  /** by more than the search */
  narrowed?: boolean
  name: 'Expected' | 'Drafts' | 'Done'
}

const Nothing = ({ search, narrowed = false, name }: NothingProps) => {
  const { t } = useTranslation()
  if (search !== '' || narrowed)
    return <EmptyState title={t('documents.nothingFound')} hint={t('documents.nothingFoundHint')} />
  return <EmptyState title={t(`receiving.empty${name}`)} hint={t(`receiving.empty${name}Hint`)} />
}

const byDueDate = (orders: Order[], wanted: Wanted | undefined): Order[] =>
  orders
    .filter(({ orderId }) => !wanted || wanted.orderIds.includes(orderId))
    .sort((a, b) => a.dueDate.localeCompare(b.dueDate) || a.number.localeCompare(b.number))

type Translate = (key: string, values?: Record<string, unknown>) => string

const orderColumns = (t: Translate): Column<Order>[] => [
  { key: 'number', title: t('receiving.order'), width: 190, render: (order) => <b className="code">{order.number}</b> },
  {
    key: 'note',
    title: t('receiving.deliveryNote'),
    width: 160,
    render: (order) => <span className="code">{order.deliveryNote || '—'}</span>,
  },
  { key: 'supplier', title: t('receiving.supplier'), render: (order) => order.supplierName },
  {
    key: 'due',
    title: t('receiving.due'),
    width: 150,
    render: (order) => <DueDate day={order.dueDate} overdueWord={t('receiving.overdue')} />,
  },
  { key: 'lines', title: t('receiving.lines'), width: 80, align: 'right', render: (order) => order.lines },
  {
    key: 'pieces',
    title: t('receiving.pieces'),
    width: 110,
    align: 'right',
    render: (order) =>
      order.expectedTotal === null ? (
        <span className="muted">{t('receiving.blind')}</span>
      ) : (
        quantityText(order.expectedTotal)
      ),
  },
  {
    key: 'state',
    title: t('receiving.state'),
    width: 120,
    align: 'center',
    render: (order) =>
      order.draftId ? (
        <Sign tone={order.draftState === 'held' ? 'look' : 'busy'}>
          {order.draftState === 'held' ? t('documentState.held') : order.holderName || t('receiving.draft')}
        </Sign>
      ) : (
        <Sign tone="plain">{t('receiving.notStarted')}</Sign>
      ),
  },
]

const orderRows = (t: Translate, orders: readonly Order[]): SheetRow[] => [
  ['order', 'deliveryNote', 'supplier', 'due', 'lines', 'pieces', 'state', 'holder'].map((name) =>
    t(`receiving.${name}`),
  ),
  ...orders.map((order) => [
    order.number,
    order.deliveryNote,
    order.supplierName,
    order.dueDate,
    order.lines,
    quantityCell(order.expectedTotal),
    t(order.draftId ? `documentState.${order.draftState ?? 'draft'}` : 'receiving.notStarted'),
    order.holderName,
  ]),
]

const DueDate = ({ day, overdueWord }: { day: string; overdueWord: string }) =>
  day < storeDayOf(Date.now()) ? (
    <span className="look">
      {day} {overdueWord}
    </span>
  ) : (
    day
  )

const pageRows = 100

interface ReceiptsProps extends RowsProps {
  done: boolean
  state: DoneState
}

/** Drafts and finished receipts share the list; it is paged by key as the reader comes near the end. */
const Receipts = ({ done, state, search, current, onCurrent, shown, onRow }: ReceiptsProps) => {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const list = useReceipts(done, true, search, state)
  const columns = useMemo(() => (done ? doneColumns(t) : draftColumns(t)), [t, done])
  const at = list.rows.find(({ documentId }) => documentId === current) ?? list.rows[0]
  shown.current = {
    exported: async () => {
      const { pages, cut } = await list.all()
      const receipts = pages.flatMap(({ documents }) => documents)
      return { rows: receiptRows(t, receipts), cut }
    },
  }
  useEffect(() => onRow(at), [at, onRow])
  if (list.pending) return <LoadingState />
  if (list.error) return <FailedState error={list.error} onRetry={list.again} />
  return (
    <DataGrid
      label={t(done ? 'receiving.done' : 'receiving.drafts')}
      testId={done ? 'done' : 'drafts'}
      columns={columns}
      rows={list.rows}
      rowKey={(row) => row.documentId}
      currentKey={at?.documentId ?? null}
      onCurrentChange={onCurrent}
      onOpen={(row) => void navigate(`/receiving/${row.documentId}`)}
      onNearEnd={list.more ? list.next : undefined}
      autoFocus
      empty={<Nothing search={search} narrowed={state !== 'any'} name={done ? 'Done' : 'Drafts'} />}
    />
  )
}

const openStates: DocumentState[] = ['draft', 'held']

/** Done is everything that is no longer a draft, voided receipts included: they stay readable. */
const useReceipts = (done: boolean, enabled = true, search = '', state: DoneState = 'any') => {
  const base = {
    types: ['goodsReceipt' as const],
    states: done ? (state === 'any' ? [...doneStates] : [state]) : openStates,
    limit: pageRows,
    ...(search === '' ? {} : { search }),
  }
  const list = usePages(
    'document.list',
    base,
    (page) => {
      const last = page.documents.at(-1)
      return page.more && last ? { ...base, after: last.number } : undefined
    },
    enabled,
  )
  const rows = useMemo(() => list.pages.flatMap((page) => page.documents), [list.pages])
  return { ...list, rows }
}

const commonColumns = (t: Translate): Column<Header>[] => [
  { key: 'number', title: t('receiving.number'), width: 200, render: (row) => <b className="code">{row.number}</b> },
  { key: 'supplier', title: t('receiving.supplier'), render: (row) => row.counterpartyName },
  {
    key: 'order',
    title: t('receiving.order'),
    width: 180,
    render: (row) => <span className="code">{row.sourceNumber || t('receiving.noOrder')}</span>,
  },
  {
    key: 'progress',
    title: t('receiving.progress'),
    width: 130,
    align: 'right',
    render: (row) => progressText(row),
  },
]

/** Counted blind, without an order, or taken back: there is nothing to set beside it. */
const progressText = (row: Header): string =>
  row.expectedTotal === null || row.sourceId === '' || row.reversalOf !== ''
    ? quantityText(signedOf(row, piecesOf(row)))
    : `${quantityText(signedOf(row, piecesOf(row)))} / ${quantityText(row.expectedTotal)}`

const draftColumns = (t: Translate): Column<Header>[] => [
  ...commonColumns(t),
  { key: 'state', title: t('receiving.state'), width: 96, render: (row) => <DocumentStateSign state={row.state} /> },
  {
    key: 'tray',
    title: t('receiving.tray'),
    width: 72,
    align: 'right',
    render: (row) => (row.trayOpen > 0 ? <b className="look">{row.trayOpen}</b> : <span className="muted">0</span>),
  },
  { key: 'author', title: t('receiving.holder'), width: 110, render: (row) => row.holderName || row.authorName },
  { key: 'created', title: t('receiving.createdAt'), width: 130, render: (row) => timeText(row.createdAt) },
]

const receiptRows = (t: Translate, receipts: readonly Header[]): SheetRow[] => [
  [
    ...['number', 'supplier', 'order', 'deliveryNote', 'state', 'received', 'pieces', 'damaged', 'author'],
    ...['createdAt', 'postedBy', 'postedAt'],
    'value',
  ].map((name) => t(sheetTitles[name] ?? `receiving.${name}`)),
  ...receipts.map((row) => [
    row.number,
    row.counterpartyName,
    row.sourceNumber,
    row.reference,
    t(stateWords(row)),
    quantityCell(signedOf(row, piecesOf(row))),
    quantityCell(row.sourceId === '' ? null : row.expectedTotal),
    quantityCell(signedOf(row, row.damagedTotal)),
    row.authorName,
    timeCell(row.createdAt),
    row.postedByName,
    timeCell(row.postedAt),
    valueCell(row.value === null ? null : signedOf(row, row.value)),
  ]),
]

/** Words of a heading that are said elsewhere. */
const sheetTitles: Readonly<Record<string, string>> = {
  received: 'work.counted.received',
  damaged: 'work.damaged',
  value: 'documents.value',
}

const doneColumns = (t: Translate): Column<Header>[] => [
  ...commonColumns(t),
  { key: 'state', title: t('receiving.state'), width: 108, render: (row) => <DocumentStateSign state={row.state} /> },
  {
    key: 'sync',
    title: t('receiving.sync'),
    width: 92,
    render: (row) => (row.state === 'posted' ? <SecuritySign security={row.security} /> : null),
  },
  { key: 'postedBy', title: t('receiving.postedBy'), width: 100, render: (row) => row.postedByName },
  { key: 'postedAt', title: t('receiving.postedAt'), width: 120, render: (row) => timeText(row.postedAt) },
]
