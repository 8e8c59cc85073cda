/** Figures of the ledger alone: a scan and a posting against the bare driver on the same disk, in the same run. */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import sqlite3 from 'sqlite3'
import type { DemoChain } from '../../src/hub/demo/demoChain'
import { type TestStore, scanOf } from '../support/world'

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

const timed = async (work: () => Promise<unknown>): Promise<number> => {
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
export const scanToDurable = async (store: TestStore, world: DemoChain, documentId: string, folder: string): Promise<Figure> => {
  const bare = await openBare(join(folder, 'bare-scan.db'))
  await bare.run('CREATE TABLE row (id TEXT PRIMARY KEY, body TEXT NOT NULL)')
  const codes = world.barcodes.filter((barcode) => barcode.packFactor === 1000 && barcode.kind !== 'plu').slice(0, 60)
  const scanMs: number[] = []
  const bareMs: number[] = []
  for (let index = 0; index < scans + warmUp; index += 1) {
    const code = (codes[index % codes.length] as { code: string }).code
    const scan = await timed(() => store.must('goodsReceipt.scan', { documentId, scan: scanOf(code) }))
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

/** The rows a posting writes, written by the bare driver in one transaction with prepared statements. */
export const receiptPosted = async (
  store: TestStore,
  prepare: () => Promise<{ documentId: string; version: number }>,
  folder: string,
): Promise<Figure> => {
  const postMs: number[] = []
  const bareMs: number[] = []
  for (let index = 0; index < postings; index += 1) {
    const draft = await prepare()
    bareMs.push(await bareTransaction(join(folder, `bare-post-${index}.db`)))
    postMs.push(await timed(() => store.must('goodsReceipt.post', draft)))
  }
  return figure('receipt of 1,000 lines posted', median(postMs), 'ms', median(bareMs), 3, '≤ 3 × the bare transaction of the same rows')
}

/** 1,000 movements, 2,000 balances, 1,000 label jobs, one event, one document: row by row, as a plain program would. */
const bareTransaction = async (file: string): Promise<number> => {
  const bare = await openBare(file)
  await bare.run(`CREATE TABLE movement (logId TEXT, seq INTEGER, line INTEGER, documentId TEXT, sku TEXT, lot TEXT, fromAccount TEXT,
    toAccount TEXT, quantity INTEGER, unitCost INTEGER, value INTEGER, kind TEXT, occurredAt TEXT, recordedAt TEXT, userId TEXT,
    PRIMARY KEY (logId, seq, line)) WITHOUT ROWID`)
  await bare.run('CREATE TABLE balance (account TEXT, sku TEXT, lot TEXT, onHand INTEGER, allocated INTEGER, value INTEGER, movedAt TEXT, PRIMARY KEY (account, sku, lot)) WITHOUT ROWID')
  await bare.run('CREATE TABLE event (logId TEXT, seq INTEGER, prevHash TEXT, hash TEXT, payload TEXT, recordedAt TEXT, PRIMARY KEY (logId, seq))')
  await bare.run(`CREATE TABLE label (jobId TEXT PRIMARY KEY, sku TEXT, name TEXT, spec TEXT, unit TEXT, barcode TEXT, priceFen INTEGER,
    place TEXT, copies INTEGER, template TEXT, origin TEXT, state TEXT, problem TEXT, printed INTEGER, createdAt TEXT)`)
  await bare.run('CREATE INDEX m1 ON movement (fromAccount, sku, lot, quantity, value)')
  await bare.run('CREATE INDEX m2 ON movement (toAccount, sku, lot, quantity, value)')
  await bare.run('CREATE INDEX m3 ON movement (documentId)')
  const ms = await timed(() => writeBare(bare))
  await bare.close()
  return ms
}

const writeBare = async (bare: BareDatabase): Promise<void> => {
  const at = '2026-11-22T01:00:00.000Z'
  const document = randomUUID()
  await bare.run('BEGIN IMMEDIATE')
  await bare.run('INSERT INTO event VALUES (?, 1, ?, ?, ?, ?)', ['log', '0'.repeat(64), '0'.repeat(64), 'x'.repeat(receiptLines * 300), at])
  for (let line = 1; line <= receiptLines; line += 1) {
    const sku = `9${String(line).padStart(6, '0')}`
    await bare.run('INSERT INTO movement VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)', [
      'log', line, document, sku, '', 'supplier', 'stock:WS001', 1000, 10000, 10000, 'goodsReceipt', at, at, 's001.manager',
    ])
    for (const account of ['supplier', 'stock:WS001']) {
      await bare.run('INSERT INTO balance VALUES (?, ?, ?, ?, 0, ?, ?)', [account, sku, '', 1000, 10000, at])
    }
    await bare.run('INSERT INTO label VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)', [
      randomUUID(), sku, 'name', 'spec', 'unit', '2400000000000', 100, 'place', 1, 'priceTag40x30', 'origin', 'queued', '', 0, at,
    ])
  }
  await bare.run('COMMIT')
}

export const figure = (name: string, value: number, unit: string, limit: number, ratioMax: number, goal: string): Figure => ({
  name,
  value: round(value),
  unit,
  limit: round(limit),
  ratio: round(value / limit),
  goal,
  ok: value / limit <= ratioMax,
})
