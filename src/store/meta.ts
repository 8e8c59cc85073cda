/** What this PC knows of itself: its enrolment and settings, as small JSON values in the meta table. */
import { type DeviceSettings, deviceSettings } from '../contract/operations/app'
import { readPolicyText } from '../contract/policyText'
import type { Policy } from '../contract/schemas/masterData'
import { assert } from '../core/result'
import type { Reader, Tx } from '../database/unitOfWork'

export interface Enrolment {
  deviceId: string
  deviceToken: string
  letter: string
  storeCode: string
  storeName: string
  hubUrl: string
  hubId: string
  logId: string
  privateKeyPem: string
}

export const readMeta = async <T>(read: Reader, key: string): Promise<T | null> => {
  const row = await read.one<{ value: string }>('SELECT value FROM meta WHERE key = ?', [key])
  return row ? (JSON.parse(row.value) as T) : null
}

export const writeMeta = (tx: Tx, key: string, value: unknown): Promise<void> =>
  tx.run('INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value', [
    key,
    JSON.stringify(value),
  ])

export const removeMeta = (tx: Tx, key: string): Promise<void> => tx.run('DELETE FROM meta WHERE key = ?', [key])

export const readEnrolment = (read: Reader): Promise<Enrolment | null> => readMeta<Enrolment>(read, 'enrolment')

export const storeNameOf = async (read: Reader): Promise<string> => (await readEnrolment(read))?.storeName ?? ''

/** The newest policy this PC pulled. A PC is enrolled only together with its first pull, so there always is one. */
export const readPolicy = async (read: Reader): Promise<Policy> => {
  const row = await read.one<{ body: string }>('SELECT body FROM policy ORDER BY version DESC LIMIT 1')
  assert(row, 'an enrolled store PC holds a policy')
  return readPolicyText(row.body)
}

export const noDevices: DeviceSettings = { scanners: [], printer: null }

export const readDeviceSettings = async (read: Reader): Promise<DeviceSettings> =>
  deviceSettings.parse((await readMeta(read, 'deviceSettings')) ?? noDevices)
