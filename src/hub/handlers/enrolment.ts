/** Store PCs: one-time codes, and what HQ knows of each PC. */
import type { OutputOf } from '../../contract/operations'
import { withinScope } from '../../database/queries/scope'
import type { Tx } from '../../database/unitOfWork'
import { Refusal } from '../../gateway/gateway'
import { stillWaits } from '../alarms'
import type { HandlersOf } from '../calls'
import { provisionalSql } from '../epoch'
import { logErrand } from '../errandLog'
import { ageSeconds, type HubRuntime } from '../runtime'
import { hashOf, newEnrolmentCode } from '../secrets'

const codeLifeMs = 24 * 60 * 60 * 1000

/** One a store: whoever finds an older one written down somewhere enrols nothing with it. */
export const createEnrolmentCode = async (tx: Tx, runtime: HubRuntime, storeCode: string) => {
  await tx.run('DELETE FROM enrolmentCode WHERE storeCode = ? AND usedBy IS NULL', [storeCode])
  const code = newEnrolmentCode()
  const expiresAtMs = runtime.clock.nowMs() + codeLifeMs
  await tx.run('INSERT INTO enrolmentCode (codeHash, storeCode, expiresAtMs, usedBy) VALUES (?, ?, ?, NULL)', [
    hashOf(code),
    storeCode,
    expiresAtMs,
  ])
  return { code, storeCode, expiresAt: new Date(expiresAtMs).toISOString() }
}

export const enrolmentHandlers: HandlersOf<'enrolment'> = {
  'enrolment.createCode': async (call, input) => {
    const scope = withinScope(call.user.scope, 'code')
    const store = await call.read.one(`SELECT code FROM store WHERE code = ? AND ${scope.sql}`, [
      input.storeCode,
      ...scope.parameters,
    ])
    if (!store) throw new Refusal('STORE_NOT_FOUND', { storeCode: input.storeCode })
    return call.runtime.database.write(async (tx) => {
      const created = await createEnrolmentCode(tx, call.runtime, input.storeCode)
      const { storeCode } = input
      await logErrand(tx, call, { operation: 'enrolment.createCode', storeCode, detail: { storeCode } })
      return created
    })
  },

  'enrolment.openCodes': async (call) => {
    const scope = withinScope(call.user.scope, 'c.storeCode')
    const rows = await call.read.all<{ storeCode: string; storeName: string; expiresAtMs: number }>(
      `SELECT c.storeCode, min(s.name) AS storeName, max(c.expiresAtMs) AS expiresAtMs
       FROM enrolmentCode c JOIN store s ON s.code = c.storeCode
       WHERE c.usedBy IS NULL AND c.expiresAtMs >= ? AND ${scope.sql} GROUP BY c.storeCode ORDER BY c.storeCode`,
      [call.runtime.clock.nowMs(), ...scope.parameters],
    )
    return {
      codes: rows.map(({ expiresAtMs, ...store }) => ({ ...store, expiresAt: new Date(expiresAtMs).toISOString() })),
    }
  },

  'enrolment.cancelCode': async (call, { storeCode }) => {
    const scope = withinScope(call.user.scope, 'storeCode')
    const cancelled = await call.tx.all(
      `DELETE FROM enrolmentCode WHERE storeCode = ? AND usedBy IS NULL AND expiresAtMs >= ? AND ${scope.sql}
       RETURNING codeHash`,
      [storeCode, call.runtime.clock.nowMs(), ...scope.parameters],
    )
    if (cancelled.length === 0) throw new Refusal('ENROLMENT_CODE_NOT_OPEN', { storeCode })
    call.remember('', { storeCode, before: { state: 'open' }, after: { state: 'cancelled' } })
    return {}
  },

  'enrolment.stores': async (call) => {
    const scope = withinScope(call.user.scope, 'code')
    const sql = `SELECT code AS storeCode, name AS storeName FROM store WHERE ${scope.sql} ORDER BY code`
    return { stores: await call.read.all(sql, scope.parameters) }
  },

  'enrolment.devices': async (call) => {
    const scope = withinScope(call.user.scope, 'd.storeCode')
    const rows = await call.read.all<{ lastSeenAt: string | null; recovering: number; provisional: number }>(
      `SELECT d.deviceId, d.storeCode, s.name AS storeName, d.letter, d.enrolledAt, d.lastSeenAt, d.unsecured, d.state,
         coalesce(a.stateReason, '') AS stateReason, coalesce(a.version, '') AS version, a.keyKept, a.skewSeconds,
         EXISTS (SELECT 1 FROM recoveryCode r WHERE r.deviceId = d.deviceId AND r.publicKey IS NULL
           AND r.expiresAtMs > ?) AS recovering,
         coalesce((SELECT sum(l.headSeq) FROM log l WHERE l.deviceId = d.deviceId AND l.kind = 'ledger'), 0) AS events,
         (SELECT count(*) FROM parkedEvent p JOIN log l ON l.logId = p.logId WHERE l.deviceId = d.deviceId
           AND ${stillWaits('p')}) AS parked,
         d.state = 'active' AND ${provisionalSql('d')} AS provisional
       FROM device d JOIN store s ON s.code = d.storeCode LEFT JOIN deviceAbout a ON a.deviceId = d.deviceId
       WHERE ${scope.sql} ORDER BY d.storeCode, d.letter`,
      [call.runtime.clock.nowMs(), ...scope.parameters],
    )
    const devices = rows.map((row) => ({
      ...row,
      recovering: row.recovering === 1,
      provisional: row.provisional === 1,
      ageSeconds: ageSeconds(call.runtime, row.lastSeenAt),
    }))
    return { devices } as unknown as OutputOf<'enrolment.devices'>
  },
}
