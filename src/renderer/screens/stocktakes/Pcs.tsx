/** A stocktake several PCs count for: which one holds it, and what each other one last said, with the age of that. */
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { PeerView, StocktakeHeader, StocktakeView } from '../../../contract/schemas/stocktake'
import { Sign } from '../../../ui/states'
import type { Zone } from './ZonesTab'

export const pcText = (t: TFunction, { pc, heldHere }: Pick<StocktakeHeader, 'pc' | 'heldHere'>): string =>
  t(heldHere ? 'stocktakes.pcHere' : 'stocktakes.pc', { pc })

/** Why this PC may not do it; undefined where it may. */
export const elsewhere = (
  t: TFunction,
  { pc, heldHere }: Pick<StocktakeHeader, 'pc' | 'heldHere'>,
): string | undefined => (heldHere ? undefined : t('stocktakes.heldElsewhere', { pc }))

const quietSeconds = 60

/** A PC that says nothing may have counts nobody has heard of. */
export const isQuiet = ({ ageSeconds }: Pick<PeerView, 'ageSeconds'>): boolean => ageSeconds > quietSeconds

export const agoText = (t: TFunction, ageSeconds: number): string => {
  if (ageSeconds < 60) return t('stocktakes.secondsAgo', { count: ageSeconds })
  if (ageSeconds < 3600) return t('stocktakes.minutesAgo', { count: Math.floor(ageSeconds / 60) })
  return t('stocktakes.hoursAgo', { count: Math.floor(ageSeconds / 3600) })
}

export interface CountingElsewhere {
  pc: string
  ageSeconds: number
  zoneCode: string
  counterName: string
  linesTotal: number
}

/** What is counted on other PCs just now, as far as this one knows. */
export const countingElsewhere = ({ peers, state }: StocktakeView): CountingElsewhere[] =>
  state === 'counting'
    ? peers.flatMap(({ pc, ageSeconds, counting }) => counting.map((count) => ({ pc, ageSeconds, ...count })))
    : []

export const countingIn = (stocktake: StocktakeView, { code }: Pick<Zone, 'code'>): CountingElsewhere[] =>
  countingElsewhere(stocktake).filter(({ zoneCode }) => zoneCode === code)

/** Somebody on another PC has begun, and handed in nothing yet. */
export const zoneStateNow = (stocktake: StocktakeView, zone: Zone): Zone['state'] =>
  (zone.state === 'notStarted' || zone.state === 'recount') && countingIn(stocktake, zone).length > 0
    ? 'counting'
    : zone.state

/** Nothing where one PC does it all, nor where there is nothing left to do. */
export const PcLine = ({ stocktake }: { stocktake: StocktakeView }) => {
  const { t } = useTranslation()
  const peers = stocktake.state === 'counting' ? stocktake.peers : []
  const ended = stocktake.state === 'posted' || stocktake.state === 'cancelled'
  const reason = ended ? undefined : elsewhere(t, stocktake)
  if (!reason && peers.length === 0) return null
  return (
    <section className="stocktake-pcs" aria-label={t('stocktakes.pcs')} data-testid="stocktake-pcs">
      {reason ? <Sign tone="look">{reason}</Sign> : null}
      {peers.map((peer) => (
        <span key={peer.pc} className={isQuiet(peer) ? 'look' : 'muted'} data-testid="peer" data-pc={peer.pc}>
          {t('stocktakes.pc', { pc: peer.pc })} {agoText(t, peer.ageSeconds)} ·{' '}
          {t(peer.counting.length > 0 ? 'stocktakes.countingNow' : 'stocktakes.countsNothing')}
          {peer.counting.map(({ zoneCode, counterName, linesTotal }) => (
            <span key={`${zoneCode} ${counterName}`}>
              {' '}
              <b className="code">{zoneCode}</b> {counterName} {t('stocktakes.linesCounted', { count: linesTotal })}
            </span>
          ))}
        </span>
      ))}
    </section>
  )
}

/** Before counting ends: what the other PCs are still at, or may have and cannot say. */
export const StillElsewhere = ({ stocktake }: { stocktake: StocktakeView }) => {
  const { t } = useTranslation()
  const counting = countingElsewhere(stocktake)
  const quiet = stocktake.peers.filter(isQuiet)
  if (counting.length === 0 && quiet.length === 0) return null
  return (
    <div className="look still-elsewhere" role="alert" data-testid="still-elsewhere">
      {counting.map(({ pc, zoneCode, counterName, ageSeconds }) => (
        <p key={`${pc} ${zoneCode} ${counterName}`}>
          {t('stocktakes.stillCounting', { pc, zone: zoneCode, name: counterName, ago: agoText(t, ageSeconds) })}
        </p>
      ))}
      {quiet.map(({ pc, ageSeconds }) => (
        <p key={pc}>{t('stocktakes.quiet', { pc, ago: agoText(t, ageSeconds) })}</p>
      ))}
      <p>{t('stocktakes.lateHint')}</p>
      <p>{t('stocktakes.codesElsewhere')}</p>
    </div>
  )
}
