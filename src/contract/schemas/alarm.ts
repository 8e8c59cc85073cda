/** 告警: what a store's PC said or did that HQ does not simply believe, for a person to look at. */
import { z } from 'zod'
import { figure, isoTime, quantity, uuid } from './common'
import { findingSchema } from './finding'

export const alarmKinds = [
  /** HQ holds the event and booked nothing of it */
  'eventParked',
  /** booked; but the right it stands on is gone since */
  'outOfRole',
  /** booked; but a rule the PC should have kept was not */
  'ruleNotKept',
  /** one place of a log with two contents */
  'fork',
  'badChain',
  'badSignature',
  /** a line of a PC's trail that cannot be as it says */
  'trailOdd',
  'revokedDeviceCalls',
  'signInLocked',
  /** the PC's clock is minutes away from the hub's */
  'clockFarOff',
  /** HQ's own database was put back to an older copy: of no store, and of all */
  'hubRestored',
] as const
export type AlarmKind = (typeof alarmKinds)[number]

/** Why an event or a line of a trail is not believed, in as few kinds as people have words for. */
export const grounds = [
  /** nothing this version can read */
  'shape',
  'otherStore',
  'otherPc',
  /** not the paper HQ knows, or not this PC's to write */
  'paper',
  /** it speaks of goods, orders or warehouses HQ does not know there */
  'unknown',
  'switchedOff',
  /** somebody named is not of this store */
  'person',
  /** HQ never found somebody named to be who they say at that PC */
  'unproven',
  'right',
  /** worth more than these people may do */
  'amount',
  'hqWord',
  'decision',
  /** not everybody agreed who had to */
  'notAgreed',
  'order',
  'goods',
  /** two open stocktakes about one product */
  'overlap',
  /** goods are counted against the books of one PC and were booked on another */
  'otherBooks',
  'value',
  'lotDay',
  /** the trail's end was missing when the PC started */
  'trailCut',
  /** rows of its file were changed past the program */
  'rowsOdd',
  /** the PC began another trail */
  'secondTrail',
  /** papers come, and no line of the trail with them */
  'trailStill',
  'other',
] as const
export type Ground = (typeof grounds)[number]

export const alarmStates = ['open', 'closed'] as const

/** What the event says it is, as far as it can be read; a forger's words, nobody's knowledge. */
export const toldHeadline = z.strictObject({
  type: z.string(),
  step: z.string(),
  documentType: z.string(),
  documentId: z.string(),
  number: z.string(),
  storeCode: z.string(),
  userId: z.string(),
  authorityId: z.string(),
  occurredAt: z.string(),
})
export type ToldHeadline = z.infer<typeof toldHeadline>

/** What is kept with an alarm beside its columns. */
export const alarmDetail = z.strictObject({
  ground: z.enum(grounds).optional(),
  /** the check's own words, for whoever maintains the program */
  reason: z.string().optional(),
  told: toldHeadline.optional(),
  /** figures for the words of the kind */
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
})
export type AlarmDetail = z.infer<typeof alarmDetail>

export const alarm = z.strictObject({
  alarmId: uuid,
  at: isoTime,
  /** when the same was last seen again; equal to `at` where it was not */
  lastAt: isoTime,
  kind: z.enum(alarmKinds),
  state: z.enum(alarmStates),
  /** '' where it is of no store */
  storeCode: z.string(),
  storeName: z.string(),
  deviceId: z.string(),
  deviceLetter: z.string(),
  userId: z.string(),
  /** as HQ knows them; the id where HQ knows nobody by it */
  userName: z.string(),
  authorityName: z.string(),
  documentId: z.string(),
  documentNumber: z.string(),
  /** HQ has that paper: it can be opened */
  documentKnown: z.boolean(),
  logId: z.string(),
  seq: z.number().int(),
  ground: z.enum(grounds).nullable(),
  reason: z.string(),
  told: toldHeadline.nullable(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  closedByName: z.string(),
  closedAt: isoTime.nullable(),
  note: z.string(),
})
export type Alarm = z.infer<typeof alarm>

/** The goods an event speaks of, as it tells them. */
export const toldGoods = z.strictObject({ sku: z.string(), name: z.string(), lot: z.string(), quantity })

export const alarmView = alarm.extend({
  goods: z.array(toldGoods),
  goodsTotal: z.number().int(),
  /** cost value of what it says was moved; null without the right to see cost, and where nothing was moved */
  value: figure.nullable(),
  /** rows that were found changed, from the line it names on; as many as are read */
  findings: z.array(findingSchema),
  findingsTotal: z.number().int(),
  /** HQ still holds it unbooked */
  parked: z.boolean(),
})
export type AlarmView = z.infer<typeof alarmView>
