/** What an exported Excel file really holds: typed cells, no formula, Chinese as it is. */
import { strFromU8, unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { sheetBlob } from '../../../src/ui/sheet'

const partsOf = async (rows: Parameters<typeof sheetBlob>[0]): Promise<Record<string, string>> => {
  const files = unzipSync(new Uint8Array(await (await sheetBlob(rows)).arrayBuffer()))
  return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes)]))
}

test('a figure is a number, a code stays text however long, and nothing is a formula', async () => {
  const parts = await partsOf([
    ['商品', '条码', '数量'],
    ['=cmd|calc', '6901234567892', 12.5],
    ['冰红茶', '0012', null],
  ])
  const sheet = parts['xl/worksheets/sheet1.xml'] as string
  const words = parts['xl/sharedStrings.xml'] ?? sheet
  expect(sheet).not.toContain('<f>')
  expect(sheet).toMatch(/<c [^>]*>\s*<v>12\.5<\/v>/)
  for (const text of ['商品', '=cmd|calc', '6901234567892', '冰红茶', '0012']) expect(words).toContain(text)
  expect(sheet).not.toContain('<v>6901234567892</v>')
})

test('a list with no rows is a file with its heading', async () => {
  expect((await partsOf([['单号']]))['xl/workbook.xml']).toBeDefined()
})
