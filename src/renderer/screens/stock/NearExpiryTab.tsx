/** 临期: lots that expire soon or have expired, first to expire first, so that they are sold, sent back or written off in time. */

import { SearchOutlined } from '@ant-design/icons'
import { Input, type InputRef, Segmented } from 'antd'
import { type ReactNode, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '../../../contract/operations'
import { quantityText } from '../../../core/quantity/quantity'
import { useOperation } from '../../../ui/client'
import { type Column, DataGrid } from '../../../ui/DataGrid'
import { nameIn, valueText } from '../../../ui/format'
import { keyOf } from '../../../ui/keyMap'
import { useKeys } from '../../../ui/keys'
import { OperationButton, useRefusalReason } from '../../../ui/OperationButton'
import { quantityCell, type SheetRow, valueCell } from '../../../ui/sheet'
import { EmptyState, FailedState, LoadingState, Sign } from '../../../ui/states'
import { ScanEcho } from '../../scanning/ScanEcho'
import { useScans } from '../../scanning/scanning'
import { useIdentify, useSay } from '../../scanning/useIdentify'
import { useKeptPlace } from '../keptPlace'
import { ExportButton, PrintButton } from '../ListButtons'
import { useLotLabels } from '../labels/useLotLabels'
import { PrintFormDialog } from '../paper/PrintFormDialog'
import { toGrid } from '../toGrid'
import { useDelayed } from '../useDelayed'
import { useExport } from '../useExport'
import { CountedBlindBand } from './CountedBlindBand'
import { LotDayDialog } from './LotDayDialog'

type Row = OutputOf<'document.nearExpiry'>['rows'][number]
type Translate = (key: string, values?: Record<string, unknown>) => string

const dayChoices = [7, 15, 30, 90] as const
const rowsMax = 500
const searchMax = 64
const noRows: Row[] = []
const rowKey = (row: Row): string => `${row.warehouseCode} ${row.sku} ${row.lot} ${row.expiryDate}`

interface ExpiryPlace {
  days: number
  typed: string
  current: string | null
}

const firstPlace: ExpiryPlace = { days: 30, typed: '', current: null }

export const NearExpiryTab = ({ head }: { head: ReactNode }) => {
  const { t, i18n } = useTranslation()
  const [{ days, typed, current }, keep] = useKeptPlace('nearExpiry', firstPlace)
  const search = useDelayed(typed.trim())
  const input = { days, limit: rowsMax, ...(search === '' ? {} : { search }) }
  const answer = useOperation('document.nearExpiry', input, { keepPrevious: true })
  const rows = answer.data?.rows ?? noRows
  const at = rows.find((row) => rowKey(row) === current) ?? rows[0]
  const field = useRef<InputRef>(null)
  const exporting = useExport()
  const [mending, setMending] = useState<Row | null>(null)
  const mayNotMend = useRefusalReason('lot.correct')
  const mend = (): void => {
    if (at && mayNotMend === undefined) setMending(at)
  }
  const [printing, setPrinting] = useState(false)
  const setCurrent = (key: string): void => keep({ current: key })
  const columns = useMemo(() => expiryColumns(t, i18n.language, rows), [t, i18n.language, rows])
  const exportRows = (): void =>
    void exporting([t('stock.tabs.nearExpiry')], async () => ({
      rows: expiryRows(t, i18n.language, rows),
      cut: answer.data?.more === true,
    }))
  const say = useSay()
  const lotLabels = useLotLabels((tone, words, sound) => say(sound, tone, 'scanning.plain', { words }))
  const mayNotLabel = useRefusalReason('label.fill')
  const toLabel = (): void => {
    if (at && mayNotLabel === undefined) lotLabels({ kind: 'lot', sku: at.sku, lot: at.lot })
  }
  useScans(useIdentify('stock'))
  useKeys('stock', {
    search: () => field.current?.focus({ cursor: 'all' }),
    correctLot: mend,
    print: () => (at ? setPrinting(true) : false),
    lotLabels: toLabel,
    export: exportRows,
    clear: () => {
      keep({ typed: '' })
      toGrid()
    },
  })
  return (
    <>
      <div className="page-head">
        {head}
        <Input
          ref={field}
          className="search search-small"
          allowClear
          prefix={<SearchOutlined />}
          maxLength={searchMax}
          value={typed}
          onChange={(event) => keep({ typed: event.target.value })}
          onPressEnter={toGrid}
          placeholder={t('stock.expirySearch')}
          aria-label={t('stock.expirySearch')}
          data-testid="expiry-search"
        />
        <Segmented<number>
          value={days}
          onChange={(wanted) => keep({ days: wanted })}
          aria-label={t('stock.within')}
          options={dayChoices.map((value) => ({ value, label: t('stock.days', { count: value }) }))}
        />
        <ScanEcho hint={t('stock.expiryHint')} />
      </div>
      <CountedBlindBand />
      <div className="page-body" data-testid="near-expiry">
        {answer.isPending ? <LoadingState /> : null}
        {answer.isError && !answer.data ? (
          <FailedState error={answer.error} onRetry={() => void answer.refetch()} />
        ) : null}
        {answer.data ? (
          <DataGrid
            label={t('stock.tabs.nearExpiry')}
            testId="expiry-grid"
            columns={columns}
            rows={rows}
            rowKey={rowKey}
            currentKey={at ? rowKey(at) : null}
            onCurrentChange={setCurrent}
            autoFocus
            empty={
              search === '' ? (
                <EmptyState title={t('stock.noExpiry', { count: days })} hint={t('stock.noExpiryHint')} />
              ) : (
                <EmptyState title={t('stock.emptyExpiry', { search })} hint={t('stock.emptyHint')} />
              )
            }
          />
        ) : null}
      </div>
      <footer className="page-foot">
        <span data-testid="expiry-count">
          {t(answer.data?.more ? 'stock.rowsMore' : 'stock.rows', { count: rows.length })}
        </span>
        <span className="foot-space" />
        <OperationButton
          operation="lot.correct"
          size="small"
          label={t('lotDay.act')}
          keyName={keyOf('stock', 'correctLot')}
          disabled={at === undefined}
          onClick={mend}
          testId="lot-day-open"
        />
        <OperationButton
          operation="label.fill"
          size="small"
          label={t('labels.lotLabels')}
          keyName={keyOf('stock', 'lotLabels')}
          disabled={at === undefined || at.lot === ''}
          onClick={toLabel}
          testId="lot-labels"
        />
        <PrintButton small disabled={at === undefined} onPrint={() => setPrinting(true)} testId="expiry-print" />
        <ExportButton small onExport={exportRows} testId="expiry-export" />
      </footer>
      {printing && at ? (
        <PrintFormDialog
          subjects={[{ form: 'nearExpiry', warehouseCode: at.warehouseCode, days }]}
          onClose={() => setPrinting(false)}
        />
      ) : null}
      {mending ? <LotDayDialog row={mending} onClose={() => setMending(null)} /> : null}
    </>
  )
}

const expiryColumns = (t: Translate, language: string, rows: readonly Row[]): Column<Row>[] => [
  {
    key: 'expiry',
    title: t('field.expiryDate'),
    width: 116,
    render: (row) => <b className="code">{row.expiryDate}</b>,
  },
  { key: 'remaining', title: t('stock.remaining'), width: 128, render: (row) => <Remaining row={row} t={t} /> },
  { key: 'sku', title: t('stock.sku'), width: 112, render: (row) => <span className="code">{row.sku}</span> },
  {
    key: 'name',
    title: t('stock.name'),
    render: (row) => (
      <>
        {nameIn(language, row)} <span className="muted">{row.spec}</span>
      </>
    ),
  },
  { key: 'lot', title: t('field.lot'), width: 132, render: (row) => <span className="code">{row.lot}</span> },
  { key: 'warehouse', title: t('work.warehouse'), width: 132, render: (row) => row.warehouseName },
  {
    key: 'onHand',
    title: t('stock.onHand'),
    width: 84,
    align: 'right',
    render: (row) => <b>{quantityText(row.onHand)}</b>,
  },
  { key: 'unit', title: t('stock.unit'), width: 52, align: 'center', render: (row) => row.unit },
  ...(rows.some(({ value }) => value !== null) ? [valueColumn(t)] : []),
]

const valueColumn = (t: Translate): Column<Row> => ({
  key: 'value',
  title: t('stock.value'),
  width: 104,
  align: 'right',
  render: (row) => valueText(row.value),
})

const Remaining = ({ row, t }: { row: Row; t: Translate }) => {
  if (row.remainingDays < 0) return <Sign tone="bad">{t('stock.expired', { count: -row.remainingDays })}</Sign>
  return (
    <Sign tone={row.remainingDays <= 7 ? 'look' : 'plain'}>
      {row.remainingDays === 0 ? t('stock.lastDay') : t('stock.left', { count: row.remainingDays })}
    </Sign>
  )
}

const expiryRows = (t: Translate, language: string, rows: readonly Row[]): SheetRow[] => [
  [
    'field.expiryDate',
    'stock.remaining',
    'stock.sku',
    'stock.name',
    'work.spec',
    'field.lot',
    'work.warehouse',
    'stock.onHand',
    'stock.unit',
    'stock.value',
  ].map((key) => t(key)),
  ...rows.map((row) => [
    row.expiryDate,
    row.remainingDays,
    row.sku,
    nameIn(language, row),
    row.spec,
    row.lot,
    row.warehouseName,
    quantityCell(row.onHand),
    row.unit,
    valueCell(row.value),
  ]),
]
