/**
 * What is said after labels were sent: one notice, with the sign of its gravest part. What asks for somebody comes first,
 * what went well last. Pure; whoever shows it knows the words.
 */
import type { OutputOf } from '../../../contract/operations'

export type Told = OutputOf<'label.print'>

export interface NoticePart {
  key: string
  values: Record<string, string | number>
  /** a code of contract/errors, said in words as `problem` */
  code?: string
}

export interface PrintNotice {
  sound: 'ok' | 'warn' | 'error'
  tone: 'done' | 'look' | 'failed'
  parts: NoticePart[]
}

/** A printer comes back by itself; a label that lacks something does not. */
export const goesOn = (problem: string): boolean => problem.startsWith('PRINTER_')

export const printNotice = (told: Told): PrintNotice => {
  const parts = [...unsurePart(told), ...waitingPart(told), ...heldPart(told), ...outPart(told)]
  if (parts.length === 0) return { sound: 'warn', tone: 'look', parts: [part('nothing', 0)] }
  if (told.unsure > 0) return { sound: 'error', tone: 'look', parts }
  if (waitingOf(told) > 0) return { sound: 'error', tone: 'failed', parts }
  return told.held > 0 ? { sound: 'warn', tone: 'look', parts } : { sound: 'ok', tone: 'done', parts }
}

const part = (word: string, count: number, more: Omit<NoticePart, 'key' | 'values'> = {}): NoticePart => ({
  ...{ key: `labels.notices.${word}`, values: { count } },
  ...more,
})

/** Neither out, nor unsure, nor held back: it waits as before. */
const waitingOf = ({ failed, unsure, held }: Told): number => failed - unsure - held

const unsurePart = ({ unsure }: Told): NoticePart[] => (unsure > 0 ? [part('unsure', unsure)] : [])

const waitingPart = (told: Told): NoticePart[] => {
  const waiting = waitingOf(told)
  if (waiting <= 0) return []
  if (told.problem === '' || told.problem === told.heldFor) return [part('waitsUntold', waiting)]
  return [part(goesOn(told.problem) ? 'waits' : 'failed', waiting, { code: told.problem })]
}

const heldPart = ({ held, heldFor, paper }: Told): NoticePart[] => {
  if (held <= 0) return []
  if (heldFor !== 'LABEL_PAPER_NOT_LOADED' || paper === '') return [part('held', held, { code: heldFor })]
  const { key } = part('heldPaper', held)
  return [{ key, values: { count: held, paper } }]
}

const outPart = ({ handedOver }: Told): NoticePart[] => (handedOver > 0 ? [part('out', handedOver)] : [])

type Translate = (key: string, values?: Record<string, unknown>) => string

/** These name a key of the label screen. */
const keyed: readonly string[] = ['labels.notices.unsure', 'labels.notices.heldPaper']

/** `away`: read on another screen, where the keys of the label screen do nothing. */
export const noticeAway = (notice: PrintNotice): PrintNotice => ({
  ...notice,
  parts: notice.parts.map((one) => (keyed.includes(one.key) ? { ...one, key: `${one.key}Away` } : one)),
})

/** In the reader's language, as one sentence after another. */
export const noticeWords = ({ parts }: PrintNotice, t: Translate, problemText: (code: string) => string): string =>
  parts
    .map(({ key, values, code }) => t(key, { ...values, ...(code ? { problem: problemText(code) } : {}) }))
    .join(t('labels.notices.and'))
