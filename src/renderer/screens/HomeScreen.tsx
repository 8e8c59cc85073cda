/** 首页: what waits today, each with its count and its key; below, what arrives and what was received last. */
import {
  AuditOutlined,
  CalendarOutlined,
  CloudUploadOutlined,
  DownloadOutlined,
  EditOutlined,
  FileSearchOutlined,
  InboxOutlined,
  TagsOutlined,
  UploadOutlined,
} from '@ant-design/icons'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { OutputOf } from '../../contract/operations'
import type { DocumentHeader as Header } from '../../contract/schemas/document'
import { documentTypes } from '../../core/documents/states'
import { quantityText } from '../../core/quantity/quantity'
import { tasksToDo } from '../../core/stocktake/task'
import { useOperation } from '../../ui/client'
import { reasonIn, timeText } from '../../ui/format'
import { KeyCap } from '../../ui/KeyCap'
import { activeScopes, isTextField, useKeys } from '../../ui/keys'
import { DocumentStateSign, SecuritySign } from '../../ui/states'
import { useStatus } from '../app/useStatus'
import { ScanEcho } from '../scanning/ScanEcho'
import { useScans } from '../scanning/scanning'
import { useIdentify, useOpenOrder } from '../scanning/useIdentify'
import { useQuietLetters } from '../scanning/useQuietLetters'
import { CodeNews } from './CodeNews'
import { useZoneAnywhere } from './stocktakes/useCountCodes'
import { stepFor, type TransferStep } from './transfers/steps'

type Order = OutputOf<'goodsReceipt.expected'>['orders'][number]

const shownRows = 8

export const HomeScreen = () => {
  const { t } = useTranslation()
  useScans(useIdentify('home', { onControl: useZoneAnywhere() }))
  return (
    <>
      <div className="page-head">
        <h1>{t('home.title')}</h1>
        <ScanEcho hint={t('home.scanHint')} />
      </div>
      <div className="home" data-testid="home">
        <Tasks />
        <CodeNews />
        <div className="home-lists">
          <Soon />
          <Recent />
        </div>
      </div>
    </>
  )
}

const taskNames = [
  'expected',
  'drafts',
  'approvals',
  'toSend',
  'toReceive',
  'stocktakes',
  'nearExpiry',
  'labels',
  'unsecured',
] as const

interface Task {
  name: (typeof taskNames)[number]
  icon: ReactNode
  count: number | undefined
  path: string
  tab?: string
  /** what of it cannot wait */
  urgent?: string | undefined
}

/** Shelves are looked at a week ahead; what has expired already counts in. */
const expiryDays = 7
const countMax = 200

const useTasks = (): Task[] => {
  const { t } = useTranslation()
  const expected = useOperation('goodsReceipt.expected', {}).data?.orders.filter(({ draftId }) => !draftId).length
  const drafts = useOperation('document.list', {
    types: [...documentTypes],
    states: ['draft', 'held'],
    limit: countMax,
  })
  const inbox = useOperation('document.inbox', { limit: countMax })
  const nearExpiry = useOperation('document.nearExpiry', { days: expiryDays, limit: countMax })
  const transfers = useTransferCounts()
  const stocktakes = useStocktakeCounts()
  const status = useStatus()
  return [
    { name: 'expected', icon: <InboxOutlined />, count: expected, path: '/receiving', tab: 'expected' },
    { name: 'drafts', icon: <EditOutlined />, count: drafts.data?.documents.length, path: '/documents', tab: 'open' },
    { name: 'approvals', icon: <AuditOutlined />, count: inbox.data?.waiting, path: '/documents', tab: 'inbox' },
    { name: 'toSend', icon: <UploadOutlined />, count: transfers.dispatch, path: '/transfers', tab: 'toSend' },
    { name: 'toReceive', icon: <DownloadOutlined />, count: transfers.receive, path: '/transfers', tab: 'toReceive' },
    {
      name: 'stocktakes',
      icon: <FileSearchOutlined />,
      count: stocktakes.open,
      path: '/stocktakes',
      urgent: stocktakes.overdue > 0 ? t('home.overdue', { count: stocktakes.overdue }) : undefined,
    },
    {
      name: 'nearExpiry',
      icon: <CalendarOutlined />,
      count: nearExpiry.data?.rows.length,
      path: '/stock',
      tab: 'nearExpiry',
    },
    { name: 'labels', icon: <TagsOutlined />, count: status?.labelsWaiting, path: '/labels' },
    { name: 'unsecured', icon: <CloudUploadOutlined />, count: status?.sync.unsecured, path: '/settings' },
  ]
}

/** Transfers whose next step is this store's. */
const useTransferCounts = (): Record<TransferStep, number | undefined> => {
  const storeCode = useStatus()?.storeCode
  const answer = useOperation('transfer.list', { states: ['awaitingDispatch', 'inTransit'], limit: countMax })
  const counted = (step: TransferStep): number | undefined =>
    storeCode === undefined
      ? undefined
      : answer.data?.transfers.filter((one) => stepFor(one, storeCode) === step).length
  return { dispatch: counted('dispatch'), receive: counted('receive') }
}

/** What HQ asked for and nobody has begun, and what is being counted or reviewed; past their day some cannot wait. */
const useStocktakeCounts = (): { open: number | undefined; overdue: number } => {
  const asked = useOperation('stocktakeTask.list', { states: [...tasksToDo], limit: countMax }).data?.tasks
  const running = useOperation('stocktake.list', { states: ['counting', 'review'], limit: countMax }).data?.stocktakes
  const notBegun = asked?.filter(({ state }) => state === 'notStarted').length
  return {
    open: notBegun === undefined || running === undefined ? undefined : notBegun + running.length,
    overdue: asked?.filter(({ overdue }) => overdue).length ?? 0,
  }
}

const Tasks = () => {
  const tasks = useTasks()
  const navigate = useNavigate()
  const tiles = useRef<HTMLDivElement>(null)
  const open = (index: number): void => {
    const task = tasks[index]
    if (task) void navigate(task.path, { state: { tab: task.tab } })
  }
  const move = (by: number): void => moveFocus(tiles.current, by)
  useKeys('home', { previous: () => move(-1), next: () => move(1) })
  // A digit may be part of a scan.
  useQuietLetters(Object.fromEntries(tasks.map((_, index) => [keyOfTask(index), () => open(index)])), isHomeInFront)
  useEffect(() => tiles.current?.querySelector('button')?.focus(), [])
  return (
    <div className="tasks" ref={tiles}>
      {tasks.map((task, index) => (
        <TaskTile key={task.name} task={task} keyName={keyOfTask(index)} onOpen={() => open(index)} />
      ))}
    </div>
  )
}

const moveFocus = (tiles: HTMLDivElement | null, by: number): void => {
  const buttons = [...(tiles?.querySelectorAll('button') ?? [])]
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement)
  buttons[(at + by + buttons.length) % buttons.length]?.focus()
}

const keyOfTask = (index: number): string => String(index + 1)

const isHomeInFront = (): boolean => activeScopes().includes('home') && !isTextField(document.activeElement)

const TaskTile = ({ task, keyName, onOpen }: { task: Task; keyName: string; onOpen(): void }) => {
  const { t } = useTranslation()
  const some = (task.count ?? 0) > 0
  return (
    <button
      type="button"
      className={`task task-${task.name} ${some ? 'some' : ''}`}
      data-testid={`task-${task.name}`}
      data-count={task.count ?? ''}
      onClick={onOpen}
    >
      <span className="task-icon">{task.icon}</span>
      <span className="task-name">
        {t(`home.${task.name}`)}
        <KeyCap name={keyName} />
      </span>
      <span className="task-count">
        <b>{task.count ?? '—'}</b> {t(`home.${task.name}Hint`, { count: task.count ?? 0 })}
        {task.urgent ? <em> {task.urgent}</em> : null}
      </span>
    </button>
  )
}

const Soon = () => {
  const { t } = useTranslation()
  const orders = useOperation('goodsReceipt.expected', {}).data?.orders ?? []
  const openOrder = useOpenOrder()
  return (
    <List title={t('home.soon')} empty={t('home.noSoon')} count={orders.length}>
      {[...orders]
        .sort((a, b) => a.dueDate.localeCompare(b.dueDate))
        .slice(0, shownRows)
        .map((order) => (
          <SoonRow key={order.orderId} order={order} onOpen={() => void openOrder(order)} />
        ))}
    </List>
  )
}

const SoonRow = ({ order, onOpen }: { order: Order; onOpen(): void }) => {
  const { t } = useTranslation()
  return (
    <button type="button" className="list-row" onClick={onOpen}>
      <span className="list-main ellipsis">{order.supplierName}</span>
      <span className="list-code">{order.number}</span>
      <span className="list-figure">
        {t('home.lines', { count: order.lines })}
        {order.expectedTotal === null ? '' : ` · ${t('home.pieces', { count: quantityText(order.expectedTotal) })}`}
      </span>
      <span className="list-end">{t('home.due', { date: order.dueDate.slice(5) })}</span>
    </button>
  )
}

const Recent = () => {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const documents = useOperation('document.list', { types: [...documentTypes], limit: shownRows }).data?.documents ?? []
  return (
    <List title={t('home.recent')} empty={t('home.noRecent')} count={documents.length}>
      {documents.map((header) => (
        <RecentRow
          key={header.documentId}
          header={header}
          onOpen={() => void navigate(`/documents/${header.documentId}`)}
        />
      ))}
    </List>
  )
}

const RecentRow = ({ header, onOpen }: { header: Header; onOpen(): void }) => {
  const { t, i18n } = useTranslation()
  const about = header.counterpartyName || reasonIn(i18n.language, header) || header.toWarehouseName
  return (
    <button type="button" className="list-row" onClick={onOpen}>
      <span className="list-main ellipsis">
        {t(`documentType.${header.type}`)} <span className="muted">{about}</span>
      </span>
      <span className="list-code">{header.number}</span>
      <span className="list-figure">
        <DocumentStateSign {...header} />{' '}
        {header.state === 'posted' ? <SecuritySign security={header.security} /> : null}
      </span>
      <span className="list-end">{timeText(header.postedAt ?? header.createdAt)}</span>
    </button>
  )
}

interface ListProps {
  title: string
  empty: string
  count: number
  children: ReactNode
}

const List = ({ title, empty, count, children }: ListProps) => (
  <section className="panel">
    <h2>{title}</h2>
    <div className="panel-rows">{count === 0 ? <p className="muted panel-empty">{empty}</p> : children}</div>
  </section>
)
