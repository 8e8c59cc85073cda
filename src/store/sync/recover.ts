/**
 * A new key for this PC, by a one-time code from HQ: the same device, letter and log go on under it. Nothing local is
 * lost or told twice, for the log knows what HQ holds of it.
 */
import { protocolVersion } from '../../contract/schemas/sync'
import { Refusal } from '../../gateway/gateway'
import { createOneAtATime } from '../../gateway/oneAtATime'
import type { ErrandCall } from '../calls'
import { logErrand } from '../errandLog'
import type { Enrolment } from '../meta'
import { trustedClock } from '../trustedClock'

/** two at once would each get a token, and only the hub knew which one counts */
const oneAtATime = createOneAtATime()

export const recoverKey = (call: ErrandCall, enrolment: Enrolment, code: string): Promise<void> =>
  oneAtATime(enrolment.deviceId, () => askForKey(call, enrolment, code))

const askForKey = async (call: ErrandCall, enrolment: Enrolment, code: string): Promise<void> => {
  const { runtime } = call
  const pair = await runtime.keys.pendingPair()
  const answer = await runtime.hub.callAt(enrolment.hubUrl, 'sync.recover', {
    code: code.trim().toUpperCase(),
    deviceId: enrolment.deviceId,
    publicKey: pair.publicKey,
    protocolVersion,
  })
  if (!answer.ok) throw new Refusal(refusalOf(answer.error.code), answer.error.params)
  const { deviceToken } = answer.value
  await runtime.keys.keep({ deviceToken, privateKeyPem: pair.privateKeyPem }, (tx) =>
    logErrand(tx, call, { operation: 'app.recoverKey' }),
  )
  await trustedClock(runtime).save()
  runtime.hub.use({ hubUrl: enrolment.hubUrl, deviceToken })
  runtime.log({ event: 'this PC has a new key', kept: runtime.keys.kept() })
  runtime.emit({ type: 'sync.changed' })
  runtime.services.sync.nudge()
}

const passedOn = [
  'RECOVERY_CODE_INVALID',
  'DEVICE_REVOKED',
  'SYNC_VERSION',
  'HUB_OLDER',
  'HUB_OFFLINE',
  'HUB_TIMEOUT',
  'HUB_NOT_ZHANGGUI',
] as const

const refusalOf = (code: string): (typeof passedOn)[number] | 'HUB_REFUSED' =>
  passedOn.find((known) => known === code) ?? 'HUB_REFUSED'
