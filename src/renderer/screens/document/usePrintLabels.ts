/** Sends the labels a document queued to the printer, and says how it went. Printing never blocks anything else. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useClient } from '../../../ui/client'
import { codeText, errorText } from '../../../ui/errorText'
import type { NoticeTone } from '../../scanning/scanState'
import type { SoundName } from '../../scanning/sounds'
import { noticeAway, noticeWords, printNotice } from '../labels/printNotice'

type Tell = (sound: SoundName, tone: Extract<NoticeTone, 'done' | 'look' | 'failed'>, words: string) => void

interface Outcome {
  sound: SoundName
  tone: Parameters<Tell>[1]
  words: string
}

/** `tell`: where it is said; without one it stands in `words`, for a window that covers the notices. */
export const usePrintLabels = (number: string, tell?: Tell) => {
  const client = useClient()
  const { t } = useTranslation()
  const [busy, setBusy] = useState(false)
  const [words, setWords] = useState('')

  const printNow = async (): Promise<Outcome> => {
    const queue = await client.call('label.queue', {})
    if (!queue.ok) return { sound: 'error', tone: 'failed', words: errorText(t, queue.error) }
    const waiting = queue.value.jobs.filter(
      (job) => job.origin === number && (job.state === 'queued' || job.state === 'failed'),
    )
    if (waiting.length === 0) return { sound: 'warn', tone: 'look', words: t('labels.noneWaiting') }
    const answer = await client.call('label.print', { jobIds: waiting.map((job) => job.jobId) })
    if (!answer.ok) return { sound: 'error', tone: 'failed', words: errorText(t, answer.error) }
    const notice = noticeAway(printNotice(answer.value))
    return { ...notice, words: noticeWords(notice, t, (code) => codeText(t, code)) }
  }

  const print = async (): Promise<void> => {
    if (busy) return
    setBusy(true)
    setWords(t('posted.printing'))
    const { sound, tone, words: said } = await printNow()
    setWords(tell ? '' : said)
    tell?.(sound, tone, said)
    setBusy(false)
  }
  return { busy, words, print }
}
