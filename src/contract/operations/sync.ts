/** Between a store PC and the hub: enrolment, push of the log, pull of what HQ masters. */
import { z } from 'zod'
import { defineOperations } from '../operation'
import { empty, isoTime, uuid } from '../schemas/common'
import { meetingNote, meetingPeer } from '../schemas/meeting'
import { pullStreams, syncEvent } from '../schemas/sync'
import { keyKept } from './app'

export const syncOperations = defineOperations({
  'enrolment.createCode': {
    // no command: a saved answer would keep the code in clear
    kind: 'errand',
    runsOn: 'hub',
    permission: 'enrolment.manage',
    stepUp: true,
    summary: 'A one-time code that enrols one PC of one store; an unused one before it counts no more',
    input: z.strictObject({ storeCode: z.string().max(16) }),
    output: z.strictObject({ code: z.string(), storeCode: z.string(), expiresAt: isoTime }),
    errors: ['STORE_NOT_FOUND'],
  },
  'enrolment.openCodes': {
    kind: 'query',
    runsOn: 'hub',
    permission: 'enrolment.manage',
    summary: 'Stores an unused one-time code is out for, and until when; never the code',
    input: empty,
    output: z.strictObject({
      codes: z.array(z.strictObject({ storeCode: z.string(), storeName: z.string(), expiresAt: isoTime })),
    }),
    errors: [],
  },
  'enrolment.cancelCode': {
    kind: 'command',
    runsOn: 'hub',
    permission: 'enrolment.manage',
    summary: 'The unused one-time code of a store counts no more: it was sent to the wrong place, or is not needed',
    input: z.strictObject({ storeCode: z.string().max(16) }),
    output: empty,
    errors: ['ENROLMENT_CODE_NOT_OPEN'],
  },
  'enrolment.stores': {
    kind: 'query',
    runsOn: 'hub',
    permission: 'enrolment.manage',
    summary: 'Stores a PC may be enrolled for, those without any PC too',
    input: empty,
    output: z.strictObject({ stores: z.array(z.strictObject({ storeCode: z.string(), storeName: z.string() })) }),
    errors: [],
  },
  'enrolment.devices': {
    kind: 'query',
    runsOn: 'hub',
    permission: 'sync.view',
    summary: 'Store PCs with the age of what HQ knows of them',
    input: empty,
    output: z.strictObject({
      devices: z.array(
        z.strictObject({
          deviceId: uuid,
          storeCode: z.string(),
          storeName: z.string(),
          letter: z.string(),
          enrolledAt: isoTime,
          lastSeenAt: isoTime.nullable(),
          ageSeconds: z.number().int().nullable(),
          events: z.number().int(),
          parked: z.number().int(),
          unsecured: z.number().int().nullable(),
          state: z.enum(['active', 'revoked', 'quarantined']),
          /** why HQ disabled or restored it last */
          stateReason: z.string(),
          /** as the PC last said; '' = never */
          version: z.string(),
          keyKept: keyKept.nullable(),
          /** the PC's clock less the hub's when it last called */
          skewSeconds: z.number().int().nullable(),
          /** a recovery code for it is out and not used yet */
          recovering: z.boolean(),
          /** HQ was put back to an older copy, and this PC has not told all it has since */
          provisional: z.boolean(),
        }),
      ),
    }),
    errors: [],
  },
  'sync.enrol': {
    kind: 'errand',
    runsOn: 'hub',
    permission: 'public',
    summary: 'Spend a one-time code: binds a device key to a store and answers its credentials',
    input: z.strictObject({
      code: z.string().max(40),
      /** Ed25519, SPKI in base64 */
      publicKey: z.string().max(200),
      protocolVersion: z.number().int(),
    }),
    output: z.strictObject({
      deviceId: uuid,
      /** secret of this device, shown once */
      deviceToken: z.string(),
      letter: z.string(),
      storeCode: z.string(),
      storeName: z.string(),
      hubId: uuid,
    }),
    errors: ['ENROLMENT_CODE_INVALID', 'SYNC_VERSION'],
  },
  'sync.recover': {
    kind: 'errand',
    runsOn: 'hub',
    permission: 'public',
    summary: 'Spend a recovery code: the same PC goes on with a new key; its old token and key count no more',
    input: z.strictObject({
      code: z.string().max(40),
      deviceId: uuid,
      /** Ed25519, SPKI in base64 */
      publicKey: z.string().max(200),
      protocolVersion: z.number().int(),
    }),
    output: z.strictObject({ deviceToken: z.string() }),
    errors: ['RECOVERY_CODE_INVALID', 'SYNC_VERSION'],
  },
  'sync.push': {
    kind: 'errand',
    runsOn: 'hub',
    permission: 'device',
    summary: 'Events of one log in order; overlap is skipped, a gap or a fork is said, acknowledged after commit',
    input: z.strictObject({
      protocolVersion: z.number().int(),
      logId: uuid,
      /** facts, or the trail of who did what: two logs a PC */
      kind: z.enum(['ledger', 'trail']).default('ledger'),
      fromSeq: z.number().int().min(1),
      prevHash: z.string().regex(/^[0-9a-f]{64}$/),
      events: z.array(syncEvent).max(500),
      /** Ed25519 over the last hash, base64; over prevHash when there are no events */
      headSignature: z.string().max(200),
      /** events this PC still holds unsecured, this batch included */
      unsecured: z.number().int().min(0),
      /** earlier ledgers of this PC: it went on from them in this one, and says nothing more in them */
      goesOnFrom: z.array(uuid).max(1000).optional(),
      /** for HQ to see, never to decide by */
      about: z.strictObject({ version: z.string().max(40), at: isoTime, keyKept }).optional(),
    }),
    output: z.strictObject({ ackedSeq: z.number().int(), parked: z.array(z.number().int()) }),
    errors: ['SYNC_GAP', 'SYNC_FORK', 'SYNC_BAD_CHAIN', 'SYNC_BAD_SIGNATURE', 'SYNC_VERSION'],
  },
  'sync.history': {
    kind: 'query',
    runsOn: 'hub',
    permission: 'device',
    summary: 'What HQ holds of a log of the calling PC, byte for byte: for a PC whose own file lacks some of it',
    input: z.strictObject({
      protocolVersion: z.number().int(),
      logId: uuid,
      after: z.number().int().min(0),
    }),
    output: z.strictObject({
      /** a quarantined PC waits for people: HQ gives a recovery code to the one PC that goes on */
      state: z.enum(['active', 'quarantined']),
      /** 0: HQ knows no such log of this PC */
      headSeq: z.number().int(),
      /** every log of this PC, oldest first */
      logs: z.array(z.strictObject({ logId: uuid, kind: z.enum(['ledger', 'trail']) })),
      /** the next ones in order; fewer than there are where they are long */
      events: z.array(syncEvent),
    }),
    errors: ['SYNC_VERSION'],
  },
  'sync.pull': {
    kind: 'query',
    runsOn: 'hub',
    permission: 'device',
    summary: 'Items of one stream after a position, for the store of the calling PC alone',
    input: z.strictObject({
      protocolVersion: z.number().int(),
      stream: z.enum(pullStreams),
      after: z.number().int().min(0),
      /** of which start of the hub `after` was heard; '' of none that said so. A PC that leaves it out is of before there were any */
      seenEpoch: z.string().max(60).optional(),
      limit: z.number().int().min(1).max(5000).optional(),
    }),
    output: z.strictObject({
      items: z.array(
        z.strictObject({ position: z.number().int(), type: z.string(), key: z.string(), body: z.string() }),
      ),
      /** position to ask after next */
      position: z.number().int(),
      more: z.boolean(),
      /** the hub's own clock: what a store PC believes rather than its own */
      hubTime: isoTime,
      /** this start of the hub; kept with the position */
      epoch: z.string().max(60).optional(),
      /** HQ was put back to an older copy since: these are the stream's first items, and what was heard before counts no more */
      afresh: z.boolean().optional(),
    }),
    errors: ['SYNC_VERSION'],
  },
  'sync.meet': {
    kind: 'query',
    runsOn: 'hub',
    permission: 'device',
    summary:
      'PCs of one store tell each other how far their ledgers are and who counts where; HQ passes it on and keeps nothing',
    input: z.strictObject({ protocolVersion: z.number().int(), note: meetingNote }),
    output: z.strictObject({ peers: z.array(meetingPeer) }),
    errors: ['SYNC_VERSION'],
  },
  'sync.attachment': {
    kind: 'errand',
    runsOn: 'hub',
    permission: 'device',
    summary: 'The bytes of a photo whose name and hash an event told; the same one again changes nothing',
    input: z.strictObject({
      attachmentId: uuid,
      dataBase64: z
        .string()
        .min(1)
        .max(820_000)
        .regex(/^[A-Za-z0-9+/]+={0,2}$/),
    }),
    output: empty,
    errors: ['ATTACHMENT_NOT_FOUND', 'ATTACHMENT_UNREADABLE'],
  },
})
