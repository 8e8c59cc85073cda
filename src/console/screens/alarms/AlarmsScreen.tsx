/**
 * 告警: what HQ did not simply believe, newest first, what nobody has looked at unless asked otherwise. Up and Down move,
 * the alarm under the focus stands beside the list with what the PC told; C closes it with a note, R tries
 * once more to book what waits.
 */
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import type { OutputOf } from '../../../contract/operations'
import { type Alarm, alarmKinds } from '../../../contract/schemas/alarm'
import { useClient } from '../../../ui/client'
import { keyOf } from '../../../ui/keyMap'
import { makeQuietLetters } from '../../../ui/quietLetters'
import { useCan } from '../../../ui/session'
import { EmptyState, FailedState, LoadingState } from '../../../ui/states'
import { useAlarmStores } from '../../data/alarms'
import {
  type AlarmFilters,
  alarmInput,
  alarmStateFilters,
  type Patch,
  patched,
  readAlarmFilters,
  useFilters,
} from '../../data/filters'
import { readAll, usePages } from '../../data/pages'
import { ExportButton } from '../../parts/ExportButton'
import { ChoiceFilter, DayRangeFilter, FilterBar, SearchFilter, SelectFilter, StoreFilter } from '../../parts/FilterBar'
import { ListTable, RowLink } from '../../parts/ListTable'
import { AlarmDetail } from './AlarmDetail'
import { useAlarmColumns } from './alarmColumns'
import { CloseDialog } from './CloseDialog'
import { useRetry } from './useRetry'

const pageRows = 100
const exportRows = 200

const keyAfter = (page: OutputOf<'alarm.list'>) => (page.more ? page.alarms.at(-1)?.alarmId : undefined)
const rowsOf = (page: OutputOf<'alarm.list'>): Alarm[] => page.alarms

export const AlarmsScreen = () => {
  const { t } = useTranslation()
  const client = useClient()
  const [params, change] = useFilters()
  const filters = readAlarmFilters(params)
  const input = alarmInput(filters)
  const list = usePages('alarm.list', { ...input, limit: pageRows }, { after: keyAfter })
  const rows = list.pages.flatMap(rowsOf)
  const current = currentOf(rows, params.get('open'))
  const columns = useAlarmColumns(OpenLink)
  const [closing, setClosing] = useState<Alarm | null>(null)
  const askClose = useAskClose(setClosing)
  const retry = useRetry()
  const onRowKey = useActKeys(askClose, retry)
  const filtered = Object.values(filters).some((value) => value !== '')
  return (
    <>
      <div className="page-head">
        <h1>{t('alarms.title')}</h1>
        <div className="page-acts">
          <ExportButton<Alarm>
            name={t('alarms.title')}
            columns={columns}
            read={() =>
              readAll(client, 'alarm.list', { ...input, limit: exportRows }, { after: keyAfter, rows: rowsOf })
            }
          />
        </div>
        <Filters filters={filters} filtered={filtered} change={change} />
      </div>
      {list.loading ? <LoadingState /> : null}
      {list.error ? <FailedState error={list.error} onRetry={list.retry} /> : null}
      {list.pages.length > 0 ? (
        <div className={rows.length === 0 ? 'inbox alarms inbox-empty' : 'inbox alarms'}>
          <ListTable
            label={t('alarms.title')}
            testId="alarms"
            columns={columns}
            rows={rows}
            rowKey={({ alarmId }) => alarmId}
            rowTestId={({ alarmId }) => `alarm-row-${alarmId}`}
            rowData={({ kind, state }) => ({ 'data-kind': kind, 'data-state': state })}
            currentKey={current?.alarmId ?? null}
            onRowFocus={({ alarmId }) => (alarmId === current?.alarmId ? undefined : change({ open: alarmId }))}
            onRowKey={onRowKey}
            stale={list.stale}
            more={list}
            keysHint={t('alarms.keys')}
            empty={<NoAlarms filters={filters} />}
          />
          {current ? <AlarmDetail key={current.alarmId} alarm={current} onClose={askClose} onRetry={retry} /> : null}
        </div>
      ) : null}
      <CloseDialog alarm={closing} onEnd={() => setClosing(null)} />
    </>
  )
}

/** What the link names, while it is in the list; otherwise the newest. */
const currentOf = (rows: readonly Alarm[], asked: string | null): Alarm | null =>
  rows.find(({ alarmId }) => alarmId === asked) ?? rows[0] ?? null

const NoAlarms = ({ filters }: { filters: AlarmFilters }) => {
  const { t } = useTranslation()
  const { state, ...others } = filters
  const narrowed = Object.values(others).some((value) => value !== '')
  if (narrowed || state !== '') return <EmptyState title={t('alarms.empty')} hint={t('alarms.emptyFilteredHint')} />
  return <EmptyState title={t('alarms.allWell')} hint={t('alarms.allWellHint')} />
}

interface FiltersProps {
  filters: AlarmFilters
  filtered: boolean
  change(patch: Patch): void
}

const nothing: Patch = { state: null, kind: null, store: null, from: null, to: null, q: null }

const Filters = ({ filters, filtered, change }: FiltersProps) => {
  const { t } = useTranslation()
  return (
    <FilterBar onClear={filtered ? () => change(nothing) : undefined}>
      <ChoiceFilter
        label={t('filter.state')}
        testId="filter-alarm-state"
        value={filters.state}
        options={alarmStateFilters.map((state) => ({ value: state, label: t(`alarms.show.${state || 'open'}`) }))}
        onChange={(state) => change({ state })}
      />
      <SelectFilter
        label={t('alarms.kind')}
        testId="filter-kind"
        width={130}
        value={filters.kind}
        all={t('alarms.allKinds')}
        options={alarmKinds.map((kind) => ({ value: kind, label: t(`alarmKind.${kind}`) }))}
        onChange={(kind) => change({ kind })}
      />
      <StoreFilter stores={useAlarmStores()} value={filters.storeCode} onChange={(store) => change({ store })} />
      <DayRangeFilter from={filters.fromDay} to={filters.toDay} onChange={(from, to) => change({ from, to })} />
      <SearchFilter
        value={filters.search}
        label={t('filter.find')}
        hint={t('alarms.searchHint')}
        width={170}
        onChange={(q) => change({ q })}
      />
    </FilterBar>
  )
}

const OpenLink = ({ row, children }: { row: Alarm; children: string }) => {
  const [params] = useSearchParams()
  return (
    <RowLink replace to={{ search: patched(params, { open: row.alarmId }).toString() }}>
      {children}
    </RowLink>
  )
}

const useAskClose = (ask: (alarm: Alarm) => void): ((alarm: Alarm) => void) => {
  const mayClose = useCan('alarm.close')
  return (alarm) => {
    if (mayClose && alarm.state === 'open') ask(alarm)
  }
}

/** A letter acts only while the list has the focus, and never as part of a scan. */
const useActKeys = (
  askClose: (alarm: Alarm) => void,
  retry: (alarm: Alarm) => void,
): ((event: KeyboardEvent, row: Alarm) => void) => {
  const latest = useRef({ close: (): void => undefined, retry: (): void => undefined })
  const letters = useMemo(
    () =>
      makeQuietLetters(() => ({
        [keyOf('alarms', 'close').toLowerCase()]: () => latest.current.close(),
        [keyOf('alarms', 'retry').toLowerCase()]: () => latest.current.retry(),
      })),
    [],
  )
  useEffect(() => () => letters.stop(), [letters])
  return (event, row) => {
    latest.current = { close: () => askClose(row), retry: () => retry(row) }
    if (letters.key(event)) event.preventDefault()
  }
}
