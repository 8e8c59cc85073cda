/**
 * One document on the screen: asked once, then kept up to date by the answers of its own scans. A later snapshot never
 * loses to an earlier one: versions decide.
 */
import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { DocumentView } from '../../../contract/schemas/document'
import { valueOf as ask, operationKey, useClient } from '../../../ui/client'
import type { ScanAnswer } from './results'

export const documentKey = (documentId: string) => operationKey('document.get', { documentId })

export const useDocument = (documentId: string) => {
  const client = useClient()
  const queries = useQueryClient()
  const query = useQuery<DocumentView>({
    queryKey: documentKey(documentId),
    queryFn: async () => newest(queries, documentId, await ask(client, 'document.get', { documentId })),
    // an answer of a scan keeps all lines but one as they are; looking at 5,000 of them for changes costs more than a frame
    structuralSharing: false,
  })
  const actions = useMemo(
    () => ({
      apply: (answer: ScanAnswer) => applyAnswer(queries, documentId, answer),
      replace: (document: DocumentView) => queries.setQueryData(documentKey(documentId), document),
      askAgain: () => void queries.invalidateQueries({ queryKey: documentKey(documentId) }),
    }),
    [queries, documentId],
  )
  return { query, ...actions }
}

const newest = (queries: QueryClient, documentId: string, fetched: DocumentView): DocumentView => {
  const held = queries.getQueryData<DocumentView>(documentKey(documentId))
  return held && held.header.version > fetched.header.version ? held : fetched
}

const applyAnswer = (queries: QueryClient, documentId: string, answer: ScanAnswer): void => {
  queries.setQueryData<DocumentView>(documentKey(documentId), (held) => (held ? withAnswer(held, answer) : held))
}

/** The touched line replaces its former self, a new one (unplanned) joins at the end; the same for the tray. */
export const withAnswer = (document: DocumentView, answer: ScanAnswer): DocumentView => ({
  ...document,
  header: answer.header,
  lines: answer.line ? withOne(document.lines, answer.line, (line) => line.lineNo) : document.lines,
  tray: answer.tray ? withOne(document.tray, answer.tray, (entry) => entry.trayId) : document.tray,
})

const withOne = <T>(list: readonly T[], one: T, keyOf: (item: T) => string | number): T[] => {
  const index = list.findIndex((item) => keyOf(item) === keyOf(one))
  return index < 0 ? [...list, one] : [...list.slice(0, index), one, ...list.slice(index + 1)]
}
