/** The drawer of one product in one place: its figures with their age, and the movements that made them so. */
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '../../../contract/operations'
import type { MovementRow, StockRow } from '../../../contract/operations/stock'
import { useClient, useOperation } from '../../../ui/client'
import { SidePanel } from '../../../ui/Dialog'
import { nameIn, valueText } from '../../../ui/format'
import { EmptyState, FailedState, LoadingState } from '../../../ui/states'
import { AgeLabel } from '../../ages/AgeLabel'
import type { StockFilters } from '../../data/filters'
import { beatMs, readAll, usePages } from '../../data/pages'
import { useChoices } from '../../data/writing'
import { useHere } from '../../parts/cameFrom'
import { ExportButton } from '../../parts/ExportButton'
import { Quantity } from '../../parts/figures'
import { ListTable } from '../../parts/ListTable'
import { movementKey, useMovementColumns } from './movementColumns'

type Open = NonNullable<StockFilters['open']>

interface MovementsPanelProps {
  open: Open | null
  /** the row as the list has it, to name the drawer at once */
  row: StockRow | undefined
  onClose(): void
}

export const MovementsPanel = ({ open, row, onClose }: MovementsPanelProps) => {
  const { t, i18n } = useTranslation()
  const title = row ? `${nameIn(i18n.language, row)} ${row.spec}` : t('movements.title')
  return (
    <SidePanel open={open !== null} title={title} onClose={onClose} width={940} testId="movements-panel">
      {open ? <Inside open={open} /> : null}
    </SidePanel>
  )
}

/** Asked anew rather than taken from the list: a link may open a row that the list has not reached. */
const Inside = ({ open }: { open: Open }) => {
  const { t } = useTranslation()
  const { warehouses } = useChoices()
  const found = useOperation(
    'stock.list',
    { warehouseCode: open.warehouseCode, search: open.sku, limit: 50 },
    { refetchIntervalMs: beatMs },
  )
  const row = found.data?.rows.find(
    ({ warehouseCode, sku }) => warehouseCode === open.warehouseCode && sku === open.sku,
  )
  if (found.isPending) return <LoadingState />
  if (!found.data) return <FailedState error={found.error} onRetry={() => void found.refetch()} />
  if (!row) return <EmptyState title={t('movements.notInStock')} />
  const store = found.data.stores.find(({ storeCode }) => storeCode === row.storeCode)
  // the panel is about this warehouse, so its name is not said again in every row
  const names = new Map(warehouses.map(({ code, name }) => [code, code === open.warehouseCode ? '' : name]))
  return (
    <>
      <div className="panel-head">
        <div className="panel-names">
          <b>{row.warehouseName}</b>
          {store ? <AgeLabel {...store} fetchedAtMs={found.dataUpdatedAt} long testId="panel-age" /> : null}
          <span className="code muted">{row.sku}</span>
          <span className="code muted">{row.barcode}</span>
        </div>
        <Figures row={row} />
      </div>
      <Movements open={open} names={names} />
    </>
  )
}

const Figures = ({ row }: { row: StockRow }) => {
  const { t } = useTranslation()
  return (
    <dl className="panel-figures">
      {(['onHand', 'available', 'allocated', 'quarantined', 'inTransit', 'onOrder'] as const).map((key) => (
        <div key={key}>
          <dt>{t(`stockPage.${key}`)}</dt>
          <dd data-testid={`panel-${key}`}>
            <Quantity value={row[key]} strong />
          </dd>
        </div>
      ))}
      {row.value === null ? null : (
        <div>
          <dt>{t('stockPage.value')}</dt>
          <dd data-testid="panel-value">{valueText(row.value)}</dd>
        </div>
      )}
    </dl>
  )
}

const pageRows = 50

const keyAfter = ({ movements, more }: OutputOf<'stock.movements'>) => {
  const last = movements.at(-1)
  return more && last ? { logId: last.logId, seq: last.seq, line: last.line } : undefined
}

const Movements = ({ open, names }: { open: Open; names: ReadonlyMap<string, string> }) => {
  const { t } = useTranslation()
  const client = useClient()
  const columns = useMovementColumns({ names, here: useHere() })
  const list = usePages('stock.movements', { ...open, limit: pageRows }, { after: keyAfter })
  if (list.loading) return <LoadingState />
  if (list.error) return <FailedState error={list.error} onRetry={list.retry} />
  const input = { ...open, limit: pageRows }
  return (
    <>
      <div className="panel-acts">
        <ExportButton<MovementRow>
          name={`${t('movements.title')}-${open.warehouseCode}-${open.sku}`}
          columns={columns}
          read={() => readAll(client, 'stock.movements', input, { after: keyAfter, rows: (page) => page.movements })}
        />
      </div>
      <ListTable
        label={t('movements.title')}
        testId="movements"
        columns={columns}
        rows={list.pages.flatMap(({ movements }) => movements)}
        rowKey={movementKey}
        rowTestId={({ documentNumber }) => `movement-row-${documentNumber}`}
        stale={list.stale}
        more={list}
        empty={<EmptyState title={t('movements.empty')} hint={t('movements.emptyHint')} />}
      />
    </>
  )
}
