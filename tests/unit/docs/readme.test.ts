/** Claims of the README that can be looked up: its links, its picture, its commands and its tree. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = resolve(__dirname, '../../..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')

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

  test('shows every folder of src, and each has its own README', () => {
    const folders = readdirSync(join(root, 'src'))
    expect(folders.filter((folder) => !readme.includes(`  ${folder}/`))).toEqual([])
    expect(folders.filter((folder) => !existsSync(join(root, 'src', folder, 'README.md')))).toEqual([])
  })
})
