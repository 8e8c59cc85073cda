/** 单据: every document of the chain, newest first; filters stay in the address and go into the exported file. */
import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '../../../contract/operations'
import type { DocumentHeader } from '../../../contract/schemas/document'
import { documentTypes } from '../../../core/documents/states'
import { useClient } from '../../../ui/client'
import { EmptyState, FailedState, LoadingState } from '../../../ui/states'
import {
  type DocumentFilters,
  documentInput,
  type Patch,
  readDocumentFilters,
  stateFilters,
  useFilters,
} from '../../data/filters'
import { readAll, usePages } from '../../data/pages'
import { type Stores, useStores } from '../../data/stores'
import { useCreatable } from '../../data/writing'
import { useHere } from '../../parts/cameFrom'
import { ExportButton } from '../../parts/ExportButton'
import { DayRangeFilter, FilterBar, SearchFilter, SelectFilter, StoreFilter } from '../../parts/FilterBar'
import { ListTable } from '../../parts/ListTable'
import { useDocumentColumns } from './documentColumns'
import { NewDocumentDialog } from './NewDocumentDialog'

const pageRows = 100
const exportRows = 200

const keyAfter = (page: OutputOf<'document.list'>) => (page.more ? page.documents.at(-1)?.number : undefined)

export const DocumentsScreen = () => {
  const { t } = useTranslation()
  const client = useClient()
  const [params, change] = useFilters()
  const filters = readDocumentFilters(params)
  const input = documentInput(filters)
  const stores = useStores()
  const list = usePages('document.list', { ...input, limit: pageRows }, { after: keyAfter })
  const columns = useDocumentColumns({ here: useHere(), stores })
  const filtered = Object.values(filters).some((value) => value !== '')
  return (
    <>
      <div className="page-head">
        <h1>{t('documents.title')}</h1>
        <div className="page-acts">
          <ExportButton<DocumentHeader>
            name={t('documents.title')}
            columns={columns}
            read={() =>
              readAll(client, 'document.list', { ...input, limit: exportRows }, { after: keyAfter, rows: rowsOf })
            }
          />
          <NewButton filters={filters} />
        </div>
        <Filters filters={filters} filtered={filtered} stores={stores} change={change} />
      </div>
      {list.loading ? <LoadingState /> : null}
      {list.error ? <FailedState error={list.error} onRetry={list.retry} /> : null}
      {list.pages.length > 0 ? (
        <ListTable
          label={t('documents.title')}
          testId="receipts"
          columns={columns}
          rows={list.pages.flatMap(rowsOf)}
          rowKey={({ documentId }) => documentId}
          rowTestId={({ number }) => `receipt-row-${number}`}
          rowData={({ type, state }) => ({ 'data-type': type, 'data-state': state })}
          stale={list.stale}
          more={list}
          empty={
            <EmptyState
              title={t('documents.empty')}
              hint={t(filtered ? 'documents.emptyFilteredHint' : 'documents.emptyHint')}
            />
          }
        />
      ) : null}
    </>
  )
}

const rowsOf = (page: OutputOf<'document.list'>): DocumentHeader[] => page.documents

interface FiltersProps {
  filters: DocumentFilters
  filtered: boolean
  stores: Stores
  change(patch: Patch): void
}

const nothing: Patch = { type: null, state: null, store: null, warehouse: null, from: null, to: null, q: null }

const Filters = ({ filters, filtered, stores, change }: FiltersProps) => {
  const { t } = useTranslation()
  return (
    <FilterBar onClear={filtered ? () => change(nothing) : undefined}>
      <SelectFilter
        label={t('filter.type')}
        testId="filter-type"
        width={130}
        value={filters.type}
        all={t('filter.allTypes')}
        options={documentTypes.map((type) => ({ value: type, label: t(`documentType.${type}`) }))}
        onChange={(type) => change({ type })}
      />
      <SelectFilter
        label={t('filter.state')}
        testId="filter-state"
        width={104}
        value={filters.state}
        all={t('filter.allStates')}
        options={stateFilters.map((state) => ({ value: state, label: t(`documentState.${state}`) }))}
        onChange={(state) => change({ state })}
      />
      <StoreFilter stores={stores.stores} value={filters.storeCode} onChange={(store) => change({ store })} />
      <DayRangeFilter from={filters.fromDay} to={filters.toDay} onChange={(from, to) => change({ from, to })} />
      <SearchFilter
        value={filters.search}
        label={t('filter.find')}
        hint={t('documents.searchHint')}
        width={210}
        onChange={(q) => change({ q })}
      />
    </FilterBar>
  )
}

/** Only where this user may write something at HQ. */
const NewButton = ({ filters }: { filters: DocumentFilters }) => {
  const { t } = useTranslation()
  const creatable = useCreatable()
  const [open, setOpen] = useState(false)
  if (creatable.length === 0) return null
  return (
    <>
      <Button
        type="primary"
        icon={<PlusOutlined aria-hidden="true" />}
        data-testid="new-document"
        onClick={() => setOpen(true)}
      >
        {t('documents.new')}
      </Button>
      <NewDocumentDialog open={open} creatable={creatable} first={filters.type} onClose={() => setOpen(false)} />
    </>
  )
}
