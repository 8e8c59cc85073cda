/** Which lines of a document are shown, and how many each view holds. Without a plan there are no differences to show. */
import { useCallback, useMemo, useState } from 'react'
import type { DocumentView } from '../../../contract/schemas/document'
import { isBlindNow, isPlanned } from './faces'
import { countsOf, differencesOf, linesOf, progressOf, type View, views } from './views'

export const useView = (document: DocumentView, first: View) => {
  const [chosen, setView] = useState<View>(first)
  const { lines: all, header } = document
  const withDifferences = isPlanned(header) && !isBlindNow(header)
  const offered: readonly View[] = withDifferences ? views : withoutDifferences
  const view = offered.includes(chosen) ? chosen : 'all'
  const differences = useMemo(() => differencesOf(all), [all])
  const lines = useMemo(() => linesOf(all, view, differences), [all, view, differences])
  const counts = useMemo(() => countsOf(all, differences), [all, differences])
  const progress = useMemo(() => progressOf(all, differences), [all, differences])
  const moveView = useCallback(
    (by: number): void => setView(offered[(offered.indexOf(view) + by + offered.length) % offered.length] as View),
    [offered, view],
  )
  // the same as long as the lines are: what shows it is drawn for them and not for every word on the screen
  return useMemo(
    () => ({ view, offered, setView, lines, counts, progress, differences, moveView }),
    [view, offered, lines, counts, progress, differences, moveView],
  )
}

const withoutDifferences: readonly View[] = views.filter((name) => name !== 'differences')

export type LinesView = ReturnType<typeof useView>
