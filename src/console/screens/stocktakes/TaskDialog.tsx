/** One task: what was asked, how far it is, and what HQ can still do about it. */
import { Button, DatePicker, Space } from 'antd'
import dayjs from 'dayjs'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useSearchParams } from 'react-router'
import type { TaskView } from '../../../contract/schemas/stocktakeTask'
import { tasksToDo } from '../../../core/stocktake/task'
import { useCommand } from '../../../ui/client'
import { Dialog } from '../../../ui/Dialog'
import { timeText } from '../../../ui/format'
import { useCan } from '../../../ui/session'
import { scopeText, toleranceText } from '../../../ui/stocktakePlan'
import { AgeLabel } from '../../ages/AgeLabel'
import { patched } from '../../data/filters'
import { useStores } from '../../data/stores'
import { ActDialog } from '../../parts/ActDialog'
import { dayFormats } from '../../parts/dayFormats'
import { Fact, Facts, orDash } from '../../parts/Facts'
import { ChoiceField, Field } from '../../parts/fields'
import { StateCell, StocktakeLink } from './taskColumns'

interface TaskDialogProps {
  /** none: closed */
  task: TaskView | undefined
  fetchedAtMs: number
  onClose(): void
}

type Asking = 'none' | 'cancel' | 'reassign'

export const TaskDialog = ({ task, fetchedAtMs, onClose }: TaskDialogProps) => {
  const [asking, ask] = useState<Asking>('none')
  if (!task) return null
  const close = (): void => ask('none')
  return (
    <>
      <Dialog
        open={asking === 'none'}
        title={`${task.name} · ${task.storeName}`}
        onClose={onClose}
        width={640}
        testId="task-dialog"
        footer={<Acts task={task} onAsk={ask} onClose={onClose} />}
      >
        <TaskFacts task={task} fetchedAtMs={fetchedAtMs} />
      </Dialog>
      <CancelDialog task={task} open={asking === 'cancel'} onClose={close} />
      <ReassignDialog task={task} open={asking === 'reassign'} onClose={close} onDone={onClose} />
    </>
  )
}

const TaskFacts = ({ task, fetchedAtMs }: { task: TaskView; fetchedAtMs: number }) => {
  const { t } = useTranslation()
  return (
    <div className="two-columns">
      <Facts>
        <Fact name={t('documents.state')}>
          <StateCell task={task} />
        </Fact>
        <Fact name={t('age.column')}>
          <AgeLabel asOf={null} ageSeconds={task.ageSeconds} fetchedAtMs={fetchedAtMs} />
        </Fact>
        <Fact name={t('stocktakes.due')}>{task.dueDate}</Fact>
        <Fact name={t('stocktakes.stocktake')}>
          <StocktakeLink task={task} />
        </Fact>
        <Fact name={t('stocktakes.scope')}>{scopeText(t, task.scope)}</Fact>
        <Fact name={t('stocktakes.blind')}>{t(task.blind ? 'stocktakes.blindOn' : 'stocktakes.blindOff')}</Fact>
        <Fact name={t('stocktakes.tolerance')}>{toleranceText(t, task)}</Fact>
        <Fact name={t('stocktakes.task')}>
          <span className="code">{task.number}</span>
        </Fact>
        <Fact name={t('stocktakes.from')}>
          {task.scheduleId === '' ? t('stocktakes.byHand') : t('stocktakes.bySchedule', { day: task.day })}{' '}
          <small className="muted">
            {task.createdByName} {timeText(task.createdAt)}
          </small>
        </Fact>
        {task.state === 'cancelled' ? <Fact name={t('stocktakes.closeReason')}>{orDash(task.closeReason)}</Fact> : null}
        <Fact name={t('field.note')}>{orDash(task.note)}</Fact>
      </Facts>
    </div>
  )
}

interface ActsProps {
  task: TaskView
  onAsk(asking: Asking): void
  onClose(): void
}

const Acts = ({ task, onAsk, onClose }: ActsProps) => {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [params] = useSearchParams()
  // the way back leads to the list, not into this window
  const here = { from: `/stocktakes?${patched(params, { task: null }).toString()}` }
  const mayChange = useCan('stocktakeTask.cancel') && (tasksToDo as readonly string[]).includes(task.state)
  const { stocktake } = task
  return (
    <Space>
      <Button onClick={onClose}>{t('common.close')}</Button>
      {mayChange ? (
        <>
          <Button danger data-testid="task-cancel" onClick={() => onAsk('cancel')}>
            {t('stocktakes.cancelTask')}
          </Button>
          <Button data-testid="task-reassign" onClick={() => onAsk('reassign')}>
            {t('stocktakes.reassign')}
          </Button>
        </>
      ) : null}
      {stocktake ? (
        <Button
          type="primary"
          autoFocus
          data-testid="task-stocktake"
          onClick={() => void navigate(`/stocktakes/${stocktake.stocktakeId}`, { state: here })}
        >
          {t('stocktakes.openStocktake')}
        </Button>
      ) : null}
    </Space>
  )
}

const touches = ['stocktakeTask.list', 'stocktakeSchedule.list', 'stocktake.list'] as const

const CancelDialog = ({ task, open, onClose }: { task: TaskView; open: boolean; onClose(): void }) => {
  const { t } = useTranslation()
  const cancel = useCommand('stocktakeTask.cancel', { touches, onDone: onClose })
  return (
    <ActDialog
      open={open}
      title={t('stocktakes.cancelTitle', { number: task.number })}
      act={t('stocktakes.cancelTask')}
      danger
      reason="needed"
      busy={cancel.isPending}
      error={cancel.isError ? cancel.error : null}
      testId="cancel-task"
      onAct={(reason) => cancel.mutate({ taskId: task.taskId, reason })}
      onClose={onClose}
    >
      <p className="act-words">{t(task.stocktake ? 'stocktakes.cancelBegun' : 'stocktakes.cancelHint')}</p>
    </ActDialog>
  )
}

interface ReassignDialogProps {
  task: TaskView
  open: boolean
  onClose(): void
  onDone(): void
}

const ReassignDialog = ({ task, open, onClose, onDone }: ReassignDialogProps) => {
  const { t } = useTranslation()
  const { stores } = useStores()
  const [storeCode, setStore] = useState(task.storeCode)
  const [dueDate, setDue] = useState(task.dueDate)
  const reassign = useCommand('stocktakeTask.reassign', { touches, onDone })
  useEffect(() => {
    if (!open) return
    setStore(task.storeCode)
    setDue(task.dueDate)
  }, [open, task.storeCode, task.dueDate])
  const same = storeCode === task.storeCode && dueDate === task.dueDate
  return (
    <ActDialog
      open={open}
      title={t('stocktakes.reassignTitle', { number: task.number })}
      act={t('stocktakes.reassign')}
      reason="needed"
      notYet={same || dueDate === ''}
      busy={reassign.isPending}
      error={reassign.isError ? reassign.error : null}
      testId="reassign-task"
      onAct={(reason) => reassign.mutate({ taskId: task.taskId, storeCode, dueDate, reason })}
      onClose={onClose}
    >
      <p className="act-words">{t('stocktakes.reassignHint')}</p>
      <ChoiceField
        label={t('stockPage.store')}
        testId="reassign-store"
        value={storeCode}
        options={stores.map((store) => ({ value: store.storeCode, label: `${store.storeName} ${store.storeCode}` }))}
        onChange={setStore}
      />
      <Field label={t('stocktakes.due')}>
        <DatePicker
          aria-label={t('stocktakes.due')}
          data-testid="reassign-due"
          value={dueDate === '' ? null : dayjs(dueDate)}
          format={dayFormats}
          onChange={(day) => setDue(day?.format('YYYY-MM-DD') ?? '')}
        />
      </Field>
    </ActDialog>
  )
}
