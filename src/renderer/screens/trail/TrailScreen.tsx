/** 操作日志 of this store, as far as this PC knows it: who did what and when, by keyboard; Enter shows what a line changed. */
import { SearchOutlined } from '@ant-design/icons'
import { Button, Input, type InputRef, Select } from 'antd'
import { useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { operations } from '../../../contract/operations'
import { storeDayOf } from '../../../core/quantity/storeDay'
import { useOperation, usePages } from '../../../ui/client'
import { type Column, DataGrid } from '../../../ui/DataGrid'
import { Dialog, SidePanel } from '../../../ui/Dialog'
import { FindingList } from '../../../ui/FindingList'
import { nameIn, shortSecondText } from '../../../ui/format'
import { KeyCap } from '../../../ui/KeyCap'
import { useKeys } from '../../../ui/keys'
import { type SheetRow, timeCell } from '../../../ui/sheet'
import { EmptyState, FailedState, LoadingState } from '../../../ui/states'
import { TrailDetail } from '../../../ui/TrailDetail'
import { TrailSign } from '../../../ui/TrailSign'
import {
  aboutText,
  actText,
  operationText,
  placeText,
  rolesText,
  searchedOperations,
  type TrailRow,
  trailKey,
  whoText,
} from '../../../ui/trail'
import { endOf, outcomeOf } from '../../../ui/trailOutcome'
import { ScanEcho } from '../../scanning/ScanEcho'
import type { CameFrom } from '../document/DocumentScreen'
import { type DayRange, dayRanges } from '../documents/filters'
import { useKeptPlace } from '../keptPlace'
import { ExportButton } from '../ListButtons'
import { toGrid } from '../toGrid'
import { useDelayed } from '../useDelayed'
import { useExport } from '../useExport'
import { useVerify } from './useVerify'

interface TrailPlace {
  days: DayRange
  userId: string
  operation: string
  outcome: 'done' | 'refused' | ''
  onlyLent: boolean
  search: string
  current: string
}

const firstPlace: TrailPlace = {
  days: 'today',
  userId: '',
  operation: '',
  outcome: '',
  onlyLent: false,
  search: '',
  current: '',
}

export const TrailScreen = () => {
  const { t, i18n } = useTranslation()
  const [place, keep] = useKeptPlace('trail', firstPlace)
  const [open, setOpen] = useState(false)
  const field = useRef<InputRef>(null)
  const list = useTrail(place)
  const at = list.rows.find((row) => trailKey(row) === place.current) ?? list.rows[0]
  const exporting = useExport()
  const verify = useVerify()
  const columns = useMemo(() => trailColumns(t, i18n.language), [t, i18n.language])
  const exportList = (): void =>
    void exporting([t('trail.title')], async () => {
      const { pages, cut } = await list.all()
      return {
        rows: sheetRows(
          t,
          i18n.language,
          pages.flatMap(({ rows }) => rows),
        ),
        cut,
      }
    })
  useKeys('trail', {
    search: () => field.current?.focus({ cursor: 'all' }),
    lent: () => keep({ onlyLent: !place.onlyLent }),
    verify: verify.start,
    export: exportList,
    clear: () => {
      keep({ ...firstPlace, current: place.current })
      toGrid()
    },
  })
  return (
    <>
      <div className="page-head">
        <h1>{t('trail.title')}</h1>
        <ScanEcho hint={t('trailPage.hint')} />
        <Button onClick={verify.start} loading={verify.busy} data-testid="trail-verify">
          {t('trail.verify')}
          <KeyCap name="Alt+V" />
        </Button>
        <ExportButton onExport={exportList} testId="trail-export" />
      </div>
      <Filters field={field} place={place} keep={keep} />
      <div className="page-body" data-testid="trail">
        {list.pending ? <LoadingState /> : null}
        {list.error ? <FailedState error={list.error} onRetry={list.again} /> : null}
        {list.pending || list.error ? null : (
          <DataGrid
            label={t('trail.title')}
            testId="trail-grid"
            columns={columns}
            rows={list.rows}
            rowKey={trailKey}
            currentKey={at ? trailKey(at) : null}
            onCurrentChange={(key) => keep({ current: key })}
            onOpen={(row) => {
              keep({ current: trailKey(row) })
              setOpen(true)
            }}
            onNearEnd={list.more ? list.next : undefined}
            autoFocus
            empty={<EmptyState title={t('trail.empty')} hint={t('trail.emptyHint')} />}
          />
        )}
      </div>
      <Panel row={open ? at : undefined} onClose={() => setOpen(false)} />
      <Dialog
        open={verify.found !== null}
        title={t('trail.verifyTitle')}
        onClose={verify.putAway}
        width={760}
        testId="verify-dialog"
      >
        {verify.found ? <FindingList answer={verify.found} /> : null}
      </Dialog>
    </>
  )
}

const pageRows = 100
const dayMs = 24 * 60 * 60 * 1000
const backDays: Record<Exclude<DayRange, 'any'>, number> = { today: 0, week: 6, month: 29 }

const useTrail = (place: TrailPlace) => {
  const search = useDelayed(place.search.trim())
  const base = {
    ...(place.days === 'any' ? {} : { from: storeDayOf(Date.now() - backDays[place.days] * dayMs) }),
    ...(place.userId === '' ? {} : { userId: place.userId }),
    ...(place.operation === '' ? {} : { operation: place.operation }),
    ...(place.outcome === '' ? {} : { outcome: place.outcome }),
    ...(place.onlyLent ? { overridesOnly: true } : {}),
    ...(search === '' ? {} : { search }),
    limit: pageRows,
  }
  const list = usePages('trail.search', base, (page) => {
    const last = page.rows.at(-1)
    return page.more && last ? { ...base, after: { at: last.at, logId: last.logId, seq: last.seq } } : undefined
  })
  const rows = useMemo(() => list.pages.flatMap((page) => page.rows), [list.pages])
  return { ...list, rows }
}

interface FiltersProps {
  field: React.RefObject<InputRef | null>
  place: TrailPlace
  keep(change: Partial<TrailPlace>): void
}

const isNarrowed = ({ current: _current, ...place }: TrailPlace): boolean =>
  Object.entries(place).some(([name, value]) => value !== firstPlace[name as keyof TrailPlace])

const Filters = ({ field, place, keep }: FiltersProps) => {
  const { t, i18n } = useTranslation()
  const users = useOperation('signIn.users', {}).data?.users ?? []
  return (
    <div className="filters" data-testid="trail-filters">
      <Input
        ref={field}
        className="search search-small"
        allowClear
        prefix={<SearchOutlined />}
        maxLength={64}
        value={place.search}
        onChange={(event) => keep({ search: event.target.value })}
        onPressEnter={toGrid}
        placeholder={t('trail.findHint')}
        aria-label={t('trail.findHint')}
        data-testid="trail-search"
      />
      <Select<DayRange>
        className="filter"
        value={place.days}
        aria-label={t('trail.day')}
        onChange={(days) => keep({ days })}
        options={dayRanges.map((value) => ({ value, label: t(`documents.range.${value}`) }))}
        data-testid="filter-days"
      />
      <Select
        className="filter"
        value={place.userId}
        aria-label={t('trail.user')}
        onChange={(userId) => keep({ userId })}
        options={[
          { value: '', label: t('trail.allUsers') },
          ...users.map((user) => ({ value: user.userId, label: nameIn(i18n.language, user) })),
        ]}
        data-testid="filter-user"
      />
      <Select
        className="filter"
        value={place.operation}
        aria-label={t('trail.operation')}
        showSearch={{ optionFilterProp: 'label' }}
        popupMatchSelectWidth={false}
        onChange={(operation) => keep({ operation })}
        options={[
          { value: '', label: t('trail.allOperations') },
          ...searchedOperations(ownOperations, place.operation).map((value) => ({
            value,
            label: operationText(t, value),
          })),
        ]}
        data-testid="filter-operation"
      />
      <Select
        className="filter"
        value={place.outcome}
        aria-label={t('trail.outcome')}
        onChange={(outcome) => keep({ outcome })}
        options={(['', 'done', 'refused'] as const).map((value) => ({
          value,
          label: t(value === '' ? 'trail.allOutcomes' : `trail.${value}`),
        }))}
        data-testid="filter-outcome"
      />
      <Button
        type={place.onlyLent ? 'primary' : 'default'}
        aria-pressed={place.onlyLent}
        onClick={() => keep({ onlyLent: !place.onlyLent })}
        data-testid="filter-lent"
      >
        {t('trail.onlyLent')}
        <KeyCap name="Alt+L" />
      </Button>
      {isNarrowed(place) ? (
        <Button type="link" onClick={() => keep({ ...firstPlace, current: place.current })} data-testid="filter-clear">
          {t('documents.clear')}
          <KeyCap name="Esc" />
        </Button>
      ) : null}
    </div>
  )
}

/** What a store's PC writes of itself. */
const ownOperations = Object.entries(operations)
  .filter(([, { kind, runsOn }]) => kind !== 'query' && runsOn !== 'hub')
  .map(([name]) => name)

type Translate = (key: string, values?: Record<string, unknown>) => string

const trailColumns = (t: Translate, language: string): Column<TrailRow>[] => [
  { key: 'at', title: t('trail.at'), width: 116, render: (row) => shortSecondText(row.at) },
  {
    key: 'what',
    title: t('trail.what'),
    width: 204,
    render: (row) => <b>{actText(t as never, row)}</b>,
  },
  {
    key: 'who',
    title: t('trail.who'),
    width: 200,
    render: (row) => (
      <>
        {whoText(t as never, language, row)}{' '}
        {row.roles.length > 0 ? <small className="muted">{rolesText(t as never, language, row.roles)}</small> : null}
      </>
    ),
  },
  { key: 'where', title: t('trail.where'), width: 160, render: (row) => placeText(t as never, row) },
  {
    key: 'number',
    title: t('trail.number'),
    width: 190,
    render: (row) => {
      const about = aboutText(t as never, row)
      return about === '' ? <span className="zero">—</span> : <span className="code">{about}</span>
    },
  },
  {
    key: 'outcome',
    title: t('trail.result'),
    render: (row) => (
      <span title={outcomeOf(t as never, row)}>
        <TrailSign row={row} /> {endOf(row) === 'done' ? '' : outcomeOf(t as never, row)}
      </span>
    ),
  },
  { key: 'lent', title: t('trail.lent'), width: 92, render: (row) => row.authorityName || row.authorityId },
]

const sheetRows = (t: Translate, language: string, rows: readonly TrailRow[]): SheetRow[] => [
  ['at', 'what', 'who', 'roles', 'where', 'number', 'result', 'lent'].map((name) => t(`trail.${name}`)),
  ...rows.map((row) => [
    timeCell(row.at),
    actText(t as never, row),
    whoText(t as never, language, row),
    rolesText(t as never, language, row.roles),
    placeText(t as never, row),
    aboutText(t as never, row),
    outcomeOf(t as never, row),
    row.authorityName || row.authorityId,
  ]),
]

const Panel = ({ row, onClose }: { row: TrailRow | undefined; onClose(): void }) => {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const openPaper = (): void => {
    if (!row || row.documentId === '') return
    const state: CameFrom = { from: '/trail' }
    void navigate(`/documents/${row.documentId}`, { state })
  }
  return (
    <SidePanel
      open={row !== undefined}
      title={t('trail.panel')}
      onClose={onClose}
      scope="trailPanel"
      keys={{ openDocument: openPaper }}
      width={640}
      testId="trail-panel"
    >
      {row ? (
        <TrailDetail
          row={row}
          link={
            <Button type="link" size="small" className="code" onClick={openPaper} data-testid="trail-document">
              {row.number || t('trail.openPaper')}
              <KeyCap name="Enter" />
            </Button>
          }
        />
      ) : null}
    </SidePanel>
  )
}
