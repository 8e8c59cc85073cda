/**
 * What a scan means where no document takes it: a delivery note opens its receipt, a product names the orders that
 * expect it, anything else is said in words. The backend logs every one of them.
 */
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { InputOf, OutputOf } from '../../contract/operations'
import type { RawScanInput } from '../../contract/schemas/common'
import { useClient } from '../../ui/client'
import { errorText } from '../../ui/errorText'
import { useCan } from '../../ui/session'
import { shownCode, stop } from './scanning'
import { showNotice, speak } from './scanState'
import { playSound, type SoundName } from './sounds'

export type Where = InputOf<'scan.identify'>['where']
export type Meaning = OutputOf<'scan.identify'>['meaning']
export type ProductMeaning = Extract<Meaning, { kind: 'product' }>

interface IdentifyOptions {
  /** the screen's own use of a product scan; without it the orders that expect it are opened or listed */
  onProduct?(product: ProductMeaning): void
}

export const useIdentify = (where: Where, options: IdentifyOptions = {}): ((scan: RawScanInput) => Promise<void>) => {
  const client = useClient()
  const { t } = useTranslation()
  const openOrder = useOpenOrder()
  const onProduct = useProductOrders(openOrder)
  const navigate = useNavigate()
  const say = useSay()
  return async (scan) => {
    const answer = await client.call('scan.identify', { scan, where }, scan.scanId)
    const code = shownCode(scan)
    if (!answer.ok) return stop('scanning.command', { code, reason: errorText(t, answer.error) })
    const { meaning } = answer.value
    if (meaning.kind === 'order') return openOrder(meaning)
    if (meaning.kind === 'receipt') return openReceipt(meaning, navigate, say)
    if (meaning.kind === 'product') return options.onProduct ? options.onProduct(meaning) : onProduct(meaning)
    refuse(meaning, code, where, say, t)
  }
}

type Say = (
  sound: SoundName,
  tone: 'added' | 'look' | 'refused' | 'info',
  key: string,
  values?: Record<string, string | number>,
) => void

const useSay = (): Say => {
  const { t } = useTranslation()
  return (sound, tone, key, values = {}) => {
    playSound(sound)
    showNotice(tone, key, values)
    speak(t(key, values), tone === 'refused')
  }
}

const openReceipt = (
  meaning: Extract<Meaning, { kind: 'receipt' }>,
  navigate: ReturnType<typeof useNavigate>,
  say: Say,
): void => {
  say('ok', 'info', 'scanning.receiptOpened', { number: meaning.number })
  void navigate(`/receiving/${meaning.documentId}`)
}

const refuse = (meaning: Meaning, code: string, where: Where, say: Say, t: (key: string) => string): void => {
  if (meaning.kind === 'orderClosed') say('error', 'refused', 'scanning.orderClosed', { number: meaning.number })
  else if (meaning.kind === 'unreadable')
    say('error', 'refused', 'scanning.unreadable', { code, reason: t(`trayReasons.${meaning.reason}`) })
  else say('error', 'refused', where === 'stock' ? 'scanning.unknownHere' : 'scanning.unknown', { code })
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
    if (draftId) return void navigate(`/receiving/${draftId}`)
    if (!mayOpen) return say('error', 'refused', 'scanning.mayNotReceive')
    const answer = await client.call('goodsReceipt.open', { orderId })
    if (!answer.ok)
      return say('error', 'refused', 'scanning.command', { code: number, reason: errorText(t, answer.error) })
    say('ok', 'info', 'scanning.orderOpened', { number })
    void navigate(`/receiving/${answer.value.documentId}`)
  }
}

/** A product scanned outside a document: the only order that expects it opens, several are listed to choose from. */
const useProductOrders = (
  openOrder: (order: OrderToOpen) => Promise<void>,
): ((product: ProductMeaning) => Promise<void>) => {
  const navigate = useNavigate()
  const say = useSay()
  return async (product) => {
    const [only, second] = product.expectedBy
    if (!only) return say('warn', 'look', 'scanning.expectedByNone', { name: product.name })
    if (!second) {
      await openOrder(only)
      return showNotice('info', 'scanning.expectedByOne', { name: product.name, number: only.number })
    }
    say('ok', 'info', 'scanning.expectedByMany', { name: product.name, count: product.expectedBy.length })
    const wanted = { name: product.name, orderIds: product.expectedBy.map(({ orderId }) => orderId) }
    void navigate('/receiving', { state: { wanted } })
  }
}
