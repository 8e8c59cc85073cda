/**
 * Five hundred edits of a database file, as somebody with a database tool makes them: a value changed, a row copied or made
 * up, a row taken out, on a store's file and on HQ's, with the guards dropped. Each is found by the ordinary verify, and the
 * row is named by its key.
 */
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Reader } from '../../src/database/unitOfWork'
import { watchedTables } from '../../src/database/watchedTables'
import { verifyLedger } from '../../src/ledger/verify'
import {
  anyEdit,
  hasName,
  make,
  names,
  numbersOf,
  openTool,
  type Side,
  type Table,
  type Tool,
  tablesOf,
  type Value,
  type Verb,
  verbs,
} from '../support/databaseTool'
import { busyMorning } from '../support/morning'
import { seeded } from '../support/seeded'
import { createClock, removeFolder, temporaryFolder } from '../support/world'

const folder = temporaryFolder()
let clean: Record<Side, string>

beforeAll(async () => {
  clean = await busyMorning(folder, createClock())
}, 120_000)
afterAll(() => removeFolder(folder))

const readerOn = ({ all }: Tool): Reader =>
  ({ all, one: async (sql: string, parameters?: Value[]) => (await all(sql, parameters))[0] }) as unknown as Reader

const onCopy = async (side: Side, name: string, work: (tool: Tool) => Promise<void>): Promise<void> => {
  const file = join(folder, `${name}-${side}.db`)
  copyFileSync(clean[side], file)
  const tool = await openTool(file)
  await work(tool)
  await tool.close()
}

/** held against the hash beside them */
const pictureBytes: Record<string, object[]> = {
  attachment: [expect.objectContaining({ name: 'dataBase64' })],
}

const editsPerSide = 250
const triesMax = 10

/** Every kind of edit to every table once, then by lot. */
const kindsOf = (tables: readonly Table[]): [Table, Verb][] =>
  verbs.flatMap((verb) => tables.map((table): [Table, Verb] => [table, verb]))

test('every watched table is edited, on the one side or the other', async () => {
  const here = new Set<string>()
  for (const side of ['store', 'hub'] as const)
    await onCopy(side, 'names', async (tool) => {
      for (const { name } of await tablesOf(tool, side)) here.add(name)
    })
  expect(Object.keys(watchedTables).filter((name) => !here.has(name))).toEqual([])
})

describe.each(['store', 'hub'] as const)('on the %s file', (side) => {
  test('a file nobody touched is in order, and every table of it is looked at or left out for a reason', () =>
    onCopy(side, 'untouched', async (tool) => {
      expect((await verifyLedger(readerOn(tool))).problems).toEqual([])
      for (const { name, columns } of await tablesOf(tool, side)) {
        expect([name, (await tool.all(`SELECT 1 FROM ${name} LIMIT 1`)).length]).toEqual([name, 1])
        expect([name, hasName(name)]).toEqual([name, true])
        const watched = watchedTables[name]
        const told = new Set([...(watched?.by ?? []), ...(watched?.columns ?? [])])
        // a column of a watched table is marked, or says in `notFound` why it need not be
        const unwatched = columns.filter((column) => !told.has(column.name))
        if (watched) expect([name, unwatched]).toEqual([name, pictureBytes[name] ?? []])
      }
    }))

  test('a key of bytes that are no text is named, and ends no search', () =>
    onCopy(side, 'bytes', async (tool) => {
      await tool.unguarded('supplier', () =>
        tool.all(`UPDATE supplier SET code = CAST(x'ff' AS TEXT) WHERE code = (SELECT max(code) FROM supplier)`),
      )
      const { problems } = await verifyLedger(readerOn(tool))
      expect(problems.map(({ params }) => params.said).join()).toContain('a key of supplier is no text')
    }))

  test(`${editsPerSide} edits are found, and their rows named`, { timeout: 600_000 }, () =>
    onCopy(side, 'edited', async (tool) => {
      const random = seeded(side === 'store' ? 20261122 : 20261123)
      const kinds = kindsOf(await tablesOf(tool, side))
      const numberOf = await numbersOf(tool)
      const missed: unknown[] = []
      const editAndLook = async ([table, verb]: [Table, Verb]): Promise<boolean> => {
        const edit = await anyEdit(tool, random, table, verb)
        await tool.all('SAVEPOINT edit')
        const isMade = await make(tool, edit)
        const { problems } = isMade ? await verifyLedger(readerOn(tool)) : { problems: [] }
        if (isMade && !problems.some((problem) => names(problem, edit, numberOf)))
          missed.push([edit.table, edit.what, Object.values(edit.row).slice(0, 5), problems.slice(0, 3)])
        await tool.all('ROLLBACK TO edit')
        await tool.all('RELEASE edit')
        return isMade
      }
      for (let made = 0; made < editsPerSide; made += 1) {
        const kind = kinds[made] ?? random.pick(kinds)
        // a number that would stand twice is not taken, and another is tried
        let tries = 1
        while (tries <= triesMax && !(await editAndLook(kind))) tries += 1
        expect([kind[1], kind[0].name, tries <= triesMax]).toEqual([kind[1], kind[0].name, true])
      }
      expect(missed).toEqual([])
    }),
  )
})
