/** 盘点: what HQ asks this store to count, and every stocktake, newest first, how far it is and who began it. */

import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { ControlCode } from '../../../core/barcode/controlCodes'
import { tasksToDo } from '../../../core/stocktake/task'
import { useOperation, usePages } from '../../../ui/client'
import { DataGrid } from '../../../ui/DataGrid'
import { errorText } from '../../../ui/errorText'
import { KeyCap } from '../../../ui/KeyCap'
import { useKeys } from '../../../ui/keys'
import { OperationButton } from '../../../ui/OperationButton'
import { EmptyState, FailedState, LoadingState, Sign } from '../../../ui/states'
import { ScanEcho } from '../../scanning/ScanEcho'
import { useScans } from '../../scanning/scanning'
import { useIdentify } from '../../scanning/useIdentify'
import { useOpenPage } from '../countSheets/useOpenPage'
import { useKeptPlace } from '../keptPlace'
import { ExportButton } from '../ListButtons'
import { useExport } from '../useExport'
import { type ListRow, listColumns, listRows, sheetOf } from './listRows'
import { OpenDialog } from './OpenDialog'
import { TaskDialog } from './TaskDialog'
import { sayAside, useZoneAnywhere } from './useCountCodes'
import { useMayOpen } from './useMayOpen'

interface StocktakesPlace {
  current: string | null
}
const firstPlace: StocktakesPlace = { current: null }

export const StocktakesScreen = () => {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [place, keep] = useKeptPlace('stocktakes', firstPlace)
  const [creating, setCreating] = useState(false)
  const [opening, setOpening] = useState<string | null>(null)
  const { mayNot: mayNotOpen, booksElsewhere } = useMayOpen('stocktake.open')
  const list = useStocktakes()
  const at = list.rows.find(({ key }) => key === place.current) ?? list.rows[0]
  const asked = list.rows.find(({ key, stocktake }) => key === opening && stocktake === null)?.task
  const columns = useMemo(() => listColumns(t), [t])
  const openPage = useOpenPage((error) => sayAside('refused', errorText(t, error), 'error'))
  const openZone = useZoneAnywhere()
  const onControl = async (code: ControlCode): Promise<boolean> => {
    if (code.kind !== 'page') return openZone(code)
    await openPage(code)
    return true
  }
  const exporting = useExport()
  const exportList = (): void =>
    void exporting([t('stocktakes.title')], async () => {
      const { pages, cut } = await list.all()
      const stocktakes = pages.flatMap((page) => page.stocktakes)
      return { rows: sheetOf(t, stocktakes), cut }
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
          {...(booksElsewhere ? { disabled: true, disabledReason: booksElsewhere } : {})}
          testId="stocktake-new"
        />
      </div>
      {booksElsewhere ? (
        <section className="stocktake-pcs" data-testid="books-elsewhere">
          <Sign tone="look">{booksElsewhere}</Sign>
        </section>
      ) : null}
      <div className="page-body" data-testid="stocktakes">
        {list.pending ? <LoadingState /> : null}
        {list.error ? <FailedState error={list.error} onRetry={list.again} /> : null}
        {list.pending || list.error ? null : (
          <DataGrid
            label={t('stocktakes.title')}
            testId="stocktakes-grid"
            columns={columns}
            rows={list.rows}
            rowKey={(row) => row.key}
            currentKey={at?.key ?? null}
            onCurrentChange={(current) => keep({ current })}
            onOpen={(row) => (row.stocktake ? void navigate(`/stocktakes/${row.key}`) : setOpening(row.key))}
            onNearEnd={list.more ? list.next : undefined}
            autoFocus
            empty={<Nothing mayOpen={mayNotOpen === undefined} />}
          />
        )}
      </div>
      {asked ? <TaskDialog task={asked} onClose={() => setOpening(null)} /> : null}
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

const tasksAsked = { states: [...tasksToDo], limit: 200 }

const useStocktakes = () => {
  const base = { limit: 100 }
  const list = usePages('stocktake.list', base, (page) => {
    const last = page.stocktakes.at(-1)
    return page.more && last ? { ...base, after: last.number } : undefined
  })
  const asked = useOperation('stocktakeTask.list', tasksAsked)
  const rows = useMemo(
    (): ListRow[] =>
      listRows(
        asked.data?.tasks ?? [],
        list.pages.flatMap((page) => page.stocktakes),
      ),
    [asked.data, list.pages],
  )
  return { ...list, rows }
}
