/** 盘点任务与计划: what HQ asks stores to count, as it travels to a store, and as screens show how far it is. */
import { z } from 'zod'
import { reversedParts, stocktakeKinds, stocktakeStates } from '../../core/stocktake/plan'
import { scheduleStates, taskExceptions, taskStates, taskWords } from '../../core/stocktake/task'
import { expiryDay, isoTime, note, storeDay, uuid } from './common'
import { stocktakeScope } from './stocktake'

export const stocktakeTaskLimits = { stores: 2000, schedules: 500 } as const

/** What HQ fixes: a store that opens the task counts this, and no screen of it can make it wider. */
export const stocktakePlan = z.strictObject({
  scope: stocktakeScope,
  blind: z.boolean(),
  tolerancePermille: z.number().int().min(0).max(1000),
  toleranceFen: z.number().int().min(0).max(100_000_000),
  note,
})
export type StocktakePlan = z.infer<typeof stocktakePlan>

/** As people call it: 每周货架抽盘 */
export const planName = note.min(1).max(60).regex(/\S/)

/** Which shops; all that somebody may see is found out anew each time a schedule falls due. */
export const storeChoice = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('all') }),
  z.strictObject({ kind: z.literal('region'), regionCode: z.string().min(1).max(16) }),
  z.strictObject({
    kind: z.literal('stores'),
    storeCodes: z.array(z.string().min(1).max(16)).min(1).max(stocktakeTaskLimits.stores),
  }),
])
export type StoreChoice = z.infer<typeof storeChoice>

export const recurrence = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('once'), day: expiryDay }),
  z.strictObject({ kind: z.literal('weekly'), weekdays: z.array(z.number().int().min(1).max(7)).min(1).max(7) }),
  z.strictObject({
    kind: z.literal('monthly'),
    day: z.union([z.number().int().min(1).max(28), z.literal('last')]),
  }),
])

/** One item of a store's documents stream. */
export const toldTask = stocktakePlan.extend({
  taskId: uuid,
  number: z.string().max(60),
  /** '' given out by hand */
  scheduleId: z.union([uuid, z.literal('')]),
  name: planName,
  storeCode: z.string().min(1).max(16),
  /** the store day it was made for */
  day: storeDay,
  /** the last store day it is in time */
  dueDate: storeDay,
  state: z.enum(taskWords),
  closeReason: note,
  createdByName: z.string().max(60),
  createdAt: isoTime,
})
export type ToldTask = z.infer<typeof toldTask>

export const taskView = toldTask.omit({ state: true }).extend({
  kind: z.enum(stocktakeKinds),
  storeName: z.string(),
  state: z.enum(taskStates),
  overdue: z.boolean(),
  exceptions: z.array(z.enum(taskExceptions)),
  /** the stocktake that says how far it is; null: nobody has opened it yet */
  stocktake: z
    .strictObject({
      stocktakeId: uuid,
      number: z.string(),
      state: z.enum(stocktakeStates),
      /** of its papers, once all are posted */
      reversed: z.enum(reversedParts),
      openedAt: isoTime,
      submittedAt: isoTime.nullable(),
      zonesTotal: z.number().int(),
      zonesCounted: z.number().int(),
    })
    .nullable(),
  /** stocktakes of it the shop began and voided */
  voided: z.number().int(),
  /** how old the store's word is; null: its PCs were never heard */
  ageSeconds: z.number().int().nullable(),
})
export type TaskView = z.infer<typeof taskView>

export const scheduleView = z.strictObject({
  scheduleId: uuid,
  version: z.number().int(),
  name: planName,
  plan: stocktakePlan,
  stores: storeChoice,
  recurrence,
  /** the first day it may fall on */
  startDay: storeDay,
  /** the last; '' without an end */
  endDay: z.union([storeDay, z.literal('')]),
  /** days the shop has: 0 due on the very day */
  daysToDo: z.number().int(),
  state: z.enum(scheduleStates),
  createdByName: z.string(),
  createdAt: isoTime,
  /** the next day it falls on; null: none any more, or paused */
  nextDay: storeDay.nullable(),
  /** how the newest round of it stands; null: none yet */
  newest: z
    .strictObject({
      day: storeDay,
      tasks: z.number().int(),
      done: z.number().int(),
      overdue: z.number().int(),
    })
    .nullable(),
})
export type ScheduleView = z.infer<typeof scheduleView>
