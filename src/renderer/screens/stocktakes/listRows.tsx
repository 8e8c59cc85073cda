/** The list of stocktakes: first what HQ asks and nobody has begun, the most urgent on top, then what was begun, newest first. */
import type { TFunction } from 'i18next'
import type { StocktakeHeader } from '../../../contract/schemas/stocktake'
import type { TaskView } from '../../../contract/schemas/stocktakeTask'
import type { Column } from '../../../ui/DataGrid'
import { timeText } from '../../../ui/format'
import { type SheetRow, timeCell } from '../../../ui/sheet'
import { Sign } from '../../../ui/states'
import { OverdueSign, StocktakeSign, stocktakeStateText, TaskSign } from '../../../ui/stocktakeSigns'
import { pcText } from './Pcs'

/** HQ's task, a stocktake, or the stocktake of a task. */
export type ListRow = { key: string } & (
  | { stocktake: StocktakeHeader; task: TaskView | null }
  | { stocktake: null; task: TaskView }
)

/** `tasks`: those the shop has still to do. */
export const listRows = (tasks: readonly TaskView[], stocktakes: readonly StocktakeHeader[]): ListRow[] => [
  ...tasks
    .filter(({ state }) => state === 'notStarted')
    .sort((a, b) => (a.dueDate + a.number < b.dueDate + b.number ? -1 : 1))
    .map((task) => ({ key: task.taskId, task, stocktake: null })),
  ...stocktakes.map((stocktake) => ({
    key: stocktake.stocktakeId,
    stocktake,
    task: tasks.find((task) => task.stocktake?.stocktakeId === stocktake.stocktakeId) ?? null,
  })),
]

export const listColumns = (t: TFunction): Column<ListRow>[] => [
  {
    key: 'number',
    title: t('stocktakes.number'),
    width: 204,
    render: ({ task, stocktake }) => <b className="code">{stocktake?.number ?? task?.number}</b>,
  },
  { key: 'kind', title: t('stocktakes.kind'), width: 104, render: (row) => t(`stocktakeKind.${kindOf(row)}`) },
  {
    key: 'state',
    title: t('stocktakes.state'),
    width: 96,
    render: ({ task, stocktake }) => (stocktake ? <StocktakeSign {...stocktake} /> : <TaskSign task={task} />),
  },
  { key: 'due', title: t('stocktakes.due'), width: 156, render: ({ task }) => (task ? <Due task={task} /> : null) },
  {
    key: 'zones',
    title: t('stocktakes.zonesDone'),
    width: 72,
    align: 'right',
    render: ({ stocktake }) => (stocktake ? `${stocktake.zonesCounted} / ${stocktake.zonesTotal}` : null),
  },
  {
    key: 'products',
    title: t('stocktakes.products'),
    width: 72,
    align: 'right',
    render: ({ stocktake }) => stocktake?.products,
  },
  {
    key: 'pc',
    title: t('stocktakes.heldBy'),
    width: 96,
    render: ({ stocktake }) => (stocktake ? pcText(t, stocktake) : null),
  },
  { key: 'note', title: t('field.note'), render: (row) => <About row={row} t={t} /> },
  {
    key: 'openedBy',
    title: t('stocktakes.openedBy'),
    width: 96,
    render: ({ stocktake }) => stocktake?.openedByName,
  },
  {
    key: 'openedAt',
    title: t('stocktakes.openedAt'),
    width: 112,
    render: ({ stocktake }) => (stocktake ? timeText(stocktake.openedAt) : null),
  },
]

const kindOf = ({ task, stocktake }: ListRow) => (stocktake ? stocktake.kind : task.kind)

const Due = ({ task: { dueDate, overdue } }: { task: TaskView }) => (
  <span data-testid="task-due">
    {dueDate} {overdue ? <OverdueSign /> : null}
  </span>
)

/** HQ's name for it, and what people noted. */
const About = ({ row: { task, stocktake }, t }: { row: ListRow; t: TFunction }) => {
  const name = stocktake ? stocktake.taskName : task.name
  return (
    <>
      {name === '' ? null : <Sign tone="busy">{t('stocktakes.fromHq')}</Sign>}
      {stocktake?.taskCancelled ? <Sign tone="look">{t('stocktakes.taskCancelled')}</Sign> : null} {name}{' '}
      <span className="muted">{(stocktake ?? task)?.note}</span>
    </>
  )
}

const sheetNames = [
  'number',
  'kind',
  'state',
  'zonesCounted',
  'zonesTotal',
  'products',
  'openedBy',
  'openedAt',
] as const

export const sheetOf = (t: TFunction, stocktakes: readonly StocktakeHeader[]): SheetRow[] => [
  [...sheetNames.map((name) => t(`stocktakes.${name}`)), t('stocktakes.fromHq'), t('field.note')],
  ...stocktakes.map((row) => [
    row.number,
    t(`stocktakeKind.${row.kind}`),
    stocktakeStateText(t, row),
    row.zonesCounted,
    row.zonesTotal,
    row.products,
    row.openedByName,
    timeCell(row.openedAt),
    `${row.taskNumber} ${row.taskName}`.trim(),
    row.note,
  ]),
]
