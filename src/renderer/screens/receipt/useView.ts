/** Which lines of a receipt are shown, and how many each view holds. */
import { useMemo, useState } from 'react'
import type { Receipt } from '../../../contract/schemas/goodsReceipt'
import { countsOf, linesOf, type View, views } from './views'

export const useView = (receipt: Receipt, first: View) => {
  const [view, setView] = useState<View>(first)
  const lines = useMemo(() => linesOf(receipt.lines, view), [receipt.lines, view])
  const counts = useMemo(() => countsOf(receipt.lines), [receipt.lines])
  const moveView = (by: number): void =>
    setView((now) => views[(views.indexOf(now) + by + views.length) % views.length] as View)
  return { view, setView, lines, counts, moveView }
}
