/** Pieces, differences, odd codes, value: the figures of a receipt in one line. */
import { useTranslation } from 'react-i18next'
import type { Receipt } from '../../../contract/schemas/goodsReceipt'
import { quantityText } from '../../../core/quantity/quantity'
import { valueText } from '../../../ui/format'
import { differenceOf } from './views'

export const FooterFigures = ({ receipt }: { receipt: Receipt }) => {
  const { t } = useTranslation()
  const { header } = receipt
  const differences = receipt.lines.filter((line) => differenceOf(line) !== 0).length
  return (
    <div className="foot-figures">
      <span data-testid="pieces">
        {t('receipt.pieces', {
          received: quantityText(header.receivedTotal),
          expected: quantityText(header.expectedTotal),
        })}
      </span>
      <span data-testid="difference-lines">{t('receipt.differenceLines', { count: differences })}</span>
      <span data-testid="tray-count" className={header.trayOpen > 0 ? 'over' : ''}>
        {t('receipt.trayOpen', { count: header.trayOpen })}
      </span>
      {header.value === null ? null : (
        <span data-testid="receipt-value">{t('receipt.value', { value: valueText(header.value) })}</span>
      )}
    </div>
  )
}
