// What is typed into the dialog of a new stocktake, two counts side by side, and how a count leaves and is read. Pure.

import { describe, expect, test } from 'vitest'
import type { DocumentLineView, DocumentView } from '../../../src/contract/schemas/document'
import type { StocktakeHeader } from '../../../src/contract/schemas/stocktake'
import type { TaskView } from '../../../src/contract/schemas/stocktakeTask'
import { isPlanned, sentOffBy } from '../../../src/renderer/screens/document/faces'
import { backwardOf, forwardOf } from '../../../src/renderer/screens/document/readActions'
import { firstCountZones } from '../../../src/renderer/screens/stocktakes/firstCountZones'
import { listRows } from '../../../src/renderer/screens/stocktakes/listRows'
import { zoneOf, zonesIn } from '../../../src/renderer/screens/stocktakes/plan'
import { compareCounts } from '../../../src/renderer/screens/stocktakes/sideBySide'
import { markedTogether } from '../../../src/renderer/screens/stocktakes/useMarks'
import { statesOf } from '../../../src/ui/documents'
import { asksCodes, codesIn, scopeOf } from '../../../src/ui/stocktakePlan'

describe('what is typed', () => {
  test('codes are separated by whatever people separate them by, and each counts once', () => {
    expect(codesIn(' 1001,1002，1003 1001、1004\n')).toEqual(['1001', '1002', '1003', '1004'])
    expect(codesIn('  ')).toEqual([])
  })
  test('categories, shelves and products are named; the rest names itself', () => {
    const kinds = ['full', 'category', 'zone', 'list', 'sample', 'suspicious'] as const
    expect(kinds.filter(asksCodes)).toEqual(['category', 'zone', 'list'])
  })
  test('a scope is whole or none', () => {
    expect(scopeOf('full', [], null)).toEqual({ kind: 'full' })
    expect(scopeOf('category', ['08'], null)).toEqual({ kind: 'category', categoryCodes: ['08'] })
    expect(scopeOf('zone', ['A01'], null)).toEqual({ kind: 'zone', shelves: ['A01'] })
    expect(scopeOf('list', ['1001'], null)).toEqual({ kind: 'list', skus: ['1001'] })
    expect(scopeOf('sample', [], 30)).toEqual({ kind: 'sample', size: 30 })
    expect([scopeOf('list', [], null), scopeOf('sample', [], null)]).toEqual([null, null])
  })
  test('a zone a line, called by its code where it has no name; what is no code is said', () => {
    expect(zonesIn('a01 零食 架\n\nB01\n冷柜 C\n')).toEqual({
      zones: [
        { code: 'A01', name: '零食 架', temporary: false },
        { code: 'B01', name: 'B01', temporary: false },
      ],
      wrong: ['冷柜 C'],
    })
    expect(zoneOf('', true)).toBeNull()
    expect(zoneOf('t01 端架', true)).toEqual({ code: 'T01', name: '端架', temporary: true })
  })
})

describe('two counts of one zone', () => {
  const line = (sku: string, quantity: number, lot = ''): DocumentLineView =>
    ({ sku, lot, quantity }) as DocumentLineView

  test('differences first; what one did not find has no figure there', () => {
    const rows = compareCounts([line('a', 1000), line('b', 2000)], [line('a', 1000), line('b', 3000), line('c', 0)])
    expect(rows.map(({ key, first, second }) => [key.trim(), first, second])).toEqual([
      ['b', 2000, 3000],
      ['c', null, 0],
      ['a', 1000, 1000],
    ])
  })
  test('lots of one product are lines of their own', () => {
    expect(compareCounts([line('a', 1000, 'L1')], [line('a', 1000, 'L2')])).toHaveLength(2)
  })
})

describe('a count is a finding', () => {
  const counted = { header: { type: 'stocktakeCount', state: 'approved', sourceId: 's1' }, steps: [] } as never
  const { header } = counted as DocumentView

  test('it is compared with nothing while it is scanned', () => expect(isPlanned(header)).toBe(false))
  test('it is handed in, although nobody has to agree', () => {
    expect(sentOffBy('stocktakeCount', false)).toBe('submit')
    expect([sentOffBy('writeOff', true), sentOffBy('goodsReceipt', false)]).toEqual(['submit', 'post'])
  })
  test('finished, there is no step forward and none back', () => {
    expect([forwardOf(counted), backwardOf(counted)]).toEqual([null, null])
    expect(statesOf('stocktakeCount')).not.toContain('posted')
  })
})

describe('the list of stocktakes', () => {
  const task = (number: string, dueDate: string, stocktakeId: string | null) =>
    ({
      taskId: number,
      number,
      dueDate,
      state: stocktakeId ? 'counting' : 'notStarted',
      stocktake: stocktakeId ? { stocktakeId } : null,
    }) as TaskView
  const begun = (stocktakeId: string) => ({ stocktakeId }) as StocktakeHeader

  test('what nobody has begun stands first, the most urgent on top; a begun one stands once, with its day', () => {
    const tasks = [task('T3', '2026-12-05', null), task('T2', '2026-11-25', 'B'), task('T1', '2026-11-30', null)]
    const rows = listRows(tasks, [begun('C'), begun('B')])
    expect(rows.map(({ key, task: of }) => [key, of?.number ?? ''])).toEqual([
      ['T1', 'T1'],
      ['T3', 'T3'],
      ['C', ''],
      ['B', 'T2'],
    ])
  })
})

test('goods nobody counted are looked for by another where their zone was counted, and by anybody where it was not', () => {
  const zone = (code: string, ...states: string[]) => ({
    ...{ code, temporary: false, counts: states.map((state) => ({ state })) },
  })
  const zones = [zone('A01', 'approved'), zone('B01', 'cancelled'), zone('OTHER')]
  const lines = [
    { sku: 'crisps', shelf: 'A01-1' },
    { sku: 'mints', shelf: 'A01-2' },
    { sku: 'mints', shelf: 'A01-2' },
    { sku: 'spirit', shelf: 'B01-1' },
    { sku: 'lost', shelf: '' },
  ]
  expect(firstCountZones(lines, zones)).toEqual({
    again: [{ zoneCode: 'A01', skus: ['crisps', 'mints'] }],
    first: ['B01', 'OTHER'],
  })
  expect(firstCountZones([{ sku: 'lost', shelf: 'Z9' }], [zone('A01', 'approved'), zone('B01')])).toEqual({
    ...{ again: [], first: [] },
  })
})

test('lines the stocktake is not about are not marked with the others, only where there are no others', () => {
  const [planned, other] = [{ planned: true }, { planned: false }]
  expect(markedTogether([planned, other, planned])).toEqual([planned, planned])
  expect(markedTogether([other, other])).toEqual([other, other])
  expect(markedTogether([])).toEqual([])
})
