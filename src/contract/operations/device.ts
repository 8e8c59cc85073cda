/** A store PC as HQ sees it: take its right from it, give it back, let it have a new key. */
import { z } from 'zod'
import { defineOperations } from '../operation'
import { empty, isoTime, uuid } from '../schemas/common'

const why = z.strictObject({ deviceId: uuid, reason: z.string().trim().min(1).max(200) })

export const deviceOperations = defineOperations({
  'device.revoke': {
    kind: 'command',
    runsOn: 'hub',
    permission: 'enrolment.manage',
    stepUp: true,
    summary: 'Disable a store PC: HQ takes nothing from it any more, and nobody works there once it has heard so',
    input: why,
    output: empty,
    errors: ['DEVICE_NOT_FOUND', 'DEVICE_STATE'],
  },
  'device.restore': {
    kind: 'command',
    runsOn: 'hub',
    permission: 'enrolment.manage',
    stepUp: true,
    summary: 'Take the disabling of a store PC back: it goes on by itself, and tells what HQ missed',
    input: why,
    output: empty,
    errors: ['DEVICE_NOT_FOUND', 'DEVICE_STATE'],
  },
  'device.createRecoveryCode': {
    // no command: a saved answer would keep the code in clear
    kind: 'errand',
    runsOn: 'hub',
    permission: 'enrolment.manage',
    stepUp: true,
    summary: 'A one-time code that gives one PC a new key; the one before it counts no more',
    input: z.strictObject({ deviceId: uuid }),
    output: z.strictObject({ code: z.string(), deviceId: uuid, expiresAt: isoTime }),
    errors: ['DEVICE_NOT_FOUND', 'DEVICE_STATE'],
  },
})
