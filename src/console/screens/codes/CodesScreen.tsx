/**
 * 未知条码: codes stores ask about, the longest waiting first. Up and Down move, the code under the focus stands beside the
 * list with every store that asked; A links it to a product, R refuses it with a reason.
 */
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import type { OutputOf } from '../../../contract/operations'
import type { CodeRequest } from '../../../contract/schemas/codeRequest'
import { keyOf } from '../../../ui/keyMap'
import { makeQuietLetters } from '../../../ui/quietLetters'
import { useCan } from '../../../ui/session'
import { EmptyState, FailedState, LoadingState } from '../../../ui/states'
import { type CodeFilters, codeInput, readCodeFilters } from '../../data/codes'
import { type Patch, patched, useFilters } from '../../data/filters'
import { usePages } from '../../data/pages'
import { useStores } from '../../data/stores'
import { ChoiceFilter, FilterBar, SearchFilter, StoreFilter } from '../../parts/FilterBar'
import { ListTable, RowLink } from '../../parts/ListTable'
import { CodeDetail } from './CodeDetail'
import { useCodeColumns } from './codeColumns'
import { LinkDialog } from './LinkDialog'
import { RefuseCodeDialog } from './RefuseCodeDialog'

const pageRows = 100

const keyAfter = (page: OutputOf<'codeRequest.list'>) => (page.more ? page.requests.at(-1)?.code : undefined)

export type Deciding = { act: 'link' | 'refuse'; request: CodeRequest }

export const CodesScreen = () => {
  const { t } = useTranslation()
  const [params, change] = useFilters()
  const filters = readCodeFilters(params)
  const list = usePages('codeRequest.list', { ...codeInput(filters), limit: pageRows }, { after: keyAfter })
  const rows = list.pages.flatMap(({ requests }) => requests)
  const current = rows.find(({ code }) => code === params.get('open')) ?? rows[0] ?? null
  const columns = useCodeColumns(filters.state, OpenLink)
  const [deciding, setDeciding] = useState<Deciding | null>(null)
  const decide = useDecide(setDeciding)
  const onRowKey = useDecideKeys(decide)
  return (
    <>
      <div className="page-head">
        <h1>{t('codes.title')}</h1>
        <Filters filters={filters} change={change} />
      </div>
      {list.loading ? <LoadingState /> : null}
      {list.error ? <FailedState error={list.error} onRetry={list.retry} /> : null}
      {list.pages.length > 0 ? (
        <div className={rows.length === 0 ? 'inbox codes inbox-empty' : 'inbox codes'}>
          <ListTable
            label={t('codes.title')}
            testId="codes"
            columns={columns}
            rows={rows}
            rowKey={({ code }) => code}
            rowTestId={({ code }) => `code-row-${code}`}
            rowData={({ state }) => ({ 'data-state': state })}
            currentKey={current?.code ?? null}
            onRowFocus={({ code }) => (code === current?.code ? undefined : change({ open: code }))}
            onRowKey={onRowKey}
            stale={list.stale}
            more={list}
            keysHint={t('codes.keys')}
            empty={<NoCodes filters={filters} />}
          />
          {current ? <CodeDetail key={current.code} request={current} onDecide={decide} /> : null}
        </div>
      ) : null}
      {deciding?.act === 'link' ? (
        <LinkDialog key={deciding.request.code} request={deciding.request} onEnd={() => setDeciding(null)} />
      ) : null}
      <RefuseCodeDialog
        request={deciding?.act === 'refuse' ? deciding.request : null}
        onEnd={() => setDeciding(null)}
      />
    </>
  )
}

const NoCodes = ({ filters }: { filters: CodeFilters }) => {
  const { t } = useTranslation()
  const narrowed = filters.state !== '' || filters.storeCode !== '' || filters.search !== ''
  return narrowed ? (
    <EmptyState title={t('codes.emptyFiltered')} hint={t('codes.emptyFilteredHint')} />
  ) : (
    <EmptyState title={t('codes.empty')} hint={t('codes.emptyHint')} />
  )
}

const nothing: Patch = { state: null, store: null, q: null }

const Filters = ({ filters, change }: { filters: CodeFilters; change(patch: Patch): void }) => {
  const { t } = useTranslation()
  const filtered = Object.values(filters).some((value) => value !== '')
  return (
    <FilterBar onClear={filtered ? () => change(nothing) : undefined}>
      <ChoiceFilter
        label={t('filter.state')}
        testId="filter-code-state"
        value={filters.state}
        options={[
          { value: '', label: t('codes.show.open') },
          { value: 'answered', label: t('codes.show.answered') },
        ]}
        onChange={(state) => change({ state })}
      />
      <StoreFilter stores={useStores().stores} value={filters.storeCode} onChange={(store) => change({ store })} />
      <SearchFilter
        value={filters.search}
        label={t('filter.find')}
        hint={t('codes.searchHint')}
        width={220}
        onChange={(q) => change({ q })}
      />
    </FilterBar>
  )
}

const OpenLink = ({ row, children }: { row: CodeRequest; children: string }) => {
  const [params] = useSearchParams()
  return (
    <RowLink replace to={{ search: patched(params, { open: row.code }).toString() }}>
      {children}
    </RowLink>
  )
}

const useDecide = (begin: (deciding: Deciding) => void): ((deciding: Deciding) => void) => {
  const may = { link: useCan('codeRequest.link'), refuse: useCan('codeRequest.refuse') }
  return (deciding) => {
    if (may[deciding.act] && deciding.request.state === 'open') begin(deciding)
  }
}

/** A letter acts only while the list has the focus, and never as part of a scan. */
const useDecideKeys = (decide: (deciding: Deciding) => void): ((event: KeyboardEvent, row: CodeRequest) => void) => {
  const latest = useRef<(act: Deciding['act']) => void>(() => undefined)
  const letters = useMemo(
    () =>
      makeQuietLetters(() => ({
        [keyOf('codes', 'link').toLowerCase()]: () => latest.current('link'),
        [keyOf('codes', 'refuse').toLowerCase()]: () => latest.current('refuse'),
      })),
    [],
  )
  useEffect(() => () => letters.stop(), [letters])
  return (event, request) => {
    latest.current = (act) => decide({ act, request })
    if (letters.key(event)) event.preventDefault()
  }
}
