/** 任务: one row for each store that was asked, the one due last first; how far it is by the store's own word, and its age. */
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '../../../contract/operations'
import type { TaskView } from '../../../contract/schemas/stocktakeTask'
import { useClient } from '../../../ui/client'
import { EmptyState } from '../../../ui/states'
import { type Patch, useFilters } from '../../data/filters'
import { readAll, usePages } from '../../data/pages'
import { readTaskFilters, type TaskFilters, taskInput, taskShows } from '../../data/stocktakes'
import { useStores } from '../../data/stores'
import { DayRangeFilter, FilterBar, SearchFilter, SelectFilter, StoreFilter } from '../../parts/FilterBar'
import { askedByPage } from '../../parts/ListFrame'
import { ListTable } from '../../parts/ListTable'
import { PartFrame } from './PartFrame'
import type { PartProps } from './StocktakesScreen'
import { TaskDialog } from './TaskDialog'
import { useTaskColumns } from './taskColumns'

const pageRows = 100
const exportRows = 200

type Page = OutputOf<'stocktakeTask.list'>
const keyAfter = (page: Page) => (page.more ? page.tasks.at(-1)?.number : undefined)
const rowsOf = (page: Page): TaskView[] => page.tasks

export const Tasks = ({ tabs, tab }: PartProps) => {
  const { t } = useTranslation()
  const client = useClient()
  const [params, change] = useFilters()
  const filters = readTaskFilters(params)
  const input = taskInput(filters)
  const list = usePages('stocktakeTask.list', { ...input, limit: pageRows }, { after: keyAfter })
  const columns = useTaskColumns(list.fetchedAtMs)
  const rows = list.pages.flatMap(rowsOf)
  const filtered = Object.values(filters).some((value) => value !== '')
  return (
    <>
      <PartFrame<TaskView>
        {...{ tabs, tab, columns }}
        name={t('stocktakes.tab.tasks')}
        readAll={() =>
          readAll(client, 'stocktakeTask.list', { ...input, limit: exportRows }, { after: keyAfter, rows: rowsOf })
        }
        filters={<Filters filters={filters} filtered={filtered} change={change} />}
        asked={askedByPage(list)}
      >
        <ListTable
          label={t('stocktakes.tab.tasks')}
          testId="tasks"
          columns={columns}
          rows={rows}
          rowKey={({ taskId }) => taskId}
          rowTestId={({ storeCode, number }) => `task-row-${storeCode}-${number}`}
          rowData={({ state, overdue }) => ({ 'data-state': state, 'data-overdue': String(overdue) })}
          stale={list.stale}
          more={list}
          empty={
            <EmptyState
              title={t(filtered ? 'stocktakes.tasksEmptyFiltered' : 'stocktakes.tasksEmpty')}
              hint={t(filtered ? 'stocktakes.clearHint' : 'stocktakes.tasksEmptyHint')}
            />
          }
        />
      </PartFrame>
      <TaskDialog
        task={rows.find(({ taskId }) => taskId === params.get('task'))}
        fetchedAtMs={list.fetchedAtMs}
        onClose={() => change({ task: null })}
      />
    </>
  )
}

interface FiltersProps {
  filters: TaskFilters
  filtered: boolean
  change(patch: Patch): void
}

const cleared = { show: null, store: null, schedule: null, from: null, to: null, q: null }

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
        options={taskShows.map((show) => ({ value: show, label: showText(t, show) }))}
        onChange={(show) => change({ show })}
      />
      <StoreFilter stores={stores} value={filters.storeCode} onChange={(store) => change({ store })} />
      <DayRangeFilter from={filters.fromDue} to={filters.toDue} onChange={(from, to) => change({ from, to })} />
      <SearchFilter
        value={filters.search}
        label={t('filter.find')}
        hint={t('stocktakes.searchHint')}
        width={200}
        onChange={(q) => change({ q })}
      />
    </FilterBar>
  )
}

const showText = (t: ReturnType<typeof useTranslation>['t'], show: (typeof taskShows)[number]): string => {
  if (show === 'overdue') return t('overdue')
  return show === 'exceptions' ? t('stocktakes.exceptions') : t(`taskState.${show}`)
}
