/**
 * Everything that changes a draft, strictly one after the other: scans, `+3`, undo. Sound and words come after the
 * backend's answer, because only then is the scan on the disk.
 */
import { useQueryClient } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useCallback, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answer } from '../../../contract/client'
import type { RawScanInput } from '../../../contract/schemas/common'
import type { Receipt, ReceiptLine } from '../../../contract/schemas/goodsReceipt'
import { quantityText } from '../../../core/quantity/quantity'
import { useClient } from '../../../ui/client'
import { errorText } from '../../../ui/errorText'
import { signedQuantity } from '../../../ui/format'
import { shownCode } from '../../scanning/scanning'
import { type NoticeTone, speak } from '../../scanning/scanState'
import { playSound, type SoundName } from '../../scanning/sounds'
import { announcePainted } from './painted'
import { type Deed, meaningOf, packsOf, type ScanAnswer, type Shown, wasRefused } from './results'
import { receiptKey } from './useReceipt'

export interface Adjustment {
  lineNo: number
  mode: 'add' | 'subtract' | 'set'
  quantity: number
}

interface WorkOptions {
  documentId: string
  apply(answer: ScanAnswer): void
  askAgain(): void
  onLine(lineNo: number): void
}

export const useReceiptWork = ({ documentId, apply, askAgain, onLine }: WorkOptions) => {
  const client = useClient()
  const queries = useQueryClient()
  const { t } = useTranslation()
  const inOrder = useInOrder()
  const [shown, setShown] = useState<Shown | null>(null)
  const nextId = useRef(1)
  const speakAnswer = useSpokenAnswer()

  const say = (tone: NoticeTone, words: string, sound: SoundName | null = null): void => {
    if (sound) playSound(sound)
    setShown({ id: nextId.current++, kind: 'words', tone, words })
    speak(words, tone === 'refused' || tone === 'stopped')
  }

  const changeOf = ({ line }: ScanAnswer): number | null => {
    const lines = line ? queries.getQueryData<Receipt>(receiptKey(documentId))?.lines : undefined
    const before = lines?.find(({ lineNo }) => lineNo === line?.lineNo)
    return line && before ? line.receivedQuantity - before.receivedQuantity : null
  }

  const take = (deed: Deed, answer: ScanAnswer, times: number, corrected = false): void => {
    const { tone, sound } = meaningOf(deed, answer.outcome, corrected)
    if (sound) playSound(sound)
    const change = changeOf(answer)
    apply(answer)
    if (answer.line) onLine(answer.line.lineNo)
    const packs = packsOf(answer, times)
    setShown({ id: nextId.current++, kind: 'result', deed, answer, tone, packs, corrected, change })
    speakAnswer(deed, answer, corrected, change)
  }

  const refuse = (answer: Answer<unknown>, code: string): void => {
    if (answer.ok) return
    const reason = errorText(t, answer.error)
    say('refused', code === '' ? reason : t('scanning.command', { code, reason }), 'error')
    if (answer.error.code === 'DOCUMENT_STATE' || answer.error.code === 'VERSION_CONFLICT') askAgain()
  }

  /** Answers whether it counted. */
  const scan = (raw: RawScanInput, times: number): Promise<boolean> =>
    inOrder(async () => {
      const input = { documentId, scan: raw, ...(times > 1 ? { times } : {}) }
      const answer = await client.call('goodsReceipt.scan', input, raw.scanId)
      if (!answer.ok) {
        refuse(answer, shownCode(raw))
        return false
      }
      take('scan', answer.value, times)
      announcePainted(raw)
      return !wasRefused(answer.value.outcome)
    })

  const adjust = (adjustment: Adjustment): Promise<void> =>
    inOrder(async () => {
      const answer = await client.call('goodsReceipt.adjust', { documentId, ...adjustment })
      if (answer.ok) take('adjust', answer.value, 1, adjustment.mode !== 'add')
      else refuse(answer, '')
    })

  const undo = (): Promise<void> =>
    inOrder(async () => {
      const answer = await client.call('goodsReceipt.undo', { documentId })
      if (!answer.ok) return refuse(answer, '')
      take('undo', answer.value, 1)
      // An undone scan may have left the tray, which its answer does not say.
      if (!answer.value.line) askAgain()
    })

  return { shown, say, scan, adjust, undo }
}

/** One thing at a time, in the order asked. A failure of one does not stop the next. */
const useInOrder = (): (<T>(work: () => Promise<T>) => Promise<T>) => {
  const last = useRef<Promise<unknown>>(Promise.resolve())
  return useCallback(<T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.current.then(work, work)
    last.current = mine
    return mine
  }, [])
}

const useSpokenAnswer = () => {
  const { t } = useTranslation()
  return (deed: Deed, answer: ScanAnswer, corrected: boolean, change: number | null): void => {
    const { line } = answer
    if (deed === 'undo') speak([line?.name, undoneWords(t, answer, change)].filter(Boolean).join(' '))
    else if (corrected && line) speak(t('receipt.spokenChanged', { name: line.name, ...figuresOf(line) }))
    else if (!line) speak(t('receipt.spokenRefused', { code: answer.text, reason: reasonOf(t, answer) }), true)
    else speak(t('receipt.spokenAdded', { name: line.name, added: quantityText(answer.added), ...figuresOf(line) }))
  }
}

const figuresOf = (line: ReceiptLine) => ({
  received: quantityText(line.receivedQuantity),
  expected: quantityText(line.expectedQuantity),
})

/** What Ctrl+Z took back: how much of a line, or which odd code. */
export const undoneWords = (t: TFunction, answer: ScanAnswer, change: number | null): string => {
  if (answer.line && change) return t('receipt.undoneBy', { change: signedQuantity(change) })
  const code = answer.tray?.text || answer.text
  return !answer.line && code ? t('receipt.undoneCode', { code }) : t('receipt.undone')
}

/** Why a code was not taken, in words. */
export const reasonOf = (t: (key: string) => string, answer: ScanAnswer): string =>
  t(`trayReasons.${answer.tray?.reason ?? (answer.outcome === 'unreadable' ? answer.rule : answer.outcome)}`)
