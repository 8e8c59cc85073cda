/**
 * The codes a person who counts walks past: the label of a zone leads to its count, the code of a page to that page, on
 * every screen of a stocktake. What was counted before is put aside, every scan of it saved; a label that leads nowhere is
 * said in words and moves nobody.
 */
import { useQueryClient } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { OutputOf } from '../../../contract/operations'
import type { RawScanInput } from '../../../contract/schemas/common'
import type { StocktakeView } from '../../../contract/schemas/stocktake'
import type { ControlCode } from '../../../core/barcode/controlCodes'
import { useClient } from '../../../ui/client'
import { errorText } from '../../../ui/errorText'
import { useCan, useSession } from '../../../ui/session'
import { useScanQueue } from '../../scanning/scanning'
import { type NoticeTone, showNotice, speak } from '../../scanning/scanState'
import { playSound, type SoundName } from '../../scanning/sounds'
import { useIdentify } from '../../scanning/useIdentify'
import { useOpenPage } from '../countSheets/useOpenPage'
import { documentKey } from '../document/useDocument'
import { ownDone, secondCounts, type Zone } from './secondCount'
import { touches } from './useStocktakeCommand'

type Say = (tone: NoticeTone, words: string, sound?: SoundName | null) => void

interface CountCodesOptions {
  /** null: not on a stocktake, where such a code says nothing */
  stocktakeId: string | null
  /** what is counted on this screen */
  zoneCode?: string
  /** may one go from here? false: one stays, and was told why */
  ready?(): Promise<boolean>
  /** what is counted here waits until its label is scanned again */
  putAside?(): Promise<void>
  /** where this screen says what a scan meant */
  say?: Say
}

export const useCountCodes = (options: CountCodesOptions): ((scan: RawScanInput) => Promise<void>) =>
  useIdentify('documents', { onControl: useCountControl(options) })

/** True once the code was dealt with, opened or refused in words. */
export const useCountControl = (options: CountCodesOptions): ((code: ControlCode) => Promise<boolean>) => {
  const { stocktakeId, say = sayAside, ready = always } = options
  const { t } = useTranslation()
  const openZone = useOpenZone({ ...options, say })
  const openPage = useOpenPage((error) => say('refused', errorText(t, error), 'error'))
  return async (code) => {
    if (stocktakeId === null || (code.kind !== 'zone' && code.kind !== 'page')) return false
    if (!(await ready())) return true
    if (code.kind === 'zone') await openZone(stocktakeId, code.zone)
    else await openPage(code, options)
    return true
  }
}

/** Stocktakes a shop has under way at once, and more. */
const runningMax = 20

/**
 * The label of a zone where no stocktake is on the screen: the running count that has the zone. Of several nobody guesses;
 * they are named, and one of them is opened first.
 */
export const useZoneAnywhere = (): ((code: ControlCode) => Promise<boolean>) => {
  const { t } = useTranslation()
  const client = useClient()
  const openZone = useOpenZone({ stocktakeId: null, say: sayAside })
  const mayCount = useCan('stocktake.startCount')
  const navigate = useNavigate()
  return async (code) => {
    if (code.kind !== 'zone') return false
    const { zone } = code
    const running = await stocktakesWith(client, zone)
    const [only, second] = running
    if (!only) sayAside('refused', t('stocktakes.zoneOfNone', { zone }), 'error')
    else if (second) sayAside('look', t('stocktakes.zoneOfSeveral', { zone, numbers: numbersOf(running) }), 'warn')
    else if (mayCount) await openZone(only.stocktakeId, zone)
    else void navigate(`/stocktakes/${only.stocktakeId}`)
    return true
  }
}

const numbersOf = (stocktakes: readonly StocktakeView[]): string => stocktakes.map(({ number }) => number).join('、')

/** Those that are counted now and have the zone; one that cannot be read is not among them. */
const stocktakesWith = async (client: ReturnType<typeof useClient>, zone: string): Promise<StocktakeView[]> => {
  const list = await client.call('stocktake.list', { states: ['counting'], limit: runningMax })
  const asked = list.ok ? list.value.stocktakes : []
  const read = await Promise.all(asked.map(({ stocktakeId }) => client.call('stocktake.get', { stocktakeId })))
  return read.flatMap((one) => (one.ok && zoneIn(one.value, zone) ? [one.value] : []))
}

const always = async (): Promise<boolean> => true

/** Without a scan bar the words stand in the line of the scan echo. */
export const sayAside: Say = (tone, words, sound) => {
  if (sound) playSound(sound)
  showNotice(tone, 'scanning.plain', { words })
  speak(words, tone === 'refused')
}

const useOpenZone = ({ zoneCode: here, putAside, say }: CountCodesOptions & { say: Say }) => {
  const { t } = useTranslation()
  const client = useClient()
  const toCount = useToCount()
  const userId = useSession()?.userId ?? ''
  const [second] = useState(secondCounts)
  return async (stocktakeId: string, zoneCode: string): Promise<void> => {
    const words = { zone: zoneCode }
    if (zoneCode === here) return say('look', t('stocktakes.thisZone', words), 'warn')
    const known = await client.call('stocktake.get', { stocktakeId })
    if (!known.ok) return say('refused', errorText(t, known.error), 'error')
    const refusal = refusalOf(t, known.value, zoneCode, userId)
    if (refusal !== null) return say('refused', refusal, 'error')
    const names = second.toTell(zoneIn(known.value, zoneCode), userId)
    if (names.length > 0) return say('look', secondWords(t, 'Scan', zoneCode, names), 'stop')
    const started = await client.call('stocktake.startCount', { stocktakeId, zoneCode })
    if (!started.ok) return say('refused', errorText(t, started.error), 'error')
    playSound('ok')
    const aside = here === undefined ? '' : t('stocktakes.putAside', { zone: here })
    toCount(stocktakeId, started.value.documentId, arrivalWords(t, known.value, zoneCode, started.value) + aside)
    await putAside?.()
  }
}

/** Why a label leads nowhere. What somebody handed in is added to by nobody, themselves included. */
const refusalOf = (t: TFunction, stocktake: StocktakeView, zoneCode: string, userId: string) => {
  const { state, number } = stocktake
  const zone = zoneIn(stocktake, zoneCode)
  if (!zone) return t('stocktakes.zoneOfAnother', { zone: zoneCode, number })
  if (state !== 'counting') return t('stocktakes.countingOver', { number, state: t(`stocktakeState.${state}`) })
  const done = ownDone(zone, userId)
  return done ? t('stocktakes.handedInAlready', { zone: zoneCode, number: done.number }) : null
}

const zoneIn = ({ zones }: StocktakeView, zoneCode: string): Zone | undefined =>
  zones.find(({ code }) => code === zoneCode)

/** Somebody finished it: what another count leads to, and what begins it all the same. */
export const secondWords = (t: TFunction, by: 'Enter' | 'Scan', zone: string, names: readonly string[]): string =>
  t(`stocktakes.second${by}`, { zone, names: names.join('、') })

/** Which zone it is, and whether one goes on with what one has of it. */
const arrivalWords = (
  t: TFunction,
  stocktake: StocktakeView,
  zoneCode: string,
  { documentId }: OutputOf<'stocktake.startCount'>,
): string => {
  const zone = zoneIn(stocktake, zoneCode)
  const begun = zone?.counts.find((count) => count.documentId === documentId)
  const name = zone && zone.name !== zoneCode ? `${zoneCode} ${zone.name}` : zoneCode
  return begun
    ? t('stocktakes.goesOn', { zone: name, count: begun.linesTotal })
    : t('stocktakes.countsZone', { zone: name })
}

/** What is scanned behind the label is meant for its zone, however soon it comes. */
const useToCount = () => {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const queue = useScanQueue()
  return (stocktakeId: string, documentId: string, words: string): void => {
    for (const name of touches) void queries.invalidateQueries({ queryKey: [name] })
    // as it was when it was put aside it would open to be read
    queries.removeQueries({ queryKey: documentKey(documentId) })
    queue.handOver()
    void navigate(`/stocktakes/papers/${documentId}`, { state: { from: `/stocktakes/${stocktakeId}`, words } })
  }
}
