/** 告警: what HQ does not believe of its stores' PCs, and who looked at it. */
import { z } from 'zod'
import { defineOperations } from '../operation'
import { alarm, alarmKinds, alarmStates, alarmView } from '../schemas/alarm'
import { note, storeDay, uuid } from '../schemas/common'

export const alarmOperations = defineOperations({
  'alarm.list': {
    kind: 'query',
    runsOn: 'hub',
    permission: 'alarm.view',
    summary: 'Alarms, newest first, paged by key; those of no store for the whole chain alone',
    input: z.strictObject({
      states: z.array(z.enum(alarmStates)).min(1).max(alarmStates.length).optional(),
      kinds: z.array(z.enum(alarmKinds)).min(1).max(alarmKinds.length).optional(),
      storeCode: z.string().max(16).optional(),
      /** document number, user or PC */
      search: z.string().max(64).optional(),
      fromDay: storeDay.optional(),
      toDay: storeDay.optional(),
      /** the last alarm seen */
      after: uuid.optional(),
      limit: z.number().int().min(1).max(200).optional(),
    }),
    output: z.strictObject({
      alarms: z.array(alarm),
      more: z.boolean(),
      /** all that are open within the scope, whatever was asked for */
      open: z.number().int(),
    }),
    errors: [],
  },
  'alarm.get': {
    kind: 'query',
    runsOn: 'hub',
    permission: 'alarm.view',
    summary: 'One alarm with what the PC told',
    input: z.strictObject({ alarmId: uuid }),
    output: alarmView,
    errors: ['ALARM_NOT_FOUND'],
  },
  'alarm.retry': {
    kind: 'command',
    runsOn: 'hub',
    permission: 'alarm.handle',
    summary: 'What HQ could not book of this log is tried again, in order; what is booked closes its alarm',
    input: z.strictObject({ alarmId: uuid }),
    /** of another kind of alarm nothing waits to be booked: 0 and 0 */
    output: z.strictObject({ booked: z.number().int(), waiting: z.number().int() }),
    errors: ['ALARM_NOT_FOUND', 'ALARM_CLOSED'],
  },
  'alarm.close': {
    kind: 'command',
    runsOn: 'hub',
    permission: 'alarm.handle',
    summary: 'Somebody looked at it: closed with what they found, for ever',
    input: z.strictObject({ alarmId: uuid, note: note.regex(/\S/) }),
    output: alarm,
    errors: ['ALARM_NOT_FOUND', 'ALARM_CLOSED'],
  },
})
