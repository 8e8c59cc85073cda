/** Pieces, differences, odd codes, value: the figures of a document in one line. */
import { useTranslation } from 'react-i18next'
import type { DocumentView } from '../../../contract/schemas/document'
import { quantityText } from '../../../core/quantity/quantity'
import { piecesOf, usesRole } from '../../../ui/documents'
import { valueText } from '../../../ui/format'
import { countedName } from './columns'
import { isBlindNow, isPlanned } from './faces'
import type { LinesView } from './useView'

export const FooterFigures = ({ document, view }: { document: DocumentView; view: LinesView }) => {
  const { t } = useTranslation()
  const { header } = document
  const compared = isPlanned(header) && !isBlindNow(header)
  const words = { received: quantityText(piecesOf(header)), expected: quantityText(header.expectedTotal ?? 0) }
  const counted = countedName(header)
  const repacked = usesRole(header.type)
  if (header.linesHidden)
    return (
      <div className="foot-figures">
        <span data-testid="pieces">{t('stocktakes.linesCounted', { count: header.linesTotal })}</span>
      </div>
    )
  return (
    <div className="foot-figures">
      <span data-testid="pieces">
        {repacked
          ? t('work.repacked', { produced: words.received, consumed: quantityText(header.consumedTotal) })
          : t(compared ? `work.piecesOf.${counted}` : `work.pieces.${counted}`, { ...words, lines: header.linesTotal })}
      </span>
      {compared ? (
        <span data-testid="difference-lines">{t('work.differenceLines', { count: view.counts.differences })}</span>
      ) : null}
      {header.damagedTotal > 0 ? (
        <span className="look" data-testid="damaged-total">
          {t('work.damagedTotal', { quantity: quantityText(header.damagedTotal) })}
        </span>
      ) : null}
      {isPlanned(header) || header.trayOpen > 0 ? (
        <span data-testid="tray-count" className={header.trayOpen > 0 ? 'over' : ''}>
          {t('work.trayOpen', { count: header.trayOpen })}
        </span>
      ) : null}
      {header.value === null ? null : (
        <span data-testid="receipt-value">{t('work.value', { value: valueText(header.value) })}</span>
      )}
    </div>
  )
}
