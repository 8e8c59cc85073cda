/** 收货单: the receipts of the chain, newest first. */
import { useTranslation } from 'react-i18next'
import { EmptyState, FailedState, LoadingState } from '../../../ui/states'
import { readReceiptFilters, receiptInput, receiptStates, useFilters } from '../../data/filters'
import { usePages } from '../../data/pages'
import { useStores } from '../../data/stores'
import { useHere } from '../../parts/cameFrom'
import { ChoiceFilter, FilterBar, StoreFilter } from '../../parts/FilterBar'
import { ListTable } from '../../parts/ListTable'
import { useReceiptColumns } from './receiptColumns'

const pageRows = 100

export const ReceiptsScreen = () => {
  const { t } = useTranslation()
  const [params, change] = useFilters()
  const filters = readReceiptFilters(params)
  const stores = useStores()
  const list = usePages(
    'goodsReceipt.list',
    { ...receiptInput(filters), limit: pageRows },
    { after: (page) => (page.more ? page.receipts.at(-1)?.number : undefined) },
  )
  const columns = useReceiptColumns({ here: useHere(), stores })
  const states = receiptStates.map((state) => ({ value: state, label: t(`documentStates.${state}`) }))
  const filtered = filters.storeCode !== '' || filters.state !== ''
  return (
    <>
      <div className="page-head">
        <h1>{t('receipts.title')}</h1>
        <FilterBar onClear={filtered ? () => change({ store: null, state: null }) : undefined}>
          <StoreFilter stores={stores.stores} value={filters.storeCode} onChange={(store) => change({ store })} />
          <ChoiceFilter
            label={t('filter.state')}
            testId="filter-state"
            value={filters.state}
            options={[{ value: '', label: t('filter.allStates') }, ...states]}
            onChange={(state) => change({ state })}
          />
        </FilterBar>
      </div>
      {list.loading ? <LoadingState /> : null}
      {list.error ? <FailedState error={list.error} onRetry={list.retry} /> : null}
      {list.pages.length > 0 ? (
        <ListTable
          label={t('receipts.title')}
          testId="receipts"
          columns={columns}
          rows={list.pages.flatMap(({ receipts }) => receipts)}
          rowKey={({ documentId }) => documentId}
          rowTestId={({ number }) => `receipt-row-${number}`}
          stale={list.stale}
          more={list}
          empty={
            <EmptyState
              title={t('receipts.empty')}
              hint={t(filtered ? 'receipts.emptyFilteredHint' : 'receipts.emptyHint')}
            />
          }
        />
      ) : null}
    </>
  )
}
