/** What a backend may push to a screen, and the names of the channels it travels on. */
import type { RawScanInput } from './schemas/common'
import type { ScanTrace } from './schemas/scanner'

export type BackendEvent =
  | { type: 'stock.changed' }
  | { type: 'document.changed'; documentId: string }
  /** HQ's word arrived: transfers and decisions */
  | { type: 'documents.changed' }
  | { type: 'sync.changed' }
  | { type: 'masterData.changed' }
  | { type: 'labels.changed' }
  | { type: 'devices.changed' }
  | { type: 'session.changed' }
  /** the store's backend stopped or is back */
  | { type: 'backend.state'; state: 'ready' | 'restarting' | 'refused'; code?: string }
  /** a device in main read something; the topmost screen that asked takes it */
  | { type: 'scan'; scan: RawScanInput }
  /** the same as the device sent it, for whoever looks into why "it does not scan"; nobody acts on it */
  | { type: 'scanTrace'; trace: ScanTrace }

export const channels = { invoke: 'zhanggui:invoke', event: 'zhanggui:event' } as const
