/**
 * Every operation of the hub × every role × every place somebody can hold it over (the store itself, another store of the
 * region, the region, another region, the chain), aimed at things of store S001: without the right FORBIDDEN, from
 * outside the branch it is as if the thing were nowhere, and neither changes anything. Made from the operations table.
 */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import type { FixedPermission, SpecialRight } from '../../src/contract/defaultPolicy'
import { httpStatusOf, isErrorCode } from '../../src/contract/errors'
import type { OperationName } from '../../src/contract/operations'
import { type Role, roles } from '../../src/contract/schemas/masterData'
import { type DocumentAct, type DocumentType, documentTypes } from '../../src/core/documents/states'
import type { DemoUser } from '../../src/hub/demo/demoChain'
import { openSession } from '../../src/hub/sessions'
import { codeOf, declarationOf, operationNames, runsOn, wellFormedInputs } from '../support/operationInputs'
import {
  chain,
  createBrowser,
  enrol,
  fingerprint,
  openStore,
  removeFolder,
  startHub,
  type TestBrowser,
  type TestHub,
  type TestStore,
  temporaryFolder,
} from '../support/world'

const places = {
  own: { kind: 'store', storeCode: 'S001' },
  otherStore: { kind: 'store', storeCode: 'S002' },
  region: { kind: 'region', regionCode: 'R-E' },
  otherRegion: { kind: 'region', regionCode: 'R-S' },
  chain: { kind: 'chain' },
} as const satisfies Record<string, DemoUser['scope']>
type Place = keyof typeof places
const placeNames = Object.keys(places) as Place[]
const isOutside = (place: Place): boolean => place === 'otherStore' || place === 'otherRegion'

const idOf = (role: Role, place: Place): string => `m.${role.toLowerCase()}.${place.toLowerCase()}`
const password = 'a-long-password-of-the-matrix'
const people: DemoUser[] = roles.flatMap((role) =>
  placeNames.map((place) => ({
    ...{ id: idOf(role, place), name: `${role} ${place}`, nameEn: `${role} ${place}`, role },
    ...{ scope: places[place], active: true, pin: null, password },
  })),
)

/** one type stands for all here: that each type asks for its own right, and hides alike, is in permissionMatrix.test.ts */
const type = 'otherOut'

const folder = temporaryFolder()
let hub: TestHub
let store: TestStore
const browsers = new Map<string, TestBrowser>()
/** what of S001 a question can name, by the field that names it */
const things = new Map<string, unknown>()

const paper = {
  ...{ documentId: randomUUID(), type, number: 'TEST-SCOPE', state: 'submitted', version: 1, round: 1 },
  ...{ writtenAt: 'store', storeCode: 'S001', warehouseCode: 'WS001', toWarehouseCode: '', toCondition: 'stock' },
  ...{ counterpartyCode: '', sourceId: '', sourceNumber: '', reference: '', reasonCode: '', settlement: '' },
  ...{ dueDate: '', note: '', refusal: '', policyVersion: 1, authorId: 's001.lin', blind: 0, holderId: '' },
  ...{ submittedById: 's001.lin', postedById: null, closesSource: 0, reversalOf: '', value: null },
  ...{ contentHash: 'a'.repeat(64), pendingLevel: 'storeManager', createdAt: '2026-11-22T01:00:00.000Z' },
  ...{ submittedAt: '2026-11-22T01:00:00.000Z', occurredAt: null, postedAt: null, logId: null, seq: null },
}

beforeAll(async () => {
  hub = await startHub(folder, undefined, { ...chain, users: [...chain.users, ...people] })
  store = await openStore(folder)
  await enrol(store, hub)
  await store.backend.sync.stop()
  await hub.database.write((tx) => tx.insertRows('document', [paper]))
  const device = await hub.database.read.one<{ deviceId: string }>('SELECT deviceId FROM device')
  const hq = await hub.browser('hq.operations')
  const pushed = await hq.call('transfer.push', {
    ...{ kind: 'transfer', fromWarehouseCode: 'WS001', toWarehouseCode: 'WC01', dueDate: '2026-11-23', note: '' },
    lines: [{ sku: '1030007', quantity: 1000 }],
  })
  if (!pushed.ok) throw new Error(pushed.error.code)
  for (const [field, thing] of [
    ...[['documentId', paper.documentId] as const, ['storeCode', 'S001'] as const, ['warehouseCode', 'WS001'] as const],
    ...[['transferId', pushed.value.transferId] as const, ['deviceId', device?.deviceId] as const],
    ...[
      ['userId', 's001.lin'] as const,
      ['fromWarehouseCode', 'WS001'] as const,
      ['toWarehouseCode', 'WS001'] as const,
    ],
  ])
    things.set(field, thing)
  for (const { id } of people) {
    // the door for sign-ins lets thirty through a minute
    const { token } = await hub.database.write((tx) => openSession(tx, hub.runtime, id, undefined))
    browsers.set(id, Object.assign(createBrowser(hub.url), { cookie: `zhanggui_session=${token}` }))
  }
}, 240_000)
afterAll(async () => {
  await store.close()
  await hub.close()
  removeFolder(folder)
})

const holds = (name: OperationName, role: Role): boolean => {
  const { permission } = declarationOf(name)
  const { policy } = chain
  if (permission === 'signedIn') return true
  if (typeof permission === 'object') return policy.documents[type].rights[permission.act].includes(role)
  if (permission in policy.rights) return policy.rights[permission as FixedPermission].includes(role)
  if (permission in policy.specialRights) return policy.specialRights[permission as SpecialRight].includes(role)
  const [ofType, act] = permission.split('.') as [DocumentType, DocumentAct]
  return policy.documents[ofType].rights[act].includes(role)
}

const fieldsOf = (name: OperationName): string[] =>
  Object.keys((declarationOf(name).input as unknown as { shape?: Record<string, z.ZodType> }).shape ?? {})

/** Operations at HQ that a person may ask for and that can name something of a store. */
const aimable = operationNames.filter((name) => {
  const { permission } = declarationOf(name)
  const named = ['documentId', 'storeCode', 'warehouseCode', 'transferId', 'deviceId', 'userId']
  return (
    runsOn(name, 'hub') &&
    permission !== 'public' &&
    // of supplier returns alone, whose own test it is
    name !== 'document.confirm' &&
    permission !== 'device' &&
    fieldsOf(name).some((field) => named.includes(field))
  )
})

/** fields that would be refused for their shape before anybody looks where they point */
const notWithThis: Partial<Record<OperationName, string[]>> = {
  // of requests alone
  'document.decide': ['fromWarehouseCode'],
  // refused as a field this type has not
  'document.create': ['toWarehouseCode'],
}

const aimedAt001 = (name: OperationName): object => {
  const plain = wellFormedInputs(type)[name] as object
  const named = fieldsOf(name).filter((field) => things.has(field) && !notWithThis[name]?.includes(field))
  const own = fieldsOf(name).includes('type') && !('types' in plain) ? { type } : {}
  return { ...plain, ...own, ...Object.fromEntries(named.map((field) => [field, things.get(field)])) }
}

/** A list asked about another branch is empty, and says so by no error. */
const tellsNothing = (answer: { ok: boolean; value?: unknown }): boolean =>
  answer.ok && !JSON.stringify(answer.value).includes('S001') && !JSON.stringify(answer.value).includes('s001')

describe('everything that can be aimed at S001', () => {
  test('is most of what HQ can be asked', () => expect(aimable.length).toBeGreaterThan(35))

  test.each(aimable)('%s', async (name) => {
    const input = aimedAt001(name)
    const before = await fingerprint(hub.database)
    for (const role of roles) {
      for (const place of placeNames.filter((one) => isOutside(one) || !holds(name, role))) {
        const answer = (await browsers.get(idOf(role, place))?.call(name, input as never)) as {
          ok: boolean
          value?: unknown
          error?: { code: string }
        }
        const code = codeOf(answer)
        if (!holds(name, role)) {
          expect([name, role, place, code]).toEqual([name, role, place, 'FORBIDDEN'])
          continue
        }
        const hidden = tellsNothing(answer) || (isErrorCode(code) && [404, 409, 422].includes(httpStatusOf(code)))
        expect([name, role, place, hidden ? 'nothing' : code]).toEqual([name, role, place, 'nothing'])
      }
    }
    expect((await fingerprint(hub.database)) === before, `${name} changed something`).toBe(true)
  })

  test('nor does a paper of any type begin in a warehouse outside somebody’s branch', async () => {
    const before = await fingerprint(hub.database)
    for (const wanted of documentTypes)
      for (const role of roles.filter((one) => chain.policy.documents[wanted].rights.create.includes(one)))
        for (const [place, warehouseCode] of [
          ...placeNames.filter(isOutside).map((one) => [one, 'WS001'] as const),
          // a warehouse of no shop is the chain’s
          ...placeNames.filter((one) => one !== 'chain').map((one) => [one, 'WC01'] as const),
        ]) {
          const answer = await browsers.get(idOf(role, place))?.call('document.create', { type: wanted, warehouseCode })
          const code = codeOf(answer as never)
          expect([wanted, role, place, warehouseCode, code === 'OK' || code === 'INTERNAL']).toEqual([
            ...[wanted, role, place, warehouseCode, false],
          ])
        }
    expect((await fingerprint(hub.database)) === before).toBe(true)
  })
})
