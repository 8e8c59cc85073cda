/** Two counts of one zone as one list: what only one of them found has no figure in the other. Pure. */
import type { DocumentLineView } from '../../../contract/schemas/document'

export interface ComparedLine {
  key: string
  line: DocumentLineView
  first: number | null
  second: number | null
}

const keyOf = ({ sku, lot }: Pick<DocumentLineView, 'sku' | 'lot'>): string => `${sku} ${lot}`

/** What differs comes first; otherwise the order in which it was counted. */
export const compareCounts = (
  first: readonly DocumentLineView[],
  second: readonly DocumentLineView[],
): ComparedLine[] => {
  const lines = new Map<string, ComparedLine>()
  for (const line of first) lines.set(keyOf(line), { key: keyOf(line), line, first: line.quantity, second: null })
  for (const line of second) {
    const key = keyOf(line)
    lines.set(key, { key, line, first: lines.get(key)?.first ?? null, second: line.quantity })
  }
  return [...lines.values()].sort((a, b) => Number(a.first === a.second) - Number(b.first === b.second))
}
