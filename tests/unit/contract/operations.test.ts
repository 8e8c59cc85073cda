/** The table of operations keeps its own rules: names, strictness, declared errors, words for every code. */
import { describe, expect, test } from 'vitest'
import { errors, families, gatewayErrors, httpStatusOf, isErrorCode } from '../../../src/contract/errors'
import type { OperationDeclaration } from '../../../src/contract/operation'
import { isOperationName, operations } from '../../../src/contract/operations'
import { permissions, permissionsOfRole } from '../../../src/contract/permissions'
import { roles } from '../../../src/contract/schemas/masterData'
import { enUS } from '../../../src/ui/i18n/enUS'
import { zhCN } from '../../../src/ui/i18n/zhCN'

const table = Object.entries(operations) as [string, OperationDeclaration][]

describe('operations', () => {
  test.each(table)('%s is declared whole', (name, declaration) => {
    expect(name).toMatch(/^[a-z][A-Za-z]+\.[a-z][A-Za-z]+$/)
    expect(declaration.summary.length).toBeGreaterThan(10)
    expect(declaration.input.safeParse({ surplusKeyNobodyDeclared: 1 }).success).toBe(false)
    expect(new Set(declaration.errors).size).toBe(declaration.errors.length)
    for (const code of declaration.errors) {
      expect(isErrorCode(code)).toBe(true)
      expect(gatewayErrors).not.toContain(code)
    }
  })

  test.each(table)('%s asks for a right that exists, or says who may', (_name, { permission }) => {
    expect([...permissions, 'signedIn', 'device', 'public']).toContain(permission)
  })

  test('what is public is this and no more', () => {
    expect(table.filter(([, { permission }]) => permission === 'public').map(([name]) => name)).toEqual([
      'app.status',
      'app.enrol',
      'signIn.current',
      'signIn.users',
      'signIn.withPin',
      'signIn.withPassword',
      'sync.enrol',
    ])
  })

  test('no operation writes a balance', () => {
    expect(table.filter(([name, { kind }]) => name.startsWith('stock.') && kind !== 'query')).toEqual([])
  })

  test('words of the language are no operations', () => {
    expect(['toString', '__proto__', 'constructor', 'hasOwnProperty', ''].filter(isOperationName)).toEqual([])
  })
})

describe('roles', () => {
  test('every right is held by somebody, and only rights that exist are held', () => {
    const held = new Set(roles.flatMap((role) => permissionsOfRole[role]))
    expect([...held].sort()).toEqual([...permissions].sort())
  })

  test('nobody at HQ changes a shop’s figures, and an administrator sees none', () => {
    const writing = [
      'goodsReceipt.create',
      'document.post',
      'document.cancel',
      'document.acceptUnplanned',
      'goodsReceipt.acceptOver',
    ]
    for (const role of ['regionManager', 'hqOperations', 'purchasing', 'auditor', 'admin'] as const) {
      expect(permissionsOfRole[role].filter((right) => writing.includes(right))).toEqual([])
    }
    expect(permissionsOfRole.admin).not.toContain('stock.view')
    expect(permissionsOfRole.clerk).not.toContain('cost.view')
    expect(permissionsOfRole.clerk).not.toContain('document.post')
  })
})

describe('error codes', () => {
  const codes = Object.keys(errors) as (keyof typeof errors)[]

  test('every code has a family with a status', () => {
    for (const code of codes) expect(Object.values(families)).toContain(httpStatusOf(code))
    expect([httpStatusOf('FORBIDDEN'), httpStatusOf('OVER_RECEIPT'), httpStatusOf('SYNC_VERSION')]).toEqual([
      403, 422, 426,
    ])
  })

  test.each(Object.entries({ zhCN, enUS }))('every code has words in %s', (_language, words) => {
    const said = (words as unknown as { errors: Record<string, string> }).errors
    expect(codes.filter((code) => !said[code])).toEqual([])
  })

  test('a code of an answer is checked, not believed', () => {
    expect(['toString', '__proto__', 'NOBODY_KNOWS', ''].filter(isErrorCode)).toEqual([])
  })
})
