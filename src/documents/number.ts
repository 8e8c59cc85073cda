/** 单号: this side's own serial of the day. Unique with no network, because every PC has its letter and HQ its own name. */
import { documentNumber } from '../core/documents/states'
import type { DocumentWork } from './work'

/** HQ's place in a number where a store has its code */
export const hqCode = 'HQ'

export const nextNumber = async (work: DocumentWork, prefix: string): Promise<string> => {
  const place = await work.place()
  const parts = {
    prefix,
    storeCode: place.storeCode === '' ? hqCode : place.storeCode,
    storeDay: work.storeDay,
    deviceLetter: place.letter,
  }
  const row = await work.tx.one<{ next: number }>(
    `INSERT INTO numberCounter (key, next) VALUES (?, 1) ON CONFLICT (key) DO UPDATE SET next = numberCounter.next + 1 RETURNING next`,
    [`${parts.prefix}-${parts.storeCode}-${parts.storeDay}-${parts.deviceLetter}`],
  )
  return documentNumber({ ...parts, serial: row?.next ?? 0 })
}
