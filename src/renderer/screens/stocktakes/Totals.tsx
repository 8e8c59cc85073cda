/** What a review comes to: how much too many, how much too few, and the two against each other. */
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '../../../contract/operations'
import { signedValueText } from '../../../ui/format'

type TotalsOf = OutputOf<'stocktake.review'>['totals']

export const Totals = ({ totals }: { totals: TotalsOf }) => {
  const { t } = useTranslation()
  const { gained, lost, uncounted, open, partBooked, gainValue, lossValue } = totals
  const money = (value: number | null): string => (value === null ? '' : signedValueText(value))
  const gain = t('stocktakes.gain', { count: gained, value: money(gainValue) })
  const loss = t('stocktakes.loss', { count: lost, value: money(lossValue === null ? null : -lossValue) })
  const net =
    gainValue === null || lossValue === null ? '' : t('stocktakes.net', { value: money(gainValue - lossValue) || '0' })
  const left = uncounted > 0 ? t('stocktakes.uncountedTitle', { count: uncounted }) : ''
  const wanted = open > 0 ? t('stocktakes.openLines', { count: open }) : ''
  const booked = partBooked > 0 ? t('review.bookedLines', { count: partBooked }) : ''
  const whole = [wanted, gain, loss, net, booked, left].filter((words) => words !== '').join(' · ')
  return (
    <div className="foot-figures foot-totals" title={whole} data-testid="review-totals">
      {/* what keeps it from being handed in stands first: where room is short, the last gives way */}
      {wanted ? (
        <span className="over" data-testid="total-open">
          {wanted}
        </span>
      ) : null}
      <span data-testid="total-gain">{gain}</span>
      <span data-testid="total-loss">{loss}</span>
      {net ? <b data-testid="total-net">{net}</b> : null}
      {booked ? (
        <span className="muted" data-testid="total-booked">
          {booked}
        </span>
      ) : null}
      {left ? <span className="look">{left}</span> : null}
    </div>
  )
}
