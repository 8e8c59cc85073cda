/**
 * 审批: what waits for this user's decision, oldest first. Up and Down move, A approves what is shown beside the list, R
 * refuses it with a reason, Space ticks for approving many at once. Letters act only while the list has the focus.
 */
import { Button, Checkbox } from 'antd'
import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import type { OutputOf } from '../../../contract/operations'
import { documentTypes } from '../../../core/documents/states'
import { useClient } from '../../../ui/client'
import { keyOf } from '../../../ui/keyMap'
import { makeQuietLetters } from '../../../ui/quietLetters'
import { useHolds } from '../../../ui/session'
import { EmptyState, FailedState, LoadingState } from '../../../ui/states'
import {
  type InboxFilters,
  inboxInput,
  inboxValueMaxFen,
  type Patch,
  patched,
  readInboxFilters,
  useFilters,
} from '../../data/filters'
import type { Waiting } from '../../data/inbox'
import { readAll, usePages } from '../../data/pages'
import { useStores } from '../../data/stores'
import { ExportButton } from '../../parts/ExportButton'
import { YuanField } from '../../parts/FigureField'
import { FilterBar, SearchFilter, SelectFilter, StoreFilter } from '../../parts/FilterBar'
import { type Column, ListTable, RowLink } from '../../parts/ListTable'
import { InboxDetail } from './InboxDetail'
import { useInboxColumns } from './inboxColumns'
import { Outcomes } from './Outcomes'
import { RefuseDialog } from './RefuseDialog'
import { type Deciding, useDeciding } from './useDeciding'

const pageRows = 100
const exportRows = 200

const keyAfter = (page: OutputOf<'document.inbox'>) => (page.more ? page.documents.at(-1)?.number : undefined)
const rowsOf = (page: OutputOf<'document.inbox'>): Waiting[] => page.documents

export const InboxScreen = () => {
  const { t } = useTranslation()
  const client = useClient()
  const [params, change] = useFilters()
  const filters = readInboxFilters(params)
  const input = inboxInput(filters)
  const filtered = Object.keys(input).length > 0
  const list = usePages('document.inbox', { ...input, limit: pageRows }, { after: keyAfter })
  const rows = list.pages.flatMap(rowsOf)
  const open = openKey(rows, params.get('open'))
  const moveTo = (documentId: string | null): void => change({ open: documentId })
  const deciding = useDeciding(rows, open, moveTo)
  const columns = useColumns(deciding)
  const onRowKey = useRowKeys(deciding)
  useFocusAfter(deciding)
  return (
    <>
      <div className="page-head">
        <h1>{t('inbox.title')}</h1>
        <span className="muted" data-testid="inbox-waiting">
          {t('inbox.waiting', { n: list.pages[0]?.waiting ?? 0 })}
        </span>
        <div className="page-acts">
          <ExportButton<Waiting>
            name={t('inbox.title')}
            columns={columns}
            read={() =>
              readAll(client, 'document.inbox', { ...input, limit: exportRows }, { after: keyAfter, rows: rowsOf })
            }
          />
          <BulkButton deciding={deciding} />
        </div>
        <Filters filters={filters} filtered={filtered} change={change} />
      </div>
      <Outcomes deciding={deciding} />
      {list.loading ? <LoadingState /> : null}
      {list.error ? <FailedState error={list.error} onRetry={list.retry} /> : null}
      {list.pages.length > 0 ? (
        <div className={rows.length === 0 ? 'inbox inbox-empty' : 'inbox'}>
          <ListTable
            label={t('inbox.title')}
            testId="inbox"
            columns={columns}
            rows={rows}
            rowKey={({ documentId }) => documentId}
            rowTestId={({ number }) => `inbox-row-${number}`}
            rowData={({ type }) => ({ 'data-type': type })}
            currentKey={open}
            onRowFocus={({ documentId }) => (documentId === open ? undefined : moveTo(documentId))}
            onRowKey={onRowKey}
            stale={list.stale}
            more={list}
            keysHint={t('inbox.keys')}
            empty={
              filtered ? (
                <EmptyState title={t('inbox.emptyFiltered')} hint={t('documents.emptyFilteredHint')} />
              ) : (
                <EmptyState title={t('inbox.empty')} hint={t('inbox.emptyHint')} />
              )
            }
          />
          {open === null ? null : <InboxDetail key={open} documentId={open} deciding={deciding} />}
        </div>
      ) : null}
      <RefuseDialog deciding={deciding} />
    </>
  )
}

interface FiltersProps {
  filters: InboxFilters
  filtered: boolean
  change(patch: Patch): void
}

const nothing: Patch = { type: null, store: null, min: null, q: null }

const Filters = ({ filters, filtered, change }: FiltersProps) => {
  const { t } = useTranslation()
  const { stores } = useStores()
  const withCost = useHolds('cost.view')
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
      <StoreFilter stores={stores} value={filters.storeCode} onChange={(store) => change({ store })} />
      {withCost ? <LeastValue fen={filters.minValueFen} change={change} /> : null}
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

const LeastValue = ({ fen, change }: { fen: number | null; change(patch: Patch): void }) => {
  const { t } = useTranslation()
  return (
    <div className="filter">
      <span aria-hidden="true">{t('inbox.valueFrom')}</span>
      <YuanField
        label={t('inbox.valueFrom')}
        testId="filter-value"
        value={fen}
        unit="¥"
        width={110}
        onCommit={(least) => change({ min: least === 0 ? null : String(Math.min(least, inboxValueMaxFen)) })}
        onEmpty={() => change({ min: null })}
      />
    </div>
  )
}

/** What the link names, while it still waits; otherwise the oldest. A link from a document opens that one. */
const openKey = (rows: readonly Waiting[], asked: string | null): string | null =>
  asked !== null && rows.some(({ documentId }) => documentId === asked) ? asked : (rows[0]?.documentId ?? null)

const useColumns = (deciding: Deciding): Column<Waiting>[] => {
  const { t } = useTranslation()
  const columns = useInboxColumns(OpenLink)
  return [
    {
      key: 'tick',
      title: '',
      width: 38,
      render: (row) => (
        <Checkbox
          aria-label={t('inbox.tick', { number: row.number })}
          tabIndex={-1}
          disabled={!row.decidable}
          checked={deciding.ticked.has(row.documentId)}
          onChange={() => deciding.tick(row.documentId)}
        />
      ),
    },
    ...columns,
  ]
}

const OpenLink = ({ row }: { row: Waiting }) => {
  const [params] = useSearchParams()
  return (
    <RowLink className="code" replace to={{ search: patched(params, { open: row.documentId }).toString() }}>
      {row.number}
    </RowLink>
  )
}

const useRowKeys = (deciding: Deciding): ((event: KeyboardEvent, row: Waiting) => void) => {
  const latest = useRef(deciding)
  latest.current = deciding
  const letters = useMemo(
    () =>
      makeQuietLetters(() => ({
        [keyOf('inbox', 'approve').toLowerCase()]: () => latest.current.approve(),
        [keyOf('inbox', 'refuse').toLowerCase()]: () => latest.current.askRefusal(),
      })),
    [],
  )
  useEffect(() => () => letters.stop(), [letters])
  return (event, row) => {
    if (letters.key(event)) return event.preventDefault()
    if (event.key !== ' ') return
    event.preventDefault()
    if (row.decidable) deciding.tick(row.documentId)
  }
}

/** After a decision the focus stands on the next paper, so that A, A, A works through the list. */
const useFocusAfter = ({ decided, open }: Deciding): void => {
  useEffect(() => {
    if (decided === 0 || open === null) return
    const timer = setTimeout(() => {
      document.querySelector<HTMLElement>('[data-testid="inbox"] tr.current [data-row-link]')?.focus()
    }, 0)
    return () => clearTimeout(timer)
  }, [decided, open])
}

const BulkButton = ({ deciding }: { deciding: Deciding }) => {
  const { t } = useTranslation()
  const n = deciding.ticked.size
  if (n === 0) return null
  return (
    <Button type="primary" data-testid="inbox-bulk" loading={deciding.busy} onClick={deciding.approveTicked}>
      {t('inbox.approveTicked', { n })}
    </Button>
  )
}
