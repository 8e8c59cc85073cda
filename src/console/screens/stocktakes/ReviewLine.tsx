/** One line of a shop's review beside the list: what each zone's counts say, what may explain the difference, what moved meanwhile. */
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { StocktakeLineView, StocktakeView } from '../../../contract/schemas/stocktake'
import { countReference } from '../../../core/stocktake/plan'
import { SidePanel } from '../../../ui/Dialog'
import { nameIn, signedQuantity, timeText } from '../../../ui/format'
import { useCan } from '../../../ui/session'
import { Sign } from '../../../ui/states'
import { explainerFigure, movedTones, movedWhenText, movedWords, percentOf } from '../../../ui/stocktakeReview'
import { BookedSign, StandingSign } from '../../../ui/stocktakeSigns'
import { useHere } from '../../parts/cameFrom'
import { Quantity } from '../../parts/figures'

type Line = StocktakeLineView

interface ReviewLineProps {
  stocktake: Pick<StocktakeView, 'warehouseCode'>
  line: Line | undefined
  onClose(): void
}

export const ReviewLine = ({ stocktake, line, onClose }: ReviewLineProps) => {
  const { t, i18n } = useTranslation()
  const title = line ? `${nameIn(i18n.language, line)} ${line.spec}` : t('stocktakes.reviewTab')
  return (
    <SidePanel open={line !== undefined} title={title} onClose={onClose} width={720} testId="review-line">
      {line ? <Inside line={line} warehouseCode={stocktake.warehouseCode} /> : null}
    </SidePanel>
  )
}

const Inside = ({ line, warehouseCode }: { line: Line; warehouseCode: string }) => (
  <>
    <Head line={line} warehouseCode={warehouseCode} />
    <div className="review-parts">
      <Counts line={line} />
      <Explainers line={line} />
      <Movements line={line} />
    </div>
  </>
)

const Head = ({ line, warehouseCode }: { line: Line; warehouseCode: string }) => {
  const { t } = useTranslation()
  const seesStock = useCan('stock.movements')
  return (
    <div className="panel-head">
      <div className="panel-names">
        <span className="code">{line.sku}</span>
        <span className="code muted">{line.barcode}</span>
        {line.lot === '' ? null : <span className="code">{line.lot}</span>}
        <span>{line.shelf}</span>
        <Marks line={line} />
        {seesStock ? (
          <Link to={`/stock?open=${warehouseCode}:${line.sku}`} data-testid="review-ledger">
            {t('stocktakes.wholeLedger')}
          </Link>
        ) : null}
      </div>
      <dl className="panel-figures">
        <Figure name={t('stocktakes.book')}>
          <Quantity value={line.book} strong />
        </Figure>
        <Figure name={t('stocktakes.counted')}>
          {line.counted === null ? t('stocktakes.notCounted') : <Quantity value={line.counted} strong />}
        </Figure>
        <Figure name={t('stocktakes.variance')}>
          {signedQuantity(line.variance)} <small className="muted">{percentOf(line)}</small>
        </Figure>
        <Figure name={t('stocktakes.lastCount')}>
          {line.lastCount === null ? (
            '—'
          ) : (
            <>
              {signedQuantity(line.lastCount.variance)} <small className="muted">{timeText(line.lastCount.at)}</small>
            </>
          )}
        </Figure>
      </dl>
      {line.reason === '' ? null : <p className="review-reason">{line.reason}</p>}
    </div>
  )
}

const Figure = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)

/** What whoever decides should know of a line before its figures: out of the plan, uncertain, counted again, booked. */
export const Marks = ({ line }: { line: Line }) => {
  const { t } = useTranslation()
  const { planned, movedMeanwhile, recounted } = line
  return (
    <>
      {planned ? null : <Sign tone="look">{t('stocktakes.unplanned')}</Sign>}
      {movedMeanwhile > 0 ? <Sign tone="look">{t('stocktakes.uncertain')}</Sign> : null}
      {recounted ? <Sign tone="good">{t('stocktakes.recounted')}</Sign> : null}
      <BookedSign line={line} />
    </>
  )
}

const Part = ({ title, testId, children }: { title: string; testId: string; children: ReactNode }) => {
  const id = useId()
  return (
    <section aria-labelledby={id} data-testid={testId}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  )
}

const Counts = ({ line: { counts, unit } }: { line: Line }) => {
  const { t } = useTranslation()
  const here = useHere()
  return (
    <Part title={t('stocktakes.counts')} testId="review-counts">
      {counts.length === 0 ? <p className="muted">{t('stocktakes.nobodyCounted')}</p> : null}
      {counts.map(({ documentId, zoneCode, round, counterName, quantity, standing }) => (
        <div key={documentId} className="review-fact" data-testid={`review-count-${countReference(zoneCode, round)}`}>
          <Link className="code" to={`/documents/${documentId}`} state={here}>
            {zoneCode}
          </Link>
          <span>
            {counterName} <small className="muted">{t('stocktakes.roundOf', { round })}</small>
          </span>
          <span>
            {counts.length > 1 ? <StandingSign standing={standing} /> : null} <Quantity value={quantity} strong />{' '}
            <small className="muted">{unit}</small>
          </span>
        </div>
      ))}
    </Part>
  )
}

/** HQ knows of papers a shop handed in: a draft there may explain more. */
const Explainers = ({ line }: { line: Line }) => {
  const { t } = useTranslation()
  return (
    <Part title={t('stocktakes.explainers')} testId="review-explainers">
      {line.movedMeanwhile > 0 ? <p className="look">{movedWords(t, line)}</p> : null}
      {line.explainers.map(({ kind, quantity, text }) => (
        <div key={`${kind} ${text}`} className="review-fact" data-testid={`review-explainer-${kind}`}>
          <span>{t(`explainer.${kind}`)}</span>
          <span className="code">{text}</span>
          <b>{explainerFigure({ kind, quantity })}</b>
        </div>
      ))}
      <p className="muted">
        {t(line.explainers.length === 0 ? 'stocktakes.noExplainers' : 'stocktakes.explainersNote')}
      </p>
    </Part>
  )
}

const Movements = ({ line }: { line: Line }) => {
  const { t } = useTranslation()
  const here = useHere()
  const { total, movements } = line.moved
  const more = total - movements.length
  return (
    <Part title={t('stocktakes.moved')} testId="review-moved">
      {total === 0 ? <p className="muted">{t('stocktakes.nothingMoved')}</p> : null}
      {movements.map((movement) => (
        <div
          key={`${movement.documentId} ${movement.at} ${movement.quantity}`}
          className="review-fact"
          data-testid={`review-movement-${movement.number}`}
          data-when={movement.when}
        >
          <span>
            <span className="muted">{timeText(movement.at)}</span> {t(`documentType.${movement.type}`)}
          </span>
          <Link className="code" to={`/documents/${movement.documentId}`} state={here}>
            {movement.number}
          </Link>
          <span>
            <b>{signedQuantity(movement.quantity)}</b>{' '}
            <Sign tone={movedTones[movement.when]}>{movedWhenText(t, line, movement)}</Sign>
          </span>
        </div>
      ))}
      {more > 0 ? <p className="muted">{t('stocktakes.movedMore', { count: more })}</p> : null}
    </Part>
  )
}
