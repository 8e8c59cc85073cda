/** What an answer of the backend means to the ears and eyes: tone, sound, words. One table. */
import type { OutputOf } from '../../../contract/operations'
import type { ScanOutcomeName } from '../../../contract/schemas/document'
import { nameIn } from '../../../ui/format'
import type { NoticeTone } from '../../scanning/scanState'
import type { SoundName } from '../../scanning/sounds'

export type ScanAnswer = OutputOf<'document.scan'>
export type Deed = 'scan' | 'key' | 'adjust' | 'undo'

interface Meaning {
  tone: NoticeTone
  sound: SoundName | null
}

const meanings: Record<ScanOutcomeName, Meaning> = {
  added: { tone: 'added', sound: 'ok' },
  firstOfLine: { tone: 'added', sound: 'new' },
  lineDone: { tone: 'added', sound: 'done-line' },
  receiptDone: { tone: 'added', sound: 'done-doc' },
  over: { tone: 'look', sound: 'warn' },
  nearExpiry: { tone: 'look', sound: 'warn' },
  lotWanted: { tone: 'look', sound: 'warn' },
  lotContradicted: { tone: 'look', sound: 'warn' },
  unknown: { tone: 'refused', sound: 'error' },
  notOnOrder: { tone: 'refused', sound: 'error' },
  discontinued: { tone: 'refused', sound: 'error' },
  unreadable: { tone: 'refused', sound: 'error' },
  ambiguous: { tone: 'look', sound: 'warn' },
  packDoubt: { tone: 'look', sound: 'stop' },
  notGoods: { tone: 'refused', sound: 'error' },
  noQuantity: { tone: 'refused', sound: 'error' },
  expired: { tone: 'refused', sound: 'error' },
  shortLife: { tone: 'refused', sound: 'error' },
}

/** The product an answer is about, in the reader's language; the code itself where it is of none. */
export const nameOf = (
  language: string,
  { product, line, text }: Pick<ScanAnswer, 'product' | 'line' | 'text'>,
): string => {
  const about = product ?? line
  return about ? nameIn(language, about) : text
}

const tellsPlan: readonly ScanOutcomeName[] = ['lineDone', 'receiptDone', 'over']

/** What was counted beside the plan sounds like no other: whoever counts on would think it is booked. */
const lookTwice: Meaning = { tone: 'look', sound: 'warn' }

export const meaningOfAnswer = (
  deed: Deed,
  { outcome, beyondPlan }: Pick<ScanAnswer, 'outcome' | 'beyondPlan'>,
  corrected = false,
  blind = false,
): Meaning => {
  const meaning = meaningOf(deed, outcome, corrected, blind)
  return beyondPlan && meaning.tone === 'added' ? lookTwice : meaning
}

/**
 * `corrected`: a quantity taken off or set by hand, which must not look or sound like goods added. `blind`: what is
 * expected must not be heard either.
 */
export const meaningOf = (deed: Deed, outcome: ScanOutcomeName, corrected = false, blind = false): Meaning => {
  if (blind && tellsPlan.includes(outcome)) return meaningOf(deed, 'added', corrected)
  if (deed === 'undo' || (corrected && outcome !== 'over')) return { tone: 'undone', sound: 'undo' }
  return meanings[outcome]
}

export const wasRefused = (outcome: ScanOutcomeName): boolean => meanings[outcome].tone === 'refused'

/** Nothing was added although the code is a product: somebody has to say or lend something first. */
export const addedNothing = (outcome: ScanOutcomeName): boolean => wasRefused(outcome) || isQuestion(outcome)

/** Which product, which lot, until when, or which of two days: somebody is asked, and what is said is sent again. */
export const isQuestion = (outcome: ScanOutcomeName): boolean =>
  outcome === 'ambiguous' || outcome === 'packDoubt' || outcome === 'lotWanted' || outcome === 'lotContradicted'

/** What the result panel shows now; `id` makes every scan a new one, even the same again. */
export type Shown =
  | {
      id: number
      kind: 'result'
      deed: Deed
      answer: ScanAnswer
      tone: NoticeTone
      packs: string
      corrected: boolean
      /** thousandths the line changed by, null when what it held before is not known */
      change: number | null
      /** shortLife: do it again with a manager's right */
      lend?: () => void
    }
  | { id: number; kind: 'words'; tone: NoticeTone; words: string }

/** A case code: how many packs this scan was, for "+12 · 1 箱"; empty for single units. */
export const packsOf = (answer: ScanAnswer, times: number): string =>
  answer.packName === '' ? '' : `${times} ${answer.packName}`
