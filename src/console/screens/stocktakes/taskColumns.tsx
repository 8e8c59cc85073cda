/** The columns of a list of tasks: what, where, until when, how far by the store's word, and how old that word is. */
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import type { TaskView } from '../../../contract/schemas/stocktakeTask'
import { Sign } from '../../../ui/states'
import { scopeText } from '../../../ui/stocktakePlan'
import { OverdueSign, TaskSign, taskStateText } from '../../../ui/stocktakeSigns'
import { AgeLabel } from '../../ages/AgeLabel'
import { patched } from '../../data/filters'
import { useHere } from '../../parts/cameFrom'
import { type Column, RowLink } from '../../parts/ListTable'

type Row = TaskView

export const useTaskColumns = (fetchedAtMs: number): Column<Row>[] => {
  const { t } = useTranslation()
  const [params] = useSearchParams()
  return [
    {
      key: 'number',
      title: t('stocktakes.task'),
      width: 176,
      render: (row) => (
        <RowLink className="code" to={{ search: patched(params, { task: row.taskId }).toString() }}>
          {row.number}
        </RowLink>
      ),
      text: (row) => row.number,
    },
    {
      key: 'name',
      title: t('stocktakes.name'),
      render: (row) => <span title={row.name}>{row.name}</span>,
      text: (row) => row.name,
    },
    {
      key: 'store',
      title: t('stockPage.store'),
      width: 120,
      render: (row) => <span title={row.storeCode}>{row.storeName}</span>,
      text: (row) => `${row.storeName} ${row.storeCode}`,
    },
    {
      key: 'state',
      title: t('documents.state'),
      width: 240,
      render: (row) => <StateCell task={row} />,
      text: (row) => [taskStateText(t, row), ...signWords(t, row)].join(' '),
    },
    {
      key: 'due',
      title: t('stocktakes.due'),
      width: 92,
      render: (row) => row.dueDate,
      text: (row) => row.dueDate,
    },
    {
      key: 'zones',
      title: t('stocktakes.zones'),
      width: 64,
      align: 'right',
      render: ({ stocktake }) => (stocktake ? `${stocktake.zonesCounted} / ${stocktake.zonesTotal}` : null),
      text: ({ stocktake }) => (stocktake ? `${stocktake.zonesCounted}/${stocktake.zonesTotal}` : ''),
    },
    {
      key: 'stocktake',
      title: t('stocktakes.stocktake'),
      width: 172,
      render: (row) => <StocktakeLink task={row} />,
      text: ({ stocktake }) => stocktake?.number ?? '',
    },
    {
      key: 'scope',
      title: t('stocktakes.scope'),
      width: 150,
      render: (row) => <span title={scopeText(t, row.scope)}>{scopeText(t, row.scope)}</span>,
      text: (row) => scopeText(t, row.scope),
    },
    {
      key: 'age',
      title: t('age.column'),
      width: 96,
      render: ({ ageSeconds }) => <AgeLabel asOf={null} ageSeconds={ageSeconds} fetchedAtMs={fetchedAtMs} />,
      text: ({ ageSeconds }) => (ageSeconds === null ? t('age.never') : Math.round(ageSeconds / 60)),
    },
  ]
}

const signWords = (t: ReturnType<typeof useTranslation>['t'], { overdue, exceptions, voided }: Row): string[] => [
  ...(overdue ? [t('overdue')] : []),
  ...exceptions.map((one) => t(`taskException.${one}`)),
  ...(voided > 0 ? [t('stocktakes.voided', { n: voided })] : []),
]

export const StateCell = ({ task }: { task: Row }) => {
  const { t } = useTranslation()
  return (
    <span className="signs">
      <TaskSign task={task} />
      {task.overdue ? <OverdueSign /> : null}
      {task.exceptions.map((one) => (
        <Sign key={one} tone="bad" testId={`exception-${one}`}>
          {t(`taskException.${one}`)}
        </Sign>
      ))}
      {task.voided > 0 ? <small className="look">{t('stocktakes.voided', { n: task.voided })}</small> : null}
    </span>
  )
}

export const StocktakeLink = ({ task: { stocktake } }: { task: Row }) => {
  const here = useHere()
  if (!stocktake) return <span className="muted">—</span>
  return (
    <Link className="code" to={`/stocktakes/${stocktake.stocktakeId}`} state={here}>
      {stocktake.number}
    </Link>
  )
}
