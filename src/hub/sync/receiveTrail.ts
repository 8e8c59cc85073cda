/**
 * A PC's own trail, kept at HQ byte for byte after the same checks as its events. Nothing is booked from it, so no line is
 * refused: one that cannot be as it says is kept all the same and shown to a person.
 */
import type { AlarmDetail } from '../../contract/schemas/alarm'
import { cutOperation, oddRowsOperation } from '../../core/lookFound'
import type { LogRow } from '../../database/entities'
import type { Tx } from '../../database/unitOfWork'
import type { Caller } from '../../gateway/gateway'
import { raiseAlarm, rowsOdd, trailCut } from '../alarms'
import { takeTemplateLine } from '../labels/told'
import { takePriceLine } from '../prices/told'
import type { HubRuntime } from '../runtime'

type Device = NonNullable<Caller['device']>

interface Line {
  seq: number
  hash: string
  payload: string
}

export const takeTrail = async (
  tx: Tx,
  runtime: HubRuntime,
  device: Device,
  { logId }: Pick<LogRow, 'logId'>,
  lines: readonly Line[],
): Promise<void> => {
  await tx.insertRows(
    'trail',
    lines.map(({ seq, hash, payload }) => ({ logId, seq, hash, payload })),
  )
  await tx.run('UPDATE log SET ackedSeq = headSeq WHERE logId = ?', [logId])
  const told = lines.map(({ seq, payload }) => ({ seq, line: readLine(payload) }))
  const strangers = await strangersIn(
    tx,
    device,
    told.map(({ line }) => userOf(line)),
  )
  for (const { seq, line } of told) {
    await takePriceLine(tx, runtime, device, line)
    await takeTemplateLine(tx, runtime, device, line)
    const userId = userOf(line)
    const detail = whyOdd(line, device) ?? (strangers.has(userId) ? stranger : undefined)
    if (detail) await raiseAlarm(tx, runtime, { kind: 'trailOdd', ...device, userId, logId, seq, detail })
  }
}

const userOf = (line: Record<string, unknown> | undefined): string =>
  typeof line?.userId === 'string' ? line.userId : ''

/** HQ's own people stand in a shop's lines where their word was carried out; other shops' people never do. */
const strangersIn = async (tx: Tx, device: Device, userIds: readonly string[]): Promise<ReadonlySet<string>> => {
  const rows = await tx.all<{ userId: string }>(
    `SELECT DISTINCT k.value AS userId FROM json_each(?) k WHERE k.value NOT IN ('', ?)
       AND NOT EXISTS (SELECT 1 FROM userRole r
         WHERE r.userId = k.value AND (r.scopeKind <> 'store' OR r.scopeCode = ?))
       AND NOT EXISTS (SELECT 1 FROM userChange c, json_each(c.before, '$.assignments') r
         WHERE c.userId = k.value AND (json_extract(r.value, '$.scopeKind') <> 'store'
           OR json_extract(r.value, '$.scopeCode') = ?))`,
    [JSON.stringify(userIds), device.deviceId, device.storeCode, device.storeCode],
  )
  return new Set(rows.map(({ userId }) => userId))
}

const isTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/

const stranger: AlarmDetail = { ground: 'person', reason: 'names somebody who never worked there' }

/** Before a PC is enrolled its lines name neither PC nor store. */
const whyOdd = (line: Record<string, unknown> | undefined, device: Device): AlarmDetail | undefined => {
  if (!line) return { ground: 'shape', reason: 'not a line of a trail' }
  if (typeof line.at !== 'string' || typeof line.operation !== 'string')
    return { ground: 'shape', reason: 'says neither when nor what' }
  if (!isTime.test(line.at)) return { ground: 'shape', reason: 'names no time' }
  if (line.deviceId !== undefined && line.deviceId !== device.deviceId)
    return { ground: 'otherPc', reason: 'names another PC' }
  if (line.storeCode !== undefined && line.storeCode !== device.storeCode)
    return { ground: 'otherStore', reason: 'names another store' }
  if (line.operation === cutOperation) return trailCut
  if (line.operation === oddRowsOperation) return rowsOdd
  return undefined
}

const readLine = (payload: string): Record<string, unknown> | undefined => {
  try {
    const line: unknown = JSON.parse(payload)
    return typeof line === 'object' && line !== null && !Array.isArray(line) ? (line as never) : undefined
  } catch {
    return undefined
  }
}
