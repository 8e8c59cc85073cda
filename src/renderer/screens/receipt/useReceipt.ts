/**
 * One receipt on the screen: asked once, then kept up to date by the answers of its own scans. A later snapshot never
 * loses to an earlier one: versions decide.
 */
import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Receipt } from '../../../contract/schemas/goodsReceipt'
import { valueOf as ask, operationKey, useClient } from '../../../ui/client'
import type { ScanAnswer } from './results'

export const receiptKey = (documentId: string) => operationKey('goodsReceipt.get', { documentId })

export const useReceipt = (documentId: string) => {
  const client = useClient()
  const queries = useQueryClient()
  const query = useQuery<Receipt>({
    queryKey: receiptKey(documentId),
    queryFn: async () => newest(queries, documentId, await ask(client, 'goodsReceipt.get', { documentId })),
  })
  const actions = useMemo(
    () => ({
      apply: (answer: ScanAnswer) => applyAnswer(queries, documentId, answer),
      replace: (receipt: Receipt) => queries.setQueryData(receiptKey(documentId), receipt),
      askAgain: () => void queries.invalidateQueries({ queryKey: receiptKey(documentId) }),
    }),
    [queries, documentId],
  )
  return { query, ...actions }
}

const newest = (queries: QueryClient, documentId: string, fetched: Receipt): Receipt => {
  const held = queries.getQueryData<Receipt>(receiptKey(documentId))
  return held && held.header.version > fetched.header.version ? held : fetched
}

const applyAnswer = (queries: QueryClient, documentId: string, answer: ScanAnswer): void => {
  queries.setQueryData<Receipt>(receiptKey(documentId), (held) => (held ? withAnswer(held, answer) : held))
}

/** The touched line replaces its former self, a new one (unplanned) joins at the end; the same for the tray. */
export const withAnswer = (receipt: Receipt, answer: ScanAnswer): Receipt => ({
  header: answer.header,
  lines: answer.line ? withOne(receipt.lines, answer.line, (line) => line.lineNo) : receipt.lines,
  tray: answer.tray ? withOne(receipt.tray, answer.tray, (entry) => entry.trayId) : receipt.tray,
})

const withOne = <T>(list: readonly T[], one: T, keyOf: (item: T) => string | number): T[] => {
  const index = list.findIndex((item) => keyOf(item) === keyOf(one))
  return index < 0 ? [...list, one] : [...list.slice(0, index), one, ...list.slice(index + 1)]
}
