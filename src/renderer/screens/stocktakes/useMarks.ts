/** Lines of the review somebody marked, to do one thing to all of them. Where other lines are shown, none is marked. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StocktakeLineView } from '../../../contract/schemas/stocktake'
import { refusalOf } from '../../../ui/client'
import { errorText } from '../../../ui/errorText'
import { showNotice, speak } from '../../scanning/scanState'
import { lineKey } from './reviewColumns'

type Line = StocktakeLineView

interface Shown {
  /** what is asked for: a filter and words */
  what: string
  rows: readonly Line[]
  /** rows beyond these, not fetched yet */
  more: boolean
  all(): Promise<readonly Line[]>
}

/** What the stocktake is not about is marked by itself, or among its like: nothing is booked of it. */
export const markedTogether = <L extends Pick<Line, 'planned'>>(lines: readonly L[]): readonly L[] => {
  const planned = lines.filter((line) => line.planned)
  return planned.length > 0 ? planned : lines
}

export const useMarks = ({ what, rows, more, all }: Shown) => {
  const { t } = useTranslation()
  const [kept, keep] = useState<{ what: string; lines: readonly Line[] }>({ what, lines: [] })
  const held = kept.what === what ? kept.lines : []
  // their figures are those of now
  const lines = held.map((line) => rows.find((one) => lineKey(one) === lineKey(line)) ?? line)
  const keys = new Set(lines.map(lineKey))
  const set = (next: readonly Line[]): void => keep({ what, lines: next })
  const toggle = (line: Line): void =>
    set(keys.has(lineKey(line)) ? lines.filter((one) => lineKey(one) !== lineKey(line)) : [...lines, line])
  const setTogether = (shown: readonly Line[]): void => {
    const aimed = markedTogether(shown)
    set(aimed)
    if (aimed.length < shown.length)
      showNotice('look', 'stocktakes.unplannedLeft', { count: shown.length - aimed.length })
  }
  const refused = (error: Error): void => {
    const words = errorText(t, refusalOf(error))
    showNotice('refused', 'scanning.plain', { words })
    speak(words, true)
  }
  const toggleAll = (): void => {
    const aimed = markedTogether(rows)
    if (aimed.length > 0 && aimed.every((row) => keys.has(lineKey(row)))) set([])
    else if (more) void all().then(setTogether, refused)
    else setTogether(rows)
  }
  return { lines, keys, toggle, toggleAll, clear: () => set([]) }
}
