/** 安排盘点: what is counted, by which rules, in which stores, and when; given out now, or by itself on its days. */
import { Button, Checkbox, DatePicker, Input, InputNumber, Radio, Select, Switch } from 'antd'
import dayjs from 'dayjs'
import { type ReactNode, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useSearchParams } from 'react-router'
import type { ScheduleView } from '../../../contract/schemas/stocktakeTask'
import { daysAfter, storeDayOf } from '../../../core/quantity/storeDay'
import { stocktakeKinds } from '../../../core/stocktake/plan'
import { useCommand, useOperation } from '../../../ui/client'
import { KeyCap } from '../../../ui/KeyCap'
import { keyOf } from '../../../ui/keyMap'
import { FailedState, LoadingState } from '../../../ui/states'
import { useStores } from '../../data/stores'
import { BackLink } from '../../parts/BackLink'
import { DialogForm } from '../../parts/DialogForm'
import { dayFormats } from '../../parts/dayFormats'
import { Refusal } from '../../parts/Refusal'
import {
  asksCodes,
  asksSize,
  assignInput,
  emptyPlan,
  missingOf,
  type PlanForm,
  planOf,
  repeats,
  scheduleInput,
} from './planForm'
import { useRegionNames, weekdays } from './planWords'

export const PlanScreen = () => {
  const [params] = useSearchParams()
  const scheduleId = params.get('schedule')
  return (
    <>
      <BackLink fallback="/stocktakes" />
      {scheduleId ? <EditSchedule scheduleId={scheduleId} /> : <Form />}
    </>
  )
}

const EditSchedule = ({ scheduleId }: { scheduleId: string }) => {
  const { t } = useTranslation()
  const answer = useOperation('stocktakeSchedule.list', {})
  const schedule = answer.data?.schedules.find((one) => one.scheduleId === scheduleId)
  if (schedule) return <Form schedule={schedule} />
  if (answer.isPending) return <LoadingState />
  return (
    <>
      <h1 className="visually-hidden">{t('stocktakes.plan')}</h1>
      <FailedState error={answer.error} onRetry={() => void answer.refetch()} />
    </>
  )
}

type Change = (patch: Partial<PlanForm>) => void
interface PartProps {
  form: PlanForm
  change: Change
}

const Form = ({ schedule }: { schedule?: ScheduleView }) => {
  const { t } = useTranslation()
  const [form, setForm] = useState(() => {
    const today = storeDayOf(Date.now())
    const empty = emptyPlan(today, daysAfter(today, 7))
    return schedule ? planOf(schedule, empty) : empty
  })
  const change: Change = (patch) => setForm((now) => ({ ...now, ...patch }))
  const save = useSaving(form, schedule)
  const missing = missingOf(form)
  return (
    <DialogForm onConfirm={save.save}>
      <div className="document plan-form" data-testid="plan-form">
        <section className="document-head">
          <div className="document-title">
            <h1>{t(schedule ? 'stocktakes.editSchedule' : 'stocktakes.plan')}</h1>
            <div className="document-acts">
              <Refusal error={save.error} testId="plan-refused" />
              <span className="muted">{missing === null ? '' : t(`stocktakes.missing.${missing}`)}</span>
              <Button
                type="primary"
                disabled={missing !== null || save.busy}
                loading={save.busy}
                data-testid="plan-save"
                onClick={save.save}
              >
                {t(form.repeat === 'now' ? 'stocktakes.assign' : 'stocktakes.saveSchedule')}
                <KeyCap name={keyOf('dialog', 'confirm')} />
              </Button>
            </div>
          </div>
        </section>
        <What form={form} change={change} />
        <Rules form={form} change={change} />
        <Where form={form} change={change} />
        <When form={form} change={change} isSchedule={schedule !== undefined} />
      </div>
    </DialogForm>
  )
}

const useSaving = (form: PlanForm, schedule: ScheduleView | undefined) => {
  const navigate = useNavigate()
  const touches = ['stocktakeTask.list', 'stocktakeSchedule.list'] as const
  const assign = useCommand('stocktakeTask.assign', { touches, onDone: () => void navigate('/stocktakes') })
  const keep = useCommand('stocktakeSchedule.save', {
    touches,
    onDone: () => void navigate('/stocktakes?tab=schedules'),
  })
  const save = (): void => {
    const [task, plan] = [assignInput(form), scheduleInput(form)]
    if (form.repeat === 'now' && task) assign.mutate(task)
    else if (plan)
      keep.mutate({ ...plan, ...(schedule ? { scheduleId: schedule.scheduleId, version: schedule.version } : {}) })
  }
  const failed = [assign, keep].find(({ isError }) => isError)
  return { save, busy: assign.isPending || keep.isPending, error: failed?.error ?? null }
}

const Row = ({ label, children }: { label: string; children: ReactNode }) => (
  // biome-ignore lint/a11y/useSemanticElements: a fieldset draws no row
  <div className="plan-row" role="group" aria-label={label}>
    <span className="plan-label">{label}</span>
    <div className="plan-fields">{children}</div>
  </div>
)

interface ChoicesProps<T extends string> {
  label: string
  /** each choice is `<testId>-<value>` */
  testId: string
  value: T
  options: readonly { value: T; label: string }[]
  onChange(value: T): void
}

const Choices = <T extends string>({ label, testId, value, options, onChange }: ChoicesProps<T>) => (
  <Radio.Group aria-label={label} value={value} onChange={(event) => onChange(event.target.value as T)}>
    {options.map((option) => (
      <Radio.Button key={option.value} value={option.value} data-testid={`${testId}-${option.value}`}>
        {option.label}
      </Radio.Button>
    ))}
  </Radio.Group>
)

const What = ({ form, change }: PartProps) => {
  const { t } = useTranslation()
  return (
    <>
      <Row label={t('stocktakes.name')}>
        <Input
          style={{ width: 360 }}
          autoFocus
          aria-label={t('stocktakes.name')}
          data-testid="plan-name"
          placeholder={t('stocktakes.nameHint')}
          maxLength={60}
          value={form.name}
          onChange={(event) => change({ name: event.target.value })}
        />
      </Row>
      <Row label={t('stocktakes.scope')}>
        <Choices
          label={t('stocktakes.scope')}
          testId="plan-kind"
          value={form.kind}
          options={stocktakeKinds.map((kind) => ({ value: kind, label: t(`stocktakeKind.${kind}`) }))}
          onChange={(kind) => change({ kind })}
        />
        {asksCodes(form.kind) ? (
          <Input
            style={{ width: 360 }}
            aria-label={t(`stocktakes.codesOf.${form.kind}`)}
            data-testid="plan-codes"
            placeholder={t(`stocktakes.codesOf.${form.kind}`)}
            maxLength={4000}
            value={form.codes}
            onChange={(event) => change({ codes: event.target.value })}
          />
        ) : null}
        {asksSize(form.kind) ? (
          <InputNumber
            aria-label={t('stocktakes.size')}
            data-testid="plan-size"
            addonBefore={t('stocktakes.size')}
            value={form.size}
            min={1}
            max={5000}
            precision={0}
            onChange={(size) => change({ size })}
          />
        ) : null}
      </Row>
    </>
  )
}

const Rules = ({ form, change }: PartProps) => {
  const { t } = useTranslation()
  return (
    <>
      <Row label={t('stocktakes.blind')}>
        <Switch
          checked={form.blind}
          aria-label={t('stocktakes.blind')}
          data-testid="plan-blind"
          onChange={(blind) => change({ blind })}
        />
        <span className="muted">{t(form.blind ? 'stocktakes.blindOn' : 'stocktakes.blindOff')}</span>
      </Row>
      <Row label={t('stocktakes.tolerance')}>
        <InputNumber
          aria-label={t('stocktakes.tolerancePercent')}
          data-testid="plan-percent"
          suffix="%"
          value={form.percent}
          min={0}
          max={100}
          precision={1}
          onChange={(percent) => change({ percent: percent ?? 0 })}
        />
        <InputNumber
          aria-label={t('stocktakes.toleranceYuan')}
          data-testid="plan-yuan"
          prefix="¥"
          value={form.yuan}
          min={0}
          max={1_000_000}
          precision={2}
          onChange={(yuan) => change({ yuan: yuan ?? 0 })}
        />
        <span className="muted">{t('stocktakes.toleranceHint')}</span>
      </Row>
      <Row label={t('field.note')}>
        <Input
          style={{ width: 360 }}
          aria-label={t('field.note')}
          data-testid="plan-note"
          placeholder={t('stocktakes.noteHint')}
          maxLength={200}
          value={form.note}
          onChange={(event) => change({ note: event.target.value })}
        />
      </Row>
    </>
  )
}

const Where = ({ form, change }: PartProps) => {
  const { t } = useTranslation()
  const { stores } = useStores()
  const regions = useRegionNames()
  return (
    <Row label={t('stocktakes.stores')}>
      <Choices
        label={t('stocktakes.stores')}
        testId="plan-stores"
        value={form.storeKind}
        options={(['all', 'region', 'stores'] as const)
          .filter((kind) => kind !== 'region' || regions.size > 1)
          .map((kind) => ({ value: kind, label: t(`stocktakes.storeKind.${kind}`) }))}
        onChange={(storeKind) => change({ storeKind })}
      />
      {form.storeKind === 'region' ? (
        <Select
          style={{ width: 200 }}
          aria-label={t('stocktakes.region')}
          data-testid="plan-region"
          placeholder={t('stocktakes.region')}
          value={form.regionCode || null}
          options={[...regions].map(([code, name]) => ({ value: code, label: `${name} ${code}` }))}
          onChange={(regionCode) => change({ regionCode })}
        />
      ) : null}
      {form.storeKind === 'stores' ? (
        <Select
          mode="multiple"
          style={{ width: 460 }}
          aria-label={t('stocktakes.stores')}
          data-testid="plan-store-codes"
          placeholder={t('stocktakes.storesHint')}
          maxTagCount="responsive"
          showSearch={{ optionFilterProp: 'label' }}
          value={form.storeCodes}
          options={stores.map(({ storeCode, storeName }) => ({ value: storeCode, label: `${storeName} ${storeCode}` }))}
          onChange={(storeCodes) => change({ storeCodes })}
        />
      ) : null}
    </Row>
  )
}

const When = ({ form, change, isSchedule }: PartProps & { isSchedule: boolean }) => {
  const { t } = useTranslation()
  return (
    <>
      <Row label={t('stocktakes.repeat')}>
        <Choices
          label={t('stocktakes.repeat')}
          testId="plan-repeat"
          value={form.repeat}
          options={repeats
            .filter((repeat) => !isSchedule || repeat !== 'now')
            .map((repeat) => ({ value: repeat, label: t(`stocktakes.repeats.${repeat}`) }))}
          onChange={(repeat) => change({ repeat })}
        />
        {form.repeat === 'weekly' ? <Weekdays form={form} change={change} /> : null}
        {form.repeat === 'monthly' ? <MonthDay form={form} change={change} /> : null}
      </Row>
      {form.repeat === 'now' ? (
        <Row label={t('stocktakes.due')}>
          <Day
            label={t('stocktakes.due')}
            testId="plan-due"
            value={form.dueDate}
            onChange={(dueDate) => change({ dueDate })}
          />
          <span className="muted">{t('stocktakes.dueHint')}</span>
        </Row>
      ) : (
        <Days form={form} change={change} />
      )}
    </>
  )
}

const Weekdays = ({ form, change }: PartProps) => {
  const { t } = useTranslation()
  const options = weekdays.map((day) => ({ value: day, label: t(`stocktakes.weekday.${day}`) }))
  return (
    <Checkbox.Group
      aria-label={t('stocktakes.weekdays')}
      data-testid="plan-weekdays"
      options={options}
      value={form.weekdays}
      onChange={(days) => change({ weekdays: days })}
    />
  )
}

const lastOfMonth = 28

const MonthDay = ({ form, change }: PartProps) => {
  const { t } = useTranslation()
  const options = useMemo(
    () => [
      { value: 'last' as const, label: t('stocktakes.lastDay') },
      ...Array.from({ length: lastOfMonth }, (_day, at) => ({
        value: at + 1,
        label: t('stocktakes.dayOfMonth', { day: at + 1 }),
      })),
    ],
    [t],
  )
  return (
    <Select<number | 'last'>
      style={{ width: 140 }}
      aria-label={t('stocktakes.repeats.monthly')}
      data-testid="plan-month-day"
      value={form.monthDay}
      options={options}
      onChange={(monthDay) => change({ monthDay })}
    />
  )
}

const Days = ({ form, change }: PartProps) => {
  const { t } = useTranslation()
  const isOnce = form.repeat === 'once'
  return (
    <>
      <Row label={t(isOnce ? 'stocktakes.day' : 'stocktakes.fromTo')}>
        <Day
          label={t(isOnce ? 'stocktakes.day' : 'stocktakes.startDay')}
          testId="plan-start"
          value={form.startDay}
          onChange={(startDay) => change({ startDay })}
        />
        {isOnce ? null : (
          <Day
            label={t('stocktakes.endDay')}
            testId="plan-end"
            placeholder={t('stocktakes.noEnd')}
            value={form.endDay}
            onChange={(endDay) => change({ endDay })}
          />
        )}
      </Row>
      <Row label={t('stocktakes.daysToDo')}>
        <InputNumber
          aria-label={t('stocktakes.daysToDo')}
          data-testid="plan-days"
          value={form.daysToDo}
          min={0}
          max={60}
          precision={0}
          onChange={(days) => change({ daysToDo: days ?? 0 })}
        />
        <span className="muted">{t('stocktakes.daysToDoHint')}</span>
      </Row>
    </>
  )
}

interface DayProps {
  label: string
  testId: string
  value: string
  placeholder?: string
  onChange(day: string): void
}

const Day = ({ label, testId, value, placeholder, onChange }: DayProps) => (
  <DatePicker
    aria-label={label}
    data-testid={testId}
    placeholder={placeholder ?? label}
    value={value === '' ? null : dayjs(value)}
    format={dayFormats}
    onChange={(day) => onChange(day?.format('YYYY-MM-DD') ?? '')}
  />
)
