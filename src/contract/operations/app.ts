/** The store PC itself: is it enrolled, what is unsecured, which scanners and printers it uses. */
import { z } from 'zod'
import { documentTypes } from '../../core/documents/states'
import { defineOperations } from '../operation'
import { empty, isoTime, rawScan, uuid } from '../schemas/common'
import { labelPrinters } from '../schemas/printer'
import { hidScanners, scannerSettings, scannerStates, serialPorts, wedgeScanners } from '../schemas/scanner'

export const scannerState = z.strictObject({
  /** as the settings name it (`scannerKeys`): the port of a serial one */
  path: z.string(),
  /** where it was found: another path when the system has renamed the port; of a HID one, what its maker calls it */
  port: z.string(),
  state: z.enum(scannerStates),
})

/** where the PC's key is: sealed by the system, in the clear in the file, sealed and not to be opened, or nowhere yet */
export const keyKept = z.enum(['system', 'file', 'lost', 'none'])
export type KeyKept = z.infer<typeof keyKept>

export const appStatus = z.strictObject({
  version: z.string(),
  enrolled: z.boolean(),
  storeCode: z.string(),
  storeName: z.string(),
  deviceLetter: z.string(),
  /** the letter of the PC that keeps this store's books; '' = this one */
  booksAt: z.string(),
  hubUrl: z.string(),
  sync: z.strictObject({
    state: z.enum(['online', 'offline', 'syncing', 'failed']),
    /** since when this state holds */
    since: isoTime,
    unsecured: z.number().int(),
    /** oldest event HQ does not hold yet */
    oldestUnsecuredAt: isoTime.nullable(),
    lastSecuredAt: isoTime.nullable(),
    /** declared error code of the last failure, empty when there is none */
    problem: z.string(),
    /** when the line to HQ was last torn down and built anew, for work waited and nothing moved */
    rebuiltAt: isoTime.nullable(),
    /** when this PC last found that HQ had been put back to an older copy, and told and heard all of it again; null: never */
    hubRestoredAt: isoTime.nullable(),
  }),
  keyKept,
  /** HQ has disabled this PC: nobody works here until it takes that back */
  revoked: z.boolean(),
  scanners: z.array(scannerState),
  /** keyboard-mode scanners as they were measured on this PC */
  wedges: wedgeScanners,
  printerSet: z.boolean(),
  labelsWaiting: z.number().int(),
  products: z.number().int(),
  /** policy: the same code again within this time is the scanner's bounce; 0 = never */
  bounceMs: z.number().int(),
  /** how many more days people may sign in without HQ hearing of it, said when it is three or fewer; 0 = no more */
  offlineDaysLeft: z.number().int().min(0).nullable(),
})

export const scannersMax = 8

export const deviceSettings = z.strictObject({
  scanners: z.array(scannerSettings).max(scannersMax),
  printers: labelPrinters,
})

/** as many as the window keeps of what scanners sent */
export const scansReadMax = 200

export const appOperations = defineOperations({
  'app.status': {
    kind: 'query',
    runsOn: 'store',
    permission: 'public',
    summary: 'State of this store PC for the badge, the first screen and support',
    input: empty,
    output: appStatus,
    errors: [],
  },
  'app.enrol': {
    kind: 'errand',
    runsOn: 'store',
    permission: 'public',
    summary: 'Enrol this PC with a one-time code from the hub, and pull everything it needs to work',
    input: z.strictObject({ hubUrl: z.url({ protocol: /^https?$/ }).max(200), code: z.string().min(4).max(40) }),
    output: z.strictObject({ storeCode: z.string(), storeName: z.string(), deviceLetter: z.string() }),
    errors: [
      'ALREADY_ENROLLED',
      'ENROLMENT_CODE_INVALID',
      'SYNC_VERSION',
      'HUB_OLDER',
      'HUB_OFFLINE',
      'HUB_TIMEOUT',
      'HUB_NOT_ZHANGGUI',
      'HUB_REFUSED',
    ],
  },
  'app.recoverKey': {
    kind: 'errand',
    runsOn: 'store',
    // as with enrolment, the code is the right: whoever stands here may not be able to sign in
    permission: 'public',
    summary: 'Give this PC a new key by a one-time code from the hub; its ledger goes on as it is',
    input: z.strictObject({ code: z.string().min(4).max(40) }),
    output: empty,
    errors: [
      'NOT_ENROLLED',
      'RECOVERY_CODE_INVALID',
      'SYNC_VERSION',
      'HUB_OLDER',
      'HUB_OFFLINE',
      'HUB_TIMEOUT',
      'HUB_NOT_ZHANGGUI',
      'HUB_REFUSED',
    ],
  },
  'app.syncNow': {
    kind: 'errand',
    runsOn: 'store',
    permission: 'sync.view',
    summary: 'Push and pull now instead of at the next beat',
    input: empty,
    output: appStatus,
    errors: ['NOT_ENROLLED'],
  },
  'device.settings': {
    kind: 'query',
    runsOn: 'store',
    permission: 'device.view',
    summary: 'Scanners and label printer of this PC',
    input: empty,
    output: deviceSettings,
    errors: [],
  },
  'device.saveSettings': {
    kind: 'command',
    runsOn: 'store',
    permission: 'device.configure',
    summary: 'Change scanners and label printer of this PC',
    input: deviceSettings,
    output: deviceSettings,
    errors: [],
  },
  'device.saveWedges': {
    kind: 'command',
    runsOn: 'store',
    permission: 'device.configure',
    summary: 'Keep the keyboard-mode scanners of this PC as they were measured; the list as a whole',
    input: z.strictObject({ wedges: wedgeScanners }),
    output: z.strictObject({ wedges: wedgeScanners }),
    errors: [],
  },
  'device.serialPorts': {
    kind: 'query',
    runsOn: 'store',
    permission: 'device.view',
    summary: 'Serial ports this PC has now, with the devices behind them as far as the system tells',
    input: empty,
    output: serialPorts,
    errors: [],
  },
  'device.hidScanners': {
    kind: 'query',
    runsOn: 'store',
    permission: 'device.view',
    summary: 'Scanners in HID-POS mode this PC has now; asking loads what reading them takes',
    input: empty,
    output: hidScanners,
    errors: ['HID_UNAVAILABLE'],
  },
  'scan.read': {
    kind: 'query',
    runsOn: 'store',
    permission: 'device.view',
    summary: 'By which rule each of these raw scans is read, as a screen would read it; nothing is logged',
    input: z.strictObject({ raws: z.array(z.string().max(4200)).max(scansReadMax) }),
    output: z.strictObject({
      readings: z.array(
        z.strictObject({
          text: z.string(),
          /** the rule, or the kind of a printed code of the chain's own, or the reason nothing was read */
          how: z.string(),
          unreadable: z.boolean(),
        }),
      ),
    }),
    errors: [],
  },
  'scan.identify': {
    kind: 'command',
    runsOn: 'store',
    permission: 'signedIn',
    summary:
      'Log a scan that no document took, and say what it is: a delivery note, a document, a transfer, a product or nothing known',
    input: z.strictObject({
      scan: rawScan,
      /** dialog: refused because a dialog was open; only logged */
      where: z.enum(['home', 'receiving', 'documents', 'transfers', 'stock', 'labels', 'settings', 'dialog']),
    }),
    output: z.strictObject({
      meaning: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('order'), orderId: uuid, number: z.string(), draftId: uuid.nullable() }),
        z.strictObject({ kind: z.literal('orderClosed'), number: z.string() }),
        z.strictObject({
          kind: z.literal('document'),
          documentId: uuid,
          number: z.string(),
          type: z.enum(documentTypes),
        }),
        z.strictObject({ kind: z.literal('transfer'), transferId: uuid, number: z.string() }),
        z.strictObject({ kind: z.literal('stocktake'), stocktakeId: uuid, number: z.string() }),
        z.strictObject({
          kind: z.literal('product'),
          sku: z.string(),
          name: z.string(),
          /** open orders that expect it */
          expectedBy: z.array(z.strictObject({ orderId: uuid, number: z.string() })),
        }),
        /** the code stands for several products: nobody can say which from here */
        z.strictObject({
          kind: z.literal('products'),
          products: z.array(z.strictObject({ sku: z.string(), name: z.string() })),
        }),
        /** one of the chain's own printed codes, which only a draft or a stocktake knows what to do with */
        z.strictObject({ kind: z.literal('control'), control: z.enum(['command', 'zone', 'page']) }),
        z.strictObject({ kind: z.literal('unknown') }),
        z.strictObject({ kind: z.literal('unreadable'), reason: z.string() }),
        z.strictObject({ kind: z.literal('refused') }),
      ]),
      text: z.string(),
    }),
    errors: [],
  },
})

export type AppStatus = z.infer<typeof appStatus>
export type DeviceSettings = z.infer<typeof deviceSettings>
