/** Where a stocktake and each of its zones stand, as a word with a colour. */
import type { TFunction } from 'i18next'
import type { StocktakeState, ZoneState } from '../../../core/stocktake/plan'
import { Sign, type Tone } from '../../../ui/states'

const stateTones: Record<StocktakeState, Tone> = {
  counting: 'busy',
  review: 'look',
  submitted: 'look',
  posted: 'good',
  cancelled: 'plain',
}

export const StocktakeSign = ({ state, t }: { state: StocktakeState; t: TFunction }) => (
  <Sign tone={stateTones[state]} testId="stocktake-state">
    {t(`stocktakeState.${state}`)}
  </Sign>
)

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
