/** How a change of prices is shown: its state in a word, prices with what they rise by, how much is printed. */
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { StorePrices } from '../../../contract/schemas/price'
import { type PriceState, priceRisePermille } from '../../../core/prices/priceChange'
import { moneyText } from '../../../core/quantity/quantity'
import { timeText } from '../../../ui/format'
import { Sign, type Tone } from '../../../ui/states'
import { OverdueSign } from '../../../ui/stocktakeSigns'
import { barText, lastPrintOf } from '../../data/prices'

const tones: Record<PriceState, Tone> = { planned: 'busy', effective: 'good', cancelled: 'plain' }

export const PriceStateSign = ({ state, overdue }: { state: PriceState; overdue: boolean }) => {
  const { t } = useTranslation()
  return (
    <span className="signs">
      <Sign tone={tones[state]} testId="price-state">
        {t(`priceState.${state}`)}
      </Sign>
      {overdue ? <OverdueSign /> : null}
    </span>
  )
}

export const yuan = (fen: number): string => `¥${moneyText(fen)}`

const signed = (value: number, text: string): string => (value > 0 ? `+${text}` : text)

export const riseText = (oldFen: number, newFen: number): string => signed(newFen - oldFen, moneyText(newFen - oldFen))

/** With one decimal; where there was no price there is no share of it. */
export const riseShareText = (oldFen: number, newFen: number): string => {
  const permille = priceRisePermille(oldFen, newFen)
  if (permille === null) return '—'
  return signed(
    permille,
    `${Math.trunc(permille / 10)}.${Math.abs(permille % 10)}%`.replace(/^0/, permille < 0 ? '-0' : '0'),
  )
}

interface ProgressProps {
  done: number
  total: number
  late: boolean
}

export const Progress = ({ done, total, late }: ProgressProps) => (
  <span className={late ? 'price-progress bad' : 'price-progress'}>
    <span className="price-bar" aria-hidden="true">
      {barText(done, total)}
    </span>{' '}
    {done} / {total}
  </span>
)

type Told = Pick<StorePrices, 'lastAt' | 'lastPrintedAt'>

const heardWords = (t: TFunction, { heard }: ReturnType<typeof lastPrintOf>): string => {
  if (heard === null) return ''
  return heard === 'only' ? t('prices.heardByHqOnly') : t('prices.heardByHq', { time: timeText(heard.at) })
}

/** The store's own time; HQ's beside it where it says something else, and named as such where it is all there is. */
export const LastPrint = ({ of }: { of: Told }) => {
  const { t } = useTranslation()
  const last = lastPrintOf(of)
  const heard = heardWords(t, last)
  return (
    <span className="price-last">
      {timeText(last.at)}
      {heard === '' ? null : <small className="muted">{heard}</small>}
    </span>
  )
}

export const lastPrintText = (t: TFunction, of: Told): string => {
  const last = lastPrintOf(of)
  if (last.at === null) return ''
  const heard = heardWords(t, last)
  return heard === '' ? timeText(last.at) : `${timeText(last.at)} (${heard})`
}
