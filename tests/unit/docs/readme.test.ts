/** Claims of the README that can be looked up: its links, its picture, its commands and its tree. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = resolve(__dirname, '../../..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')

describe('the printers a decision says were tried', () => {
  const path = 'docs/decisions/2026-11-23-three-ways-to-a-label-printer.md'
  const rows = readFileSync(join(root, path), 'utf8').matchAll(/^\| .+? +\| `(tests\/\S+)` +\| (.+?) +\|$/gm)
  const named = [...rows].map(([, file = '', name = '']) => [file, name] as const)

  test('are more than a few', () => expect(named.length).toBeGreaterThan(15))
  test.each(named)('%s: %s', (file, name) => expect(readFileSync(join(root, file), 'utf8')).toContain(`'${name}'`))
})

describe('the README', () => {
  test('links to files that exist', () => {
    const links = [...readme.matchAll(/\]\(([^)#]+)\)/g)].map((match) => match[1] as string)
    expect(links.length).toBeGreaterThan(2)
    expect(links.filter((link) => !existsSync(join(root, link)))).toEqual([])
  })

  test('names scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>
    }
    const named = [...readme.matchAll(/npm (?:run )?(start|test|[a-z]+)(?= |`|$)/gm)].map((match) => match[1] as string)
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([])
  })

  test('names tests that exist, and a number of scans they go by', () => {
    const [, scans, specs] = /`WEDGE_SCANS=(\d+) npm test -- --only e2e -- ([^`]+)`/.exec(readme) ?? []
    expect(Number(scans)).toBeGreaterThan(1000)
    const named = (specs ?? '').split(' ')
    expect(named.length).toBeGreaterThan(1)
    for (const spec of named) expect(readFileSync(join(root, spec), 'utf8')).toContain('process.env.WEDGE_SCANS ?? 100')
  })

  test('shows every folder of src, and each has its own README', () => {
    const folders = readdirSync(join(root, 'src'))
    expect(folders.filter((folder) => !readme.includes(`  ${folder}/`))).toEqual([])
    expect(folders.filter((folder) => !existsSync(join(root, 'src', folder, 'README.md')))).toEqual([])
  })
})
