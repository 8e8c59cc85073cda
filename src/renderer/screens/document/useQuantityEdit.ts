/** F2: one quantity at a time. A scan meanwhile keeps a figure that was keyed in, where it is one, and nothing else. */
import { useCallback, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DocumentView } from '../../../contract/schemas/document'
import { beginEdit, type Editing, figureOf } from './quantityEdit'
import type { DocumentWork } from './useDocumentWork'

export const useQuantityEdit = (
  document: DocumentView,
  adjust: DocumentWork['adjust'],
  say: DocumentWork['say'],
  toScanBar: () => void,
) => {
  const { t } = useTranslation()
  const [editing, setEditing] = useState<Editing | null>(null)
  const latest = useRef<Editing | null>(null)
  const put = useCallback((next: Editing | null): void => {
    latest.current = next
    setEditing(next)
  }, [])
  const start = (lineNo: number): void => {
    const line = document.lines.find((one) => one.lineNo === lineNo)
    if (line) put(beginEdit(line))
  }
  const commit = async (edited: Editing): Promise<void> => {
    const line = document.lines.find((one) => one.lineNo === edited.lineNo)
    const quantity = figureOf(edited, line?.quantity)
    if (line && quantity !== null && quantity !== 'wrong')
      await adjust({ lineNo: edited.lineNo, mode: 'set', quantity })
  }
  const finish = async (keep: boolean, loud: boolean): Promise<void> => {
    const edited = latest.current
    if (!edited) return
    // stays open: the figure stands there to be put right
    if (keep && loud && figureOf(edited, undefined) === 'wrong')
      return say('refused', t('work.badQuantity', { text: edited.text }), 'error')
    put(null)
    toScanBar()
    if (keep) await commit(edited)
  }
  const end = useEvent((keep: boolean) => void finish(keep, true))
  const setText = useEvent((text: string) => latest.current && put({ ...latest.current, text }))
  return { editing, start, setText, end, endForScan: () => finish(true, false) }
}

/** A function that stays the same between renders and always runs the newest body. */
const useEvent = <A extends unknown[], R>(body: (...args: A) => R): ((...args: A) => R) => {
  const latest = useRef(body)
  latest.current = body
  return useCallback((...args: A) => latest.current(...args), [])
}
