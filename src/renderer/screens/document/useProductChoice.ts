/**
 * Which product, where a code is that of several. The scan waits for the answer, and those behind it with it; a screen that
 * goes away answers that nobody chose.
 */
import { useEffect, useRef, useState } from 'react'
import type { InputOf } from '../../../contract/operations'
import type { ScanCandidate } from '../../../contract/schemas/document'
import { playSound } from '../../scanning/sounds'

export type Choice = NonNullable<InputOf<'document.scan'>['chosen']>

export interface ChoiceAsk {
  code: string
  candidates: readonly ScanCandidate[]
  answer(chosen: Choice | null): void
}

export const useProductChoice = () => {
  const [asking, setAsking] = useState<ChoiceAsk | null>(null)
  const latest = useRef<ChoiceAsk | null>(null)
  const put = (ask: ChoiceAsk | null): void => {
    latest.current = ask
    setAsking(ask)
  }
  useEffect(() => () => latest.current?.answer(null), [])
  const ask = (code: string, candidates: readonly ScanCandidate[]): Promise<Choice | null> =>
    new Promise((resolve) => {
      playSound('warn')
      const answer = (chosen: Choice | null): void => {
        put(null)
        resolve(chosen)
      }
      put({ code, candidates, answer })
    })
  return { asking, ask }
}
