/** Ctrl+E: the list as it is narrowed, all its rows and not only those read so far, as an Excel file. Words say how it went. */
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { refusalOf } from '../../ui/client'
import { fileNameOf } from '../../ui/csv'
import { errorText } from '../../ui/errorText'
import { type SheetRow, saveSheet } from '../../ui/sheet'
import { type NoticeTone, showNotice, speak } from '../scanning/scanState'
import { playSound } from '../scanning/sounds'

export interface Exported {
  /** the first row is the heading */
  rows: readonly SheetRow[]
  /** there are more than one file is given */
  cut?: boolean
}

/** `tell` says how it went where a screen has a place of its own for words. */
export const useExport = (
  tell: (tone: NoticeTone, words: string) => void = tellAside,
): ((name: readonly string[], read: () => Promise<Exported>) => Promise<void>) => {
  const { t } = useTranslation()
  const busy = useRef(false)
  const save = async (name: readonly string[], read: () => Promise<Exported>): Promise<void> => {
    const { rows, cut = false } = await read()
    await saveSheet(fileNameOf(...name), rows)
    const count = rows.length - 1
    tell(cut ? 'look' : 'info', t(cut ? 'documents.exportedCut' : 'documents.exported', { count }))
  }
  return async (name, read) => {
    if (busy.current) return
    busy.current = true
    try {
      await save(name, read)
    } catch (error) {
      playSound('error')
      tell('refused', errorText(t, refusalOf(error)))
    } finally {
      busy.current = false
    }
  }
}

const tellAside = (tone: NoticeTone, words: string): void => {
  showNotice(tone, 'scanning.plain', { words })
  speak(words, tone === 'refused')
}
