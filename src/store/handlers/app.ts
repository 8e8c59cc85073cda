/** The PC itself: its state, its enrolment, its devices. */
import { generateKeyPairSync } from 'node:crypto'
import type { OutputOf } from '../../contract/operations'
import type { AppStatus } from '../../contract/operations/app'
import { protocolVersion } from '../../contract/schemas/sync'
import type { Tx } from '../../database/unitOfWork'
import { Refusal } from '../../gateway/gateway'
import { startLog } from '../../ledger/append'
import type { ErrandCall, HandlersOf, QueryCall } from '../calls'
import { type Enrolment, readDeviceSettings, readEnrolment, readMeta, removeMeta, writeMeta } from '../meta'
import { pullAll } from '../sync/pull'

export const appHandlers: HandlersOf<'app'> = {
  'app.status': (call) => statusOf(call),

  'app.enrol': async (call, input) => {
    if (await readEnrolment(call.read)) throw new Refusal('ALREADY_ENROLLED')
    const hubUrl = input.hubUrl.replace(/\/+$/, '')
    const enrolment = await askToEnrol(call, hubUrl, input.code)
    await call.runtime.database.write(forgetEarlierPull)
    // the first pull comes before the enrolment is kept: a PC that is enrolled can work at once
    await pullAll(call.runtime, enrolment)
    await refuseWithoutPolicy(call)
    await call.runtime.database.write((tx) => keepEnrolment(tx, enrolment))
    call.runtime.hub.use(enrolment)
    call.runtime.emit({ type: 'masterData.changed' })
    call.runtime.services.sync.nudge()
    return { storeCode: enrolment.storeCode, storeName: enrolment.storeName, deviceLetter: enrolment.letter }
  },

  'app.syncNow': async (call) => {
    if (!(await readEnrolment(call.read))) throw new Refusal('NOT_ENROLLED')
    await call.runtime.services.sync.syncNow()
    return statusOf(call)
  },
}

export const deviceHandlers: HandlersOf<'device'> = {
  'device.settings': (call) => readDeviceSettings(call.read),

  'device.saveSettings': async (call, input) => {
    const before = await readDeviceSettings(call.tx)
    await writeMeta(call.tx, 'deviceSettings', input)
    call.remember('', { before, after: input })
    call.tx.afterCommit(() => {
      void call.runtime.host.configureScanners({ scanners: input.scanners })
      call.runtime.services.labels.wake()
      call.runtime.emit({ type: 'devices.changed' })
    })
    return input
  },
}

/** The key pair is kept before it is sent: when the answer is lost, asking again with the same key is the same device. */
const askToEnrol = async (call: ErrandCall, hubUrl: string, code: string): Promise<Enrolment> => {
  const key = await pendingKey(call)
  const answer = await call.runtime.hub.callAt(hubUrl, 'sync.enrol', {
    code: code.trim().toUpperCase(),
    publicKey: key.publicKey,
    protocolVersion,
  })
  if (!answer.ok) throw new Refusal(enrolRefusal(answer.error.code), answer.error.params)
  return { ...answer.value, hubUrl, logId: call.runtime.ids.uuid(), privateKeyPem: key.privateKeyPem }
}

const enrolRefusals = [
  'ENROLMENT_CODE_INVALID',
  'SYNC_VERSION',
  'HUB_OFFLINE',
  'HUB_TIMEOUT',
  'HUB_NOT_ZHANGGUI',
] as const
type EnrolRefusal = (typeof enrolRefusals)[number] | 'HUB_REFUSED'

const enrolRefusal = (code: string): EnrolRefusal => enrolRefusals.find((known) => known === code) ?? 'HUB_REFUSED'

/** A hub of another version may send a policy this program cannot read; it was parked, and nothing could be decided. */
const refuseWithoutPolicy = async (call: ErrandCall): Promise<void> => {
  if (!(await call.read.one('SELECT 1 AS found FROM policy')))
    throw new Refusal('SYNC_VERSION', { store: protocolVersion })
}

/** An earlier try may have pulled another store's orders and users before it failed. */
const forgetEarlierPull = async (tx: Tx): Promise<void> => {
  for (const table of ['pullCursor', 'purchaseOrderLine', 'purchaseOrder', 'user']) await tx.run(`DELETE FROM ${table}`)
}

interface DeviceKey {
  publicKey: string
  privateKeyPem: string
}

const pendingKey = async (call: ErrandCall): Promise<DeviceKey> => {
  const kept = await readMeta<DeviceKey>(call.read, 'pendingKey')
  if (kept) return kept
  const pair = generateKeyPairSync('ed25519')
  const key = {
    publicKey: pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    privateKeyPem: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
  await call.runtime.database.write((tx) => writeMeta(tx, 'pendingKey', key))
  return key
}

const keepEnrolment = async (tx: Tx, enrolment: Enrolment): Promise<void> => {
  await startLog(tx, enrolment.logId, enrolment.deviceId)
  await writeMeta(tx, 'enrolment', enrolment)
  await removeMeta(tx, 'pendingKey')
}

const statusOf = async (call: Pick<QueryCall, 'read' | 'runtime'>): Promise<OutputOf<'app.status'>> => {
  const enrolment = await readEnrolment(call.read)
  const { printer } = await readDeviceSettings(call.read)
  return {
    version: call.runtime.version,
    enrolled: enrolment !== null,
    storeCode: enrolment?.storeCode ?? '',
    storeName: enrolment?.storeName ?? '',
    deviceLetter: enrolment?.letter ?? '',
    hubUrl: enrolment?.hubUrl ?? '',
    sync: { ...call.runtime.services.sync.state(), ...(await unsecuredOf(call, enrolment)) },
    scanners: call.runtime.scannerStates(),
    printerSet: printer !== null,
    bounceMs: enrolment ? (await call.runtime.policy()).scanning.bounceMs : 0,
    ...(await countsOf(call)),
  }
}

const unsecuredOf = async (
  call: Pick<QueryCall, 'read'>,
  enrolment: Enrolment | null,
): Promise<Pick<AppStatus['sync'], 'unsecured' | 'oldestUnsecuredAt'>> => {
  const row = await call.read.one<{ unsecured: number; oldestUnsecuredAt: string | null }>(
    `SELECT count(e.seq) AS unsecured, min(e.recordedAt) AS oldestUnsecuredAt
     FROM log l JOIN event e ON e.logId = l.logId AND e.seq > l.ackedSeq WHERE l.logId = ?`,
    [enrolment?.logId ?? ''],
  )
  return row ?? { unsecured: 0, oldestUnsecuredAt: null }
}

const countsOf = async (call: Pick<QueryCall, 'read'>): Promise<Pick<AppStatus, 'labelsWaiting' | 'products'>> => {
  const row = await call.read.one<Pick<AppStatus, 'labelsWaiting' | 'products'>>(
    `SELECT (SELECT count(*) FROM labelJob WHERE state IN ('queued', 'sending', 'failed', 'unknown')) AS labelsWaiting,
       (SELECT count(*) FROM product) AS products`,
  )
  return row ?? { labelsWaiting: 0, products: 0 }
}
