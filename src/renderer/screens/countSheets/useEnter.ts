/**
 * Lines of a page on their way to the backend: one after the other, in the order they were keyed in, while the cursor is
 * further down already. A line that was refused says why until it is keyed in again.
 */
import type { TFunction } from 'i18next'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CountSheetLineView, CountSheetPageView } from '../../../contract/schemas/countSheet'
import { refusalOf, useCommand } from '../../../ui/client'
import { errorText } from '../../../ui/errorText'
import { speak } from '../../scanning/scanState'
import { playSound } from '../../scanning/sounds'
import type { Keyed, KeyedLot } from './keyedLine'

type Entry = CountSheetLineView['entered']

export interface Sent {
  /** what is on its way or was refused is not told as saved */
  state: 'sending' | 'saved' | 'refused'
  /** of a refusal, in the language the screen has when it shows them */
  words: Words
}

type Words = (t: TFunction) => string
const nothing: Words = () => ''

export const useEnter = ({ stocktakeId, page, lines }: CountSheetPageView) => {
  const { t } = useTranslation()
  const [sent, setSent] = useState<ReadonlyMap<number, Sent>>(new Map())
  const [answered, setAnswered] = useState<ReadonlyMap<number, Entry>>(new Map())
  const last = useRef<Promise<unknown>>(Promise.resolve())
  const refusedLines = useRef(new Set<number>())
  const enter = useCommand('countSheet.enter', { touches: ['countSheet.page', 'stocktake.get', 'stocktake.list'] })
  const mark = (line: number, state: Sent['state'], words = nothing): void => {
    if (state === 'refused') refusedLines.current.add(line)
    else refusedLines.current.delete(line)
    setSent((now) => new Map(now).set(line, { state, words }))
  }
  const refuse = (line: number, words: Words): void => {
    mark(line, 'refused', words)
    playSound('error')
    speak(words(t), true)
  }
  const send = async (line: number, quantity: number | null, lot: KeyedLot): Promise<boolean> => {
    try {
      const { outcome, knownDate, entered } = await enter.mutateAsync({ stocktakeId, page, line, quantity, ...lot })
      if (outcome === 'lotWanted' || outcome === 'lotContradicted') {
        refuse(line, (say) => say(`countSheets.${outcome}`, { knownDate }))
        return false
      }
      setAnswered((now) => new Map(now).set(line, entered))
      mark(line, 'saved')
      return true
    } catch (error) {
      refuse(line, (say) => errorText(say, refusalOf(error)))
      return false
    }
  }
  return {
    sent,
    lines: lines.map((line) =>
      answered.has(line.line) ? { ...line, entered: answered.get(line.line) ?? null } : line,
    ),
    /** Answers once it is saved, or false. */
    enter: (line: number, keyed: Keyed): Promise<boolean> => {
      if (keyed.kind === 'same') {
        // put back to what it was, a refused line has nothing left to say
        if (refusedLines.current.has(line)) mark(line, 'saved')
        return Promise.resolve(true)
      }
      if (keyed.kind === 'wrong') {
        refuse(line, (say) => say(`countSheets.wrong.${keyed.what}`))
        return Promise.resolve(false)
      }
      mark(line, 'sending')
      const [quantity, lot] = keyed.kind === 'blank' ? [null, {}] : [keyed.quantity, keyed.lot]
      const turn = last.current.then(() => send(line, quantity, lot))
      last.current = turn
      return turn
    },
    /** everything keyed in so far has its answer */
    settled: (): Promise<unknown> => last.current,
    /** the first line that is not saved because it was refused */
    refused: (): number | null => [...refusedLines.current].sort((one, other) => one - other)[0] ?? null,
  }
}
