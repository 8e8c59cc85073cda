/** Odd codes of a draft nobody has placed yet, and those linked to a product, which wait again once that is taken back. */
import { Refusal } from '../gateway/gateway'
import { stands } from './lines'
import type { DocumentWork } from './work'

export interface OddCode {
  trayId: string
  text: string
  /** as the catalogue would keep it; '' where HQ cannot be asked about it */
  code: string
  scans: number
}

/** A code nobody knew when it was scanned, also one that was set aside: the goods may still stand there. */
export const oddCode = async (work: DocumentWork, documentId: string, trayId: string): Promise<OddCode> => {
  const entry = await work.tx.one<OddCode & { sku: string | null }>(
    `SELECT trayId, text, code, scans, sku FROM trayEntry
     WHERE trayId = ? AND documentId = ? AND state IN ('open', 'setAside')`,
    [trayId, documentId],
  )
  if (!entry) throw new Refusal('TRAY_ENTRY_NOT_FOUND')
  if (entry.sku !== null) throw new Refusal('TRAY_ENTRY_IS_PRODUCT', { text: entry.text, sku: entry.sku })
  return entry
}

/** What was set aside before keeps its reason, and is set aside again. */
export const reopenLinked = (work: DocumentWork, trayIds: readonly string[]): Promise<void> =>
  work.tx.run(
    `UPDATE trayEntry SET state = CASE decision WHEN '' THEN 'open' ELSE 'setAside' END, sku = NULL, quantity = 0
     WHERE state = 'linked' AND trayId IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(trayIds)],
  )

/** Codes whose pieces lie on that line. */
export const linkedOnto = async (work: DocumentWork, documentId: string, lineNo: number): Promise<string[]> => {
  const rows = await work.tx.all<{ trayId: string }>(
    `SELECT DISTINCT s.trayId FROM draftStep s
     WHERE s.documentId = ? AND s.lineNo = ? AND s.kind = 'link' AND s.trayId IS NOT NULL AND ${stands('s')}`,
    [documentId, lineNo],
  )
  return rows.map(({ trayId }) => trayId)
}
