/**
 * Edits with a database tool while the program works, while it is closed, and both in turn, with people at work and restarts in
 * between: whatever the program wrote since, verify names every row that was edited, at the end and for good.
 */
import { copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openReadOnly } from '../../src/database/openDatabase'
import { fenceFileOf } from '../../src/ledger/fence'
import { verifyLedger } from '../../src/ledger/verify'
import {
  anyEdit,
  type Edit,
  make,
  names,
  numbersOf,
  openTool,
  type Side,
  type Table,
  type Tool,
  tablesOf,
  verbs,
} from '../support/databaseTool'
import { busyMorning } from '../support/morning'
import { type Seeded, seeded } from '../support/seeded'
import { createClock, openStore, pinOf, removeFolder, startHub, temporaryFolder } from '../support/world'

const folder = temporaryFolder()
const clock = createClock()
let clean: Record<Side, string>

beforeAll(async () => {
  clean = await busyMorning(folder, clock)
}, 120_000)
afterAll(() => removeFolder(folder))

/** The program of one side, on a file of its own. */
interface Program {
  /** Is anything still answered after the edits? A PC without a policy answers nobody. */
  work(): Promise<boolean>
  close(): Promise<void>
}

/** HQ cannot be heard: nothing is put right from there. */
const openShop = async (at: string): Promise<Program> => {
  const store = await openStore(at, clock)
  const writeAndCancel = async (): Promise<boolean> => {
    await store.call('signIn.withPin', { userId: 's001.manager', pin: pinOf('s001.manager') })
    const written = await store.call('document.create', { type: 'writeOff', reasonCode: 'BROKEN' })
    if (!written.ok) return false
    const { documentId } = written.value
    return (await store.call('document.cancel', { type: 'writeOff', documentId, reason: '开错了' })).ok
  }
  const work = async (): Promise<boolean> => {
    clock.pass(20 * 60_000)
    const answered = await writeAndCancel().catch(() => false)
    // labels that waited are printed and told meanwhile: an edit must not fall into that, for it takes the triggers off
    await store.backend.labels.settled()
    await store.backend.receiptLabels.settled()
    await store.backend.rows.settled()
    return answered
  }
  return { work, close: store.close }
}

const openHeadquarters = async (at: string): Promise<Program> => {
  const hub = await startHub(at, clock)
  const work = async (): Promise<boolean> => {
    clock.pass(20 * 60_000)
    const browser = await hub.browser('hq.admin').catch(() => null)
    const answer = await browser?.call('enrolment.createCode', { storeCode: 'S002' })
    await hub.gateway.rows.settled()
    return answer?.ok === true
  }
  return { work, close: hub.close }
}

const programs: Record<Side, (at: string) => Promise<Program>> = { store: openShop, hub: openHeadquarters }

/**
 * Left alone here, for without them the program does not start or opens another ledger: verify finds these edits at once,
 * in `tampering.test.ts`.
 */
const vital = ['log', 'meta']

const keysOf = ({ name, key }: Table, edit: Edit): string[] =>
  [edit.row, edit.after].map((row) => `${name} ${JSON.stringify(key.map((column) => row[column]))}`)

class Tamperer {
  readonly edits: Edit[] = []
  private readonly touched = new Set<string>()
  constructor(
    private readonly side: Side,
    private readonly file: string,
    private readonly random: Seeded,
  ) {}

  /** Rows nobody edited before: what became of an edit that was edited away is no question. */
  async edit(count: number): Promise<void> {
    const tool = await openTool(this.file)
    const tables = (await tablesOf(tool, this.side)).filter(({ name }) => !vital.includes(name))
    for (let made = 0; made < count; ) if (await this.once(tool, this.random.pick(tables))) made += 1
    await tool.close()
  }

  private async once(tool: Tool, table: Table): Promise<boolean> {
    if (!(await tool.all(`SELECT 1 FROM ${table.name} LIMIT 1`)).length) return false
    const edit = await anyEdit(tool, this.random, table, this.random.pick(verbs))
    const keys = keysOf(table, edit)
    if (keys.some((key) => this.touched.has(key)) || !(await make(tool, edit))) return false
    for (const key of keys) this.touched.add(key)
    this.edits.push(edit)
    return true
  }
}

const rounds = 3
const seeds = [1, 2, 3, 7]

const ways: Record<string, { running: number; closed: number }> = {
  'while it works': { running: 3, closed: 0 },
  'while it is closed': { running: 0, closed: 3 },
  'now so, now so': { running: 2, closed: 2 },
}

describe.each(['store', 'hub'] as const)('the %s', (side) => {
  const cases = Object.keys(ways).flatMap((way) => seeds.map((seed) => [way, seed] as const))

  test.each(cases)('edited %s, seed %i', { timeout: 120_000 }, async (way, seed) => {
    const at = join(folder, `${side}-${way}-${seed}`)
    const file = join(at, `${side}.db`)
    mkdirSync(at)
    copyFileSync(clean[side], file)
    if (existsSync(fenceFileOf(clean[side]))) copyFileSync(fenceFileOf(clean[side]), fenceFileOf(file))
    const tool = await openTool(file)
    const numberOf = await numbersOf(tool)
    await tool.close()

    const { running, closed } = ways[way] as (typeof ways)[string]
    const tamperer = new Tamperer(side, file, seeded(seed * 7919 + way.length))
    let worked = 0
    for (let round = 0; round < rounds; round += 1) {
      const program = await programs[side](at)
      if (await program.work()) worked += 1
      await tamperer.edit(running)
      if (await program.work()) worked += 1
      await program.close()
      await tamperer.edit(closed)
    }
    await (await programs[side](at)).close()

    const { read, close } = await openReadOnly(file)
    const { problems } = await verifyLedger(read, file)
    await close()
    const missed = tamperer.edits.filter((edit) => !problems.some((problem) => names(problem, edit, numberOf)))
    expect(missed.map(({ table, what, row }) => [table, what, Object.values(row).slice(0, 4)])).toEqual([])
    expect(worked).toBeGreaterThan(0)
    expect(tamperer.edits).toHaveLength(rounds * (running + closed))
  })
})
