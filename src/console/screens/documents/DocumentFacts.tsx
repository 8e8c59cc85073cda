/** What the header of a document says: the fields its type uses, people and times, and the papers it is tied to. */
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { DocumentHeader } from '../../../contract/schemas/document'
import { quantityText } from '../../../core/quantity/quantity'
import { hasPlan, usesField, usesRole, usesToCondition } from '../../../ui/documents'
import { reasonIn, timeText, valueText } from '../../../ui/format'
import { useCan } from '../../../ui/session'
import { AgeLabel } from '../../ages/AgeLabel'
import { useStores } from '../../data/stores'
import { useHere } from '../../parts/cameFrom'
import { Fact, Facts, Named, orDash } from '../../parts/Facts'
import { asksCostNow } from './costNow'

/** `editing`: what can be changed stands in the form below and is not said twice. */
export const DocumentFacts = ({ header, editing = false }: { header: DocumentHeader; editing?: boolean }) => {
  const { t } = useTranslation()
  return (
    <Facts>
      <Place header={header} />
      {editing ? null : <OtherSide header={header} />}
      <Fact name={t('document.author')}>
        {orDash(header.authorName)} <small className="muted">{timeText(header.createdAt)}</small>
      </Fact>
      {header.submittedAt ? <Fact name={t('document.submittedAt')}>{timeText(header.submittedAt)}</Fact> : null}
      {header.postedAt ? (
        <Fact name={t('document.postedBy')}>
          {orDash(header.postedByName)} <small className="muted">{timeText(header.postedAt)}</small>
        </Fact>
      ) : null}
      {header.value === null || asksCostNow(header) ? null : (
        <Fact name={t('document.value')} testId="fact-value">
          <b>{valueText(header.value)}</b>
        </Fact>
      )}
      <Fact name={t('document.policyVersion')}>{t('document.version', { n: header.policyVersion })}</Fact>
      <Ties header={header} />
      {usesRole(header.type) ? (
        <Fact name={t('document.consumed')} testId="fact-consumed">
          {quantityText(header.consumedTotal)}
        </Fact>
      ) : null}
      {header.cancelReason === '' ? null : (
        <Fact name={t('document.cancelReason')} testId="fact-cancel-reason">
          {header.cancelReason}
        </Fact>
      )}
      {header.note === '' || editing ? null : <Fact name={t('field.note')}>{header.note}</Fact>}
    </Facts>
  )
}

const Place = ({ header }: { header: DocumentHeader }) => {
  const { t } = useTranslation()
  const stores = useStores()
  const store = stores.stores.find(({ storeCode }) => storeCode === header.storeCode)
  return (
    <>
      {header.storeCode === '' ? null : (
        <Fact name={t('document.store')}>
          <Named name={header.storeName} code={header.storeCode} />{' '}
          {store ? <AgeLabel {...store} fetchedAtMs={stores.fetchedAtMs} testId={`age-${store.storeCode}`} /> : null}
        </Fact>
      )}
      <Fact name={t('document.warehouse')}>
        <Named name={header.warehouseName} code={header.warehouseCode} />
      </Fact>
    </>
  )
}

/** The other end of a document: asked to send, the sender of what arrives, or where the goods go. */
const otherWarehouseWords = (type: DocumentHeader['type']): string => {
  if (type === 'transferRequest') return 'document.otherWarehouse'
  return type === 'transferReceipt' ? 'transfers.from' : 'field.toWarehouse'
}

/** Where the goods come from or go to, and why. */
const OtherSide = ({ header }: { header: DocumentHeader }) => {
  const { t, i18n } = useTranslation()
  const { type } = header
  return (
    <>
      {usesField(type, 'supplier') || header.counterpartyCode !== '' ? (
        <Fact name={t('field.supplier')}>
          <Named name={header.counterpartyName} code={header.counterpartyCode} />
        </Fact>
      ) : null}
      {usesField(type, 'toWarehouse') || header.toWarehouseCode !== '' ? (
        <Fact name={t(otherWarehouseWords(type))}>
          <Named name={header.toWarehouseName} code={header.toWarehouseCode} />{' '}
          {usesToCondition(type) ? <small className="muted">{t(`condition.${header.toCondition}`)}</small> : null}
        </Fact>
      ) : null}
      {usesField(type, 'reason') || header.reasonCode !== '' ? (
        <Fact name={t('field.reason')} testId="fact-reason">
          <Named name={reasonIn(i18n.language, header)} code={header.reasonCode} />
        </Fact>
      ) : null}
      {header.settlement === '' ? null : (
        <Fact name={t('document.settlement')}>{t(`settlement.${header.settlement}`)}</Fact>
      )}
      {header.reference === '' && type !== 'goodsReceipt' ? null : (
        <Fact name={t(type === 'goodsReceipt' ? 'document.deliveryNote' : 'field.reference')}>
          <span className="code">{orDash(header.reference)}</span>
        </Fact>
      )}
      {header.dueDate === '' ? null : <Fact name={t('document.due')}>{header.dueDate}</Fact>}
    </>
  )
}

/** The paper it came from, and its reversal both ways. */
const Ties = ({ header }: { header: DocumentHeader }) => {
  const { t } = useTranslation()
  const here = useHere()
  return (
    <>
      {hasPlan(header.type) || header.sourceNumber !== '' ? (
        <Fact name={t(header.type === 'goodsReceipt' ? 'document.order' : 'field.source')} testId="fact-source">
          <Source header={header} />
        </Fact>
      ) : null}
      {header.reversalOf === '' ? null : (
        <Fact name={t('document.reversalOf')} testId="fact-reversal-of">
          <Link className="code" to={`/documents/${header.reversalOf}`} state={here}>
            {header.reversalOfNumber || t('document.open')}
          </Link>
        </Fact>
      )}
      {header.reversedBy === '' ? null : (
        <Fact name={t('document.reversedBy')} testId="fact-reversed-by">
          <Link className="code" to={`/documents/${header.reversedBy}`} state={here}>
            {header.reversedByNumber || t('document.open')}
          </Link>
        </Fact>
      )}
    </>
  )
}

/** Papers of a transfer or a stocktake lead there, which says what they rest on; orders have no page here; anything else is a document. */
const Source = ({ header: { type, sourceId, sourceNumber } }: { header: DocumentHeader }) => {
  const here = useHere()
  const ofStocktake = usesField(type, 'stocktake')
  const maySee = useCan('stocktake.get')
  if (sourceId === '' || type === 'goodsReceipt' || (ofStocktake && !maySee))
    return <span className="code">{orDash(sourceNumber)}</span>
  const page = ofStocktake ? 'stocktakes' : hasPlan(type) ? 'transfers' : 'documents'
  return (
    <Link className="code" to={`/${page}/${sourceId}`} state={here} data-testid="source-link">
      {sourceNumber || sourceId}
    </Link>
  )
}
