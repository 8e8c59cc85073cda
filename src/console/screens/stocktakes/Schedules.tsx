/** 计划: what asks stores by itself, when next, and how its newest round stands. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { ScheduleView } from '../../../contract/schemas/stocktakeTask'
import { scheduleStates } from '../../../core/stocktake/task'
import { useOperation } from '../../../ui/client'
import { useCan } from '../../../ui/session'
import { EmptyState } from '../../../ui/states'
import { scopeText } from '../../../ui/stocktakePlan'
import { ScheduleSign } from '../../../ui/stocktakeSigns'
import { useFilters } from '../../data/filters'
import { beatMs } from '../../data/pages'
import { readScheduleState } from '../../data/stocktakes'
import { useHere } from '../../parts/cameFrom'
import { FilterBar, SelectFilter } from '../../parts/FilterBar'
import { askedAtOnce } from '../../parts/ListFrame'
import { type Column, ListTable, RowLink } from '../../parts/ListTable'
import { PartFrame } from './PartFrame'
import { recurrenceText, storesText, useRegionNames } from './planWords'
import { type ScheduleAct, ScheduleActs, ScheduleDialog } from './ScheduleDialog'
import type { PartProps } from './StocktakesScreen'

export const Schedules = ({ tabs, tab }: PartProps) => {
  const { t } = useTranslation()
  const [params, change] = useFilters()
  const state = readScheduleState(params)
  const [act, setAct] = useState<{ schedule: ScheduleView; to: ScheduleAct } | null>(null)
  const answer = useOperation('stocktakeSchedule.list', state === '' ? {} : { states: [state] }, {
    keepPrevious: true,
    refetchIntervalMs: beatMs,
  })
  const columns = useColumns((schedule, to) => setAct({ schedule, to }))
  const rows = answer.data?.schedules ?? []
  const filterBar = (
    <FilterBar onClear={state === '' ? undefined : () => change({ state: null })}>
      <SelectFilter
        label={t('filter.state')}
        testId="filter-state"
        width={124}
        value={state}
        all={t('filter.allStates')}
        options={scheduleStates.map((one) => ({ value: one, label: t(`scheduleState.${one}`) }))}
        onChange={(next) => change({ state: next })}
      />
    </FilterBar>
  )
  return (
    <>
      <PartFrame<ScheduleView>
        {...{ tabs, tab, columns }}
        name={t('stocktakes.tab.schedules')}
        readAll={() => Promise.resolve({ rows, cut: false })}
        filters={filterBar}
        asked={askedAtOnce(answer)}
      >
        <ListTable
          label={t('stocktakes.tab.schedules')}
          testId="schedules"
          columns={columns}
          rows={rows}
          rowKey={({ scheduleId }) => scheduleId}
          rowTestId={({ scheduleId }) => `schedule-row-${scheduleId}`}
          rowData={(row) => ({ 'data-state': row.state })}
          more={{ hasMore: false, full: false, loadingMore: false, loadMore: () => undefined }}
          empty={<EmptyState title={t('stocktakes.schedulesEmpty')} hint={t('stocktakes.schedulesEmptyHint')} />}
        />
      </PartFrame>
      <ScheduleDialog asked={act} onClose={() => setAct(null)} />
    </>
  )
}

const useColumns = (onAct: (schedule: ScheduleView, to: ScheduleAct) => void): Column<ScheduleView>[] => {
  const { t } = useTranslation()
  const here = useHere()
  const regions = useRegionNames()
  const mayChange = useCan('stocktakeSchedule.save')
  const columns: (Column<ScheduleView> | false)[] = [
    {
      key: 'name',
      title: t('stocktakes.name'),
      render: (row) => (
        <RowLink to={{ pathname: '/stocktakes', search: `schedule=${row.scheduleId}` }} title={t('stocktakes.toTasks')}>
          {row.name}
        </RowLink>
      ),
      text: (row) => row.name,
    },
    {
      key: 'state',
      title: t('documents.state'),
      width: 84,
      render: (row) => <ScheduleSign state={row.state} />,
      text: (row) => t(`scheduleState.${row.state}`),
    },
    {
      key: 'recurrence',
      title: t('stocktakes.repeat'),
      width: 150,
      render: (row) => <span title={recurrenceText(t, row.recurrence)}>{recurrenceText(t, row.recurrence)}</span>,
      text: (row) => recurrenceText(t, row.recurrence),
    },
    {
      key: 'next',
      title: t('stocktakes.nextDay'),
      width: 96,
      render: (row) => row.nextDay ?? '—',
      text: (row) => row.nextDay ?? '',
    },
    {
      key: 'stores',
      title: t('stocktakes.stores'),
      width: 130,
      render: (row) => <span title={storesText(t, row.stores, regions)}>{storesText(t, row.stores, regions)}</span>,
      text: (row) => storesText(t, row.stores, regions),
    },
    {
      key: 'scope',
      title: t('stocktakes.scope'),
      width: 170,
      render: (row) => <span title={scopeText(t, row.plan.scope)}>{scopeText(t, row.plan.scope)}</span>,
      text: (row) => scopeText(t, row.plan.scope),
    },
    {
      key: 'newest',
      title: t('stocktakes.newest'),
      width: 190,
      render: (row) => <Newest schedule={row} />,
      text: ({ newest }) => (newest ? `${newest.day} ${newest.done}/${newest.tasks}` : ''),
    },
    mayChange && {
      key: 'acts',
      title: '',
      width: 168,
      align: 'right',
      render: (row) => (
        <ScheduleActs schedule={row} onAct={(to) => onAct(row, to)}>
          <Link to={`/stocktakes/new?schedule=${row.scheduleId}`} state={here} data-testid="schedule-edit">
            {t('stocktakes.edit')}
          </Link>
        </ScheduleActs>
      ),
    },
  ]
  return columns.filter((column) => column !== false)
}

const Newest = ({ schedule: { newest } }: { schedule: ScheduleView }) => {
  const { t } = useTranslation()
  if (!newest) return <span className="muted">{t('stocktakes.noneYet')}</span>
  return (
    <span data-testid="schedule-newest">
      {newest.day} <b>{t('stocktakes.done', { done: newest.done, total: newest.tasks })}</b>{' '}
      {newest.overdue > 0 ? <span className="bad">{t('stocktakes.overdueCount', { n: newest.overdue })}</span> : null}
    </span>
  )
}
