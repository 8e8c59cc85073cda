/** 单据: papers of every type. What waits for my decision, what is under way, and all of them; Ctrl+N begins a new one. */

import { SearchOutlined } from '@ant-design/icons'
import { Button, Input, type InputRef, Select, Tabs } from 'antd'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation, useNavigate } from 'react-router'
import { documentTypes } from '../../../core/documents/states'
import { storeDayOf } from '../../../core/quantity/storeDay'
import { useOperation, usePages } from '../../../ui/client'
import { type Column, DataGrid } from '../../../ui/DataGrid'
import { KeyCap } from '../../../ui/KeyCap'
import { useKeys } from '../../../ui/keys'
import { EmptyState, FailedState, LoadingState } from '../../../ui/states'
import { ScanEcho } from '../../scanning/ScanEcho'
import { useProductSearch } from '../../scanning/useIdentify'
import { CopyButton, ExportButton } from '../ListButtons'
import { toGrid, toGridSoon } from '../toGrid'
import { useCopy, useMayNotCopy } from '../useCopy'
import { useDelayed } from '../useDelayed'
import { useExport } from '../useExport'
import { documentListColumns, type ListedDocument, rowsOf } from './columns'
import {
  type DayRange,
  type DocumentTab,
  dayRanges,
  documentTabs,
  listInput,
  noFilters,
  statesOffered,
  useDocumentFilters,
} from './filters'
import { NewDocumentDialog } from './NewDocumentDialog'

interface Arrival {
  tab?: DocumentTab
  create?: boolean
}

export const DocumentsScreen = () => {
  const { t, i18n } = useTranslation()
  const { tab, current, setFilters } = useDocumentFilters()
  const arrival = (useLocation().state ?? {}) as Arrival
  const [creating, setCreating] = useState(arrival.create === true)
  const search = useRef<InputRef>(null)
  const list = useDocuments()
  const setCurrent = (documentId: string): void => setFilters({ current: { ...current, [tab]: documentId } })
  const navigate = useNavigate()
  const copy = useCopy()
  const exporting = useExport()
  useArrivedTab(arrival.tab)
  const row = list.rows.find((one) => one.documentId === current[tab]) ?? list.rows[0]
  const mayNotCopy = useMayNotCopy()(row)
  const move = (by: number): void => {
    const at = documentTabs.indexOf(tab)
    setFilters({ tab: documentTabs[(at + by + documentTabs.length) % documentTabs.length] as DocumentTab })
  }
  const exportList = (): void =>
    void exporting([t('documents.title'), t(`documents.${tab}`)], async () => {
      const { rows, cut } = await list.all()
      return { rows: rowsOf(t, i18n.language, rows), cut }
    })
  // what waits for a decision is not searched, so a product is looked for among all documents
  useProductSearch('documents', (sku) => setFilters({ search: sku, ...(tab === 'inbox' ? { tab: 'all' } : {}) }))
  useKeys('documentList', {
    previousTab: () => move(-1),
    nextTab: () => move(1),
    search: () => search.current?.focus({ cursor: 'all' }),
    create: () => setCreating(true),
    copy: () => void copy(row),
    export: exportList,
    clear: () => {
      if (tab !== 'inbox') setFilters(noFilters)
      toGrid()
    },
  })
  const withValue = list.rows.some(({ value }) => value !== null)
  const columns = useMemo(
    () => documentListColumns(t, i18n.language, tab, withValue),
    [t, i18n.language, tab, withValue],
  )
  return (
    <>
      <div className="page-head">
        <h1>{t('documents.title')}</h1>
        <Tabs
          className="page-tabs"
          activeKey={tab}
          onChange={(key) => setFilters({ tab: key as DocumentTab })}
          onTabClick={toGridSoon}
          items={documentTabs.map((key) => ({ key, label: <TabLabel tab={key} /> }))}
        />
        <ScanEcho hint={t('documents.hint')} />
        <CopyButton mayNot={mayNotCopy} onCopy={() => void copy(row)} testId="documents-copy" />
        <ExportButton onExport={exportList} testId="documents-export" />
        <Button type="primary" onClick={() => setCreating(true)} data-testid="document-new">
          {t('documents.create')}
          <KeyCap name="Ctrl+N" />
        </Button>
      </div>
      {tab === 'inbox' ? null : <Filters field={search} />}
      <div className="page-body" data-testid="documents" data-tab={tab}>
        <List
          list={list}
          columns={columns}
          current={row?.documentId ?? null}
          onCurrent={setCurrent}
          onOpen={(one) => void navigate(`/documents/${one.documentId}`)}
        />
      </div>
      {creating ? <NewDocumentDialog onClose={() => setCreating(false)} /> : null}
    </>
  )
}

const useArrivedTab = (wanted: DocumentTab | undefined): void => {
  const { setFilters } = useDocumentFilters()
  useEffect(() => {
    if (wanted) setFilters({ tab: wanted })
  }, [wanted, setFilters])
}

/** What waits for this user is counted on the tab; the rest needs no count. */
const TabLabel = ({ tab }: { tab: DocumentTab }) => {
  const { t } = useTranslation()
  const waiting = useOperation('document.inbox', { limit: 200 }, { enabled: tab === 'inbox' }).data?.waiting
  return (
    <span data-testid={`tab-${tab}`}>
      {t(`documents.${tab}`)} {tab === 'inbox' && waiting ? <small>{waiting}</small> : null}
    </span>
  )
}

const Filters = ({ field }: { field: React.RefObject<InputRef | null> }) => {
  const { t } = useTranslation()
  const { tab, type, state, days, search, setFilters } = useDocumentFilters()
  const any = type !== 'any' || state !== 'any' || days !== 'any' || search !== ''
  return (
    <div className="filters" data-testid="document-filters">
      <Input
        ref={field}
        className="search"
        allowClear
        prefix={<SearchOutlined />}
        maxLength={64}
        value={search}
        onChange={(event) => setFilters({ search: event.target.value })}
        onPressEnter={toGrid}
        placeholder={t('documents.search')}
        aria-label={t('documents.search')}
        data-testid="documents-search"
      />
      <Select
        className="filter"
        value={type}
        aria-label={t('documents.type')}
        onChange={(value) => setFilters({ type: value })}
        options={[
          { value: 'any' as const, label: t('documents.anyType') },
          ...documentTypes.map((value) => ({ value, label: t(`documentType.${value}`) })),
        ]}
        data-testid="filter-type"
      />
      <Select
        className="filter"
        value={statesOffered(tab).includes(state as never) ? state : 'any'}
        aria-label={t('documents.state')}
        onChange={(value) => setFilters({ state: value })}
        options={[
          { value: 'any' as const, label: t('documents.anyState') },
          ...statesOffered(tab).map((value) => ({ value, label: t(`documentState.${value}`) })),
        ]}
        data-testid="filter-state"
      />
      <Select<DayRange>
        className="filter"
        value={days}
        aria-label={t('documents.days')}
        onChange={(value) => setFilters({ days: value })}
        options={dayRanges.map((value) => ({ value, label: t(`documents.range.${value}`) }))}
        data-testid="filter-days"
      />
      {any ? (
        <Button type="link" onClick={() => setFilters(noFilters)} data-testid="filter-clear">
          {t('documents.clear')}
          <KeyCap name="Esc" />
        </Button>
      ) : null}
    </div>
  )
}

/** The inbox and the list give the same rows; only one of them is asked. */
const useDocuments = () => {
  const { tab, type, state, days, search } = useDocumentFilters()
  const asked = useDelayed(search.trim())
  const base = listInput(tab === 'all' ? 'all' : 'open', { type, state, days, search: asked }, Date.now(), storeDayOf)
  const list = usePages(
    'document.list',
    base,
    (page) => {
      const last = page.documents.at(-1)
      return page.more && last ? { ...base, after: last.number } : undefined
    },
    tab !== 'inbox',
  )
  const inbox = useOperation('document.inbox', { limit: 200 }, { enabled: tab === 'inbox' })
  const rows = useMemo(
    (): ListedDocument[] =>
      tab === 'inbox' ? (inbox.data?.documents ?? []) : list.pages.flatMap((page) => page.documents),
    [tab, inbox.data, list.pages],
  )
  if (tab !== 'inbox')
    return {
      ...list,
      rows,
      all: async () => {
        const { pages, cut } = await list.all()
        return { rows: pages.flatMap((page): ListedDocument[] => page.documents), cut }
      },
    }
  return {
    rows,
    all: () => Promise.resolve({ rows, cut: inbox.data?.more === true }),
    pending: inbox.isPending,
    error: inbox.data ? null : inbox.error,
    more: false,
    next: () => undefined,
    again: () => void inbox.refetch(),
  }
}

interface ListProps {
  list: ReturnType<typeof useDocuments>
  columns: Column<ListedDocument>[]
  current: string | null
  onCurrent(documentId: string): void
  onOpen(row: ListedDocument): void
}

const List = ({ list, columns, current, onCurrent, onOpen }: ListProps) => {
  const { t } = useTranslation()
  const { tab } = useDocumentFilters()
  if (list.pending) return <LoadingState />
  if (list.error) return <FailedState error={list.error} onRetry={list.again} />
  return (
    <DataGrid
      key={tab}
      label={t('documents.title')}
      testId="documents-grid"
      columns={columns}
      rows={list.rows}
      rowKey={(row) => row.documentId}
      currentKey={current}
      onCurrentChange={onCurrent}
      onOpen={onOpen}
      onNearEnd={list.more ? list.next : undefined}
      autoFocus
      empty={<Nothing />}
    />
  )
}

const Nothing = () => {
  const { t } = useTranslation()
  const { tab, type, state, days, search } = useDocumentFilters()
  if (tab !== 'inbox' && (type !== 'any' || state !== 'any' || days !== 'any' || search !== ''))
    return <EmptyState title={t('documents.nothingFound')} hint={t('documents.nothingFoundHint')} />
  return <EmptyState title={t(`documents.empty.${tab}`)} hint={t(`documents.emptyHint.${tab}`)} />
}
