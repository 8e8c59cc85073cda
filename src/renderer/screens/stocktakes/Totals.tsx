/** What a review comes to: how much too many, how much too few, and the two against each other. */
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '../../../contract/operations'
import { signedValueText } from '../../../ui/format'

type TotalsOf = OutputOf<'stocktake.review'>['totals']

export const Totals = ({ totals }: { totals: TotalsOf }) => {
  const { t } = useTranslation()
  const { gained, lost, uncounted, open, partBooked, gainValue, lossValue } = totals
  const money = (value: number | null): string => (value === null ? '' : signedValueText(value))
  return (
    <div className="foot-figures" data-testid="review-totals">
      <span data-testid="total-gain">{t('stocktakes.gain', { count: gained, value: money(gainValue) })}</span>
      <span data-testid="total-loss">
        {t('stocktakes.loss', { count: lost, value: money(lossValue === null ? null : -lossValue) })}
      </span>
      {gainValue === null || lossValue === null ? null : (
        <b data-testid="total-net">{t('stocktakes.net', { value: money(gainValue - lossValue) || '0' })}</b>
      )}
      {partBooked > 0 ? (
        <span className="muted" data-testid="total-booked">
          {t('review.bookedLines', { count: partBooked })}
        </span>
      ) : null}
      {uncounted > 0 ? <span className="look">{t('stocktakes.uncountedTitle', { count: uncounted })}</span> : null}
      {open > 0 ? (
        <span className="over" data-testid="total-open">
          {t('stocktakes.openLines', { count: open })}
        </span>
      ) : null}
    </div>
  )
}
