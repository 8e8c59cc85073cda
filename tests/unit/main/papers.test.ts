import { mkdir, mkdtemp, readdir, readFile, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createPapers } from '../../../src/main/papers'

let folder: string
let made = 0
const papers = () =>
  createPapers({
    folder,
    newId: () => `id${made}`,
    pdfOf: async () => {
      made += 1
      return Buffer.from(`pdf ${made}`)
    },
    open: async () => '',
    log: () => {},
  })
const print = async (name: string): Promise<string> => {
  const printed = await papers().print({ name, html: '<p></p>', shown: false })
  return printed?.file ?? ''
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'papers-'))
  made = 0
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('a paper of a name that is there lies beside it: the first may be open in a viewer', async () => {
  const [first, second, third] = [await print('PD-1-盘点表'), await print('PD-1-盘点表'), await print('PD-1-盘点表')]
  expect(new Set([first, second, third]).size).toBe(3)
  expect(await readFile(first, 'utf8')).toBe('pdf 1')
  expect(await readFile(second, 'utf8')).toBe('pdf 2')
  expect(await readFile(third, 'utf8')).toBe('pdf 3')
})

test('a name leads nowhere but into the folder', async () => {
  const file = await print('../../etc/x')
  expect(path.dirname(file)).toBe(folder)
})

test('the hundred newest stay; an old one that cannot be removed stands in nobody’s way', async () => {
  // a folder cannot be removed as a file can: what Windows does with a file that is open
  await mkdir(path.join(folder, 'stuck.pdf'))
  await utimes(path.join(folder, 'stuck.pdf'), 1, 1)
  for (let index = 0; index < 101; index += 1) await print(`paper ${index}`)
  const left = await readdir(folder)
  expect(left).toContain('stuck.pdf')
  expect(left).toHaveLength(101)
})
