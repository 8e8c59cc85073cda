/** 收货: what is expected, what is in progress, what is done. A scan opens; so does Enter on a row. */
import { Button, Tabs } from 'antd'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation, useNavigate } from 'react-router'
import type { OutputOf } from '../../contract/operations'
import type { DocumentHeader } from '../../contract/schemas/document'
import type { DocumentState } from '../../core/documents/states'
import { quantityText } from '../../core/quantity/quantity'
import { storeDayOf } from '../../core/quantity/storeDay'
import { useOperation, usePages } from '../../ui/client'
import { type Column, DataGrid } from '../../ui/DataGrid'
import { timeText } from '../../ui/format'
import { useKeys } from '../../ui/keys'
import { OperationButton } from '../../ui/OperationButton'
import { useCan } from '../../ui/session'
import { DocumentStateSign, EmptyState, FailedState, LoadingState, SecuritySign, Sign } from '../../ui/states'
import { ScanEcho } from '../scanning/ScanEcho'
import { useScans } from '../scanning/scanning'
import { type ProductMeaning, useIdentify, useNotCounted, useOpenOrder } from '../scanning/useIdentify'
import { toGrid, toGridSoon } from './toGrid'
import { WithoutOrderDialog } from './WithoutOrderDialog'

type Order = OutputOf<'goodsReceipt.expected'>['orders'][number]
type Header = DocumentHeader

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

export const ReceivingListScreen = () => {
  const { t } = useTranslation()
  const location = useLocation()
  const arrival = (location.state ?? {}) as Arrival
  const [tab, setTab] = useState<Tab>(arrival.tab ?? 'expected')
  const wanted = arrival.wanted
  const [without, setWithout] = useState(false)
  useScans(useIdentify('receiving', { onProduct: useShowOrders() }))
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same order scanned again is shown again
  useEffect(() => {
    if (wanted || arrival.orderId) setTab('expected')
  }, [wanted, arrival.orderId, location.key])
  const move = (by: number): void => setTab((now) => tabs[(tabs.indexOf(now) + by + tabs.length) % tabs.length] as Tab)
  const mayWithout = useCan('goodsReceipt.openWithoutOrder')
  useKeys('receivingList', {
    previousTab: () => move(-1),
    nextTab: () => move(1),
    scanHere: toGrid,
    withoutOrder: () => mayWithout && setWithout(true),
  })
  return (
    <>
      <div className="page-head">
        <h1>{t('receiving.title')}</h1>
        <Tabs
          className="page-tabs"
          activeKey={tab}
          onChange={(key) => setTab(key as Tab)}
          onTabClick={toGridSoon}
          items={tabs.map((key) => ({ key, label: <TabLabel tab={key} /> }))}
        />
        <ScanEcho hint={t('receiving.hint')} />
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
          <ExpectedOrders wanted={wanted} picked={arrival.orderId} arrivedAt={location.key} />
        ) : null}
        {tab === 'drafts' ? <Receipts key="drafts" done={false} /> : null}
        {tab === 'done' ? <Receipts key="done" done /> : null}
      </div>
      {without ? <WithoutOrderDialog onClose={() => setWithout(false)} /> : null}
    </>
  )
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

interface ExpectedOrdersProps {
  wanted: Wanted | undefined
  picked: string | undefined
  /** changes with every arrival, also at the same order */
  arrivedAt: string
}

const ExpectedOrders = ({ wanted, picked, arrivedAt }: ExpectedOrdersProps) => {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const answer = useOperation('goodsReceipt.expected', {})
  const openOrder = useOpenOrder()
  const columns = useMemo(() => orderColumns(t), [t])
  const orders = useMemo(() => byDueDate(answer.data?.orders ?? [], wanted), [answer.data, wanted])
  const [current, setCurrent] = useState<string | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same order scanned again is current again
  useEffect(() => {
    setCurrent(picked ?? null)
    if (picked) toGrid()
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
        currentKey={current ?? orders[0]?.orderId ?? null}
        onCurrentChange={setCurrent}
        onOpen={(order) => void openOrder(order)}
        revealToken={arrivedAt}
        autoFocus
        empty={<EmptyState title={t('receiving.emptyExpected')} hint={t('receiving.emptyExpectedHint')} />}
      />
    </>
  )
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

const DueDate = ({ day, overdueWord }: { day: string; overdueWord: string }) =>
  day < storeDayOf(Date.now()) ? (
    <span className="look">
      {day} {overdueWord}
    </span>
  ) : (
    day
  )

const pageRows = 100

/** Drafts and finished receipts share the list; it is paged by key as the reader comes near the end. */
const Receipts = ({ done }: { done: boolean }) => {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const list = useReceipts(done)
  const columns = useMemo(() => (done ? doneColumns(t) : draftColumns(t)), [t, done])
  const [current, setCurrent] = useState<string | null>(null)
  if (list.pending) return <LoadingState />
  if (list.error) return <FailedState error={list.error} onRetry={list.again} />
  const name = done ? 'Done' : 'Drafts'
  return (
    <DataGrid
      label={t(done ? 'receiving.done' : 'receiving.drafts')}
      testId={done ? 'done' : 'drafts'}
      columns={columns}
      rows={list.rows}
      rowKey={(row) => row.documentId}
      currentKey={current ?? list.rows[0]?.documentId ?? null}
      onCurrentChange={setCurrent}
      onOpen={(row) => void navigate(`/receiving/${row.documentId}`)}
      onNearEnd={list.more ? list.next : undefined}
      autoFocus
      empty={<EmptyState title={t(`receiving.empty${name}`)} hint={t(`receiving.empty${name}Hint`)} />}
    />
  )
}

const openStates: DocumentState[] = ['draft', 'held']
const doneStates: DocumentState[] = ['posted', 'reversed', 'cancelled']

/** Done is everything that is no longer a draft, voided receipts included: they stay readable. */
const useReceipts = (done: boolean, enabled = true) => {
  const base = { types: ['goodsReceipt' as const], states: done ? doneStates : openStates, limit: pageRows }
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

/** Counted blind, or without an order, there is nothing to set beside it. */
const progressText = (row: Header): string =>
  row.expectedTotal === null || row.sourceId === ''
    ? quantityText(row.quantityTotal)
    : `${quantityText(row.quantityTotal)} / ${quantityText(row.expectedTotal)}`

const draftColumns = (t: Translate): Column<Header>[] => [
  ...commonColumns(t),
  { key: 'state', title: t('receiving.state'), width: 84, render: (row) => <DocumentStateSign state={row.state} /> },
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

const doneColumns = (t: Translate): Column<Header>[] => [
  ...commonColumns(t),
  { key: 'state', title: t('receiving.state'), width: 92, render: (row) => <DocumentStateSign state={row.state} /> },
  {
    key: 'sync',
    title: t('receiving.sync'),
    width: 92,
    render: (row) => (row.state === 'posted' ? <SecuritySign security={row.security} /> : null),
  },
  { key: 'postedBy', title: t('receiving.postedBy'), width: 100, render: (row) => row.postedByName },
  { key: 'postedAt', title: t('receiving.postedAt'), width: 120, render: (row) => timeText(row.postedAt) },
]
