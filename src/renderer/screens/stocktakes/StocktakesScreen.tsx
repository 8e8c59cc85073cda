/** 盘点: every stocktake of this store, newest first, how far it is and who began it. */

import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { StocktakeHeader } from '../../../contract/schemas/stocktake'
import type { ControlCode } from '../../../core/barcode/controlCodes'
import { usePages } from '../../../ui/client'
import { type Column, DataGrid } from '../../../ui/DataGrid'
import { timeText } from '../../../ui/format'
import { KeyCap } from '../../../ui/KeyCap'
import { useKeys } from '../../../ui/keys'
import { OperationButton, useRefusalReason } from '../../../ui/OperationButton'
import { type SheetRow, timeCell } from '../../../ui/sheet'
import { EmptyState, FailedState, LoadingState } from '../../../ui/states'
import { ScanEcho } from '../../scanning/ScanEcho'
import { useScans } from '../../scanning/scanning'
import { useIdentify } from '../../scanning/useIdentify'
import { useOpenPage } from '../countSheets/useOpenPage'
import { useKeptPlace } from '../keptPlace'
import { ExportButton } from '../ListButtons'
import { useExport } from '../useExport'
import { OpenDialog } from './OpenDialog'
import { StocktakeSign } from './signs'

interface StocktakesPlace {
  current: string | null
}
const firstPlace: StocktakesPlace = { current: null }

export const StocktakesScreen = () => {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [place, keep] = useKeptPlace('stocktakes', firstPlace)
  const [creating, setCreating] = useState(false)
  const mayNotOpen = useRefusalReason('stocktake.open')
  const list = useStocktakes()
  const at = list.rows.find(({ stocktakeId }) => stocktakeId === place.current) ?? list.rows[0]
  const columns = useMemo(() => stocktakeColumns(t), [t])
  const openPage = useOpenPage()
  const onControl = (code: ControlCode): boolean => {
    if (code.kind === 'page') openPage(code)
    return code.kind === 'page'
  }
  const exporting = useExport()
  const exportList = (): void =>
    void exporting([t('stocktakes.title')], async () => {
      const { pages, cut } = await list.all()
      const stocktakes = pages.flatMap((page) => page.stocktakes)
      return { rows: rowsOf(t, stocktakes), cut }
    })
  useScans(useIdentify('documents', { onControl }))
  useKeys('stocktakeList', {
    create: () => (mayNotOpen === undefined ? setCreating(true) : false),
    export: exportList,
  })
  return (
    <>
      <div className="page-head">
        <h1>{t('stocktakes.title')}</h1>
        <ScanEcho hint={t('stocktakes.hint')} />
        <ExportButton onExport={exportList} testId="stocktakes-export" />
        <OperationButton
          operation="stocktake.open"
          type="primary"
          label={t('stocktakes.create')}
          keyName="Ctrl+N"
          onClick={() => setCreating(true)}
          testId="stocktake-new"
        />
      </div>
      <div className="page-body" data-testid="stocktakes">
        {list.pending ? <LoadingState /> : null}
        {list.error ? <FailedState error={list.error} onRetry={list.again} /> : null}
        {list.pending || list.error ? null : (
          <DataGrid
            label={t('stocktakes.title')}
            testId="stocktakes-grid"
            columns={columns}
            rows={list.rows}
            rowKey={(row) => row.stocktakeId}
            currentKey={at?.stocktakeId ?? null}
            onCurrentChange={(current) => keep({ current })}
            onOpen={(row) => void navigate(`/stocktakes/${row.stocktakeId}`)}
            onNearEnd={list.more ? list.next : undefined}
            autoFocus
            empty={<Nothing mayOpen={mayNotOpen === undefined} />}
          />
        )}
      </div>
      {creating ? <OpenDialog onClose={() => setCreating(false)} /> : null}
    </>
  )
}

const Nothing = ({ mayOpen }: { mayOpen: boolean }) => {
  const { t } = useTranslation()
  return (
    <EmptyState
      title={t('stocktakes.empty')}
      hint={t(mayOpen ? 'stocktakes.emptyHint' : 'stocktakes.emptyHintCounter')}
      action={
        mayOpen ? (
          <span>
            {t('stocktakes.create')} <KeyCap name="Ctrl+N" />
          </span>
        ) : null
      }
    />
  )
}

const useStocktakes = () => {
  const base = { limit: 100 }
  const list = usePages('stocktake.list', base, (page) => {
    const last = page.stocktakes.at(-1)
    return page.more && last ? { ...base, after: last.number } : undefined
  })
  const rows = useMemo(() => list.pages.flatMap((page) => page.stocktakes), [list.pages])
  return { ...list, rows }
}

type Translate = ReturnType<typeof useTranslation>['t']

const stocktakeColumns = (t: Translate): Column<StocktakeHeader>[] => [
  { key: 'number', title: t('stocktakes.number'), width: 190, render: (row) => <b className="code">{row.number}</b> },
  { key: 'kind', title: t('stocktakes.kind'), width: 120, render: (row) => t(`stocktakeKind.${row.kind}`) },
  { key: 'state', title: t('stocktakes.state'), width: 96, render: (row) => <StocktakeSign state={row.state} t={t} /> },
  {
    key: 'zones',
    title: t('stocktakes.zonesDone'),
    width: 96,
    align: 'right',
    render: (row) => `${row.zonesCounted} / ${row.zonesTotal}`,
  },
  { key: 'products', title: t('stocktakes.products'), width: 88, align: 'right', render: (row) => row.products },
  { key: 'warehouse', title: t('work.warehouse'), width: 150, render: (row) => row.warehouseName },
  { key: 'note', title: t('field.note'), render: (row) => <span className="muted">{row.note}</span> },
  { key: 'openedBy', title: t('stocktakes.openedBy'), width: 110, render: (row) => row.openedByName },
  { key: 'openedAt', title: t('stocktakes.openedAt'), width: 120, render: (row) => timeText(row.openedAt) },
]

const sheetNames = [
  'number',
  'kind',
  'state',
  'zonesCounted',
  'zonesTotal',
  'products',
  'openedBy',
  'openedAt',
] as const

const rowsOf = (t: Translate, stocktakes: readonly StocktakeHeader[]): SheetRow[] => [
  [...sheetNames.map((name) => t(`stocktakes.${name}`)), t('field.note')],
  ...stocktakes.map((row) => [
    row.number,
    t(`stocktakeKind.${row.kind}`),
    t(`stocktakeState.${row.state}`),
    row.zonesCounted,
    row.zonesTotal,
    row.products,
    row.openedByName,
    timeCell(row.openedAt),
    row.note,
  ]),
]
