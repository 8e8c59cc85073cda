/** 库存流水 of one product: every change with its document, time, person and direction, newest first. */
import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { MovementRow, StockRow } from '../../../contract/operations/stock'
import { quantityText } from '../../../core/quantity/quantity'
import { usePages } from '../../../ui/client'
import { type Column, DataGrid, nextIndex } from '../../../ui/DataGrid'
import { SidePanel } from '../../../ui/Dialog'
import { movementKindText } from '../../../ui/documents'
import { accountText, nameIn, signedQuantity, timeText, valueText } from '../../../ui/format'
import { quantityCell, type SheetRow, timeCell, valueCell } from '../../../ui/sheet'
import { EmptyState, FailedState, LoadingState } from '../../../ui/states'
import { ScanEcho } from '../../scanning/ScanEcho'
import { useScanState } from '../../scanning/scanState'
import type { CameFrom } from '../document/DocumentScreen'
import { ExportButton } from '../ListButtons'
import { useExport } from '../useExport'

const pageRows = 100
const movementKey = (row: MovementRow): string => `${row.logId} ${row.seq} ${row.line}`

interface LedgerPanelProps {
  row: StockRow | null
  /** where a document opened from here leads back to */
  cameFrom: CameFrom
  onClose(): void
}

export const LedgerPanel = ({ row, cameFrom, onClose }: LedgerPanelProps) => {
  const { t, i18n } = useTranslation()
  const navigate = useNavigate()
  const list = useMovements(row)
  const [current, setCurrent] = useState<string | null>(null)
  const at = Math.max(
    0,
    list.rows.findIndex((movement) => movementKey(movement) === current),
  )
  const open = useCallback(
    (movement: MovementRow | undefined): void => {
      if (!movement) return
      void navigate(paperPath(movement.documentType, movement.documentId), { state: cameFrom })
    },
    [navigate, cameFrom],
  )
  const move = (by: number): void => {
    const next = list.rows[nextIndex(list.rows.length, at, by)]
    if (next) setCurrent(movementKey(next))
  }
  const columns = useMemo(() => ledgerColumns(t, open), [t, open])
  const noticed = useScanState(({ notice }) => notice !== null && notice.tone !== 'stopped')
  const exporting = useExport()
  const exportRows = (): void => {
    if (!row) return
    void exporting([t('stock.ledger'), row.sku, nameIn(i18n.language, row)], async () => {
      const { pages, cut } = await list.all()
      const all = pages.flatMap((page) => page.movements)
      return { rows: ledgerRows(t, all), cut }
    })
  }
  const now = row ? t('ledger.now', { quantity: quantityText(row.onHand), unit: row.unit }) : ''
  return (
    <SidePanel
      open={row !== null}
      title={
        <span className="ledger-title">
          {row ? nameIn(i18n.language, row) : ''} <small className="muted">{row?.sku}</small> <b>{now}</b>
        </span>
      }
      onClose={onClose}
      scope="ledger"
      keys={{ up: () => move(-1), down: () => move(1), openDocument: () => open(list.rows[at]), export: exportRows }}
      width={980}
      footer={
        <div className="dialog-foot">
          {noticed ? <ScanEcho hint="" /> : <span className="muted">{t('ledger.hint')}</span>}
          <ExportButton small onExport={exportRows} testId="ledger-export" />
        </div>
      }
      testId="ledger"
    >
      {list.pending ? <LoadingState /> : null}
      {list.error ? <FailedState error={list.error} onRetry={list.again} /> : null}
      {list.pending || list.error ? null : (
        <DataGrid
          label={t('stock.ledger')}
          testId="ledger-grid"
          columns={columns}
          rows={list.rows}
          rowKey={movementKey}
          currentKey={list.rows[at] ? movementKey(list.rows[at]) : null}
          onCurrentChange={setCurrent}
          onOpen={open}
          onNearEnd={list.more ? list.next : undefined}
          empty={<EmptyState title={t('ledger.empty')} hint={t('ledger.emptyHint')} />}
        />
      )}
    </SidePanel>
  )
}

export const paperPath = (type: string, documentId: string): string =>
  `/${type === 'goodsReceipt' ? 'receiving' : 'documents'}/${documentId}`

const useMovements = (row: StockRow | null) => {
  const base = { warehouseCode: row?.warehouseCode ?? '', sku: row?.sku ?? '', limit: pageRows }
  const list = usePages(
    'stock.movements',
    base,
    (page) => {
      const last = page.movements.at(-1)
      return page.more && last ? { ...base, after: { logId: last.logId, seq: last.seq, line: last.line } } : undefined
    },
    row !== null,
  )
  const rows = useMemo(() => list.pages.flatMap((page) => page.movements), [list.pages])
  return { ...list, rows }
}

type Translate = (key: string, values?: Record<string, unknown>) => string

const ledgerRows = (t: Translate, movements: readonly MovementRow[]): SheetRow[] => [
  [
    t('ledger.time'),
    t('ledger.kind'),
    t('ledger.document'),
    t('ledger.who'),
    t('ledger.from'),
    t('ledger.to'),
    t('field.lot'),
    t('ledger.change'),
    t('stock.value'),
  ],
  ...movements.map((row) => [
    timeCell(row.occurredAt),
    movementKindText(t as never, row.kind),
    row.documentNumber,
    row.userName,
    accountText(t as never, row.fromAccount),
    accountText(t as never, row.toAccount),
    row.lot,
    quantityCell(row.change),
    valueCell(row.value),
  ]),
]

const ledgerColumns = (t: Translate, open: (movement: MovementRow) => void): Column<MovementRow>[] => [
  { key: 'time', title: t('ledger.time'), width: 108, render: (row) => timeText(row.occurredAt) },
  {
    key: 'document',
    title: t('ledger.document'),
    width: 280,
    render: (row) => (
      <>
        <span className="muted">{movementKindText(t as never, row.kind)}</span>{' '}
        <button
          type="button"
          className="link code"
          data-testid="ledger-document"
          tabIndex={-1}
          onClick={() => open(row)}
        >
          {row.documentNumber}
        </button>
      </>
    ),
  },
  { key: 'who', title: t('ledger.who'), width: 76, render: (row) => row.userName },
  {
    key: 'fromTo',
    title: t('ledger.fromTo'),
    render: (row) => `${accountText(t as never, row.fromAccount)} → ${accountText(t as never, row.toAccount)}`,
  },
  { key: 'lot', title: t('field.lot'), width: 92, render: (row) => <span className="code muted">{row.lot}</span> },
  {
    key: 'change',
    title: t('ledger.change'),
    width: 76,
    align: 'right',
    render: (row) => <b className={row.change < 0 ? 'over' : 'good'}>{signedQuantity(row.change)}</b>,
  },
  {
    key: 'value',
    title: t('stock.value'),
    width: 92,
    align: 'right',
    render: (row) => <span className="muted">{valueText(row.value)}</span>,
  },
]
