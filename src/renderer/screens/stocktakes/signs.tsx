/** Where each zone of a stocktake stands, as a word with a colour. */
import type { TFunction } from 'i18next'
import type { ZoneState } from '../../../core/stocktake/plan'
import { Sign, type Tone } from '../../../ui/states'

const zoneTones: Record<ZoneState, Tone> = {
  notStarted: 'plain',
  counting: 'busy',
  done: 'good',
  twice: 'look',
  recount: 'look',
}

export const ZoneSign = ({ state, t }: { state: ZoneState; t: TFunction }) => (
  <Sign tone={zoneTones[state]}>{t(`zoneState.${state}`)}</Sign>
)

/** Made on another PC: not known yet where the stocktake is held, or known there too late. */
export const ArrivalSign = ({ arrival, t }: { arrival: 'onItsWay' | 'late'; t: TFunction }) => (
  <Sign tone="look" testId={`arrival-${arrival}`}>
    {t(`stocktakes.arrival.${arrival}`)}
  </Sign>
)
