// What the 盘点 pages ask for, from their address and from the form of a plan.
import { describe, expect, test } from 'vitest'
import { readReviewFilters, readTaskFilters, taskInput } from '../../../src/console/data/stocktakes'
import {
  assignInput,
  emptyPlan,
  missingOf,
  type PlanForm,
  planOf,
  scheduleInput,
} from '../../../src/console/screens/stocktakes/planForm'
import { operations } from '../../../src/contract/operations'
import type { ScheduleView } from '../../../src/contract/schemas/stocktakeTask'

const tasks = (query: string) => taskInput(readTaskFilters(new URLSearchParams(query)))

describe('tasks in the address', () => {
  test('nothing said: all of them', () => expect(tasks('')).toEqual({}))

  test('a state, what is overdue, what wants a look', () => {
    expect(tasks('show=counting')).toEqual({ states: ['counting'] })
    expect(tasks('show=overdue&store=S001')).toEqual({ overdue: true, storeCode: 'S001' })
    expect(tasks('show=exceptions')).toEqual({ exceptions: true })
  })

  test('whatever stands there, the hub understands what it is asked', () => {
    for (const query of [
      ...[
        'show=nothing',
        `q=${'x'.repeat(99)}`,
        'schedule=drop',
        'from=yesterday&to=2026-13-99',
        `store=${'S'.repeat(40)}`,
      ],
      'show=missed&schedule=0f8fad5b-d9cb-469f-a165-70867728950e&from=2026-11-01&to=2026-11-30&q=盘',
    ]) {
      const parsed = operations['stocktakeTask.list'].input.safeParse(tasks(query))
      expect([query, parsed.success]).toEqual([query, true])
    }
  })

  test('a review opens on its differences', () =>
    expect(readReviewFilters(new URLSearchParams('show=else'))).toEqual({ show: 'variance', search: '', open: '' }))
})

const empty = emptyPlan('2026-11-22', '2026-11-29')
const filled: PlanForm = { ...empty, name: ' 每周货架盲盘 ', codes: 'A01、A02  A01', percent: 2.5, yuan: 3.2 }

describe('the form of a plan', () => {
  test('says what is missing, one thing at a time', () => {
    expect(missingOf(empty)).toBe('name')
    expect(missingOf({ ...empty, name: '盘' })).toBe('scope')
    expect(missingOf({ ...filled, storeKind: 'region' })).toBe('stores')
    expect(missingOf({ ...filled, storeKind: 'stores' })).toBe('stores')
    expect(missingOf({ ...filled, repeat: 'weekly', weekdays: [] })).toBe('weekdays')
    expect(missingOf({ ...filled, dueDate: '' })).toBe('day')
    expect(missingOf({ ...filled, repeat: 'once', startDay: '' })).toBe('day')
    expect(missingOf(filled)).toBe(null)
    expect(assignInput(empty)).toBe(null)
  })

  test('given out now: one task a store, money in fen, shares in permille', () => {
    const input = assignInput(filled)
    expect(input).toEqual({
      ...{ name: '每周货架盲盘', stores: { kind: 'all' }, dueDate: '2026-11-29' },
      plan: {
        ...{ scope: { kind: 'zone', shelves: ['A01', 'A02'] }, blind: true, note: '' },
        ...{ tolerancePermille: 25, toleranceFen: 320 },
      },
    })
    expect(operations['stocktakeTask.assign'].input.safeParse(input).success).toBe(true)
    expect(scheduleInput(filled)).toBe(null)
  })

  test('by schedule: once has no end of its own; a month has a last day', () => {
    const once = scheduleInput({ ...filled, repeat: 'once', startDay: '2026-12-31', endDay: '2026-12-01' })
    expect(once).toMatchObject({ recurrence: { kind: 'once', day: '2026-12-31' }, endDay: '' })
    const monthly = scheduleInput({ ...filled, repeat: 'monthly', endDay: '2027-12-31' })
    expect(monthly).toMatchObject({ recurrence: { kind: 'monthly', day: 'last' }, endDay: '2027-12-31', daysToDo: 2 })
    for (const input of [once, monthly])
      expect(operations['stocktakeSchedule.save'].input.safeParse(input).success).toBe(true)
  })

  test('a schedule opened and saved unchanged asks for what it asked before', () => {
    const plan = { blind: false, tolerancePermille: 15, toleranceFen: 1050, note: '月底' }
    const asked = [
      {
        plan: { ...plan, scope: { kind: 'sample' as const, size: 30 } },
        stores: { kind: 'region' as const, regionCode: 'R-E' },
      },
      {
        plan: { ...plan, scope: { kind: 'full' as const } },
        stores: { kind: 'stores' as const, storeCodes: ['S001', 'S003'] },
      },
      { plan: { ...plan, scope: { kind: 'list' as const, skus: ['1', '2'] } }, stores: { kind: 'all' as const } },
    ]
    for (const one of asked) {
      const kept = {
        name: '月底',
        ...one,
        recurrence: { kind: 'weekly', weekdays: [2, 5] },
        startDay: '2026-12-01',
        endDay: '',
        daysToDo: 4,
      }
      expect(scheduleInput(planOf(kept as unknown as ScheduleView, empty))).toEqual(kept)
    }
  })
})
