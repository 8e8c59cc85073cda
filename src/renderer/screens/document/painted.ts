/**
 * Says when the row a scan touched is on the screen, with the time since the device read it: DOM event
 * `zhanggui:scanPainted`. Two frames: the first is asked for before the paint, the second comes after it.
 */
import type { RawScanInput } from '../../../contract/schemas/common'

export const paintedEvent = 'zhanggui:scanPainted'

export const announcePainted = (scan: RawScanInput): void => {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const ms = performance.timeOrigin + performance.now() - Date.parse(scan.scannedAt)
      window.dispatchEvent(new CustomEvent(paintedEvent, { detail: { scanId: scan.scanId, ms } }))
    }),
  )
}
