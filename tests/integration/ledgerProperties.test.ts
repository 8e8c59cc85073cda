/** The ledger's writer under any postings: balances are the fold of what was appended, and a refused posting leaves none. */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import type { Account } from '../../src/core/stock/accounts'
import type { Movement } from '../../src/core/stock/movement'
import { openDatabase } from '../../src/database/openDatabase'
import type { Database } from '../../src/database/unitOfWork'
import { append, startLog } from '../../src/ledger/append'
import { chainHash, genesisHash } from '../../src/ledger/hashChain'
import { verifyLedger } from '../../src/ledger/verify'
import { removeFolder, temporaryFolder } from '../support/world'

const folder = temporaryFolder()
afterAll(() => removeFolder(folder))

let files = 0
const withDatabase = async (work: (database: Database) => Promise<void>): Promise<void> => {
  files += 1
  const database = await openDatabase('store', join(folder, `ledger-${files}.db`))
  try {
    await work(database)
  } finally {
    await database.close()
  }
}

const accounts: Account[] = ['supplier', 'customer', 'loss', 'stock:WS001', 'stock:WS002', 'quarantine:WS001']
const anyMovement = fc.record({
  sku: fc.constantFrom('A', 'B', '商品 C'),
  lot: fc.constantFrom('', 'L1'),
  pair: fc.tuple(fc.constantFrom(...accounts), fc.constantFrom(...accounts)).filter(([from, to]) => from !== to),
  quantity: fc.integer({ min: 1, max: 1_000_000_000 }),
  unitCost: fc.integer({ min: 0, max: 1_000_000 }),
  value: fc.integer({ min: 0, max: 1_000_000_000 }),
})
const anyPosting = fc.array(anyMovement, { minLength: 1, maxLength: 12 }).map((movements): Movement[] =>
  movements.map(({ pair: [fromAccount, toAccount], ...rest }, index) => ({
    ...rest,
    line: index + 1,
    fromAccount,
    toAccount,
    kind: 'goodsReceipt' as const,
  })),
)

const at = '2026-11-22T01:00:00.000Z'

const paper = {
  ...{
    type: 'test',
    state: 'posted',
    version: 1,
    round: 0,
    writtenAt: 'store',
    storeCode: 'S001',
    warehouseCode: 'WS001',
  },
  ...{ toWarehouseCode: '', toCondition: 'stock', counterpartyCode: '', sourceId: '', sourceNumber: '', reference: '' },
  ...{ reasonCode: '', settlement: '', dueDate: '', note: '', refusal: '', policyVersion: 1, authorId: 'u' },
  ...{ submittedById: null, postedById: 'u', holderId: '', blind: 0, closesSource: 0, reversalOf: '', contentHash: '' },
  ...{ pendingLevel: null, value: null, createdAt: at, submittedAt: null, occurredAt: at, postedAt: at },
}
const step = {
  ...{
    stepNo: 1,
    step: 'posted',
    level: '',
    decision: '',
    contentHash: '',
    userId: 'u',
    userName: '',
    authorityId: '',
  },
  ...{ reason: '', at },
}

/** A document that is posted together with its event, as every posting is; quantities on lines follow the movements. */
const post = (database: Database, logId: string, movements: readonly Movement[]): Promise<void> =>
  database.write(async (tx) => {
    const documentId = randomUUID()
    const payload = JSON.stringify({ documentId, userId: 'u', occurredAt: at, movements })
    const place = await append(tx, {
      logId,
      payload,
      documentId,
      movements,
      occurredAt: at,
      recordedAt: at,
      userId: 'u',
    })
    await tx.insertRows('document', [{ ...paper, documentId, number: documentId, logId, seq: place.seq }])
    await tx.insertRows('documentStep', [{ ...step, documentId, logId, seq: place.seq }])
  })

/** The same figures, folded here in big integers and by nobody's code but this. */
const fold = (postings: readonly (readonly Movement[])[]): string[] => {
  const sums = new Map<string, { quantity: bigint; value: bigint }>()
  for (const { fromAccount, toAccount, sku, lot, quantity, value } of postings.flat()) {
    for (const [account, sign] of [
      [fromAccount, -1n],
      [toAccount, 1n],
    ] as const) {
      const key = JSON.stringify([account, sku, lot])
      const sum = sums.get(key) ?? { quantity: 0n, value: 0n }
      sums.set(key, { quantity: sum.quantity + sign * BigInt(quantity), value: sum.value + sign * BigInt(value) })
    }
  }
  return [...sums].map(([key, { quantity, value }]) => `${key} ${quantity} ${value}`).sort()
}

const balancesOf = async (database: Database): Promise<string[]> => {
  const rows = await database.read.all<{ account: string; sku: string; lot: string; onHand: number; value: number }>(
    'SELECT account, sku, lot, onHand, value FROM stockBalance',
  )
  return rows
    .map(({ account, sku, lot, onHand, value }) => `${JSON.stringify([account, sku, lot])} ${onHand} ${value}`)
    .sort()
}

describe('append', () => {
  test('balances are the fold of every movement, whatever was posted, and the ledger verifies', {
    timeout: 60_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyPosting, { minLength: 1, maxLength: 8 }), (postings) =>
        withDatabase(async (database) => {
          const logId = randomUUID()
          await database.write((tx) => startLog(tx, logId, 'device'))
          for (const movements of postings) await post(database, logId, movements)
          expect(await balancesOf(database)).toEqual(fold(postings))
          expect(await verifyLedger(database.read)).toMatchObject({
            problems: [],
            checked: { events: postings.length },
          })
        }),
      ),
      { numRuns: 25 },
    )
  })

  test('postings sent at once take their places one after another, without gap or repeat', async () => {
    await withDatabase(async (database) => {
      const logId = randomUUID()
      await database.write((tx) => startLog(tx, logId, 'device'))
      const [movements] = fc.sample(anyPosting, { numRuns: 1, seed: 5 }) as [Movement[]]
      await Promise.all(Array.from({ length: 30 }, () => post(database, logId, movements)))
      const events = await database.read.all<{ seq: number; prevHash: string; hash: string; payload: string }>(
        'SELECT seq, prevHash, hash, payload FROM event ORDER BY seq',
      )
      expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1))
      let hash = genesisHash(logId)
      for (const event of events) {
        expect(event.prevHash).toBe(hash)
        hash = chainHash(hash, event.payload)
        expect(event.hash).toBe(hash)
      }
      expect(await balancesOf(database)).toEqual(fold(Array.from({ length: 30 }, () => movements)))
    })
  })

  test('a posting with one wrong movement leaves no event, no movement, no balance and no place', async () => {
    await withDatabase(async (database) => {
      const logId = randomUUID()
      await database.write((tx) => startLog(tx, logId, 'device'))
      const right: Movement = {
        ...{ line: 1, sku: 'A', lot: '', fromAccount: 'supplier', toAccount: 'stock:WS001' },
        ...{ quantity: 1000, unitCost: 1, value: 1, kind: 'goodsReceipt' },
      } as Movement
      const wrong: Partial<Movement>[] = [
        { quantity: 0 },
        { quantity: -1 },
        { value: 1.5 },
        { toAccount: 'supplier' },
        { toAccount: 'nowhere' as Account },
        { line: 1 },
        { quantity: 1e12, value: 1e12 },
      ]
      for (const change of wrong) {
        const bad = { ...right, line: 2, ...change }
        // the last one breaks a bound only together with what is there
        const movements = change.quantity === 1e12 ? [right, bad, { ...bad, line: 3 }] : [right, bad]
        await expect(post(database, logId, movements)).rejects.toThrow()
      }
      expect(await balancesOf(database)).toEqual([])
      expect(await database.read.all('SELECT seq FROM event UNION ALL SELECT seq FROM stockMovement')).toEqual([])
      await post(database, logId, [right])
      expect(await database.read.all('SELECT headSeq, ackedSeq FROM log')).toEqual([{ headSeq: 1, ackedSeq: 0 }])
      expect(await verifyLedger(database.read)).toMatchObject({ problems: [] })
    })
  })

  test('a log that was never started takes nothing', async () => {
    await withDatabase(async (database) => {
      await expect(post(database, 'nobody', [])).rejects.toThrow(/log nobody exists/)
    })
  })
})
