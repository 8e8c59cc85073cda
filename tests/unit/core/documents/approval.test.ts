/** Who has to agree, who may, and what a decision is bound to. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type ApprovalLevel,
  approvalLevels,
  chainAbove,
  chainFor,
  contentText,
  type Decision,
  decidesFor,
  highestLevel,
  pendingLevel,
} from '../../../../src/core/documents/approval'
import { facts, line } from './facts'

const writeOff = [
  { level: 'storeManager', fromFen: 0 },
  { level: 'regionManager', fromFen: 20_000 },
  { level: 'hqOperations', fromFen: 200_000 },
] as const

describe('the chain a value asks for', () => {
  test.each<[number, ApprovalLevel[]]>([
    [0, ['storeManager']],
    [19_999, ['storeManager']],
    [20_000, ['storeManager', 'regionManager']],
    [199_999, ['storeManager', 'regionManager']],
    [200_000, ['storeManager', 'regionManager', 'hqOperations']],
  ])('%i fen', (valueFen, chain) => {
    expect(chainFor(writeOff, valueFen)).toEqual(chain)
  })

  test('nobody where the policy names nobody, and lowest first in whatever order it names them', () => {
    expect(chainFor([], 1_000_000)).toEqual([])
    expect(chainFor([...writeOff].reverse(), 1_000_000)).toEqual(approvalLevels)
    expect(chainFor([{ level: 'hqOperations', fromFen: 500 }], 499)).toEqual([])
  })
})

describe('undoing', () => {
  test('asks only those above the highest of who undoes and who lent them the right', () => {
    const chain: ApprovalLevel[] = [...approvalLevels]
    expect(chainAbove(chain, highestLevel([null, null]))).toEqual(approvalLevels)
    expect(chainAbove(chain, highestLevel([null, 'storeManager']))).toEqual(['regionManager', 'hqOperations'])
    expect(chainAbove(['storeManager'], highestLevel(['storeManager', null]))).toEqual([])
    expect(chainAbove(chain, highestLevel(['regionManager', 'storeManager']))).toEqual(['hqOperations'])
    expect(chainAbove(chain, highestLevel(['hqOperations']))).toEqual([])
  })
})

describe('the level that is asked next', () => {
  const decided = (level: ApprovalLevel, change: Partial<Decision> = {}): Decision => ({
    level,
    decision: 'approved',
    userId: 'u',
    contentHash: 'h',
    ...change,
  })
  const chain: ApprovalLevel[] = [...approvalLevels]

  test.each<[string, Decision[], ApprovalLevel | null]>([
    ['nobody decided', [], 'storeManager'],
    ['the first agreed', [decided('storeManager')], 'regionManager'],
    ['a higher level’s word counts for those below it', [decided('regionManager')], 'hqOperations'],
    ['the highest agreed', [decided('hqOperations')], null],
    ['a refusal is no agreement', [decided('hqOperations', { decision: 'refused' })], 'storeManager'],
    ['a decision about other content is void', [decided('hqOperations', { contentHash: 'old' })], 'storeManager'],
    ['all agreed, one by one', approvalLevels.map((level) => decided(level)), null],
  ])('%s', (_what, decisions, next) => {
    expect(pendingLevel(chain, decisions, 'h')).toBe(next)
  })

  test('a chain of nobody waits for nobody, one of HQ alone for HQ', () => {
    expect(pendingLevel([], [], 'h')).toBeNull()
    expect(pendingLevel(['hqOperations'], [decided('regionManager')], 'h')).toBe('hqOperations')
  })
})

describe('who may decide', () => {
  test('one’s own level and those below it', () => {
    const may = approvalLevels.map((own) => approvalLevels.filter((pending) => decidesFor(own, pending)))
    expect(may).toEqual([
      ['storeManager'],
      ['storeManager', 'regionManager'],
      ['storeManager', 'regionManager', 'hqOperations'],
    ])
    expect(approvalLevels.filter((pending) => decidesFor(null, pending))).toEqual([])
  })
})

describe('what a decision is bound to', () => {
  const document = {
    ...{ documentId: 'd', round: 1, type: 'writeOff', counterpartyCode: '', reasonCode: 'BROKEN' },
    ...facts({ toWarehouseCode: '' }),
    ...{ sourceId: '', dueDate: '', note: '', reversalOf: '', closesSource: false },
    lines: [line({ quantity: 1000 }), line({ lineNo: 2, sku: 'B', lot: 'L1', quantity: 2000 })],
  }

  test('everything that matters changes the text, the next hand-in above all', () => {
    const changes = [
      { documentId: 'e' },
      { round: 2 },
      { type: 'otherOut' },
      { warehouseCode: 'WS001B' },
      { toWarehouseCode: 'WS002' },
      { toCondition: 'quarantine' as const },
      { counterpartyCode: 'GY001' },
      { reasonCode: 'EXPIRED' },
      { sourceId: 'another' },
      { settlement: 'reship' },
      { dueDate: '2027-01-01' },
      { note: 'other words' },
      { reversalOf: 'another' },
      { closesSource: true },
      { lines: document.lines.slice(1) },
      { lines: [...document.lines].reverse() },
      ...(['sku', 'lot', 'expiryDate', 'role', 'condition'] as const).map((name) => ({
        lines: [{ ...(document.lines[0] as never as object), [name]: 'other' }, document.lines[1]] as never,
      })),
      ...(['quantity', 'damagedQuantity', 'rejectedQuantity', 'freeQuantity', 'unitCost'] as const).map((name) => ({
        lines: [{ ...(document.lines[0] as never as object), [name]: 77 }, document.lines[1]] as never,
      })),
    ]
    const texts = [document, ...changes.map((change) => ({ ...document, ...change }))].map(contentText)
    expect(new Set(texts).size).toBe(changes.length + 1)
    expect(contentText(structuredClone(document))).toBe(contentText(document))
  })

  test('no two different lines read the same, whatever text they hold', () => {
    const anyLine = fc.record({ sku: fc.string(), lot: fc.string(), quantity: fc.integer({ min: 0, max: 9 }) })
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 3 }), fc.array(anyLine, { maxLength: 3 }), (one, other) => {
        const text = (rows: typeof one) => contentText({ ...document, lines: rows.map((row) => line(row)) })
        expect(text(one) === text(other)).toBe(JSON.stringify(one) === JSON.stringify(other))
      }),
    )
  })
})
