/**
 * F12 once it is confirmed: hands a draft in, or posts it. Which of the two follows from HQ's policy; where the screen
 * had it wrong (a policy just pulled) the backend says so and the other one is offered. A right this user lacks is
 * asked of a manager by PIN.
 */
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OperationName, OutputOf } from '../../../contract/operations'
import type { DocumentHeader, DocumentView } from '../../../contract/schemas/document'
import { useClient } from '../../../ui/client'
import type { AnswerError } from '../../../ui/errorText'
import { useCan } from '../../../ui/session'
import { playSound } from '../../scanning/sounds'
import { callWithOverride } from './override'

export type Act = 'submit' | 'post'
export type Posted = OutputOf<'document.post'>

interface SendOffOptions {
  header: DocumentHeader
  /** what policy asks of a draft of this type */
  first: Act
  onPosted(posted: Posted): void
  onSubmitted(document: DocumentView): void
  /** the document is newer than what was shown */
  onChanged(): void
}

export const useSendOff = ({ header, first, onPosted, onSubmitted, onChanged }: SendOffOptions) => {
  const { t } = useTranslation()
  const client = useClient()
  const forget = useForget()
  const [turned, setTurned] = useState<Act | null>(null)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<AnswerError | null>(null)
  const act = turned ?? first
  const may = useCan(`document.${act}`, header.type)

  const failed = (error: AnswerError): void => {
    playSound('error')
    setProblem(error)
    if (error.code === 'APPROVAL_NEEDED') setTurned('submit')
    else if (changedCodes.has(error.code)) onChanged()
  }

  const submit = async (lent: Lent, closesSource: boolean): Promise<void> => {
    const input = { ...inputOf(header), ...(closesSource ? { closesSource } : {}) }
    const answer = await callWithOverride(client, 'document.submit', input, lent)
    if (!answer) return
    if (!answer.ok) return failed(answer.error)
    playSound('done-line')
    forget()
    onSubmitted(answer.value)
  }

  const post = async (lent: Lent, closesSource: boolean): Promise<void> => {
    const input = { ...inputOf(header), ...(closesSource ? { closesSource } : {}) }
    const answer = await callWithOverride(client, 'document.post', input, lent)
    if (!answer) return
    if (!answer.ok) return failed(answer.error)
    playSound('done-doc')
    forget()
    onPosted(answer.value)
  }

  const run = async (closesSource: boolean): Promise<void> => {
    if (busy) return
    const words = t(`override.${act}`, { number: header.number, type: t(`documentType.${header.type}`) })
    const lent: Lent = { type: header.type, documentId: header.documentId, words, needed: !may }
    setBusy(true)
    setProblem(null)
    await (act === 'submit' ? submit(lent, closesSource) : post(lent, closesSource)).finally(() => setBusy(false))
  }
  const forgetProblem = (): void => {
    setProblem(null)
    setTurned(null)
  }
  return { act, may, busy, problem, run, forgetProblem }
}

type Lent = Parameters<typeof callWithOverride>[3]

const inputOf = ({ type, documentId, version }: DocumentHeader) => ({ type, documentId, version })

/** What was shown is not what is there. */
const changedCodes: ReadonlySet<string> = new Set([
  'VERSION_CONFLICT',
  'DOCUMENT_STATE',
  'DOCUMENT_HELD',
  'TRAY_NOT_EMPTY',
  'NOTHING_RECEIVED',
  'LINES_MISSING',
])

const touched: readonly OperationName[] = [
  'document.list',
  'document.inbox',
  'goodsReceipt.expected',
  'transfer.list',
  'transfer.get',
  'stocktake.list',
  'stocktake.get',
  'label.queue',
  'app.status',
  'stock.list',
]

const useForget = (): (() => void) => {
  const queries = useQueryClient()
  return () => {
    for (const name of touched) void queries.invalidateQueries({ queryKey: [name] })
  }
}
