/** 临期: lots that expire soon or have expired, first to expire first, so that they are sold, sent back or written off in time. */

import { Button, Segmented } from 'antd'
import { type ReactNode, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '../../../contract/operations'
import { quantityText } from '../../../core/quantity/quantity'
import { useOperation } from '../../../ui/client'
import { fileNameOf } from '../../../ui/csv'
import { type Column, DataGrid } from '../../../ui/DataGrid'
import { nameIn, valueText } from '../../../ui/format'
import { KeyCap } from '../../../ui/KeyCap'
import { useKeys } from '../../../ui/keys'
import { quantityCell, type SheetRow, saveSheet, valueCell } from '../../../ui/sheet'
import { EmptyState, FailedState, LoadingState, Sign } from '../../../ui/states'
import { ScanEcho } from '../../scanning/ScanEcho'
import { useScans } from '../../scanning/scanning'
import { useIdentify } from '../../scanning/useIdentify'

type Row = OutputOf<'document.nearExpiry'>['rows'][number]
type Translate = (key: string, values?: Record<string, unknown>) => string

const dayChoices = [7, 15, 30, 90] as const
const rowsMax = 500
const rowKey = (row: Row): string => `${row.warehouseCode} ${row.sku} ${row.lot} ${row.expiryDate}`

export const NearExpiryTab = ({ head }: { head: ReactNode }) => {
  const { t, i18n } = useTranslation()
  const [days, setDays] = useState<number>(30)
  const answer = useOperation('document.nearExpiry', { days, limit: rowsMax }, { keepPrevious: true })
  const rows = answer.data?.rows ?? []
  const [current, setCurrent] = useState<string | null>(null)
  const columns = useMemo(() => expiryColumns(t, i18n.language), [t, i18n.language])
  const exportRows = (): void => void saveSheet(fileNameOf(t('stock.tabs.nearExpiry')), expiryRows(t, rows))
  useScans(useIdentify('stock'))
  useKeys('stock', { export: exportRows })
  return (
    <>
      <div className="page-head">
        {head}
        <Segmented<number>
          value={days}
          onChange={setDays}
          aria-label={t('stock.within')}
          options={dayChoices.map((value) => ({ value, label: t('stock.days', { count: value }) }))}
        />
        <ScanEcho hint={t('stock.expiryHint')} />
      </div>
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
            currentKey={current ?? (rows[0] ? rowKey(rows[0]) : null)}
            onCurrentChange={setCurrent}
            autoFocus
            empty={<EmptyState title={t('stock.noExpiry', { count: days })} hint={t('stock.noExpiryHint')} />}
          />
        ) : null}
      </div>
      <footer className="page-foot">
        <span data-testid="expiry-count">
          {t(answer.data?.more ? 'stock.rowsMore' : 'stock.rows', { count: rows.length })}
        </span>
        <span className="foot-space" />
        <Button size="small" onClick={exportRows}>
          {t('documents.export')}
          <KeyCap name="Ctrl+E" />
        </Button>
      </footer>
    </>
  )
}

const expiryColumns = (t: Translate, language: string): Column<Row>[] => [
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
  { key: 'warehouse', title: t('work.warehouse'), width: 110, render: (row) => row.warehouseCode },
  {
    key: 'onHand',
    title: t('stock.onHand'),
    width: 84,
    align: 'right',
    render: (row) => <b>{quantityText(row.onHand)}</b>,
  },
  { key: 'unit', title: t('stock.unit'), width: 52, align: 'center', render: (row) => row.unit },
  { key: 'value', title: t('stock.value'), width: 104, align: 'right', render: (row) => valueText(row.value) },
]

const Remaining = ({ row, t }: { row: Row; t: Translate }) => {
  if (row.remainingDays < 0) return <Sign tone="bad">{t('stock.expired', { count: -row.remainingDays })}</Sign>
  return (
    <Sign tone={row.remainingDays <= 7 ? 'look' : 'plain'}>
      {row.remainingDays === 0 ? t('stock.lastDay') : t('stock.left', { count: row.remainingDays })}
    </Sign>
  )
}

const expiryRows = (t: Translate, rows: readonly Row[]): SheetRow[] => [
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
    row.name,
    row.spec,
    row.lot,
    row.warehouseCode,
    quantityCell(row.onHand),
    row.unit,
    valueCell(row.value),
  ]),
]
