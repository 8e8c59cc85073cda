/**
 * Everything that changes a draft, strictly one after the other: scans, `+3`, undo. Sound and words come after the
 * backend's answer, because only then is the scan on the disk.
 */
import { useCallback, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answer } from '../../../contract/client'
import type { RawScanInput } from '../../../contract/schemas/common'
import type { ReceiptLine } from '../../../contract/schemas/goodsReceipt'
import { quantityText } from '../../../core/quantity/quantity'
import { useClient } from '../../../ui/client'
import { errorText } from '../../../ui/errorText'
import { shownCode } from '../../scanning/scanning'
import { type NoticeTone, speak } from '../../scanning/scanState'
import { playSound, type SoundName } from '../../scanning/sounds'
import { announcePainted } from './painted'
import { type Deed, meaningOf, packsOf, type ScanAnswer, type Shown } from './results'

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

  const take = (deed: Deed, answer: ScanAnswer, times: number): void => {
    const { tone, sound } = meaningOf(deed, answer.outcome)
    if (sound) playSound(sound)
    apply(answer)
    if (answer.line) onLine(answer.line.lineNo)
    setShown({ id: nextId.current++, kind: 'result', deed, answer, tone, packs: packsOf(answer, times) })
    speakAnswer(deed, answer)
  }

  const refuse = (answer: Answer<unknown>, code: string): void => {
    if (answer.ok) return
    const reason = errorText(t, answer.error)
    say('refused', code === '' ? reason : t('scanning.command', { code, reason }), 'error')
    if (answer.error.code === 'DOCUMENT_STATE' || answer.error.code === 'VERSION_CONFLICT') askAgain()
  }

  const scan = (raw: RawScanInput, times: number): Promise<void> =>
    inOrder(async () => {
      const input = { documentId, scan: raw, ...(times > 1 ? { times } : {}) }
      const answer = await client.call('goodsReceipt.scan', input, raw.scanId)
      if (!answer.ok) return refuse(answer, shownCode(raw))
      take('scan', answer.value, times)
      announcePainted(raw)
    })

  const adjust = (adjustment: Adjustment): Promise<void> =>
    inOrder(async () => {
      const answer = await client.call('goodsReceipt.adjust', { documentId, ...adjustment })
      if (answer.ok) take('adjust', answer.value, 1)
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
const useInOrder = (): ((work: () => Promise<void>) => Promise<void>) => {
  const last = useRef<Promise<void>>(Promise.resolve())
  return useCallback((work) => {
    last.current = last.current.then(work, work)
    return last.current
  }, [])
}

const useSpokenAnswer = () => {
  const { t } = useTranslation()
  return (deed: Deed, answer: ScanAnswer): void => {
    const { line } = answer
    if (deed === 'undo') speak(t('receipt.undone'))
    else if (!line) speak(t('receipt.spokenRefused', { code: answer.text, reason: reasonOf(t, answer) }), true)
    else speak(t('receipt.spokenAdded', { name: line.name, added: quantityText(answer.added), ...figuresOf(line) }))
  }
}

const figuresOf = (line: ReceiptLine) => ({
  received: quantityText(line.receivedQuantity),
  expected: quantityText(line.expectedQuantity),
})

/** Why a code was not taken, in words. */
export const reasonOf = (t: (key: string) => string, answer: ScanAnswer): string =>
  t(`trayReasons.${answer.tray?.reason ?? (answer.outcome === 'unreadable' ? answer.rule : answer.outcome)}`)
