/**
 * A file that is older than what was done does not know which numbers were given since. Gaps in numbers are allowed, a number
 * twice is not: what comes next is far beyond everything this PC can have given on its day.
 */
import { storeDayOf } from '../../core/quantity/storeDay'
import type { Tx } from '../../database/unitOfWork'
import { numberPrefix } from '../../documents/stocktake/open'
import { readEnrolment, readPolicy } from '../meta'
import type { Clock } from '../runtime'

/** Of this day under every prefix, and of every day this PC has a serial of: its clock may be set back. */
export const leapSerials = async (tx: Tx, clock: Clock, by: number): Promise<void> => {
  const enrolment = await readEnrolment(tx)
  if (!enrolment) return
  const { storeCode, letter } = enrolment
  const { documents, numbers } = await readPolicy(tx)
  const prefixes = new Set([
    ...Object.values(documents).map((one) => one.numberPrefix),
    ...Object.values(numbers),
    numberPrefix,
  ])
  const day = storeDayOf(clock.nowMs())
  const given = await givenSerials(tx)
  await tx.run(`UPDATE numberCounter SET next = next + ? WHERE key LIKE ?`, [by, `%-${storeCode}-%-${letter}`])
  for (const prefix of prefixes) {
    const seen = given.get(`${prefix}-${storeCode}-${day.slice(2).replaceAll('-', '')}-${letter}`) ?? 0
    await tx.run(
      `INSERT INTO numberCounter (key, next) VALUES (?, ?)
       ON CONFLICT (key) DO UPDATE SET next = max(next, excluded.next)`,
      [`${prefix}-${storeCode}-${day}-${letter}`, seen + by],
    )
  }
}

/** The highest serial of each prefix, store, day and PC on papers that are here. */
const givenSerials = async (tx: Tx): Promise<Map<string, number>> => {
  const rows = await tx.all<{ number: string }>('SELECT number FROM document UNION ALL SELECT number FROM stocktake')
  const highest = new Map<string, number>()
  for (const { number } of rows) {
    const [, key, serial] = /^(.*-[A-Z]+)(\d+)$/.exec(number) ?? []
    if (key && serial) highest.set(key, Math.max(highest.get(key) ?? 0, Number(serial)))
  }
  return highest
}
