/**
 * A store's word on how long a lot keeps, by a paper whose goods somebody looked at or mended by hand. HQ takes it as the
 * newest word and writes down what it knew before. A store PC is untrusted here too.
 */
import { type Permission, permissionsOfAll } from '../../contract/permissions'
import type { DocumentStepped, LotCorrected } from '../../contract/schemas/sync'
import { assert } from '../../core/result'
import type { Tx } from '../../database/unitOfWork'
import { dayOf } from '../../documents/lotDay'
import { renewLots } from '../../documents/tell'
import type { Caller } from '../../gateway/gateway'
import type { EventPlace } from '../../ledger/append'
import { appendTrail } from '../../ledger/trail'
import { believe, type Doubt } from './doubt'
import { judge } from './window'

type Device = NonNullable<Caller['device']>
type Day = { sku: string; lot: string; expiryDate: string }

/** Only what the posted paper itself says of its goods. */
export const takeLotDays = async (
  tx: Tx,
  device: Device,
  place: EventPlace,
  { step, document, lines, lotDays = [], userId }: DocumentStepped,
  at: string,
): Promise<void> => {
  if (lotDays.length === 0) return
  assert(step === 'posted', 'a lot takes another day when its paper is posted')
  for (const day of lotDays) {
    const said = lines.some(
      ({ sku, lot, expiryDate }) => sku === day.sku && lot === day.lot && expiryDate === day.expiryDate,
    )
    assert(said, `the paper says nothing of lot ${day.lot} until ${day.expiryDate}`)
  }
  await renew(tx, device, place, lotDays, {
    ...{ userId, at, operation: 'document.post', documentId: document.documentId },
    detail: { number: document.number, warehouseCode: document.warehouseCode },
  })
}

const right: Permission = 'lot.correct'

export const projectLotDay = async (
  tx: Tx,
  device: Device,
  place: EventPlace,
  { storeCode, warehouseCode, sku, lot, expiryDate, userId, reason }: LotCorrected,
  at: string,
): Promise<Doubt | null> => {
  believe(storeCode === device.storeCode, 'otherStore', `event of store ${storeCode} from a PC of ${device.storeCode}`)
  const warehouse = await tx.one('SELECT 1 AS found FROM warehouse WHERE code = ? AND storeCode = ?', [
    warehouseCode,
    storeCode,
  ])
  assert(warehouse, `warehouse ${warehouseCode} is not of store ${storeCode}`)
  const lacking = await judge(tx, device, at, async ({ policies, rolesOf }) => {
    const roles = await rolesOf(userId)
    believe(roles.length > 0, 'person', `user ${userId} is not of store ${storeCode}`)
    const holds = policies.some((policy) => permissionsOfAll(roles, policy).has(right))
    believe(holds, 'right', `user ${userId} may not ${right}`)
  })
  assert((await dayOf(tx, warehouseCode, sku, lot)) !== null, `lot ${lot} of ${sku} never lay in ${warehouseCode}`)
  await renew(tx, device, place, [{ sku, lot, expiryDate }], {
    ...{ userId, at, operation: 'lot.correct', documentId: '' },
    detail: { warehouseCode, reason },
  })
  return lacking
}

interface Told {
  userId: string
  at: string
  operation: string
  documentId: string
  detail: object
}

const renew = async (
  tx: Tx,
  device: Device,
  place: EventPlace,
  days: readonly Day[],
  { detail, ...told }: Told,
): Promise<void> => {
  const known = await tx.all<Day>(
    `SELECT t.sku, t.lot, t.expiryDate FROM json_each(?) k
     JOIN lot t ON t.sku = json_extract(k.value, '$.sku') AND t.lot = json_extract(k.value, '$.lot')`,
    [JSON.stringify(days)],
  )
  const lots = days.map(({ sku, lot, expiryDate }) => {
    const before = known.find((one) => one.sku === sku && one.lot === lot)?.expiryDate ?? ''
    return { sku, lot, before, after: expiryDate }
  })
  await renewLots(tx, days)
  await appendTrail(tx, {
    ...told,
    ...device,
    client: device.deviceId,
    requestId: `${place.logId}/${place.seq}`,
    outcome: 'done',
    detail: { ...detail, lots },
  })
}
