/** How a change of prices is shown: its state in a word, prices with what they rise by, how much is printed. */
import { useTranslation } from 'react-i18next'
import { type PriceState, priceRisePermille } from '../../../core/prices/priceChange'
import { moneyText } from '../../../core/quantity/quantity'
import { Sign, type Tone } from '../../../ui/states'
import { OverdueSign } from '../../../ui/stocktakeSigns'
import { barText } from '../../data/prices'

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
