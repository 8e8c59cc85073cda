/** 盘点单: what the stores counted, asked by HQ or by themselves, newest first. */
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '../../../contract/operations'
import type { StocktakeHeader } from '../../../contract/schemas/stocktake'
import { stocktakeStates } from '../../../core/stocktake/plan'
import { useClient } from '../../../ui/client'
import { timeText } from '../../../ui/format'
import { EmptyState } from '../../../ui/states'
import { StocktakeSign, stocktakeStateText } from '../../../ui/stocktakeSigns'
import { useFilters } from '../../data/filters'
import { readAll, usePages } from '../../data/pages'
import { readStocktakeFilters, stocktakeInput } from '../../data/stocktakes'
import { useStores } from '../../data/stores'
import { useHere } from '../../parts/cameFrom'
import { FilterBar, SearchFilter, SelectFilter, StoreFilter } from '../../parts/FilterBar'
import { askedByPage } from '../../parts/ListFrame'
import { type Column, ListTable, RowLink } from '../../parts/ListTable'
import { StoreCell } from '../../parts/StoreCell'
import { PartFrame } from './PartFrame'
import type { PartProps } from './StocktakesScreen'

const pageRows = 100
const exportRows = 200

type Page = OutputOf<'stocktake.list'>
const keyAfter = (page: Page) => (page.more ? page.stocktakes.at(-1)?.number : undefined)
const rowsOf = (page: Page): StocktakeHeader[] => page.stocktakes

export const StocktakeList = ({ tabs, tab }: PartProps) => {
  const { t } = useTranslation()
  const client = useClient()
  const [params, change] = useFilters()
  const filters = readStocktakeFilters(params)
  const input = stocktakeInput(filters)
  const { stores } = useStores()
  const list = usePages('stocktake.list', { ...input, limit: pageRows }, { after: keyAfter })
  const columns = useColumns()
  const filtered = filters.state !== '' || filters.storeCode !== '' || filters.search !== ''
  const filterBar = (
    <FilterBar onClear={filtered ? () => change({ state: null, store: null, q: null }) : undefined}>
      <SelectFilter
        label={t('filter.state')}
        testId="filter-state"
        width={124}
        value={filters.state}
        all={t('filter.allStates')}
        options={stocktakeStates.map((state) => ({ value: state, label: t(`stocktakeState.${state}`) }))}
        onChange={(state) => change({ state })}
      />
      <StoreFilter stores={stores} value={filters.storeCode} onChange={(store) => change({ store })} />
      <SearchFilter
        value={filters.search}
        label={t('filter.find')}
        hint={t('stocktakes.listSearchHint')}
        width={200}
        onChange={(q) => change({ q })}
      />
    </FilterBar>
  )
  return (
    <PartFrame<StocktakeHeader>
      {...{ tabs, tab, columns }}
      name={t('stocktakes.tab.stocktakes')}
      readAll={() =>
        readAll(client, 'stocktake.list', { ...input, limit: exportRows }, { after: keyAfter, rows: rowsOf })
      }
      filters={filterBar}
      asked={askedByPage(list)}
    >
      <ListTable
        label={t('stocktakes.tab.stocktakes')}
        testId="stocktakes"
        columns={columns}
        rows={list.pages.flatMap(rowsOf)}
        rowKey={({ stocktakeId }) => stocktakeId}
        rowTestId={({ number }) => `stocktake-row-${number}`}
        rowData={({ state }) => ({ 'data-state': state })}
        stale={list.stale}
        more={list}
        empty={
          <EmptyState
            title={t('stocktakes.listEmpty')}
            hint={t(filtered ? 'stocktakes.clearHint' : 'stocktakes.listEmptyHint')}
          />
        }
      />
    </PartFrame>
  )
}

const useColumns = (): Column<StocktakeHeader>[] => {
  const { t } = useTranslation()
  const here = useHere()
  const { stores, fetchedAtMs } = useStores()
  return [
    {
      key: 'number',
      title: t('stocktakes.stocktake'),
      width: 178,
      render: (row) => (
        <RowLink className="code" to={`/stocktakes/${row.stocktakeId}`} state={here}>
          {row.number}
        </RowLink>
      ),
      text: (row) => row.number,
    },
    {
      key: 'store',
      title: t('stockPage.store'),
      width: 190,
      render: (row) => <StoreCell row={row} stores={stores} fetchedAtMs={fetchedAtMs} />,
      text: (row) => `${row.storeName} ${row.storeCode}`,
    },
    {
      key: 'kind',
      title: t('stocktakes.kind'),
      width: 104,
      render: (row) => t(`stocktakeKind.${row.kind}`),
      text: (row) => t(`stocktakeKind.${row.kind}`),
    },
    {
      key: 'state',
      title: t('documents.state'),
      width: 92,
      render: (row) => <StocktakeSign {...row} />,
      text: (row) => stocktakeStateText(t, row),
    },
    {
      key: 'zones',
      title: t('stocktakes.zones'),
      width: 64,
      align: 'right',
      render: (row) => `${row.zonesCounted} / ${row.zonesTotal}`,
      text: (row) => `${row.zonesCounted}/${row.zonesTotal}`,
    },
    {
      key: 'products',
      title: t('stocktakes.products'),
      width: 72,
      align: 'right',
      render: (row) => row.products,
      text: (row) => row.products,
    },
    {
      key: 'task',
      title: t('stocktakes.from'),
      render: (row) => row.taskName || <span className="muted">{t('stocktakes.own')}</span>,
      text: (row) => `${row.taskNumber} ${row.taskName}`.trim(),
    },
    {
      key: 'openedBy',
      title: t('stocktakes.openedBy'),
      width: 96,
      render: (row) => row.openedByName,
      text: (row) => row.openedByName,
    },
    {
      key: 'openedAt',
      title: t('stocktakes.openedAt'),
      width: 104,
      render: (row) => timeText(row.openedAt),
      text: (row) => row.openedAt,
    },
    {
      key: 'submittedAt',
      title: t('stocktakes.submittedAt'),
      width: 104,
      render: (row) => timeText(row.submittedAt),
      text: (row) => row.submittedAt ?? '',
    },
  ]
}
