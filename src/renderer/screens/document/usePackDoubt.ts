/** Were cases meant, or pieces? The entry waits for the answer, and what comes behind it too; a screen that goes away says neither. */
import { useEffect, useRef, useState } from 'react'
import { playSound } from '../../scanning/sounds'
import type { ScanAnswer } from './results'

type Meant = 'said' | 'other'

export interface PackAsk {
  name: string
  unit: string
  doubt: NonNullable<ScanAnswer['doubt']>
  answer(meant: Meant | null): void
}

export const usePackDoubt = () => {
  const [asking, setAsking] = useState<PackAsk | null>(null)
  const latest = useRef<PackAsk | null>(null)
  const put = (ask: PackAsk | null): void => {
    latest.current = ask
    setAsking(ask)
  }
  useEffect(() => () => latest.current?.answer(null), [])
  const ask = ({ line, product, text }: ScanAnswer, doubt: PackAsk['doubt']): Promise<Meant | null> =>
    new Promise((resolve) => {
      playSound('stop')
      const answer = (meant: Meant | null): void => {
        put(null)
        resolve(meant)
      }
      const about = product ?? line
      put({ name: about?.name ?? text, unit: about?.unit ?? '', doubt, answer })
    })
  return { asking, ask }
}
