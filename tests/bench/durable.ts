/** Figures of the ledger alone: a scan and a posting against the bare driver on the same disk, in the same run. */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import sqlite3 from 'sqlite3'
import { scanOf, type TestStore } from '../support/world'

export interface Figure {
  name: string
  value: number
  unit: string
  limit: number
  ratio: number
  goal: string
  ok: boolean
}

export const median = (values: readonly number[]): number => percentile(values, 50)

export const percentile = (values: readonly number[], percent: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN
}

export const round = (value: number): number => Math.round(value * 1000) / 1000

export const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const startedMs = performance.now()
  await work()
  return performance.now() - startedMs
}

interface BareDatabase {
  run(sql: string, parameters?: unknown[]): Promise<void>
  close(): Promise<void>
}

const openBare = async (file: string): Promise<BareDatabase> => {
  const connection = new sqlite3.Database(file)
  const run = (sql: string, parameters: unknown[] = []): Promise<void> =>
    new Promise((done, fail) => connection.run(sql, parameters, (error) => (error ? fail(error) : done())))
  await run('PRAGMA journal_mode = WAL')
  await run('PRAGMA synchronous = FULL')
  return { run, close: () => new Promise((done) => connection.close(() => done())) }
}

const scans = 300
const warmUp = 30

/** Scan and bare commit take turns, so that both see the same disk. */
export const scanToDurable = async (
  store: TestStore,
  codes: readonly string[],
  documentId: string,
  folder: string,
): Promise<Figure> => {
  const bare = await openBare(join(folder, 'bare-scan.db'))
  await bare.run('CREATE TABLE row (id TEXT PRIMARY KEY, body TEXT NOT NULL)')
  const scanMs: number[] = []
  const bareMs: number[] = []
  for (let index = 0; index < scans + warmUp; index += 1) {
    const code = codes[index % codes.length] as string
    const scan = await timed(() =>
      store.must('document.scan', { type: 'goodsReceipt', documentId, scan: scanOf(code) }),
    )
    const commit = await timed(() => bare.run('INSERT INTO row VALUES (?, ?)', [randomUUID(), code]))
    if (index >= warmUp) {
      scanMs.push(scan)
      bareMs.push(commit)
    }
  }
  await bare.close()
  return figure('scan to durable p50', median(scanMs), 'ms', median(bareMs), 4, '≤ 4 × a bare one-row durable commit')
}

const postings = 5
export const receiptLines = 1000

/** Draft by draft: the bare transaction, then the posting, so that both see the same disk. */
export const receiptPosted = async (
  store: TestStore,
  prepare: () => Promise<{ documentId: string; version: number }>,
  folder: string,
): Promise<Figure> => {
  const postMs: number[] = []
  const bareMs: number[] = []
  for (let index = 0; index < postings; index += 1) {
    const draft = await prepare()
    bareMs.push(await bareTransaction(join(folder, `bare-post-${index}.db`), bareReceipt(receiptLines)))
    postMs.push(await timed(() => store.must('document.post', { type: 'goodsReceipt', ...draft })))
  }
  return figure(
    'receipt of 1,000 lines posted',
    median(postMs),
    'ms',
    median(bareMs),
    3,
    '≤ 3 × the bare transaction of the same rows',
  )
}

const tables = {
  event: ['logId', 'seq', 'prevHash', 'hash', 'payload', 'recordedAt'],
  movement: [
    ...[
      'logId',
      'seq',
      'line',
      'documentId',
      'sku',
      'lot',
      'fromAccount',
      'toAccount',
      'quantity',
      'unitCost',
      'value',
    ],
    ...['kind', 'occurredAt', 'recordedAt', 'userId'],
  ],
  documentLine: [
    ...['documentId', 'lineNo', 'sku', 'lot', 'name', 'spec', 'unit', 'note', 'condition', 'expiryDate', 'role'],
    ...['expectedQuantity', 'fromSeq', 'atSeq', 'touchedAt', 'quantity', 'unitCost', 'value'],
  ],
  balance: ['account', 'sku', 'lot', 'onHand', 'allocated', 'value', 'movedAt'],
  label: [
    ...[
      'jobId',
      'sku',
      'name',
      'spec',
      'unit',
      'barcode',
      'priceFen',
      'place',
      'copies',
      'template',
      'origin',
      'state',
    ],
    ...['problem', 'printed', 'createdAt'],
  ],
}

type BareRows = Partial<Record<keyof typeof tables, readonly object[]>>

/**
 * These rows in one transaction of the bare driver, with their indexes, in the fastest form known here (json_each): the hardest
 * limit we can set ourselves.
 */
export const bareTransaction = async (file: string, rows: BareRows): Promise<number> => {
  const bare = await openBare(file)
  for (const [name, columns] of Object.entries(tables)) await bare.run(`CREATE TABLE ${name} (${columns.join(', ')})`)
  await bare.run('CREATE UNIQUE INDEX m0 ON movement (logId, seq, line)')
  await bare.run('CREATE INDEX m1 ON movement (fromAccount, sku, lot, quantity, value)')
  await bare.run('CREATE INDEX m2 ON movement (toAccount, sku, lot, quantity, value)')
  await bare.run('CREATE INDEX m3 ON movement (documentId)')
  await bare.run('CREATE UNIQUE INDEX b0 ON balance (account, sku, lot)')
  await bare.run('CREATE UNIQUE INDEX l0 ON label (jobId)')
  await bare.run('CREATE UNIQUE INDEX d0 ON documentLine (documentId, lineNo)')
  const ms = await timed(async () => {
    await bare.run('BEGIN IMMEDIATE')
    for (const [name, list] of Object.entries(rows)) {
      const columns = tables[name as keyof typeof tables]
      const picks = columns.map((column) => `json_extract(value, '$.${column}')`).join(', ')
      await bare.run(`INSERT INTO ${name} SELECT ${picks} FROM json_each(?)`, [JSON.stringify(list)])
    }
    await bare.run('COMMIT')
  })
  await bare.close()
  return ms
}

/** What the posting of a receipt writes: an event, its movements, two balances and a label job a line. */
const bareReceipt = (lines: number): BareRows => {
  const { event, movement, balance, label } = bareRows(lines)
  return { event, movement, balance, label }
}

/** What handing a stocktake in writes where nobody has to agree: the paper's lines, its event, movements and balances. */
export const bareHandIn = (lines: number): BareRows => {
  const { event, movement, balance, documentLine } = bareRows(lines)
  return { event, movement, balance, documentLine }
}

const bareRows = (count: number) => {
  const at = '2026-11-22T01:00:00.000Z'
  const documentId = randomUUID()
  const lines = Array.from({ length: count }, (_, index) => ({
    line: index + 1,
    sku: `9${String(index).padStart(6, '0')}`,
    lot: '',
  }))
  const money = { quantity: 1000, unitCost: 10000, value: 10000 }
  const times = { occurredAt: at, recordedAt: at, movedAt: at, createdAt: at }
  return {
    event: [
      {
        logId: 'log',
        seq: 1,
        prevHash: '0'.repeat(64),
        hash: '0'.repeat(64),
        payload: 'x'.repeat(count * 300),
        recordedAt: at,
      },
    ],
    movement: lines.map((line) => ({
      ...{
        logId: 'log',
        seq: 1,
        documentId,
        fromAccount: 'supplier',
        toAccount: 'stock:WS001',
        kind: 'goodsReceipt',
        userId: 's001.manager',
      },
      ...line,
      ...money,
      ...times,
    })),
    balance: lines.flatMap((line) =>
      ['supplier', 'stock:WS001'].map((account) => ({
        account,
        ...line,
        onHand: 1000,
        allocated: 0,
        value: 10000,
        movedAt: at,
      })),
    ),
    documentLine: lines.map(({ line, sku, lot }) => ({
      ...{
        documentId,
        lineNo: line,
        sku,
        lot,
        name: '名称',
        spec: '500ml*1',
        unit: '瓶',
        note: '',
        condition: 'stock',
      },
      ...{ expiryDate: '', role: '', expectedQuantity: null, fromSeq: 0, atSeq: 0, touchedAt: 0 },
      ...money,
    })),
    label: lines.map(({ sku }) => ({
      ...{
        jobId: randomUUID(),
        sku,
        name: '名称',
        spec: '500ml*1',
        unit: '瓶',
        barcode: '2400000000000',
        priceFen: 100,
        place: '产地',
      },
      ...{
        copies: 1,
        template: 'priceTag40x30',
        origin: 'CGRK',
        state: 'queued',
        problem: '',
        printed: 0,
        createdAt: at,
      },
    })),
  }
}

export const figure = (
  name: string,
  value: number,
  unit: string,
  limit: number,
  ratioMax: number,
  goal: string,
): Figure => ({
  name,
  value: round(value),
  unit,
  limit: round(limit),
  ratio: round(value / limit),
  goal,
  ok: value / limit <= ratioMax,
})
