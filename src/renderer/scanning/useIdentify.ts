/**
 * What a scan means where no document takes it: a delivery note opens its receipt, a number its document or transfer; a
 * product is not counted and names the orders that expect it, anything else is said in words. The backend logs them all.
 */
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { InputOf, OutputOf } from '../../contract/operations'
import type { RawScanInput } from '../../contract/schemas/common'
import { type ControlCode, readControl } from '../../core/barcode/readScan'
import { useClient } from '../../ui/client'
import { usesField } from '../../ui/documents'
import { errorText } from '../../ui/errorText'
import { useCan } from '../../ui/session'
import { shownCode, stop, useScans } from './scanning'
import { type NoticeTone, showNotice, speak } from './scanState'
import { playSound, type SoundName } from './sounds'

export type Where = InputOf<'scan.identify'>['where']
export type Meaning = OutputOf<'scan.identify'>['meaning']
export type ProductMeaning = Extract<Meaning, { kind: 'product' }>

export interface IdentifyOptions {
  /** the screen's own use of a product scan; without it the notice says that nothing was counted */
  onProduct?(product: ProductMeaning, scan: RawScanInput): void
  /** the screen's own use of a document that is open somewhere; false: it is opened */
  onDocument?(documentId: string): boolean
  /** the screen's own use of a command, a zone or a page; false: it has none for this one */
  onControl?(code: ControlCode): boolean | Promise<boolean>
}

export const useIdentify = (where: Where, options: IdentifyOptions = {}): ((scan: RawScanInput) => Promise<void>) => {
  const client = useClient()
  const { t } = useTranslation()
  const openOrder = useOpenOrder()
  const notCounted = useNotCounted()
  const navigate = useNavigate()
  const say = useSay()
  return async (scan) => {
    const answer = await client.call('scan.identify', { scan, where }, scan.scanId)
    const code = shownCode(scan)
    if (!answer.ok) return stop('scanning.command', { code, reason: errorText(t, answer.error) })
    const { meaning } = answer.value
    const documentId = documentOf(meaning)
    if (documentId !== null && options.onDocument?.(documentId)) return
    if (meaning.kind === 'order') return openOrder(meaning)
    if (isPaper(meaning)) return openPaper(meaning, navigate, say)
    if (meaning.kind === 'product') return options.onProduct ? options.onProduct(meaning, scan) : notCounted(meaning)
    const control = meaning.kind === 'control' ? readControl(scan.raw) : null
    if (control && (await options.onControl?.(control))) return
    refuse(meaning, code, where, say, t)
  }
}

/** By its own number, or by the delivery note of the order it receives. */
const documentOf = (meaning: Meaning): string | null => {
  if (meaning.kind === 'document') return meaning.documentId
  return meaning.kind === 'order' ? meaning.draftId : null
}

type PaperMeaning = Extract<Meaning, { kind: 'document' | 'transfer' | 'stocktake' }>

const isPaper = (meaning: Meaning): meaning is PaperMeaning =>
  meaning.kind === 'document' || meaning.kind === 'transfer' || meaning.kind === 'stocktake'

export type Say = (
  sound: SoundName,
  tone: Exclude<NoticeTone, 'stopped' | 'undone'>,
  key: string,
  values?: Record<string, string | number>,
) => void

/** In the line of the scan echo. */
export const useSay = (): Say => {
  const { t } = useTranslation()
  return (sound, tone, key, values = {}) => {
    playSound(sound)
    showNotice(tone, key, values)
    speak(t(key, values), tone === 'refused' || tone === 'failed')
  }
}

const openPaper = (meaning: PaperMeaning, navigate: ReturnType<typeof useNavigate>, say: Say): void => {
  const { words, path } = wayTo(meaning)
  say('ok', 'info', words, { number: meaning.number })
  void navigate(path)
}

const wayTo = (meaning: PaperMeaning): { words: string; path: string } => {
  if (meaning.kind === 'stocktake')
    return { words: 'scanning.stocktakeOpened', path: `/stocktakes/${meaning.stocktakeId}` }
  if (meaning.kind === 'transfer') return { words: 'scanning.transferOpened', path: `/transfers/${meaning.transferId}` }
  if (usesField(meaning.type, 'stocktake'))
    return { words: 'scanning.documentOpened', path: `/stocktakes/papers/${meaning.documentId}` }
  return meaning.type === 'goodsReceipt'
    ? { words: 'scanning.receiptOpened', path: `/receiving/${meaning.documentId}` }
    : { words: 'scanning.documentOpened', path: `/documents/${meaning.documentId}` }
}

const refuse = (meaning: Meaning, code: string, where: Where, say: Say, t: (key: string) => string): void => {
  if (meaning.kind === 'control') say('warn', 'look', `scanning.control.${meaning.control}`)
  else if (meaning.kind === 'products') {
    const names = meaning.products.map(({ name }) => name).join(t('scanning.and'))
    say('warn', 'look', 'scanning.severalProducts', { code, names })
  } else if (meaning.kind === 'orderClosed') say('error', 'refused', 'scanning.orderClosed', { number: meaning.number })
  else if (meaning.kind === 'unreadable')
    say('error', 'refused', 'scanning.unreadable', { code, reason: t(`trayReasons.${meaning.reason}`) })
  else
    say('error', 'refused', where === 'stock' || where === 'labels' ? 'scanning.unknownHere' : 'scanning.unknown', {
      code,
    })
}

interface OrderToOpen {
  orderId: string
  number: string
  draftId?: string | null
}

/** Opens the receipt of an order: the draft somebody began, or a new one. */
export const useOpenOrder = (): ((order: OrderToOpen) => Promise<void>) => {
  const client = useClient()
  const { t } = useTranslation()
  const navigate = useNavigate()
  const say = useSay()
  const mayOpen = useCan('goodsReceipt.open')
  return async ({ orderId, number, draftId }) => {
    if (draftId) {
      say('ok', 'info', 'scanning.orderOpened', { number })
      return void navigate(`/receiving/${draftId}`)
    }
    if (!mayOpen) return say('error', 'refused', 'scanning.mayNotReceive')
    const answer = await client.call('goodsReceipt.open', { orderId })
    if (!answer.ok)
      return say('error', 'refused', 'scanning.command', { code: number, reason: errorText(t, answer.error) })
    say('ok', 'info', 'scanning.orderOpened', { number })
    void navigate(`/receiving/${answer.value.documentId}`)
  }
}

/** A product scanned outside a document was not counted, and must never sound as if it was. */
export const useNotCounted = (): ((product: ProductMeaning) => void) => {
  const say = useSay()
  return ({ name, expectedBy }) => {
    const [only, second] = expectedBy
    if (!only) say('warn', 'look', 'scanning.expectedByNone', { name })
    else if (!second) say('warn', 'look', 'scanning.expectedByOne', { name, number: only.number })
    else say('warn', 'look', 'scanning.expectedByMany', { name, count: expectedBy.length })
  }
}

/** In a list that is searched by product: a scanned one is looked up by its SKU, whatever barcode or case code was read. */
export const useProductSearch = (where: Where, show: (sku: string) => void): void => {
  const say = useSay()
  const identify = useIdentify(where, {
    onProduct: ({ sku, name }) => {
      show(sku)
      say('ok', 'info', 'scanning.product', { name, sku })
    },
  })
  useScans(identify)
}
