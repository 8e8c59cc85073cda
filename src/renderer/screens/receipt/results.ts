/** What an answer of the backend means to the person scanning: tone, sound, and the parts of the result panel. Pure. */
import type { OutputOf } from '../../../contract/operations'
import type { ScanOutcomeName } from '../../../contract/schemas/goodsReceipt'
import type { NoticeTone } from '../../scanning/scanState'
import type { SoundName } from '../../scanning/sounds'

export type ScanAnswer = OutputOf<'goodsReceipt.scan'>
export type Deed = 'scan' | 'adjust' | 'undo'

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
  unknown: { tone: 'refused', sound: 'error' },
  notOnOrder: { tone: 'refused', sound: 'error' },
  discontinued: { tone: 'refused', sound: 'error' },
  unreadable: { tone: 'refused', sound: 'error' },
}

/** `corrected`: a quantity taken off or set by hand, which must not look or sound like goods added. */
export const meaningOf = (deed: Deed, outcome: ScanOutcomeName, corrected = false): Meaning =>
  deed === 'undo' || (corrected && outcome !== 'over') ? { tone: 'undone', sound: 'undo' } : meanings[outcome]

export const wasRefused = (outcome: ScanOutcomeName): boolean => meanings[outcome].tone === 'refused'

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
    }
  | { id: number; kind: 'words'; tone: NoticeTone; words: string }

/** A case code: how many packs this scan was, for "+12 · 1 箱"; empty for single units. */
export const packsOf = (answer: ScanAnswer, times: number): string =>
  answer.packName === '' ? '' : `${times} ${answer.packName}`
