/** 调拨: what this store has to send, what is coming, what differs, what is done. Four totals a row say where goods are. */

import { SearchOutlined } from '@ant-design/icons'
import { Input, type InputRef, Tabs } from 'antd'
import { useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation, useNavigate } from 'react-router'
import type { TransferSummary } from '../../../contract/schemas/transfer'
import { quantityText } from '../../../core/quantity/quantity'
import { useOperation, usePages } from '../../../ui/client'
import { type Column, DataGrid } from '../../../ui/DataGrid'
import { KeyCap } from '../../../ui/KeyCap'
import { useKeys } from '../../../ui/keys'
import { OperationButton } from '../../../ui/OperationButton'
import { quantityCell, type SheetRow, valueCell } from '../../../ui/sheet'
import { EmptyState, FailedState, LoadingState, Sign } from '../../../ui/states'
import { useStatus } from '../../app/useStatus'
import { ScanEcho } from '../../scanning/ScanEcho'
import { useProductSearch } from '../../scanning/useIdentify'
import { waitingText } from '../documents/columns'
import { NewDocumentDialog } from '../documents/NewDocumentDialog'
import { useKeptPlace } from '../keptPlace'
import { ExportButton } from '../ListButtons'
import { toGrid, toGridSoon } from '../toGrid'
import { useDelayed } from '../useDelayed'
import { useExport } from '../useExport'
import { statesOfTab, stepFor, type TransferTab, transferTabs } from './steps'

interface TransfersPlace {
  tab: TransferTab
  search: string
  current: Partial<Record<TransferTab, string>>
}

const firstPlace: TransfersPlace = { tab: 'toSend', search: '', current: {} }

export const TransfersScreen = () => {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const arrival = (useLocation().state ?? {}) as { tab?: TransferTab }
  const [place, keep] = useKeptPlace('transfers', firstPlace)
  const { search } = place
  const [tab, setTab] = useState<TransferTab>(arrival.tab ?? place.tab)
  const setSearch = (text: string): void => keep({ search: text })
  const choose = (next: TransferTab): void => {
    setTab(next)
    keep({ tab: next })
  }
  const [creating, setCreating] = useState<'transferRequest' | 'warehouseReturn' | null>(null)
  const field = useRef<InputRef>(null)
  const list = useTransfers(tab, useDelayed(search.trim()))
  const storeCode = useStatus()?.storeCode ?? ''
  const at = list.rows.find(({ transferId }) => transferId === place.current[tab]) ?? list.rows[0]
  const exporting = useExport()
  const move = (by: number): void =>
    choose(transferTabs[(transferTabs.indexOf(tab) + by + transferTabs.length) % transferTabs.length] as TransferTab)
  const columns = useMemo(() => transferColumns(t, storeCode), [t, storeCode])
  const exportList = (): void =>
    void exporting([t('transfers.title'), t(`transfers.${tab}`)], async () => {
      const { pages, cut } = await list.all()
      const all = pages.flatMap((page) => page.transfers)
      return { rows: rowsOf(t, all), cut }
    })
  useProductSearch('transfers', setSearch)
  useKeys('transferList', {
    previousTab: () => move(-1),
    nextTab: () => move(1),
    search: () => field.current?.focus({ cursor: 'all' }),
    request: () => setCreating('transferRequest'),
    giveBack: () => setCreating('warehouseReturn'),
    export: exportList,
    clear: () => {
      setSearch('')
      toGrid()
    },
  })
  return (
    <>
      <div className="page-head">
        <h1>{t('transfers.title')}</h1>
        <Tabs
          className="page-tabs"
          activeKey={tab}
          onChange={(key) => choose(key as TransferTab)}
          onTabClick={toGridSoon}
          items={transferTabs.map((key) => ({ key, label: <TabLabel tab={key} /> }))}
        />
        <Input
          ref={field}
          className="search search-small"
          allowClear
          prefix={<SearchOutlined />}
          maxLength={64}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          placeholder={t('transfers.search')}
          aria-label={t('transfers.search')}
          data-testid="transfers-search"
        />
        <ScanEcho hint={t('transfers.hint')} />
        <ExportButton onExport={exportList} testId="transfers-export" />
        <OperationButton
          operation="document.create"
          documentType="warehouseReturn"
          label={t('transfers.giveBack')}
          keyName="Ctrl+B"
          onClick={() => setCreating('warehouseReturn')}
          testId="new-return"
        />
        <OperationButton
          operation="document.create"
          documentType="transferRequest"
          type="primary"
          label={t('transfers.request')}
          keyName="Ctrl+N"
          onClick={() => setCreating('transferRequest')}
          testId="new-request"
        />
      </div>
      <div className="page-body" data-testid="transfers" data-tab={tab}>
        {list.pending ? <LoadingState /> : null}
        {list.error ? <FailedState error={list.error} onRetry={list.again} /> : null}
        {list.pending || list.error ? null : (
          <DataGrid
            key={tab}
            label={t('transfers.title')}
            testId="transfers-grid"
            columns={columns}
            rows={list.rows}
            rowKey={(row) => row.transferId}
            currentKey={at?.transferId ?? null}
            onCurrentChange={(key) => keep({ current: { ...place.current, [tab]: key } })}
            onOpen={(row) => void navigate(`/transfers/${row.transferId}`)}
            onNearEnd={list.more ? list.next : undefined}
            autoFocus
            empty={<Nothing tab={tab} search={search} />}
          />
        )}
      </div>
      {creating ? <NewDocumentDialog key={creating} type={creating} onClose={() => setCreating(null)} /> : null}
    </>
  )
}

const Nothing = ({ tab, search }: { tab: TransferTab; search: string }) => {
  const { t } = useTranslation()
  if (search !== '') return <EmptyState title={t('documents.nothingFound')} hint={t('documents.nothingFoundHint')} />
  return (
    <EmptyState
      title={t(`transfers.empty.${tab}`)}
      hint={t(`transfers.emptyHint.${tab}`)}
      action={
        tab === 'done' ? null : (
          <span>
            {t('transfers.request')} <KeyCap name="Ctrl+N" />
          </span>
        )
      }
    />
  )
}

const countMax = 200

/** How many wait, on the tabs where somebody has to do something. */
const TabLabel = ({ tab }: { tab: TransferTab }) => {
  const { t } = useTranslation()
  const answer = useOperation(
    'transfer.list',
    { states: statesOfTab[tab], limit: countMax },
    { enabled: tab !== 'done' },
  )
  const count = answer.data?.transfers.length
  return (
    <span data-testid={`tab-${tab}`}>
      {t(`transfers.${tab}`)} {count ? <small>{count}</small> : null}
    </span>
  )
}

const useTransfers = (tab: TransferTab, search: string) => {
  const base = { states: statesOfTab[tab], limit: 100, ...(search === '' ? {} : { search }) }
  const list = usePages('transfer.list', base, (page) => {
    const last = page.transfers.at(-1)
    return page.more && last ? { ...base, after: last.number } : undefined
  })
  const rows = useMemo(() => list.pages.flatMap((page) => page.transfers), [list.pages])
  return { ...list, rows }
}

type Translate = (key: string, values?: Record<string, unknown>) => string

const transferColumns = (t: Translate, storeCode: string): Column<TransferSummary>[] => [
  { key: 'number', title: t('transfers.number'), width: 190, render: (row) => <b className="code">{row.number}</b> },
  { key: 'kind', title: t('transfers.kind'), width: 72, render: (row) => t(`transferKind.${row.kind}`) },
  {
    key: 'route',
    title: t('transfers.route'),
    render: (row) => `${row.fromWarehouseName} → ${row.toWarehouseName}`,
  },
  { key: 'due', title: t('transfers.due'), width: 96, render: (row) => row.dueDate },
  { key: 'lines', title: t('transfers.lines'), width: 52, align: 'right', render: (row) => row.linesTotal },
  total(t, 'approved', (row) => row.approvedTotal),
  total(t, 'sent', (row) => row.sentTotal),
  total(t, 'received', (row) => row.receivedTotal),
  {
    key: 'inTransit',
    title: t('transfers.inTransit'),
    width: 76,
    align: 'right',
    render: (row) =>
      row.inTransitTotal === 0 ? (
        <span className="zero">0</span>
      ) : (
        <b className="look">{quantityText(row.inTransitTotal)}</b>
      ),
  },
  {
    key: 'state',
    title: t('transfers.state'),
    width: 218,
    render: (row) => <StateCell row={row} storeCode={storeCode} t={t} />,
  },
]

const total = (
  t: Translate,
  name: 'approved' | 'sent' | 'received',
  of: (row: TransferSummary) => number,
): Column<TransferSummary> => ({
  key: name,
  title: t(`transfers.${name}`),
  width: 76,
  align: 'right',
  render: (row) => (of(row) === 0 ? <span className="zero">0</span> : quantityText(of(row))),
})

/** Ours to do stands out; how long goods have been under way says when to ask. */
const StateCell = ({ row, storeCode, t }: { row: TransferSummary; storeCode: string; t: Translate }) => {
  const step = stepFor(row, storeCode)
  return (
    <>
      <TransferSign state={row.state} t={t} />{' '}
      {step ? (
        <b className="mine">{t(`transfers.ours.${step}`)}</b>
      ) : (
        <span className="muted">
          {row.inTransitSeconds === null ? '' : t('transfers.since', { time: waitingText(t, row.inTransitSeconds) })}
        </span>
      )}
    </>
  )
}

const tones = {
  awaitingDispatch: 'busy',
  inTransit: 'busy',
  difference: 'look',
  completed: 'good',
  cancelled: 'plain',
} as const

export const TransferSign = ({ state, t }: { state: TransferSummary['state']; t: Translate }) => (
  <Sign tone={tones[state]} testId="transfer-state">
    {t(`transferState.${state}`)}
  </Sign>
)

const rowsOf = (t: Translate, transfers: readonly TransferSummary[]): SheetRow[] => [
  ['number', 'kind', 'state', 'from', 'to', 'due', 'approved', 'sent', 'received', 'inTransit', 'value'].map((name) =>
    t(name === 'value' ? 'documents.value' : `transfers.${name}`),
  ),
  ...transfers.map((row) => [
    row.number,
    t(`transferKind.${row.kind}`),
    t(`transferState.${row.state}`),
    row.fromWarehouseName,
    row.toWarehouseName,
    row.dueDate,
    quantityCell(row.approvedTotal),
    quantityCell(row.sentTotal),
    quantityCell(row.receivedTotal),
    quantityCell(row.inTransitTotal),
    valueCell(row.value),
  ]),
]
