/** 调拨: transfers of the chain, newest first, with what is still on the way. */
import { PlusOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { OutputOf } from '../../../contract/operations'
import type { TransferSummary } from '../../../contract/schemas/transfer'
import { transferKinds, transferStates } from '../../../core/documents/transfer'
import { useClient } from '../../../ui/client'
import { OperationButton } from '../../../ui/OperationButton'
import { useCan } from '../../../ui/session'
import { EmptyState } from '../../../ui/states'
import { type Patch, readTransferFilters, type TransferFilters, transferInput, useFilters } from '../../data/filters'
import { readAll, usePages } from '../../data/pages'
import { useStores } from '../../data/stores'
import { useHere } from '../../parts/cameFrom'
import { ExportButton } from '../../parts/ExportButton'
import { FilterBar, SearchFilter, SelectFilter, StoreFilter } from '../../parts/FilterBar'
import { askedByPage, ListFrame } from '../../parts/ListFrame'
import { ListTable } from '../../parts/ListTable'
import { useTransferColumns } from './transferColumns'

const pageRows = 100
const exportRows = 200

type Page = OutputOf<'transfer.list'>
const keyAfter = (page: Page) => (page.more ? page.transfers.at(-1)?.number : undefined)
const rowsOf = (page: Page): TransferSummary[] => page.transfers

export const TransfersScreen = () => {
  const { t } = useTranslation()
  const client = useClient()
  const [params, change] = useFilters()
  const filters = readTransferFilters(params)
  const input = transferInput(filters)
  const list = usePages('transfer.list', { ...input, limit: pageRows }, { after: keyAfter })
  const columns = useTransferColumns(useHere())
  const filtered = Object.values(filters).some((value) => value !== '')
  return (
    <ListFrame
      title={t('transfers.title')}
      acts={
        <>
          <ExportButton<TransferSummary>
            name={t('transfers.title')}
            columns={columns}
            read={() =>
              readAll(client, 'transfer.list', { ...input, limit: exportRows }, { after: keyAfter, rows: rowsOf })
            }
          />
          <PushButton />
        </>
      }
      filters={<Filters filters={filters} filtered={filtered} change={change} />}
      asked={askedByPage(list)}
    >
      <ListTable
        label={t('transfers.title')}
        testId="transfers"
        columns={columns}
        rows={list.pages.flatMap(rowsOf)}
        rowKey={({ transferId }) => transferId}
        rowTestId={({ number }) => `transfer-row-${number}`}
        rowData={({ state }) => ({ 'data-state': state })}
        stale={list.stale}
        more={list}
        empty={
          <EmptyState
            title={t('transfers.empty')}
            hint={t(filtered ? 'transfers.emptyFilteredHint' : 'transfers.emptyHint')}
          />
        }
      />
    </ListFrame>
  )
}

const PushButton = () => {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const here = useHere()
  if (!useCan('transfer.push')) return null
  return (
    <OperationButton
      operation="transfer.push"
      type="primary"
      icon={<PlusOutlined aria-hidden="true" />}
      label={t('transfers.push')}
      testId="push-transfer"
      onClick={() => void navigate('/transfers/new', { state: here })}
    />
  )
}

interface FiltersProps {
  filters: TransferFilters
  filtered: boolean
  change(patch: Patch): void
}

const Filters = ({ filters, filtered, change }: FiltersProps) => {
  const { t } = useTranslation()
  const { stores } = useStores()
  return (
    <FilterBar onClear={filtered ? () => change({ state: null, kind: null, store: null, q: null }) : undefined}>
      <SelectFilter
        label={t('filter.state')}
        testId="filter-state"
        width={124}
        value={filters.state}
        all={t('filter.allStates')}
        options={transferStates.map((state) => ({ value: state, label: t(`transferState.${state}`) }))}
        onChange={(state) => change({ state })}
      />
      <SelectFilter
        label={t('transfers.kind')}
        testId="filter-kind"
        width={96}
        value={filters.kind}
        all={t('filter.allKinds')}
        options={transferKinds.map((kind) => ({ value: kind, label: t(`transferKind.${kind}`) }))}
        onChange={(kind) => change({ kind })}
      />
      <StoreFilter stores={stores} value={filters.storeCode} onChange={(store) => change({ store })} />
      <SearchFilter
        value={filters.search}
        label={t('filter.find')}
        hint={t('transfers.searchHint')}
        width={260}
        onChange={(q) => change({ q })}
      />
    </FilterBar>
  )
}
