/** Were cases meant, or pieces? The entry waits for the answer, and what comes behind it too; a screen that goes away says neither. */
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { playSound } from '../../scanning/sounds'
import { nameOf, type ScanAnswer } from './results'

type Meant = 'said' | 'other'

export interface PackAsk {
  name: string
  unit: string
  doubt: NonNullable<ScanAnswer['doubt']>
  answer(meant: Meant | null): void
}

export const usePackDoubt = () => {
  const { i18n } = useTranslation()
  const [asking, setAsking] = useState<PackAsk | null>(null)
  const latest = useRef<PackAsk | null>(null)
  const put = (ask: PackAsk | null): void => {
    latest.current = ask
    setAsking(ask)
  }
  useEffect(() => () => latest.current?.answer(null), [])
  const ask = (about: ScanAnswer, doubt: PackAsk['doubt']): Promise<Meant | null> =>
    new Promise((resolve) => {
      playSound('stop')
      const answer = (meant: Meant | null): void => {
        put(null)
        resolve(meant)
      }
      put({ name: nameOf(i18n.language, about), unit: (about.product ?? about.line)?.unit ?? '', doubt, answer })
    })
  return { asking, ask }
}
