/** The table of operations keeps its own rules: names, strictness, declared errors, words for every code. */
import { describe, expect, test } from 'vitest'
import { specialRights } from '../../../src/contract/defaultPolicy'
import { errors, families, gatewayErrors, httpStatusOf, isErrorCode } from '../../../src/contract/errors'
import type { OperationDeclaration } from '../../../src/contract/operation'
import { isOperationName, operations } from '../../../src/contract/operations'
import { actsOf, type Permission, permissions, permissionsOf, roleHolds } from '../../../src/contract/permissions'
import { readPolicyText } from '../../../src/contract/policyText'
import { policySchema, type Role, roles } from '../../../src/contract/schemas/masterData'
import { documentActs, documentTypes } from '../../../src/core/documents/states'
import { demoChain } from '../../../src/hub/demo/demoChain'
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

  test.each(table)('%s asks for a right that exists, or says who may', (_name, { permission, input }) => {
    if (typeof permission === 'string') expect([...permissions, 'signedIn', 'device', 'public']).toContain(permission)
    else {
      expect(documentActs).toContain(permission.act)
      // the right is the type's own, so the input must name a type
      expect(input).toHaveProperty('shape.type')
    }
  })

  test('what is public is this and no more', () => {
    expect(table.filter(([, { permission }]) => permission === 'public').map(([name]) => name)).toEqual([
      'app.status',
      'app.enrol',
      'app.recoverKey',
      'signIn.current',
      'signIn.users',
      'signIn.withPin',
      'signIn.withPassword',
      'sync.enrol',
      'sync.recover',
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
  const { policy } = demoChain()
  const rightsOf = (role: (typeof roles)[number]) => [...permissionsOf(role, policy)]

  test('every right is held by somebody, and only rights that exist are held', () => {
    const held = new Set(roles.flatMap(rightsOf))
    expect([...held].sort()).toEqual([...permissions].sort())
  })

  test('what takes effect by a decision alone is posted by nobody; what moves nothing has nothing to undo', () => {
    const less = documentTypes.filter((type) => actsOf(type).length < documentActs.length)
    expect(less).toEqual([
      ...['transferRequest', 'warehouseReturn', 'transferSettlement', 'costAdjustment'],
      ...['stocktakeCount', 'stocktakeGain', 'stocktakeLoss'],
    ])
    expect(actsOf('stocktakeCount')).toEqual(['create', 'submit', 'cancel'])
    for (const type of ['stocktakeGain', 'stocktakeLoss'] as const)
      expect(actsOf(type)).toEqual(['submit', 'approve', 'post', 'cancel', 'reverse'])
    for (const type of ['transferRequest', 'warehouseReturn'] as const)
      expect(actsOf(type)).toEqual(['create', 'submit', 'approve', 'cancel'])
    expect(actsOf('costAdjustment')).toEqual(['create', 'submit', 'approve', 'cancel', 'reverse'])
    expect(actsOf('transferSettlement')).toEqual([])
  })

  test('the rights on documents are the policy’s, type by type and act by act', () => {
    for (const type of documentTypes)
      for (const act of actsOf(type))
        expect(roles.filter((role) => roleHolds(role, `${type}.${act}`, policy)).sort()).toEqual(
          [...policy.documents[type].rights[act]].sort(),
        )
    const changed = structuredClone(policy)
    changed.documents.writeOff.rights.post = ['clerk']
    expect(roles.filter((role) => roleHolds(role, 'writeOff.post', changed))).toEqual(['clerk'])
    expect(roles.filter((role) => roleHolds(role, 'overage.post', changed))).toEqual(
      roles.filter((role) => roleHolds(role, 'overage.post', policy)),
    )
  })

  test('a policy written before document types existed reads as if it held the defaults', () => {
    const { documents, numbers, reasons, receiving, specialRights: special, stock, transfers, ...old } = policy
    expect(numbers).toEqual({
      ...{ returnDispatch: 'FCCK', returnReceipt: 'FCRK' },
      ...{ transfer: 'DB', return: 'FC', authorisation: 'SQ' },
    })
    expect(policySchema.parse(old)).toEqual({
      ...old,
      ...{ documents, numbers, reasons, receiving, specialRights: special, stock, transfers },
    })
    // the prefix of receipts once stood beside their tolerance; it is read and not kept
    const first = { ...old, goodsReceipt: { ...old.goodsReceipt, numberPrefix: 'CGRK' } }
    expect(policySchema.parse(first).goodsReceipt).toEqual({ overTolerancePermille: 50 })
  })

  test('special rights are HQ’s to give; one a stored policy does not know has its default', () => {
    for (const right of specialRights)
      expect(roles.filter((role) => roleHolds(role, right, policy)).sort()).toEqual(
        [...policy.specialRights[right]].sort(),
      )
    const given = structuredClone(policy)
    given.specialRights['goodsReceipt.acceptOver'] = ['clerk']
    expect(['clerk', 'storeManager'].map((role) => roleHolds(role as Role, 'goodsReceipt.acceptOver', given))).toEqual([
      true,
      false,
    ])
    const { 'lot.correct': _newer, ...older } = given.specialRights
    const read = readPolicyText(JSON.stringify({ ...given, specialRights: older }))
    expect(read.specialRights['lot.correct']).toEqual(policy.specialRights['lot.correct'])
    expect(read.specialRights['goodsReceipt.acceptOver']).toEqual(['clerk'])
  })

  test('only HQ operations works a warehouse of HQ’s own; regions, buyers, auditors and administrators write no stock', () => {
    const moving = (role: (typeof roles)[number]): Permission[] =>
      rightsOf(role).filter((right) => /\.(post|reverse)$/.test(right))
    for (const role of ['regionManager', 'purchasing', 'auditor', 'admin', 'clerk'] as const)
      expect([role, moving(role)]).toEqual([role, []])
    // what a store's stocktake came to is posted in the store
    const ofShop = moving('storeManager').filter((right) => !right.startsWith('stocktake'))
    expect(moving('hqOperations')).toEqual([...ofShop, 'costAdjustment.reverse'])
    // an auditor looks, and signs off alarms
    expect(rightsOf('auditor').filter((right) => !right.endsWith('.view'))).toEqual([
      'alarm.handle',
      'stocktake.seeBook',
    ])
    expect(rightsOf('admin')).not.toContain('stock.view')
    expect(rightsOf('clerk')).not.toContain('cost.view')
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
