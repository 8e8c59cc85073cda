/** What this PC knows of itself: its enrolment and settings, as small JSON values in the meta table. */
import { type DeviceSettings, deviceSettings } from '../contract/operations/app'
import { readPolicyText } from '../contract/policyText'
import type { Policy } from '../contract/schemas/masterData'
import { type PaperSettings, paperSettings } from '../contract/schemas/paper'
import type { LabelPrinter } from '../contract/schemas/printer'
import { type WedgeScanner, wedgeScanners } from '../contract/schemas/scanner'
import type { BooksKeeper } from '../contract/schemas/sync'
import { assert } from '../core/result'
import type { Reader, Tx } from '../database/unitOfWork'

const booksKeeperKey = 'booksKeeper'

/** No secret among them: those are deviceKeys' alone. */
export interface Enrolment {
  deviceId: string
  letter: string
  storeCode: string
  storeName: string
  hubUrl: string
  hubId: string
  logId: string
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

/** Of rows replaced or removed long ago, something may still lie in the unused part of the table's pages. */
export const writeAllAnew = async (tx: Tx): Promise<void> => {
  const rows = await tx.all<{ key: string; value: string }>('SELECT key, value FROM meta')
  await tx.run('DELETE FROM meta')
  await tx.insertRows('meta', rows)
}

export const readEnrolment = (read: Reader): Promise<Enrolment | null> => readMeta<Enrolment>(read, 'enrolment')

/** Read by `database/queries/booksKeeper`. */
export const writeBooksKeeper = (tx: Tx, keeper: BooksKeeper): Promise<void> => writeMeta(tx, booksKeeperKey, keeper)
export const forgetBooksKeeper = (tx: Tx): Promise<void> => removeMeta(tx, booksKeeperKey)

const hubRestoredKey = 'hubRestored'

/** When this PC last found that HQ had been put back to an older copy; null: never. */
export const readHubRestored = (read: Reader): Promise<string | null> => readMeta<string>(read, hubRestoredKey)
export const writeHubRestored = (tx: Tx, at: string): Promise<void> => writeMeta(tx, hubRestoredKey, at)

export const storeNameOf = async (read: Reader): Promise<string> => (await readEnrolment(read))?.storeName ?? ''

/** How far this PC's ledger is. */
export const ledgerHead = async (read: Reader): Promise<number> => {
  const log = await read.one<{ headSeq: number }>(
    `SELECT l.headSeq FROM meta m JOIN log l ON l.logId = json_extract(m.value, '$.logId') WHERE m.key = 'enrolment'`,
  )
  return log?.headSeq ?? 0
}

/** The newest policy this PC pulled. A PC is enrolled only together with its first pull, so there always is one. */
export const readPolicy = async (read: Reader): Promise<Policy> => {
  const row = await read.one<{ body: string }>('SELECT body FROM policy ORDER BY version DESC LIMIT 1')
  assert(row, 'an enrolled store PC holds a policy')
  return readPolicyText(row.body)
}

export const noDevices: DeviceSettings = { scanners: [], printers: [] }

export const readDeviceSettings = async (read: Reader): Promise<DeviceSettings> =>
  deviceSettings.parse(withPrinters((await readMeta<SavedSettings>(read, 'deviceSettings')) ?? noDevices))

type SavedSettings = DeviceSettings | { scanners: DeviceSettings['scanners']; printer: EarlierPrinter | null }
type EarlierPrinter = { host: string; port: number } & Pick<LabelPrinter, 'language' | 'dpi' | 'template'>

/** Settings written when a PC had one printer, always by TCP. */
const withPrinters = (saved: SavedSettings): DeviceSettings => {
  if (!('printer' in saved)) return saved
  const { scanners, printer } = saved
  if (!printer) return { scanners, printers: [] }
  const { host, port, ...rest } = printer
  const connection = { kind: 'tcp', host, port } as const
  const printers = [
    { id: '1', name: `${host}:${port}`.slice(0, 40), connection, ...rest, asked: false, offsetX10: 0, offsetY10: 0 },
  ]
  return { scanners, printers }
}

const wedgesKey = 'wedgeScanners'

export const readWedges = async (read: Reader): Promise<WedgeScanner[]> =>
  wedgeScanners.parse((await readMeta(read, wedgesKey)) ?? [])

export const writeWedges = (tx: Tx, wedges: readonly WedgeScanner[]): Promise<void> => writeMeta(tx, wedgesKey, wedges)

const paperKey = 'paperSettings'

/** Until somebody says otherwise the system's viewer shows each paper. */
const noQueue: PaperSettings = { queue: '', size: 'a4' }

export const readPaperSettings = async (read: Reader): Promise<PaperSettings> =>
  paperSettings.parse((await readMeta(read, paperKey)) ?? noQueue)

export const writePaperSettings = (tx: Tx, settings: PaperSettings): Promise<void> => writeMeta(tx, paperKey, settings)
