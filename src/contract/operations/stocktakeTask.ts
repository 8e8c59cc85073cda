/**
 * 盘点任务: HQ asks stores to count, once or by a schedule, and follows how far each is. A store opens its task; what HQ
 * fixed stays fixed. How right people count is reckoned at HQ from what the stores handed in.
 */
import { z } from 'zod'
import { scheduleStates, taskStates } from '../../core/stocktake/task'
import { defineOperations } from '../operation'
import { figure, note, storeDay, uuid } from '../schemas/common'
import { stocktakeView } from '../schemas/stocktake'
import { planName, recurrence, scheduleView, stocktakePlan, storeChoice, taskView } from '../schemas/stocktakeTask'

export const stocktakeTaskOperations = defineOperations({
  'stocktakeTask.list': {
    kind: 'query',
    runsOn: 'both',
    permission: 'document.view',
    summary: 'What HQ asked of the stores this user may see, the one due last first, and how far each is',
    input: z.strictObject({
      states: z.array(z.enum(taskStates)).min(1).max(taskStates.length).optional(),
      /** past their day and not handed in */
      overdue: z.literal(true).optional(),
      /** those HQ should look at */
      exceptions: z.literal(true).optional(),
      storeCode: z.string().max(16).optional(),
      scheduleId: uuid.optional(),
      fromDue: storeDay.optional(),
      toDue: storeDay.optional(),
      /** number, or part of the name */
      search: z.string().max(64).optional(),
      /** number of the last one seen */
      after: z.string().max(60).optional(),
      limit: z.number().int().min(1).max(200).optional(),
    }),
    output: z.strictObject({ tasks: z.array(taskView), more: z.boolean() }),
    errors: [],
  },
  'stocktakeTask.open': {
    kind: 'command',
    runsOn: 'store',
    permission: 'stocktake.manage',
    summary: 'Begin the stocktake HQ asked for, as HQ planned it, in a zone for each bay its products lie in',
    input: z.strictObject({ taskId: uuid, warehouseCode: z.string().max(16).optional() }),
    output: stocktakeView,
    errors: [
      'NOT_ENROLLED',
      'STOCKTAKE_TASK_NOT_FOUND',
      'STOCKTAKE_TASK_STATE',
      'DOCUMENT_TYPE_OFF',
      'WAREHOUSE_NOT_FOUND',
      'STOCKTAKE_BOOKS_ELSEWHERE',
      'STOCKTAKE_SCOPE_EMPTY',
      'STOCKTAKE_OVERLAPS',
      'LINES_TOO_MANY',
    ],
  },
  'stocktakeTask.assign': {
    kind: 'command',
    runsOn: 'hub',
    permission: 'stocktake.assign',
    summary: 'Ask stores to count: one task for each',
    input: z.strictObject({ name: planName, plan: stocktakePlan, stores: storeChoice, dueDate: storeDay }),
    output: z.strictObject({ tasks: z.array(z.strictObject({ taskId: uuid, storeCode: z.string() })) }),
    errors: [
      'STORE_NOT_FOUND',
      'REGION_NOT_FOUND',
      'STOCKTAKE_NO_STORES',
      'STOCKTAKE_DUE_PAST',
      'PRODUCT_NOT_FOUND',
      'CATEGORY_NOT_FOUND',
    ],
  },
  'stocktakeTask.cancel': {
    kind: 'command',
    runsOn: 'hub',
    permission: 'stocktake.assign',
    summary: 'Call a task off; a count the store has begun meanwhile stands, and is shown',
    input: z.strictObject({ taskId: uuid, reason: note.min(1) }),
    output: taskView,
    errors: ['STOCKTAKE_TASK_NOT_FOUND', 'STOCKTAKE_TASK_STATE'],
  },
  'stocktakeTask.reassign': {
    kind: 'command',
    runsOn: 'hub',
    permission: 'stocktake.assign',
    summary: 'Another store, or another day: the task is called off and a new one with the same plan is given out',
    input: z.strictObject({ taskId: uuid, storeCode: z.string().max(16), dueDate: storeDay, reason: note.min(1) }),
    output: taskView,
    errors: ['STOCKTAKE_TASK_NOT_FOUND', 'STORE_NOT_FOUND', 'STOCKTAKE_TASK_STATE', 'STOCKTAKE_DUE_PAST'],
  },
})

export const stocktakeScheduleOperations = defineOperations({
  'stocktakeSchedule.list': {
    kind: 'query',
    runsOn: 'hub',
    permission: 'document.view',
    summary: 'Plans that repeat, those of this branch alone, each with how its newest round stands',
    input: z.strictObject({ states: z.array(z.enum(scheduleStates)).min(1).max(scheduleStates.length).optional() }),
    output: z.strictObject({ schedules: z.array(scheduleView) }),
    errors: [],
  },
  'stocktakeSchedule.save': {
    kind: 'command',
    runsOn: 'hub',
    permission: 'stocktake.assign',
    summary: 'A plan that HQ gives out by itself when its day comes; one that falls on today is given out at once',
    input: z.strictObject({
      scheduleId: uuid.optional(),
      /** the one that was edited; left out with a new plan */
      version: z.number().int().min(1).optional(),
      name: planName,
      plan: stocktakePlan,
      stores: storeChoice,
      recurrence,
      startDay: storeDay,
      endDay: z.union([storeDay, z.literal('')]),
      daysToDo: z.number().int().min(0).max(60),
    }),
    output: scheduleView,
    errors: [
      'STOCKTAKE_SCHEDULE_NOT_FOUND',
      'STORE_NOT_FOUND',
      'REGION_NOT_FOUND',
      'STOCKTAKE_NO_STORES',
      'PRODUCT_NOT_FOUND',
      'CATEGORY_NOT_FOUND',
      'VERSION_CONFLICT',
      'STOCKTAKE_SCHEDULE_STATE',
      'STOCKTAKE_NEVER_DUE',
      'LINES_TOO_MANY',
    ],
  },
  'stocktakeSchedule.setState': {
    kind: 'command',
    runsOn: 'hub',
    permission: 'stocktake.assign',
    summary:
      'Pause a plan, go on with it, or end it for good; days that passed while it was paused are not made up for',
    input: z.strictObject({ scheduleId: uuid, state: z.enum(scheduleStates) }),
    output: scheduleView,
    errors: ['STOCKTAKE_SCHEDULE_NOT_FOUND', 'STOCKTAKE_SCHEDULE_STATE'],
  },
})

const count = z.number().int().min(0)
const permille = figure.nullable()
/** cost value, 1/10,000 yuan; null without the right to see cost */
const value = z.number().int().nullable()

const checkedFigures = {
  /** lines somebody else counted too */
  checked: count,
  /** of these, as first said */
  stood: count,
  /** stood ÷ checked */
  stoodShare: permille,
}

export const stocktakeAccuracyOperations = defineOperations({
  'stocktakeAccuracy.get': {
    kind: 'query',
    runsOn: 'hub',
    permission: 'stocktake.seeBook',
    summary: 'How right stores and people count: stocktakes handed in on these store days, both included',
    input: z
      .strictObject({ from: storeDay, to: storeDay, storeCode: z.string().max(16).optional() })
      .refine(({ from, to }) => from <= to, { path: ['to'], error: 'before the first day' }),
    output: z.strictObject({
      stores: z.array(
        z.strictObject({
          storeCode: z.string(),
          storeName: z.string(),
          stocktakes: count,
          /** lines counted, and of these without a difference */
          counted: count,
          equal: count,
          /** equal ÷ counted */
          equalShare: permille,
          ...checkedFigures,
          /** of differences whatever their sign, and of the books they were held against */
          variance: value,
          book: value,
          /** variance ÷ book */
          varianceShare: permille,
        }),
      ),
      counters: z.array(
        z.strictObject({
          storeCode: z.string(),
          storeName: z.string(),
          userId: z.string(),
          userName: z.string(),
          userNameEn: z.string(),
          /** finished first counts, and their lines */
          counts: count,
          counted: count,
          ...checkedFigures,
        }),
      ),
      /** more stocktakes than are compared line by line at once: ask for a shorter time */
      cut: z.boolean(),
    }),
    errors: [],
  },
})
