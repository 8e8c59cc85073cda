/** Sends the labels a document queued to the printer, and says how it went. Printing never blocks anything else. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useClient } from '../../../ui/client'
import { codeText, errorText } from '../../../ui/errorText'
import { noticeWords, printNotice } from '../labels/printNotice'

export const usePrintLabels = (number: string) => {
  const client = useClient()
  const { t } = useTranslation()
  const [busy, setBusy] = useState(false)
  const [words, setWords] = useState('')

  const printNow = async (): Promise<string> => {
    const queue = await client.call('label.queue', {})
    if (!queue.ok) return errorText(t, queue.error)
    const waiting = queue.value.jobs.filter(
      (job) => job.origin === number && (job.state === 'queued' || job.state === 'failed'),
    )
    if (waiting.length === 0) return t('labels.noneWaiting')
    const answer = await client.call('label.print', { jobIds: waiting.map((job) => job.jobId) })
    if (!answer.ok) return errorText(t, answer.error)
    return noticeWords(printNotice(answer.value), t, (code) => codeText(t, code))
  }

  const print = async (): Promise<void> => {
    if (busy) return
    setBusy(true)
    setWords(t('posted.printing'))
    setWords(await printNow())
    setBusy(false)
  }
  return { busy, words, print }
}
