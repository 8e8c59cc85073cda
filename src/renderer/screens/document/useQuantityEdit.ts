/** F2: one quantity at a time. A scan meanwhile keeps a valid edit and drops any other. */
import { useCallback, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DocumentView } from '../../../contract/schemas/document'
import { parseQuantity, quantityText } from '../../../core/quantity/quantity'
import type { Editing } from './columns'
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
    if (line) put({ lineNo, text: quantityText(line.quantity) })
  }
  const commit = async (edited: Editing, loud: boolean): Promise<void> => {
    const quantity = parseQuantity(edited.text)
    const line = document.lines.find((one) => one.lineNo === edited.lineNo)
    if (quantity === null)
      return loud ? say('refused', t('work.badQuantity', { text: edited.text }), 'error') : undefined
    if (line && line.quantity !== quantity) await adjust({ lineNo: edited.lineNo, mode: 'set', quantity })
  }
  const finish = async (keep: boolean, loud: boolean): Promise<void> => {
    const edited = latest.current
    if (!edited) return
    put(null)
    toScanBar()
    if (keep) await commit(edited, loud)
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
