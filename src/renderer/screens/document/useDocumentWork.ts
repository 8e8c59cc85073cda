/**
 * Everything that changes a draft, strictly one after the other: scans, keyed products, `+3`, undo. Sound and words come
 * after the backend's answer, because only then is the scan on the disk. A product kept by lot is asked about and sent
 * again under a new scanId; one that is too old can be sent again with a manager's right.
 */
import { useQueryClient } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useCallback, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answer } from '../../../contract/client'
import type { InputOf } from '../../../contract/operations'
import type { RawScanInput } from '../../../contract/schemas/common'
import type { DocumentHeader, DocumentLineView, DocumentView } from '../../../contract/schemas/document'
import { quantityText } from '../../../core/quantity/quantity'
import { useClient } from '../../../ui/client'
import { errorText } from '../../../ui/errorText'
import { signedQuantity } from '../../../ui/format'
import { useCan } from '../../../ui/session'
import { shownCode } from '../../scanning/scanning'
import { type NoticeTone, speak } from '../../scanning/scanState'
import { playSound, type SoundName } from '../../scanning/sounds'
import { type Mode, modeInput } from './faces'
import { askOverride, callWithOverride } from './override'
import { announcePainted } from './painted'
import {
  addedNothing,
  type Deed,
  isQuestion,
  meaningOfAnswer,
  nameOf,
  packsOf,
  type ScanAnswer,
  type Shown,
  wasRefused,
} from './results'
import { documentKey } from './useDocument'
import { usePackDoubt } from './usePackDoubt'
import { type Choice, useProductChoice } from './useProductChoice'

export type Adjustment = Omit<InputOf<'document.adjust'>, 'type' | 'documentId'>

/** What one scan says besides its code. */
export interface ScanExtra {
  times: number
  mode: Mode | null
  lot?: string
  expiryDate?: string
  dayConfirmed?: boolean
  /** which of the products that share this code */
  chosen?: Choice
  /** cases or pieces: what it stands for, once somebody was asked */
  meant?: number
  overrideId?: string
}

export type KeyedLine = Omit<InputOf<'document.setLine'>, 'type' | 'documentId'>

/** An odd code, and what each scan of it is. */
export type Linking = Omit<InputOf<'document.link'>, 'type' | 'documentId'> & { text: string }

export interface LotGiven {
  lot?: string
  expiryDate?: string
  /** it is printed on the goods, whatever was known of the lot */
  dayConfirmed?: boolean
}

export type AskedLot = NonNullable<ScanAnswer['lot']>

/** A product that waits for its lot, or for one of two days of it; `give` sends it again. */
export interface LotAsk {
  id: number
  question: ScanAnswer['outcome']
  /** what was said so far, and what is known */
  asked: AskedLot | null
  sku: string
  name: string
  unit: string
  times: number
  /** a product that was scanned before this one and never got its lot */
  leftBehind: string
  give(lot: LotGiven): Promise<boolean>
}

interface WorkOptions {
  header: DocumentHeader
  blind: boolean
  apply(answer: ScanAnswer): void
  askAgain(): void
  onLine(lineNo: number): void
  /** a refused scan counted after all, by a manager's right */
  onLent(): void
}

export const useDocumentWork = ({ header, blind, apply, askAgain, onLine, onLent }: WorkOptions) => {
  const { type, documentId } = header
  const client = useClient()
  const queries = useQueryClient()
  const { t, i18n } = useTranslation()
  const inOrder = useInOrder()
  const [shown, setShown] = useState<Shown | null>(null)
  const [lotAsk, setLotAsk] = useState<LotAsk | null>(null)
  const latestAsk = useRef<LotAsk | null>(null)
  const nextId = useRef(1)
  const speakAnswer = useSpokenAnswer(blind)
  const choices = useProductChoice()
  const packs = usePackDoubt()
  const mayAccept = useCan('document.acceptUnplanned')

  const putAsk = (ask: LotAsk | null): void => {
    latestAsk.current = ask
    setLotAsk(ask)
  }

  const say = (tone: NoticeTone, words: string, sound: SoundName | null = null): void => {
    if (sound) playSound(sound)
    setShown({ id: nextId.current++, kind: 'words', tone, words })
    speak(words, tone === 'refused' || tone === 'stopped')
  }

  const changeOf = ({ line }: ScanAnswer): number | null => {
    const lines = line ? queries.getQueryData<DocumentView>(documentKey(documentId))?.lines : undefined
    const before = lines?.find(({ lineNo }) => lineNo === line?.lineNo)
    return line && before ? line.quantity - before.quantity : null
  }

  const take = (deed: Deed, answer: ScanAnswer, times: number, corrected = false, lend?: () => void): void => {
    const { tone, sound } = meaningOfAnswer(deed, answer, corrected, blind)
    if (sound) playSound(sound)
    const change = changeOf(answer)
    apply(answer)
    if (answer.line && !addedNothing(answer.outcome)) onLine(answer.line.lineNo)
    const shownPacks = packsOf(answer, times)
    setShown({
      id: nextId.current++,
      kind: 'result',
      deed,
      answer,
      tone,
      packs: shownPacks,
      corrected,
      change,
      ...(lend ? { lend } : {}),
    })
    speakAnswer(deed, answer, corrected, change)
    // several lines were touched, and the answer shows one of them
    if (answer.spread) askAgain()
  }

  const refuse = (answer: Answer<unknown>, code: string): void => {
    if (answer.ok) return
    const reason = errorText(t, answer.error)
    say('refused', code === '' ? reason : t('scanning.command', { code, reason }), 'error')
    if (staleCodes.has(answer.error.code)) askAgain()
  }

  /** The same question about the same product adds to it; another one leaves the first loudly behind. */
  const askLot = (
    answer: ScanAnswer,
    times: number,
    give: (lot: LotGiven, times: number) => Promise<boolean>,
  ): void => {
    const product = answer.product ?? answer.line
    const sku = product?.sku ?? answer.text
    const before = latestAsk.current
    const asked = answer.lot ?? null
    const same = before?.sku === sku && before.question === answer.outcome && sameLot(before.asked, asked)
    const counted = before && same ? before.times + times : times
    const left = before && !same ? before.name : ''
    putAsk({
      id: nextId.current++,
      question: answer.outcome,
      asked,
      sku,
      name: nameOf(i18n.language, answer),
      unit: product?.unit ?? '',
      times: counted,
      leftBehind: left,
      // asked once more is not counted yet
      give: async (lot) => (await give(lot, counted)) && latestAsk.current === null,
    })
    playSound(left === '' ? 'warn' : 'stop')
    speak(left === '' ? questionOf(t, answer) : t('lot.leftBehind', { name: left }), true)
  }

  const scanOnce = async (raw: RawScanInput, extra: ScanExtra): Promise<boolean> => {
    const { times, mode, ...rest } = extra
    const input = { type, documentId, scan: raw, ...(times > 1 ? { times } : {}), ...modeInput(mode), ...rest }
    const answer = await client.call('document.scan', input, raw.scanId)
    if (!answer.ok) {
      refuse(answer, shownCode(raw))
      return false
    }
    const { outcome, candidates } = answer.value
    if (candidates) {
      const chosen = await choices.ask(answer.value.text, candidates)
      if (chosen) return scanOnce(anew(raw), { ...extra, chosen })
      say('look', t('choice.dropped', { code: answer.value.text }), 'undo')
      return false
    }
    const { doubt } = answer.value
    if (doubt) {
      const meant = await packs.ask(answer.value, doubt)
      if (!meant) return notMeant(answer.value)
      return scanOnce(anew(raw), { ...extra, meant: doubt[meant] })
    }
    const again = (more: Partial<ScanExtra>): Promise<boolean> => scan(anew(raw), { ...extra, ...more })
    if (isQuestion(outcome)) {
      apply(answer.value)
      askLot(answer.value, times, (lot, counted) => again({ ...lot, times: counted }))
      announcePainted(raw)
      return true
    }
    answered(answer.value)
    take(
      'scan',
      answer.value,
      times,
      false,
      outcome === 'shortLife' ? () => void lendScan(answer.value, again) : undefined,
    )
    announcePainted(raw)
    return !wasRefused(outcome)
  }

  /** Nobody said which: loud, because the goods are on no line. */
  const notMeant = (answer: ScanAnswer): false => {
    say('stopped', t('packDoubt.dropped', { name: nameOf(i18n.language, answer) }), 'error')
    return false
  }
  /** A figure by key that is meant after all, or the other one. */
  const figureMeant = async (answer: ScanAnswer): Promise<{ quantity: number; sure: true } | null> => {
    const { doubt } = answer
    const meant = doubt ? await packs.ask(answer, doubt) : null
    if (!doubt || !meant) return null
    return { quantity: doubt[meant], sure: true }
  }

  /** A code that names its lot itself (GS1) answers the question about that product. */
  const answered = (answer: ScanAnswer): void => {
    const ask = latestAsk.current
    const sku = answer.line?.sku ?? answer.product?.sku
    if (ask && ask.sku === sku && !addedNothing(answer.outcome)) putAsk(null)
  }

  /** A manager's word for more of a lot the dock would not take, for this one act. */
  const lendFor = (operation: ShortLifeAct, answer: ScanAnswer): Promise<string | null> => {
    const name = nameOf(i18n.language, answer)
    const words = t('override.shortLife', { name, days: answer.life?.remainingDays ?? '' })
    return askOverride({ operation, type, documentId, words })
  }
  const lendScan = async (answer: ScanAnswer, again: (more: Partial<ScanExtra>) => Promise<boolean>): Promise<void> => {
    const overrideId = await lendFor('document.scan', answer)
    // the count before it was given back when it was refused; lent, it is used up after all
    if (overrideId !== null && (await again({ overrideId }))) onLent()
  }
  const lendLine = async (answer: ScanAnswer, line: KeyedLine): Promise<void> => {
    const overrideId = await lendFor('document.setLine', answer)
    if (overrideId !== null) await setLine({ ...line, overrideId })
  }
  const lendChange = async (answer: ScanAnswer, adjustment: Adjustment): Promise<void> => {
    const overrideId = await lendFor('document.adjust', answer)
    if (overrideId !== null) await adjust({ ...adjustment, overrideId })
  }

  /** Answers whether it counted. */
  const scan = (raw: RawScanInput, extra: ScanExtra): Promise<boolean> => inOrder(() => scanOnce(raw, extra))

  const setLine = (line: KeyedLine): Promise<boolean> => inOrder(() => setLineOnce(line))
  const setLineOnce = async (line: KeyedLine): Promise<boolean> => {
    const answer = await client.call('document.setLine', { type, documentId, ...line })
    if (!answer.ok) {
      refuse(answer, '')
      return false
    }
    if (answer.value.outcome === 'packDoubt') {
      const meant = await figureMeant(answer.value)
      return meant ? setLineOnce({ ...line, ...meant }) : notMeant(answer.value)
    }
    const refused = wasRefused(answer.value.outcome)
    if (isQuestion(answer.value.outcome)) {
      askLot(answer.value, 1, (lot) => setLine({ ...line, ...lot, quantity: line.quantity + heldOfLot(line, lot) }))
      return false
    }
    answered(answer.value)
    const lend = answer.value.outcome === 'shortLife' ? () => void lendLine(answer.value, line) : undefined
    take('key', answer.value, 1, !refused, lend)
    return !refused
  }

  /** Keyed goods add, as scanned ones do; `setLine` sets, so what this lot has already is counted in. */
  const heldOfLot = (
    { sku, role = '', condition = 'stock' }: KeyedLine,
    { lot, expiryDate = '' }: LotGiven,
  ): number => {
    const lines = queries.getQueryData<DocumentView>(documentKey(documentId))?.lines ?? []
    const same = lines.find(
      (line) =>
        line.sku === sku &&
        line.role === role &&
        line.condition === condition &&
        (lot ? line.lot === lot : line.expiryDate === expiryDate && expiryDate !== ''),
    )
    return same?.quantity ?? 0
  }

  /** Goods that are not on the plan come in by who may take such goods, or by their PIN. */
  const linkOrLend = async ({ text, ...linked }: Linking): Promise<Answer<ScanAnswer> | null> => {
    const input = { type, documentId, ...linked }
    const answer = await client.call('document.link', input)
    if (answer.ok || answer.error.code !== 'PRODUCT_NOT_PLANNED' || linked.unplannedReason !== undefined) return answer
    const unplanned = { ...input, unplannedReason: t('tray.linkUnplanned', { code: text }) }
    const words = t('override.linkUnplanned', { code: text })
    return callWithOverride(client, 'document.link', unplanned, { type, documentId, words, needed: !mayAccept })
  }

  const link = (linking: Linking): Promise<boolean> =>
    inOrder(async () => {
      const answer = await linkOrLend(linking)
      if (!answer?.ok) {
        if (answer) refuse(answer, linking.text)
        return false
      }
      const refused = wasRefused(answer.value.outcome)
      if (isQuestion(answer.value.outcome)) {
        askLot(answer.value, 1, (lot) => link({ ...linking, ...lot }))
        return false
      }
      answered(answer.value)
      take('key', answer.value, 1, !refused)
      // the answer shows the line; that the code is decided stands in the paper alone
      askAgain()
      return !refused
    })

  const adjust = (adjustment: Adjustment): Promise<boolean> => inOrder(() => adjustOnce(adjustment))
  const adjustOnce = async (adjustment: Adjustment): Promise<boolean> => {
    const answer = await client.call('document.adjust', { type, documentId, ...adjustment })
    if (!answer.ok) {
      refuse(answer, '')
      return false
    }
    if (answer.value.outcome === 'packDoubt') {
      const meant = await figureMeant(answer.value)
      return meant ? adjustOnce({ ...adjustment, mode: 'set', ...meant }) : notMeant(answer.value)
    }
    const refused = wasRefused(answer.value.outcome)
    const lend = refused ? () => void lendChange(answer.value, adjustment) : undefined
    take('adjust', answer.value, 1, adjustment.mode !== 'add' && !refused, lend)
    return !refused
  }

  const undo = (): Promise<void> =>
    inOrder(async () => {
      const answer = await client.call('document.undo', { type, documentId })
      if (!answer.ok) return refuse(answer, '')
      take('undo', answer.value, 1)
      // An undone scan may have left the tray or a line of its own, which its answer does not say.
      if (!answer.value.line || answer.value.line.quantity === 0) askAgain()
    })

  const dropLot = (): void => {
    const ask = latestAsk.current
    putAsk(null)
    if (ask) say('look', t('lot.dropped', { name: ask.name }), 'undo')
  }
  const giveLot = async (lot: LotGiven): Promise<boolean> => {
    const ask = latestAsk.current
    putAsk(null)
    return ask ? ask.give(lot) : false
  }

  return {
    shown,
    lotAsk,
    choiceAsk: choices.asking,
    packAsk: packs.asking,
    say,
    scan,
    setLine,
    link,
    adjust,
    undo,
    giveLot,
    dropLot,
  }
}

export type DocumentWork = ReturnType<typeof useDocumentWork>

type ShortLifeAct = 'document.scan' | 'document.setLine' | 'document.adjust'

const sameLot = (one: AskedLot | null, other: AskedLot | null): boolean =>
  one?.lot === other?.lot && one?.expiryDate === other?.expiryDate

const questionOf = (t: TFunction, answer: ScanAnswer): string => {
  const name = (answer.product ?? answer.line)?.name ?? answer.text
  return answer.outcome === 'lotContradicted' && answer.lot
    ? t('lot.spokenTwoDays', { name, known: answer.lot.knownDate, said: answer.lot.expiryDate })
    : t('lot.asked', { name })
}

/** What is on the screen is no longer what is true. */
const staleCodes: ReadonlySet<string> = new Set([
  'DOCUMENT_STATE',
  'VERSION_CONFLICT',
  'DOCUMENT_HELD',
  'LINE_NOT_FOUND',
])

/** The same code under a new id: under the old one it was answered already, and would be answered the same again. */
const anew = (raw: RawScanInput): RawScanInput => ({ ...raw, scanId: crypto.randomUUID() })

/** One thing at a time, in the order asked. A failure of one does not stop the next. */
const useInOrder = (): (<T>(work: () => Promise<T>) => Promise<T>) => {
  const last = useRef<Promise<unknown>>(Promise.resolve())
  return useCallback(<T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.current.then(work, work)
    last.current = mine
    return mine
  }, [])
}

const useSpokenAnswer = (blind: boolean) => {
  const { t } = useTranslation()
  return (deed: Deed, answer: ScanAnswer, corrected: boolean, change: number | null): void => {
    const { line } = answer
    const plan = line && line.expectedQuantity !== null && line.expectedQuantity > 0 && !blind
    if (deed === 'undo') speak([line?.name, undoneWords(t, answer, change)].filter(Boolean).join(' '))
    else if (wasRefused(answer.outcome))
      speak(t('work.spokenRefused', { code: answer.text, reason: reasonOf(t, answer) }), true)
    else if (!line) speak(answer.text)
    else if (corrected)
      speak(t(plan ? 'work.spokenChanged' : 'work.spokenChangedFree', { name: line.name, ...figuresOf(line) }))
    else {
      const words = t(plan ? 'work.spokenAdded' : 'work.spokenAddedFree', {
        name: line.name,
        added: quantityText(answer.added),
        ...figuresOf(line),
      })
      speak(answer.beyondPlan ? `${words} ${t('work.beyondPlan')}` : words)
    }
  }
}

const figuresOf = (line: DocumentLineView) => ({
  received: quantityText(line.quantity),
  expected: quantityText(line.expectedQuantity ?? 0),
})

/** What Ctrl+Z took back: how much of a line, or which odd code. */
export const undoneWords = (t: TFunction, answer: ScanAnswer, change: number | null): string => {
  const back = answer.spread ? -answer.spread.quantity : change
  if (answer.line && back) return t('work.undoneBy', { change: signedQuantity(back) })
  const code = answer.tray?.text || answer.text
  return !answer.line && code ? t('work.undoneCode', { code }) : t('work.undone')
}

/** Why a code was not taken, in words. */
export const reasonOf = (t: TFunction, answer: ScanAnswer): string => {
  const { outcome, life } = answer
  if (outcome === 'expired')
    return life ? t('lot.expired', { days: -life.remainingDays, date: life.expiryDate }) : t('lot.expiredPlain')
  if (outcome === 'shortLife')
    return life
      ? t('lot.shortLife', { days: life.remainingDays, needed: life.requiredDays ?? 0 })
      : t('lot.shortLifePlain')
  if (outcome === 'noQuantity') return t('work.noQuantity')
  if (outcome === 'notGoods') return t(`notGoods.${answer.rule}`)
  return t(`trayReasons.${answer.tray?.reason ?? (outcome === 'unreadable' ? answer.rule : outcome)}`)
}
