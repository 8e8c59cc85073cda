// What the work screen shows and asks by a document's type and state, and which step it offers to whom. Pure.
import { describe, expect, test } from 'vitest'
import type { DocumentHeader, DocumentView } from '../../../src/contract/schemas/document'
import type { TransferSummary } from '../../../src/contract/schemas/transfer'
import { documentTypes } from '../../../src/core/documents/states'
import { countedName } from '../../../src/renderer/screens/document/columns'
import {
  fieldsOf,
  isBlindNow,
  isOfPlan,
  isPlanned,
  missingFields,
  modeInput,
  modesOf,
  startedInStore,
} from '../../../src/renderer/screens/document/faces'
import { canBeLent } from '../../../src/renderer/screens/document/override'
import { backwardOf, forwardOf, isOwnToDecide, mayDecide } from '../../../src/renderer/screens/document/readActions'
import { listInput, noFilters } from '../../../src/renderer/screens/documents/filters'
import { stepFor } from '../../../src/renderer/screens/transfers/steps'
import { piecesOf, signedOf } from '../../../src/ui/documents'

const header = (more: Partial<DocumentHeader>): DocumentHeader =>
  ({
    type: 'goodsReceipt',
    state: 'draft',
    sourceId: '',
    counterpartyCode: '',
    reasonCode: '',
    toWarehouseCode: '',
    reference: '',
    note: '',
    blind: false,
    expectedTotal: 0,
    pendingLevel: null,
    authorId: 'lin',
    reversalOf: '',
    reversedBy: '',
    ...more,
  }) as DocumentHeader

const shown = (more: Partial<DocumentHeader>, steps: string[] = []): DocumentView =>
  ({ header: header(more), lines: [], tray: [], attachments: [], steps: steps.map((step) => ({ step })) }) as never

describe('the plan', () => {
  test('an order or a transfer is a plan, goods without one have none', () => {
    expect(isPlanned(header({ sourceId: 'o1' }))).toBe(true)
    expect(isPlanned(header({}))).toBe(false)
    expect(isPlanned(header({ type: 'writeOff', sourceId: 'x' }))).toBe(false)
  })
  test('blind until it was revealed', () => {
    expect(isBlindNow(header({ sourceId: 'o1', blind: true, expectedTotal: null }))).toBe(true)
    expect(isBlindNow(header({ sourceId: 'o1', blind: true, expectedTotal: 24_000 }))).toBe(false)
  })
})

describe('pieces', () => {
  test('are the good and the broken ones together; a mirror counts against its paper', () => {
    const figures = { quantityTotal: 9000, damagedTotal: 1000 }
    expect(piecesOf(figures)).toBe(10_000)
    expect([signedOf({ reversalOf: '' }, 10_000), signedOf({ reversalOf: 'd1' }, 10_000)]).toEqual([10_000, -10_000])
    expect(signedOf({ reversalOf: 'd1' }, 0)).toBe(0)
  })
  test('where broken ones have a column of their own, the other is of the good ones', () => {
    const types = ['goodsReceipt', 'transferDispatch', 'customerReturn', 'otherIn', 'writeOff'] as const
    expect(types.map((type) => countedName({ type }))).toEqual(['received', 'sent', 'good', 'good', 'plain'])
  })
})

describe('what the next scan is', () => {
  test('goods that leave are good or broken, parts go in or come out, a dispatch sends good ones', () => {
    expect(modesOf('writeOff')).toEqual(['stock', 'quarantine'])
    expect(modesOf('repack')).toEqual(['consume', 'produce'])
    expect([modesOf('transferDispatch'), modesOf('goodsReceipt'), modesOf('transferRequest')]).toEqual([[], [], []])
  })
  test('it is said with the scan', () => {
    expect([modeInput('quarantine'), modeInput('produce'), modeInput(null)]).toEqual([
      { condition: 'quarantine' },
      { role: 'produce' },
      {},
    ])
  })
})

describe('the header', () => {
  test('asks what the type needs, the note last', () => {
    expect(fieldsOf('supplierReturn')).toEqual(['supplier', 'reason', 'note'])
    expect(fieldsOf('customerReturn')).toContain('reference')
    expect(fieldsOf('moveInside')).toEqual(['toWarehouse', 'note'])
  })
  test('names what the type or HQ asks for and nobody gave', () => {
    expect(missingFields(header({ type: 'writeOff', reasonCode: 'BROKEN' }), ['note'])).toEqual(['note'])
    expect(missingFields(header({ type: 'supplierReturn' }), ['reason'])).toEqual(['supplier', 'reason'])
  })
  test('types that come from an order, a transfer or HQ are not begun by hand', () => {
    const never = [
      ...['goodsReceipt', 'transferDispatch', 'transferReceipt', 'transferSettlement', 'costAdjustment'],
      ...['stocktakeCount', 'stocktakeGain', 'stocktakeLoss'],
    ]
    expect(documentTypes.filter((type) => !startedInStore(type))).toEqual(never)
  })
})

describe('a line that may be taken out', () => {
  const line = { unplanned: false, splitOf: 0 }
  test('is none of the order or the transfer itself', () => {
    const ordered = header({ sourceId: 'o1' })
    expect(isOfPlan(ordered, line)).toBe(true)
    expect([isOfPlan(ordered, { ...line, unplanned: true }), isOfPlan(ordered, { ...line, splitOf: 3 })]).toEqual([
      false,
      false,
    ])
    expect([isOfPlan(header({}), line), isOfPlan(header({ type: 'writeOff' }), line)]).toEqual([false, false])
  })
})

describe('the next step', () => {
  const manager = { userId: 'm1', level: 'storeManager' as const }
  test.each([
    ['held', { state: 'held' as const }, 'resume', null],
    [
      'waits for the shop',
      { type: 'writeOff' as const, state: 'submitted' as const, pendingLevel: 'storeManager' as const },
      'decide',
      'withdraw',
    ],
    [
      'waits for the region',
      { type: 'writeOff' as const, state: 'submitted' as const, pendingLevel: 'regionManager' as const },
      null,
      'withdraw',
    ],
    ['approved', { type: 'supplierReturn' as const, state: 'approved' as const }, 'post', 'void'],
    [
      'an approved request is a transfer',
      { type: 'transferRequest' as const, state: 'approved' as const },
      null,
      'void',
    ],
    ['posted', { type: 'writeOff' as const, state: 'posted' as const }, null, 'reverse'],
    ['gone to the supplier', { type: 'supplierReturn' as const, state: 'posted' as const }, 'confirm', 'reverse'],
    ['a reversal', { state: 'posted' as const, reversalOf: 'd1' }, null, null],
    ['reversed', { state: 'reversed' as const, reversedBy: 'd2' }, null, null],
  ] as const)('%s', (_, more, forward, backward) => {
    expect([forwardOf(shown(more)), backwardOf(shown(more))]).toEqual([forward, backward])
  })
  test('confirmed once, it is not asked again, and stands', () => {
    const confirmed = { type: 'supplierReturn', state: 'posted', confirmed: true } as const
    expect(backwardOf(shown(confirmed, ['posted', 'confirmed']))).toBeNull()
    expect(forwardOf(shown({ type: 'supplierReturn', state: 'posted' }, ['posted', 'confirmed']))).toBeNull()
  })
  test('nobody decides what they wrote, nor above their level', () => {
    const waiting = header({ state: 'submitted', pendingLevel: 'storeManager' })
    expect(mayDecide(waiting, manager)).toBe(true)
    expect(mayDecide({ ...waiting, authorId: 'm1' }, manager)).toBe(false)
    expect(mayDecide({ ...waiting, pendingLevel: 'hqOperations' }, manager)).toBe(false)
    expect(mayDecide(waiting, { userId: 'c1', level: null })).toBe(false)
  })
  test('who would decide but wrote it or handed it in is told who else does', () => {
    const waiting = { state: 'submitted', pendingLevel: 'storeManager' } as const
    const handedIn = (userName: string) => ({ ...shown(waiting), steps: [{ step: 'submitted', userName }] }) as never
    const named = { ...manager, name: '周店长' }
    expect(isOwnToDecide(shown({ ...waiting, authorId: 'm1' }), manager)).toBe(true)
    expect([isOwnToDecide(handedIn('周店长'), named), isOwnToDecide(handedIn('小林'), named)]).toEqual([true, false])
    expect(isOwnToDecide(shown({ ...waiting, authorId: 'm1', pendingLevel: 'hqOperations' }), manager)).toBe(false)
    expect(isOwnToDecide(shown({ ...waiting, authorId: 'c1' }), { userId: 'c1', level: null })).toBe(false)
  })
  test('a manager lends a right, not a rule', () => {
    expect([canBeLent('FORBIDDEN'), canBeLent('OVER_RECEIPT'), canBeLent('INSUFFICIENT_STOCK')]).toEqual([
      true,
      true,
      false,
    ])
  })
})

describe('transfers', () => {
  const route = (state: TransferSummary['state']) => ({ state, fromStoreCode: 'S001', toStoreCode: 'S002' })
  test('only the one next step, and only the one whose it is', () => {
    expect(stepFor(route('awaitingDispatch'), 'S001')).toBe('dispatch')
    expect(stepFor(route('awaitingDispatch'), 'S002')).toBeNull()
    expect(stepFor(route('inTransit'), 'S002')).toBe('receive')
    expect(stepFor(route('inTransit'), 'S001')).toBeNull()
    expect(stepFor(route('difference'), 'S002')).toBeNull()
  })
})

describe('the list', () => {
  const now = Date.UTC(2026, 10, 22, 3)
  const dayOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10)
  test('under way means not final; a state chosen for the other tab does not count here', () => {
    const open = ['draft', 'held', 'submitted', 'approved']
    expect(listInput('open', noFilters, now, dayOf).states).toEqual(open)
    expect(listInput('open', { ...noFilters, state: 'posted' }, now, dayOf).states).toEqual(open)
    expect(listInput('open', { ...noFilters, state: 'held' }, now, dayOf).states).toEqual(['held'])
    expect(listInput('all', noFilters, now, dayOf)).not.toHaveProperty('states')
  })
  test('what a supplier has not confirmed is a posted return, looked for among all papers alone', () => {
    const chased = { ...noFilters, state: 'unconfirmed' as const }
    expect(listInput('all', chased, now, dayOf)).toMatchObject({
      ...{ types: ['supplierReturn'], states: ['posted'], confirmed: false },
    })
    expect(listInput('open', chased, now, dayOf)).toEqual(listInput('open', noFilters, now, dayOf))
    expect(listInput('all', { ...chased, type: 'writeOff' }, now, dayOf).types).toEqual(['writeOff'])
  })
  test('seven days are today and the six before', () => {
    const input = listInput('all', { type: 'writeOff', state: 'posted', days: 'week', search: 'cola' }, now, dayOf)
    expect(input).toEqual({
      types: ['writeOff'],
      states: ['posted'],
      fromDay: '2026-11-16',
      search: 'cola',
      limit: 100,
    })
  })
})
