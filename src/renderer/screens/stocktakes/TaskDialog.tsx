/** Enter on a task of HQ: what it asks for, as HQ planned it, and Ctrl+Enter begins it. Nothing of the plan is the shop's to change. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { TaskView } from '../../../contract/schemas/stocktakeTask'
import { timeText } from '../../../ui/format'
import { scopeText, toleranceText } from '../../../ui/stocktakePlan'
import { OverdueSign } from '../../../ui/stocktakeSigns'
import { DeedDialog } from './DeedDialog'
import { Field, OtherWarehouse } from './OpenDialog'
import { useMayOpen } from './useMayOpen'
import { useStocktakeCommand } from './useStocktakeCommand'

export const TaskDialog = ({ task, onClose }: { task: TaskView; onClose(): void }) => {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { mayNot } = useMayOpen('stocktakeTask.open')
  const [warehouseCode, setWarehouse] = useState<string | undefined>()
  const open = useStocktakeCommand(
    'stocktakeTask.open',
    ({ stocktakeId }) => void navigate(`/stocktakes/${stocktakeId}`),
  )
  return (
    <DeedDialog
      name="task"
      title={task.name}
      intro={mayNot ?? t('stocktakes.taskHint')}
      confirmLabel={t('documents.begin')}
      ready={mayNot === undefined}
      busy={open.isPending}
      error={open.error}
      width={600}
      onConfirm={() => open.mutate({ taskId: task.taskId, ...(warehouseCode === undefined ? {} : { warehouseCode }) })}
      onClose={onClose}
    >
      <div className="header-fields">
        <Field label={t('stocktakes.task')}>
          <span className="code">{task.number}</span>
        </Field>
        <Field label={t('stocktakes.scope')}>{scopeText(t, task.scope)}</Field>
        <Field label={t('stocktakes.due')}>
          {task.dueDate} {task.overdue ? <OverdueSign /> : null}
        </Field>
        <Field label={t('stocktakes.blind')}>{t(task.blind ? 'stocktakes.blindOn' : 'stocktakes.blindOff')}</Field>
        <Field label={t('stocktakes.tolerance')}>{toleranceText(t, task)}</Field>
        {task.note === '' ? null : <Field label={t('field.note')}>{task.note}</Field>}
        <Field label={t('stocktakes.fromHq')}>
          {task.createdByName} <span className="muted">{timeText(task.createdAt)}</span>
        </Field>
        <OtherWarehouse value={warehouseCode} onChange={setWarehouse} />
      </div>
    </DeedDialog>
  )
}
