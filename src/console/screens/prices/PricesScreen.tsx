/** 标签与调价: changes of prices, the newest first, each with how far the stores are with its labels. */
import { PlusOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { OutputOf } from '../../../contract/operations'
import type { PriceChangeView } from '../../../contract/schemas/price'
import { useClient } from '../../../ui/client'
import { timeText } from '../../../ui/format'
import { OperationButton } from '../../../ui/OperationButton'
import { useCan } from '../../../ui/session'
import { EmptyState } from '../../../ui/states'
import { type Patch, useFilters } from '../../data/filters'
import { readAll, usePages } from '../../data/pages'
import { type PriceFilters, priceInput, priceShows, readPriceFilters } from '../../data/prices'
import { useStores } from '../../data/stores'
import { useHere } from '../../parts/cameFrom'
import { ExportButton } from '../../parts/ExportButton'
import { DayRangeFilter, FilterBar, SearchFilter, SelectFilter, StoreFilter } from '../../parts/FilterBar'
import { askedByPage, ListFrame } from '../../parts/ListFrame'
import { type Column, ListTable, RowLink } from '../../parts/ListTable'
import { PriceParts } from './PriceParts'
import { PriceStateSign, Progress } from './priceSigns'

const pageRows = 100
const exportRows = 200

type Page = OutputOf<'price.list'>
const keyAfter = (page: Page) => (page.more ? page.changes.at(-1)?.number : undefined)
const rowsOf = (page: Page): PriceChangeView[] => page.changes

export const PricesScreen = () => {
  const { t } = useTranslation()
  const client = useClient()
  const [params, change] = useFilters()
  const filters = readPriceFilters(params)
  const input = priceInput(filters)
  const list = usePages('price.list', { ...input, limit: pageRows }, { after: keyAfter })
  const columns = useColumns()
  const filtered = Object.values(filters).some((value) => value !== '')
  return (
    <ListFrame
      title={t('prices.title')}
      acts={
        <>
          <ExportButton<PriceChangeView>
            name={t('prices.title')}
            columns={columns}
            read={() =>
              readAll(client, 'price.list', { ...input, limit: exportRows }, { after: keyAfter, rows: rowsOf })
            }
          />
          <NewButton />
        </>
      }
      filters={<Filters filters={filters} filtered={filtered} change={change} />}
      parts={<PriceParts current="prices" />}
      asked={askedByPage(list)}
    >
      <ListTable
        label={t('prices.title')}
        testId="prices"
        columns={columns}
        rows={list.pages.flatMap(rowsOf)}
        rowKey={({ changeId }) => changeId}
        rowTestId={({ number }) => `price-row-${number}`}
        rowData={({ state, overdue }) => ({ 'data-state': state, 'data-overdue': String(overdue) })}
        stale={list.stale}
        more={list}
        empty={
          <EmptyState
            title={t(filtered ? 'prices.emptyFiltered' : 'prices.empty')}
            hint={t(filtered ? 'prices.emptyFilteredHint' : 'prices.emptyHint')}
          />
        }
      />
    </ListFrame>
  )
}

/** Shown to who may change prices alone; the others read. */
const NewButton = () => {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const here = useHere()
  if (!useCan('price.change')) return null
  return (
    <OperationButton
      operation="price.change"
      type="primary"
      icon={<PlusOutlined aria-hidden="true" />}
      label={t('prices.new')}
      testId="new-price-change"
      onClick={() => void navigate('/prices/new', { state: here })}
    />
  )
}

interface FiltersProps {
  filters: PriceFilters
  filtered: boolean
  change(patch: Patch): void
}

const cleared = { show: null, store: null, from: null, to: null, q: null }

const Filters = ({ filters, filtered, change }: FiltersProps) => {
  const { t } = useTranslation()
  const { stores } = useStores()
  return (
    <FilterBar onClear={filtered ? () => change(cleared) : undefined}>
      <SelectFilter
        label={t('filter.state')}
        testId="filter-show"
        width={136}
        value={filters.show}
        all={t('filter.allStates')}
        options={priceShows.map((show) => ({
          value: show,
          label: t(show === 'overdue' ? 'overdue' : `priceState.${show}`),
        }))}
        onChange={(show) => change({ show })}
      />
      <StoreFilter stores={stores} value={filters.storeCode} onChange={(store) => change({ store })} />
      <DayRangeFilter from={filters.fromDay} to={filters.toDay} onChange={(from, to) => change({ from, to })} />
      <SearchFilter
        value={filters.search}
        label={t('filter.find')}
        hint={t('prices.searchHint')}
        width={220}
        onChange={(q) => change({ q })}
      />
    </FilterBar>
  )
}

const useColumns = (): Column<PriceChangeView>[] => {
  const { t } = useTranslation()
  const here = useHere()
  return [
    {
      key: 'number',
      title: t('prices.number'),
      width: 176,
      render: (row) => (
        <RowLink className="code" to={`/prices/${row.changeId}`} state={here}>
          {row.number}
        </RowLink>
      ),
      text: (row) => row.number,
    },
    {
      key: 'day',
      title: t('prices.effectiveDate'),
      width: 100,
      render: (row) => row.effectiveDate,
      text: (row) => row.effectiveDate,
    },
    {
      key: 'state',
      title: t('filter.state'),
      width: 150,
      render: (row) => <PriceStateSign state={row.state} overdue={row.overdue} />,
      text: (row) => [t(`priceState.${row.state}`), ...(row.overdue ? [t('overdue')] : [])].join(' '),
    },
    {
      key: 'lines',
      title: t('prices.products'),
      width: 76,
      align: 'right',
      render: (row) => row.lines,
      text: (row) => row.lines,
    },
    {
      key: 'note',
      title: t('prices.reason'),
      render: (row) => <span title={row.note}>{row.note}</span>,
      text: (row) => row.note,
    },
    {
      key: 'labels',
      title: t('prices.labels'),
      width: 210,
      render: (row) =>
        row.state === 'effective' ? (
          <Progress done={row.printed} total={row.toPrint} late={row.overdue} />
        ) : (
          <span className="muted">—</span>
        ),
      text: (row) => (row.state === 'effective' ? `${row.printed}/${row.toPrint}` : ''),
    },
    {
      key: 'stores',
      title: t('prices.storesDone'),
      width: 92,
      align: 'right',
      render: (row) => (row.state === 'effective' ? `${row.storesDone} / ${row.storesTotal}` : '—'),
      text: (row) => (row.state === 'effective' ? `${row.storesDone}/${row.storesTotal}` : ''),
    },
    {
      key: 'by',
      title: t('prices.by'),
      width: 190,
      render: (row) => (
        <>
          {row.createdByName} <small className="muted">{timeText(row.createdAt)}</small>
        </>
      ),
      text: (row) => `${row.createdByName} ${timeText(row.createdAt)}`,
    },
  ]
}
