/** The arrows of the house: who may import whom, read from the import statements of every file in src/. */
import { readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join, posix, relative, sep } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'

const root = join(__dirname, '../../..')

interface Room {
  /** folders of src/ it may import, besides itself */
  folders: readonly string[]
  /** packages it may import; node: stands for Node's own modules, * for any package that is not banned */
  packages: readonly string[]
  banned?: readonly string[]
}

const screenRoom = {
  packages: ['*'],
  banned: ['node:', 'electron', 'typeorm', 'sqlite3', 'pg', 'fastify', 'serialport', 'node-hid'],
} as const

/** The table of the plan, word for word. */
const rooms: Record<string, Room> = {
  core: { folders: [], packages: [] },
  contract: { folders: ['core'], packages: ['zod'] },
  database: { folders: ['core'], packages: ['node:', 'typeorm', 'sqlite3', 'pg', 'async-mutex'] },
  ledger: { folders: ['database', 'core'], packages: ['node:'] },
  gateway: { folders: ['contract', 'core'], packages: [] },
  documents: { folders: ['gateway', 'ledger', 'database', 'contract', 'core'], packages: ['node:'] },
  labels: { folders: ['core'], packages: ['node:', '@napi-rs/canvas', 'bwip-js'] },
  store: {
    folders: ['documents', 'labels', 'gateway', 'ledger', 'database', 'contract', 'core'],
    packages: ['*'],
    banned: ['electron', 'react', 'react-dom', 'antd', 'fastify', 'serialport', 'node-hid'],
  },
  hub: {
    folders: ['documents', 'labels', 'gateway', 'ledger', 'database', 'contract', 'core'],
    packages: ['*'],
    banned: ['electron', 'react', 'react-dom', 'antd', 'serialport', 'node-hid'],
  },
  main: {
    folders: ['contract', 'core'],
    packages: ['*'],
    banned: ['typeorm', 'sqlite3', 'pg', 'fastify', 'react', 'antd'],
  },
  preload: { folders: ['contract'], packages: ['electron'] },
  ui: { folders: ['contract', 'core'], ...screenRoom },
  renderer: { folders: ['ui', 'contract', 'core'], ...screenRoom },
  console: { folders: ['ui', 'contract', 'core'], ...screenRoom },
}

const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return filesUnder(path)
    return /\.[cm]?tsx?$/.test(entry.name) ? [path] : []
  })

const sources = filesUnder(join(root, 'src')).map((path) => ({
  file: relative(root, path).split(sep).join('/'),
  text: readFileSync(path, 'utf8'),
}))

/** Everything a file names as a module: import, export from, import(), require() and import types. */
const importsOf = (file: string, text: string): string[] => {
  const found: string[] = []
  const keep = (node: ts.Node | undefined): void => {
    if (node && ts.isStringLiteralLike(node)) found.push(node.text)
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) keep(node.moduleSpecifier)
    if (ts.isExternalModuleReference(node)) keep(node.expression)
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) keep(node.argument.literal)
    if (ts.isCallExpression(node) && isModuleCall(node.expression)) keep(node.arguments[0])
    ts.forEachChild(node, visit)
  }
  const kind = file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, false, kind))
  return found
}

const isModuleCall = (callee: ts.Node): boolean =>
  callee.kind === ts.SyntaxKind.ImportKeyword ||
  (ts.isIdentifier(callee) && callee.text === 'require') ||
  (ts.isPropertyAccessExpression(callee) && ts.isIdentifier(callee.expression) && callee.expression.text === 'require')

/** Words for an illegal arrow, or null for a legal one. */
const complaint = (file: string, specifier: string): string | null => {
  const from = file.split('/')[1] ?? ''
  const room = rooms[from]
  if (!room) return `${file}: the plan knows no folder ${from}`
  const arrow = `${file} -> ${specifier}`
  if (!specifier.startsWith('.')) return mayUsePackage(room, specifier) ? null : `${arrow}: ${from} may not use it`
  const target = posix.normalize(posix.join(posix.dirname(file), specifier))
  const to = target.split('/')[1] ?? ''
  if (!target.startsWith('src/')) return `${arrow}: leaves src`
  return to === from || room.folders.includes(to) ? null : `${arrow}: ${from} may not import ${to}`
}

const mayUsePackage = (room: Room, specifier: string): boolean => {
  const bare = specifier.replace(/^node:/, '')
  const isNode = specifier.startsWith('node:') || builtinModules.includes(bare)
  const name = isNode ? 'node:' : packageOf(specifier)
  if (room.banned?.includes(name)) return false
  return room.packages.includes(name) || room.packages.includes('*')
}

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

const complaintsAbout = (file: string, text: string): string[] =>
  importsOf(file, text).flatMap((specifier) => complaint(file, specifier) ?? [])

/** code alone: what a comment says is nobody's import and nobody's clock */
const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, '')

const filesWith = (pattern: RegExp, where: (file: string) => boolean): string[] =>
  sources.filter(({ file, text }) => where(file) && pattern.test(withoutComments(text))).map(({ file }) => file)

describe('the arrows between folders', () => {
  test('every folder of src is in the plan', () => {
    const folders = [...new Set(sources.map(({ file }) => file.split('/')[1]))]
    expect(folders.filter((folder) => !rooms[folder as string])).toEqual([])
  })

  test('no file imports what its folder must not know', () => {
    expect(sources.length).toBeGreaterThan(100)
    expect(sources.flatMap(({ file, text }) => complaintsAbout(file, text))).toEqual([])
  })

  test.each([
    ['static', 'src/store/x.ts', `import { a } from '../hub/runtime'`, 'store may not import hub'],
    ['type only', 'src/main/x.ts', `import type { A } from '../store/runtime'`, 'main may not import store'],
    ['re-export', 'src/core/x.ts', `export * from '../contract/errors'`, 'core may not import contract'],
    ['dynamic', 'src/main/x.ts', `const a = await import('../ledger/append')`, 'main may not import ledger'],
    ['require', 'src/renderer/x.tsx', `const a = require('typeorm')`, 'renderer may not use it'],
    [
      'import type',
      'src/gateway/x.ts',
      `type A = import('../database/unitOfWork').Tx`,
      'gateway may not import database',
    ],
    ['node module', 'src/core/x.ts', `import { readFileSync } from 'fs'`, 'core may not use it'],
    ['sub path', 'src/ui/x.ts', `import x from 'electron/renderer'`, 'ui may not use it'],
    ['out of src', 'src/core/x.ts', `import x from '../../tests/support/world'`, 'leaves src'],
  ])('the reader sees an illegal arrow: %s', (_kind, file, text, words) => {
    expect(complaintsAbout(file, text)).toEqual([expect.stringContaining(words)])
  })

  test('a legal arrow is no complaint', () => {
    expect(
      complaintsAbout('src/store/x.ts', `import { append } from '../ledger/append'\nimport 'node:crypto'`),
    ).toEqual([])
  })
})

describe('what stands in one place only', () => {
  const outside = (folder: string) => (file: string) => !file.startsWith(`src/${folder}/`)
  const inside = (folder: string) => (file: string) => file.startsWith(`src/${folder}/`)

  test('core reads no clock and draws no random number', () => {
    const impure =
      /\bDate\.now\b|\bMath\.random\b|new Date\(\s*\)|\bperformance\.|\bcrypto\.|\bprocess\.|\bglobalThis\b/
    expect(filesWith(impure, inside('core'))).toEqual([])
  })

  test('transactions and data sources are made in database alone', () => {
    expect(filesWith(/\.transaction\(|startTransaction|new DataSource|BEGIN IMMEDIATE/, outside('database'))).toEqual(
      [],
    )
    expect(filesWith(/new DataSource/, () => true)).toEqual(['src/database/openDatabase.ts'])
  })

  test('tables are made by migrations alone', () => {
    expect(filesWith(/synchronize:\s*(?!false\b|\s)/, () => true)).toEqual([])
    const text = sources.find(({ file }) => file === 'src/database/openDatabase.ts')?.text ?? ''
    const withEntities = text.split('new DataSource(').filter((part) => part.slice(0, 400).includes('entities:'))
    expect(withEntities.length).toBe(2)
    for (const part of withEntities) expect(part.slice(0, 400)).toContain('synchronize: false')
  })

  test('movements, balances and events are written by the ledger alone', () => {
    const writes =
      /(INSERT INTO|UPDATE|DELETE FROM) (stockMovement|stockBalance|event)\b|insertRows\(\s*'(stockMovement|stockBalance|event)'/
    expect(filesWith(writes, outside('ledger'))).toEqual([])
  })

  test('rights are asked at the door alone', () => {
    // a handler may ask what a rule tolerates from this user, never whether it may run; what to show is gateway's viewOf
    const asks = filesWith(/\.may\(/, (file) => /^src\/(store|hub)\//.test(file))
    expect(asks.sort()).toEqual([])
  })
})
