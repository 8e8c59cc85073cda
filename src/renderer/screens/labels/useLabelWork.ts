/** What the label screen does: send, send again, add what was scanned, set copies, take out, undo. Each says how it went. */
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type LabelJob, labelCopiesMax, labelLinesMax } from '../../../contract/operations/label'
import { useClient, useCommand } from '../../../ui/client'
import { codeText, errorText } from '../../../ui/errorText'
import type { BarEntry } from '../../scanning/scanBarText'
import { useSay } from '../../scanning/useIdentify'
import { isHeld, isOut, waits } from './labelColumns'
import { goesOn, noticeWords, printNotice, type Told } from './printNotice'

const touches = ['label.queue', 'label.preview', 'app.status'] as const

/** Sends what waits; what is out already, or may be, is sent again only by `again`. */
export const useLabelPrint = (jobs: readonly LabelJob[], onDone: () => void) => {
  const { t } = useTranslation()
  const say = useSay()
  const later = useWentOn(jobs)
  const told = {
    touches: [...touches],
    onDone: (answer: Told, { jobIds }: { jobIds: readonly string[] }) => {
      onDone()
      later.current = goesOn(answer.problem) ? jobIds : []
      const notice = printNotice(answer)
      const words = noticeWords(notice, t, (code) => codeText(t, code))
      say(notice.sound, notice.tone, 'scanning.plain', { words })
    },
    onRefused: (error: never) => say('error', 'failed', 'labels.notDone', { reason: errorText(t, error) }),
  }
  const printing = useCommand('label.print', told)
  const reprinting = useCommand('label.reprint', told)
  const busy = printing.isPending || reprinting.isPending
  const idsOf = (jobs: readonly LabelJob[]): string[] => jobs.slice(0, labelLinesMax).map(({ jobId }) => jobId)
  const print = (jobs: readonly LabelJob[]): void => {
    const waiting = jobs.filter(waits)
    if (waiting.length === 0) {
      say('warn', 'look', jobs.length > 0 ? 'labels.outAlready' : 'labels.noneWaiting')
      return
    }
    if (!busy) printing.mutate({ jobIds: idsOf(waiting) })
  }
  const again = (jobs: readonly LabelJob[]): void => {
    const out = jobs.filter((job) => isOut(job) || job.state === 'unknown')
    if (out.length > 0 && !busy) reprinting.mutate({ jobIds: idsOf(out) })
  }
  return { print, again, busy }
}

/** Says so once what a printer could not take has gone on by itself: the word that it waits is true no longer. */
const useWentOn = (jobs: readonly LabelJob[]) => {
  const say = useSay()
  const later = useRef<readonly string[]>([])
  useEffect(() => {
    // what is held back for its paper or its words waits for somebody, not for the printer
    const own = jobs.filter((job) => later.current.includes(job.jobId) && !isHeld(job))
    if (own.length === 0 || own.some((job) => waits(job) || job.state === 'sending')) return
    later.current = []
    if (own.every(isOut)) say('ok', 'done', 'labels.wentOn', { count: own.length })
  }, [jobs, say])
  return later
}

interface Deed {
  jobId: string
  /** what it had before; 0: it was not there */
  copies: number
}

/** `template`: what scans print; '': by what is loaded. */
export const useLabelLines = (jobs: readonly LabelJob[], template: string, onTouched: (jobId: string) => void) => {
  const client = useClient()
  const { t } = useTranslation()
  const say = useSay()
  const [times, setTimes] = useState(1)
  const done = useRef<Deed[]>([])
  const onRefused = (error: never): void => say('error', 'failed', 'labels.notChanged', { reason: errorText(t, error) })
  const change = useCommand('label.change', { touches: [...touches], onRefused })
  const remove = useCommand('label.remove', { touches: [...touches], onRefused })

  const adding = useRef<Promise<void>>(Promise.resolve())
  /** One after the other, so that whoever prints next prints all of them. */
  const add = (code: string): Promise<void> => {
    adding.current = adding.current.then(() => addOne(code))
    return adding.current
  }

  const addOne = async (code: string): Promise<void> => {
    const copies = times
    setTimes(1)
    const lines = [{ row: 1, code, copies }]
    const chosen = template === '' ? {} : { template }
    const answer = await client.call('label.add', { why: 'scan', name: '', lines, ...chosen })
    if (!answer.ok) {
      say('error', 'refused', 'labels.notAdded', { reason: errorText(t, answer.error) })
      return
    }
    const [fault] = answer.value.faults
    if (fault) {
      say('error', 'refused', `labels.faults.${fault.reason}`, { code: fault.code })
      return
    }
    const [line] = answer.value.added
    if (!line) return
    done.current.push({ jobId: line.jobId, copies: line.now - line.copies })
    onTouched(line.jobId)
    say(line.now === line.copies ? 'new' : 'ok', 'added', 'labels.added', {
      ...{ name: line.name, count: line.copies, now: line.now },
    })
  }

  const setCopies = (job: LabelJob, copies: number): void => {
    if (!waits(job)) {
      say('warn', 'look', 'labels.outAlready')
      return
    }
    const bounded = Math.min(labelCopiesMax, copies)
    if (bounded < 1) {
      takeOut([job])
      return
    }
    const { jobId, name } = job
    const told = (): void => {
      done.current.push({ jobId, copies: job.copies })
      say('ok', 'done', 'labels.copiesSet', { name, count: bounded })
    }
    change.mutate({ jobIds: [jobId], copies: bounded }, { onSuccess: told })
  }

  const takeOut = (wanted: readonly LabelJob[]): void => {
    const waiting = wanted.filter(waits)
    if (waiting.length === 0) {
      say('warn', 'look', 'labels.outAlready')
      return
    }
    const jobIds = waiting.slice(0, labelLinesMax).map(({ jobId }) => jobId)
    const told = (): void => say('undo', 'done', 'labels.removed', { count: jobIds.length })
    remove.mutate({ jobIds }, { onSuccess: told })
  }

  /** The last scan or the last figure, one after the other; what was sent meanwhile stays. */
  const undo = (): void => {
    const last = done.current.pop()
    const job = jobs.find(({ jobId }) => jobId === last?.jobId)
    if (!last || !job || !waits(job)) {
      say('warn', 'look', 'labels.nothingToUndo')
      return
    }
    const told = { onSuccess: (): void => say('undo', 'done', 'labels.undone', { name: job.name }) }
    if (last.copies === 0) remove.mutate({ jobIds: [job.jobId] }, told)
    else change.mutate({ jobIds: [job.jobId], copies: last.copies }, told)
  }

  const onEntry = (entry: BarEntry, current: LabelJob | undefined): void => {
    if (entry.kind === 'code') void add(entry.code)
    else if (entry.kind === 'times') setTimes(entry.times)
    else if (entry.kind === 'badTimes' || entry.kind === 'badQuantity')
      say('error', 'refused', 'labels.badCount', { text: entry.text })
    else if (entry.kind === 'adjust' && current) {
      const by = Math.trunc(entry.quantity / 1000)
      const now = entry.mode === 'set' ? by : current.copies + (entry.mode === 'add' ? by : -by)
      setCopies(current, now)
    }
  }
  /** All there is now, also what was added a moment ago and is not on the screen yet. */
  const asTheyAre = async (): Promise<readonly LabelJob[]> => {
    await adding.current
    const answer = await client.call('label.queue', {})
    return answer.ok ? answer.value.jobs : jobs
  }
  return { times, setTimes, add, setCopies, takeOut, undo, onEntry, asTheyAre }
}
