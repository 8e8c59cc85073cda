/** Beside the current line of a review: what moved of it while the stocktake was open, paper by paper, and how the count took it. */
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { StocktakeLineView } from '../../../contract/schemas/stocktake'
import { signedQuantity, timeText } from '../../../ui/format'
import { KeyCap } from '../../../ui/KeyCap'
import { Sign, type Tone } from '../../../ui/states'
import { keyOf } from '../../../ui/keyMap'
import type { CameFrom } from '../document/DocumentScreen'
import { paperPath } from '../stock/LedgerPanel'
import type { LedgerOf } from './useLedgerOf'

const tones: Record<StocktakeLineView['moved']['movements'][number]['when'], Tone> = {
  before: 'plain',
  during: 'look',
  after: 'good',
}

interface MovementsProps {
  line: StocktakeLineView
  cameFrom: CameFrom
  ledger: Pick<LedgerOf, 'mayOpen' | 'open'>
}

export const Movements = ({ line: { moved, counted }, cameFrom, ledger }: MovementsProps) => {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const more = moved.total - moved.movements.length
  const whens = counted === null ? 'stocktakes.movedUncounted' : 'stocktakes.movedWhen'
  return (
    <section aria-label={t('stocktakes.moved')} data-testid="review-moved">
      <h2>
        {t('stocktakes.moved')}{' '}
        {ledger.mayOpen ? (
          <button type="button" className="link" tabIndex={-1} onClick={ledger.open} data-testid="review-ledger">
            {t('stocktakes.wholeLedger')} <KeyCap name={keyOf('stocktake', 'ledger')} />
          </button>
        ) : null}
      </h2>
      {moved.total === 0 ? <p className="muted">{t('stocktakes.nothingMoved')}</p> : null}
      {moved.movements.map(({ documentId, type, number, at, quantity, when }) => (
        <div key={`${documentId} ${at} ${quantity}`} className="moved" data-testid="review-movement" data-when={when}>
          <span className="muted">{timeText(at)}</span>
          <span>{t(`documentType.${type}`)}</span>
          <button
            type="button"
            className="link code ellipsis"
            tabIndex={-1}
            onClick={() => void navigate(paperPath(type, documentId), { state: cameFrom })}
            data-testid="review-movement-paper"
          >
            {number}
          </button>
          <b>{signedQuantity(quantity)}</b>
          <Sign tone={tones[when]}>{t(`${whens}.${when}`)}</Sign>
        </div>
      ))}
      {more > 0 ? <p className="muted">{t('stocktakes.movedMore', { count: more })}</p> : null}
    </section>
  )
}
