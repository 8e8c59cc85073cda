/** A printer that is off stops no other, however much waits for it; and a moment's failure is not the end of it. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { PrintAnswer } from '../../../src/contract/storeProtocol'
import type { Host } from '../../../src/store/runtime'
import { tcpPrinter } from '../../support/printers'
import { beginStory, type Story, type StoryStore } from '../../support/story'
import { chain } from '../../support/world'

let story: Story
let store: StoryStore
let asked: string[] = []
const off: PrintAnswer = { ok: false, code: 'PRINTER_OFFLINE', mayHavePrinted: false }
let answerOf: (printerId: string) => PrintAnswer | Promise<PrintAnswer> = () => ({ ok: true })

const host: Partial<Host> = {
  print: async ({ printer }) => {
    asked.push(printer.id)
    return answerOf(printer.id)
  },
}
const plain = chain.products.filter(({ status, weighed, keepsLots }) => status === 'active' && !weighed && !keepsLots)

beforeAll(async () => {
  story = await beginStory(['S001'], undefined, host as Host)
  store = story.stores[0] as StoryStore
  await store.signIn('s001.manager')
  await store.must('device.saveSettings', {
    scanners: [],
    printers: [
      tcpPrinter('one', 9100, { id: 'A', name: '甲', template: 'priceTag40x30' }),
      tcpPrinter('two', 9100, { id: 'B', name: '乙', template: 'priceTag60x40' }),
    ],
  })
}, 60_000)
afterAll(() => story.close())
beforeEach(async () => {
  await store.backend.labels.settled()
  await store.database.write((tx) => tx.run('DELETE FROM labelJob'))
  asked = []
  answerOf = () => ({ ok: true })
})

let files = 0
const added = async (template: string): Promise<string> => {
  files += 1
  const lines = [{ row: 1, code: plain[files]?.sku ?? '', copies: 1 }]
  const answer = await store.must('label.add', { why: 'file', name: `${files}.xlsx`, template, lines })
  return answer.added[0]?.jobId ?? ''
}
const drained = async (): Promise<void> => {
  store.backend.labels.wake()
  await store.backend.labels.settled()
}
const change = (jobId: string, values: string): Promise<void> =>
  store.database.write((tx) => tx.run(`UPDATE labelJob SET ${values} WHERE jobId = ?`, [jobId]))
/** As many as that, older than the one they are made like. */
const copied = async (jobId: string, count: number, state: string): Promise<void> => {
  const columns = await store.database.read.all<{ name: string }>(`SELECT name FROM pragma_table_info('labelJob')`)
  const own = ['jobId', 'createdAt', 'waitsForWord', 'state', 'problem']
  const rest = columns.map(({ name }) => name).filter((name) => !own.includes(name))
  await store.database.write((tx) =>
    tx.run(
      `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
       INSERT INTO labelJob (jobId, createdAt, waitsForWord, state, problem, ${rest.join(', ')})
       SELECT 'copy' || i, '2020-01-01', 0, ?, '', ${rest.map((name) => `j.${name}`).join(', ')} FROM n, labelJob j
       WHERE j.jobId = ?`,
      [count, state, jobId],
    ),
  )
}
const tally = async (): Promise<Record<string, number>> => {
  const rows = await store.database.read.all<{ what: string; n: number }>(
    `SELECT template || ' ' || state || ' ' || problem AS what, count(*) AS n FROM labelJob GROUP BY 1`,
  )
  return Object.fromEntries(rows.map(({ what, n }) => [what.trim(), n]))
}

describe('a thousand labels that wait for a printer that is off', () => {
  beforeEach(() => {
    answerOf = (id) => (id === 'A' ? off : { ok: true })
  })

  test('one for another printer is sent by itself', async () => {
    await copied(await added('priceTag40x30'), 1000, 'failed')
    const jobId = await added('priceTag60x40')
    await change(jobId, 'waitsForWord = 0')
    await drained()
    expect(asked.sort()).toEqual(['A', 'B'])
    expect(await tally()).toEqual({
      'priceTag40x30 failed PRINTER_OFFLINE': 50,
      'priceTag40x30 failed': 950,
      'priceTag40x30 queued': 1,
      'priceTag60x40 handedOver': 1,
    })
  })

  test('of the same template, sent to the other printer by hand, it is sent too', async () => {
    await copied(await added('priceTag40x30'), 1000, 'failed')
    const jobId = await added('priceTag40x30')
    await change(jobId, `waitsForWord = 0, printerId = 'B'`)
    await drained()
    expect(asked.sort()).toEqual(['A', 'B'])
    expect((await tally())['priceTag40x30 handedOver']).toBe(1)
  })

  test('of a paper no printer holds: each says so, and the one behind them is sent', async () => {
    await copied(await added('shelfStrip95x38'), 1000, 'queued')
    const jobId = await added('priceTag60x40')
    await change(jobId, 'waitsForWord = 0')
    await drained()
    expect(await tally()).toMatchObject({
      'shelfStrip95x38 failed LABEL_PAPER_NOT_LOADED': 1000,
      'priceTag60x40 handedOver': 1,
    })
  })
})

test('all of many come out, though few are looked at at once', { timeout: 60_000 }, async () => {
  const jobId = await added('priceTag40x30')
  await copied(jobId, 450, 'queued')
  await change(jobId, 'waitsForWord = 0')
  await drained()
  expect(await tally()).toEqual({ 'priceTag40x30 handedOver': 451 })
  expect(asked).toHaveLength(10)
})

test('sent to another printer while it was drawn for this one, it stays behind and comes out there', async () => {
  const [first, second] = [await added('priceTag40x30'), await added('priceTag40x30')]
  await copied(first, 49, 'queued')
  await change(first, 'waitsForWord = 0')
  await change(second, 'waitsForWord = 0')
  // fifty are on their way to the first; the last one is drawn ahead for it
  answerOf = async (id) => {
    if (id === 'A') {
      await new Promise((resolve) => setTimeout(resolve, 1500))
      await change(second, `printerId = 'B'`)
    }
    return { ok: true }
  }
  await drained()
  await drained()
  expect(asked).toEqual(['A', 'B'])
  const out = await store.database.read.all('SELECT printerId FROM labelPrint WHERE jobId = ?', [second])
  expect(out).toEqual([{ printerId: 'B' }])
})
