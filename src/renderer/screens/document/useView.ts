/** Which lines of a document are shown, and how many each view holds. Without a plan there are no differences to show. */
import { useMemo, useState } from 'react'
import type { DocumentView } from '../../../contract/schemas/document'
import { isBlindNow, isPlanned } from './faces'
import { countsOf, differencesOf, linesOf, progressOf, type View, views } from './views'

export const useView = (document: DocumentView, first: View) => {
  const [chosen, setView] = useState<View>(first)
  const { lines: all, header } = document
  const withDifferences = isPlanned(header) && !isBlindNow(header)
  const offered: readonly View[] = withDifferences ? views : views.filter((name) => name !== 'differences')
  const view = offered.includes(chosen) ? chosen : 'all'
  const differences = useMemo(() => differencesOf(all), [all])
  const lines = useMemo(() => linesOf(all, view, differences), [all, view, differences])
  const counts = useMemo(() => countsOf(all, differences), [all, differences])
  const progress = useMemo(() => progressOf(all, differences), [all, differences])
  const moveView = (by: number): void =>
    setView(offered[(offered.indexOf(view) + by + offered.length) % offered.length] as View)
  return { view, offered, setView, lines, counts, progress, differences, moveView }
}

export type LinesView = ReturnType<typeof useView>
