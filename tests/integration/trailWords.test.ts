/** Whatever a busy morning wrote into the log is read in words, in both languages: no name of a field of the program's. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openReadOnly } from '../../src/database/openDatabase'
import { enUS } from '../../src/ui/i18n/enUS'
import { zhCN } from '../../src/ui/i18n/zhCN'
import { busyMorning } from '../support/morning'
import { createClock, removeFolder, temporaryFolder } from '../support/world'

const folder = temporaryFolder()
let told: { operation: string; detail: string }[]
beforeAll(async () => {
  const files = Object.values(await busyMorning(folder, createClock()))
  const read = async (file: string): Promise<typeof told> => {
    const database = await openReadOnly(file)
    // what the log keeps of a table for itself is shown to nobody by its columns
    const rows = await database.read.all<(typeof told)[number]>(
      `SELECT DISTINCT operation, json_extract(payload, '$.detail') AS detail FROM trail
       WHERE operation NOT IN ('rows.marked', 'trail.begun') AND json_extract(payload, '$.detail') IS NOT NULL`,
    )
    await database.close()
    return rows
  }
  told = (await Promise.all(files.map(read))).flat()
}, 120_000)
afterAll(() => removeFolder(folder))

const keysIn = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(keysIn)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, one]) => [key, ...keysIn(one)])
}

test.each([
  ['Chinese', zhCN],
  ['English', enUS],
])('every field of every line has its word in %s', (_language, words) => {
  const known = new Set([words.trailField, words.documentType, words.act].flatMap((set) => Object.keys(set)))
  const unsaid = new Set<string>()
  for (const { operation, detail } of told)
    for (const key of keysIn(JSON.parse(detail))) if (!known.has(key)) unsaid.add(`${operation} ${key}`)
  expect(told.length).toBeGreaterThan(50)
  expect([...unsaid]).toEqual([])
})
