/** 概览: what the chain looks like now — figures with their age, today's receipts, and what somebody should look at. */
import { useTranslation } from 'react-i18next'
import type { DocumentHeader } from '../../../contract/schemas/document'
import { documentTypes } from '../../../core/documents/states'
import { storeDayOf } from '../../../core/quantity/storeDay'
import { useOperation } from '../../../ui/client'
import { useCan } from '../../../ui/session'
import { EmptyState, FailedState, LoadingState } from '../../../ui/states'
import { storeOverviews } from '../../data/chain'
import { beatMs } from '../../data/pages'
import { useStores } from '../../data/stores'
import { Attention } from './Attention'
import { ChainTiles } from './ChainTiles'
import { RecentDocuments } from './RecentDocuments'
import { StoreTable } from './StoreTable'
import { TaskTiles } from './TaskTiles'

/** As many as the hub gives at once; a busier day says "at least". */
const receiptsMax = 200
const recentMax = 30

export const OverviewScreen = () => {
  const { t } = useTranslation()
  const maySeeReceipts = useCan('document.list')
  const mayCreateCodes = useCan('enrolment.createCode')
  const stores = useStores()
  const maySeeStock = useCan('stock.list')
  const named = useOperation('enrolment.stores', {}, { enabled: mayCreateCodes && !maySeeStock })
  const devices = useOperation(
    'enrolment.devices',
    {},
    { refetchIntervalMs: beatMs, enabled: useCan('enrolment.devices') },
  )
  const receipts = useOperation(
    'document.list',
    { types: ['goodsReceipt'], states: ['posted'], limit: receiptsMax },
    { refetchIntervalMs: beatMs, enabled: maySeeReceipts },
  )
  const recent = useOperation(
    'document.list',
    { types: [...documentTypes], states: ['posted'], limit: recentMax },
    { refetchIntervalMs: beatMs, enabled: maySeeReceipts },
  )
  const today = storeDayOf(Date.now())
  const posted = receipts.data?.documents ?? []
  const overviews = storeOverviews(stores.stores, devices.data?.devices ?? [], posted, today, named.data?.stores)
  const fetchedAtMs = stores.fetchedAtMs || devices.dataUpdatedAt
  const cut = receipts.data?.more === true && isOf(posted.at(-1), today)
  if (stores.loading) return <LoadingState />
  if (stores.error) return <FailedState error={stores.error} onRetry={stores.retry} />
  return (
    <div className="overview" data-testid="overview">
      <h1 className="visually-hidden">{t('overview.title')}</h1>
      <ChainTiles stores={overviews} fetchedAtMs={fetchedAtMs} withReceipts={maySeeReceipts} cut={cut} />
      <TaskTiles />
      <section className="panel overview-stores" aria-labelledby="overview-stores">
        <h2 id="overview-stores">{t('overview.stores')}</h2>
        {overviews.length === 0 ? (
          <EmptyState
            title={t('overview.empty')}
            hint={t(mayCreateCodes ? 'overview.emptyHint' : 'overview.emptyPlainHint')}
          />
        ) : (
          <StoreTable stores={overviews} fetchedAtMs={fetchedAtMs} withReceipts={maySeeReceipts} cut={cut} />
        )}
      </section>
      <Attention stores={overviews} fetchedAtMs={fetchedAtMs} />
      {maySeeReceipts ? <RecentDocuments answer={recent} stores={stores} /> : null}
    </div>
  )
}

const isOf = (receipt: DocumentHeader | undefined, storeDay: string): boolean =>
  receipt !== undefined && storeDayOf(Date.parse(receipt.createdAt)) === storeDay
