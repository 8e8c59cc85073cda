/** Beside the current line of a review: what moved of it while the stocktake was open, paper by paper, and how the count took it. */
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { StocktakeLineView } from '../../../contract/schemas/stocktake'
import { signedQuantity, timeText } from '../../../ui/format'
import { KeyCap } from '../../../ui/KeyCap'
import { keyOf } from '../../../ui/keyMap'
import { Sign } from '../../../ui/states'
import { movedTones, movedWhenText } from '../../../ui/stocktakeReview'
import type { CameFrom } from '../document/DocumentScreen'
import { paperPath } from '../stock/LedgerPanel'
import type { LedgerOf } from './useLedgerOf'

interface MovementsProps {
  line: StocktakeLineView
  cameFrom: CameFrom
  ledger: Pick<LedgerOf, 'mayOpen' | 'open'>
}

export const Movements = ({ line, cameFrom, ledger }: MovementsProps) => {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { moved } = line
  const more = moved.total - moved.movements.length
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what may scroll must be reachable by keyboard
    <section aria-label={t('stocktakes.moved')} tabIndex={0} data-testid="review-moved">
      <h2>
        {t('stocktakes.moved')}{' '}
        {ledger.mayOpen ? (
          <button type="button" className="link" tabIndex={-1} onClick={ledger.open} data-testid="review-ledger">
            {t('stocktakes.wholeLedger')} <KeyCap name={keyOf('stocktake', 'ledger')} />
          </button>
        ) : null}
      </h2>
      {moved.total === 0 ? <p className="muted">{t('stocktakes.nothingMoved')}</p> : null}
      {moved.movements.map((movement) => (
        <div
          key={`${movement.documentId} ${movement.at} ${movement.quantity}`}
          className="moved"
          data-testid="review-movement"
          data-when={movement.when}
        >
          <span className="muted">{timeText(movement.at)}</span>
          <span className="ellipsis">{t(`documentType.${movement.type}`)}</span>
          <button
            type="button"
            className="link code ellipsis"
            tabIndex={-1}
            onClick={() => void navigate(paperPath(movement.type, movement.documentId), { state: cameFrom })}
            data-testid="review-movement-paper"
          >
            {movement.number}
          </button>
          <b>{signedQuantity(movement.quantity)}</b>
          <Sign tone={movedTones[movement.when]}>{movedWhenText(t, line, movement)}</Sign>
        </div>
      ))}
      {more > 0 ? <p className="muted">{t('stocktakes.movedMore', { count: more })}</p> : null}
    </section>
  )
}
