/** The PC itself: its state, its enrolment, its devices. */
import type { OutputOf } from '../../contract/operations'
import type { AppStatus } from '../../contract/operations/app'
import { protocolVersion } from '../../contract/schemas/sync'
import { booksKeptElsewhere } from '../../database/queries/booksKeeper'
import type { Tx } from '../../database/unitOfWork'
import { Refusal } from '../../gateway/gateway'
import { startLog } from '../../ledger/append'
import { appendTrail, bindTrail } from '../../ledger/trail'
import type { ErrandCall, HandlersOf, QueryCall } from '../calls'
import type { DeviceSecrets } from '../deviceKeys'
import {
  type Enrolment,
  forgetBooksKeeper,
  readDeviceSettings,
  readEnrolment,
  readHubRestored,
  readWedges,
  writeMeta,
  writeWedges,
} from '../meta'
import { isRevoked } from '../revocation'
import { isoNow } from '../runtime'
import type { SyncAgent } from '../sync/agent'
import { pullAll } from '../sync/pull'
import { recoverKey } from '../sync/recover'
import { dayMs, trustedClock } from '../trustedClock'

export const appHandlers: HandlersOf<'app'> = {
  'app.status': (call) => statusOf(call),

  'app.enrol': async (call, input) => {
    if (await readEnrolment(call.read)) throw new Refusal('ALREADY_ENROLLED')
    const hubUrl = input.hubUrl.replace(/\/+$/, '')
    const { enrolment, secrets } = await askToEnrol(call, hubUrl, input.code)
    const access = { hubUrl, deviceToken: secrets.deviceToken }
    await call.runtime.database.write((tx) => forgetEarlierPull(tx, isoNow(call.runtime.clock)))
    // the first pull comes before the enrolment is kept: a PC that is enrolled can work at once
    await pullAll(call.runtime, access)
    await refuseWithoutPolicy(call)
    await call.runtime.keys.keep(secrets, (tx) => keepEnrolment(tx, call, enrolment))
    await trustedClock(call.runtime).save()
    call.runtime.hub.use(access)
    call.runtime.emit({ type: 'masterData.changed' })
    call.runtime.services.sync.nudge()
    return { storeCode: enrolment.storeCode, storeName: enrolment.storeName, deviceLetter: enrolment.letter }
  },

  'app.recoverKey': async (call, input) => {
    const enrolment = await readEnrolment(call.read)
    if (!enrolment) throw new Refusal('NOT_ENROLLED')
    await recoverKey(call, enrolment, input.code)
    return {}
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

  'device.saveWedges': async (call, { wedges }) => {
    const before = await readWedges(call.tx)
    await writeWedges(call.tx, wedges)
    call.remember('', { before: { wedges: before }, after: { wedges } })
    call.tx.afterCommit(() => call.runtime.emit({ type: 'devices.changed' }))
    return { wedges }
  },

  'device.serialPorts': (call) => call.runtime.host.listSerialPorts({}),

  'device.hidScanners': async (call) => {
    const found = await call.runtime.host.listHidScanners({})
    if (found === null) throw new Refusal('HID_UNAVAILABLE')
    return found
  },
}

/** The key pair is kept before it is sent: when the answer is lost, asking again with the same key is the same device. */
const askToEnrol = async (
  call: ErrandCall,
  hubUrl: string,
  code: string,
): Promise<{ enrolment: Enrolment; secrets: DeviceSecrets }> => {
  const key = await call.runtime.keys.pendingPair()
  const answer = await call.runtime.hub.callAt(hubUrl, 'sync.enrol', {
    code: code.trim().toUpperCase(),
    publicKey: key.publicKey,
    protocolVersion,
  })
  if (!answer.ok) throw new Refusal(enrolRefusal(answer.error.code), answer.error.params)
  const { deviceToken, ...facts } = answer.value
  const enrolment = { ...facts, hubUrl, logId: call.runtime.ids.uuid() }
  return { enrolment, secrets: { deviceToken, privateKeyPem: key.privateKeyPem } }
}

const enrolRefusals = [
  'ENROLMENT_CODE_INVALID',
  'SYNC_VERSION',
  'HUB_OLDER',
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
const forgetEarlierPull = async (tx: Tx, at: string): Promise<void> => {
  if (!(await tx.one('SELECT 1 AS found FROM pullCursor'))) return
  for (const table of ['pullCursor', 'purchaseOrderLine', 'purchaseOrder', 'userRole', 'user'])
    await tx.run(`DELETE FROM ${table}`)
  await forgetBooksKeeper(tx)
  await appendTrail(tx, { at, userId: '', operation: 'master.forgotten', outcome: 'done' })
}

const keepEnrolment = async (tx: Tx, call: ErrandCall, enrolment: Enrolment): Promise<void> => {
  const at = isoNow(call.runtime.clock)
  const { logId, deviceId, storeCode, letter, hubUrl } = enrolment
  await startLog(tx, logId, deviceId)
  await writeMeta(tx, 'enrolment', enrolment)
  await bindTrail(tx, deviceId, at)
  await appendTrail(tx, {
    ...{ at, userId: call.actor?.userId ?? '', client: call.clientId, operation: 'app.enrol' },
    ...{
      requestId: call.requestId,
      outcome: 'done',
      detail: { after: { deviceId, storeCode, letter, hubUrl, logId } },
    },
  })
}

const statusOf = async (call: Pick<QueryCall, 'read' | 'runtime'>): Promise<OutputOf<'app.status'>> => {
  const enrolment = await readEnrolment(call.read)
  const { printers } = await readDeviceSettings(call.read)
  const revoked = await isRevoked(call.read)
  return {
    version: call.runtime.version,
    enrolled: enrolment !== null,
    storeCode: enrolment?.storeCode ?? '',
    storeName: enrolment?.storeName ?? '',
    deviceLetter: enrolment?.letter ?? '',
    booksAt: await booksKeptElsewhere(call.read),
    hubUrl: enrolment?.hubUrl ?? '',
    sync: {
      ...shownSync(call, revoked),
      ...(await unsecuredOf(call, enrolment)),
      hubRestoredAt: await readHubRestored(call.read),
    },
    keyKept: call.runtime.keys.kept(),
    revoked,
    scanners: call.runtime.scannerStates(),
    wedges: await readWedges(call.read),
    printerSet: printers.length > 0,
    bounceMs: enrolment ? (await call.runtime.policy()).scanning.bounceMs : 0,
    offlineDaysLeft: enrolment ? await offlineDaysLeft(call.runtime) : null,
    ...(await countsOf(call)),
  }
}

/** What is known before the first round after a start, too. */
const shownSync = ({ runtime }: Pick<QueryCall, 'runtime'>, revoked: boolean): ReturnType<SyncAgent['state']> => {
  const state = runtime.services.sync.state()
  if (revoked) return { ...state, state: 'failed', problem: 'DEVICE_REVOKED' }
  return runtime.keys.kept() === 'lost' ? { ...state, state: 'failed', problem: 'DEVICE_KEY_LOST' } : state
}

const warnedFromDays = 3

const offlineDaysLeft = async (runtime: QueryCall['runtime']): Promise<number | null> => {
  if (runtime.services.sync.state().state !== 'offline') return null
  const { offlineDays } = (await runtime.policy()).signIn
  const left = Math.max(0, Math.ceil(offlineDays - trustedClock(runtime).offlineMs() / dayMs))
  return left <= warnedFromDays ? left : null
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
