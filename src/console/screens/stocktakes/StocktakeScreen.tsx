/** One stocktake as HQ knows it: its zones while it is counted, its review as it was handed in, and the papers it came to. */
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import type { StocktakeView } from '../../../contract/schemas/stocktake'
import { useOperation } from '../../../ui/client'
import { timeText } from '../../../ui/format'
import { useCan } from '../../../ui/session'
import { DocumentStateSign, EmptyState, FailedState, LoadingState, Sign } from '../../../ui/states'
import { scopeText } from '../../../ui/stocktakePlan'
import { StocktakeSign } from '../../../ui/stocktakeSigns'
import { beatMs } from '../../data/pages'
import { useStores } from '../../data/stores'
import { BackLink } from '../../parts/BackLink'
import { useHere } from '../../parts/cameFrom'
import { Fact, Facts, Named, orDash } from '../../parts/Facts'
import { LinkTabs, type TabItem, useTab } from '../../parts/LinkTabs'
import { type Column, ListTable, RowLink } from '../../parts/ListTable'
import { StoreCell } from '../../parts/StoreCell'
import { CallOff } from './CallOff'
import { Review } from './Review'

export const StocktakeScreen = () => {
  const { t } = useTranslation()
  const { stocktakeId = '' } = useParams()
  const answer = useOperation('stocktake.get', { stocktakeId }, { refetchIntervalMs: beatMs })
  return (
    <>
      <BackLink fallback="/stocktakes?tab=stocktakes" />
      {answer.data ? null : <h1 className="visually-hidden">{t('stocktakes.title')}</h1>}
      {answer.isPending ? <LoadingState /> : null}
      {answer.isError && !answer.data ? (
        <FailedState error={answer.error} onRetry={() => void answer.refetch()} />
      ) : null}
      {answer.data ? <Stocktake stocktake={answer.data} /> : null}
    </>
  )
}

type Tab = 'review' | 'zones' | 'papers'

const Stocktake = ({ stocktake }: { stocktake: StocktakeView }) => {
  const { t } = useTranslation()
  const seesReview = useCan('stocktake.review') && stocktake.submittedAt !== null
  const items: TabItem<Tab>[] = [
    ...(seesReview ? [{ key: 'review' as const, label: t('stocktakes.reviewTab') }] : []),
    { key: 'zones', label: t('stocktakes.zonesTab', { n: stocktake.zones.length }) },
    { key: 'papers', label: t('stocktakes.papersTab', { n: stocktake.papers.length }) },
  ]
  const tab = useTab(items)
  if (tab === 'review')
    return (
      <Frame stocktake={stocktake}>
        <Review stocktake={stocktake} items={items} />
      </Frame>
    )
  return (
    <Frame stocktake={stocktake}>
      <LinkTabs label={t('document.tabs')} items={items} current={tab} />
      {tab === 'zones' ? <Zones stocktake={stocktake} /> : <Papers stocktake={stocktake} />}
    </Frame>
  )
}

const Frame = ({ stocktake, children }: { stocktake: StocktakeView; children: React.ReactNode }) => (
  <div className="document" data-testid="stocktake" data-number={stocktake.number} data-state={stocktake.state}>
    <Head stocktake={stocktake} />
    {children}
  </div>
)

const Head = ({ stocktake }: { stocktake: StocktakeView }) => {
  const { t } = useTranslation()
  const { stores, fetchedAtMs } = useStores()
  return (
    <section className="document-head">
      <div className="document-title">
        <span className="document-type">{t(`stocktakeKind.${stocktake.kind}`)}</span>
        <h1 className="code">{stocktake.number}</h1>
        <StocktakeSign {...stocktake} />
        {stocktake.taskCancelled ? <Sign tone="bad">{t('taskException.countedAfterCancel')}</Sign> : null}
        <CallOff stocktake={stocktake} />
      </div>
      <Facts>
        <Fact name={t('stockPage.store')}>
          <StoreCell row={stocktake} stores={stores} fetchedAtMs={fetchedAtMs} />
        </Fact>
        <Fact name={t('stocktakes.warehouse')}>
          <Named name={stocktake.warehouseName} code={stocktake.warehouseCode} />
        </Fact>
        <Fact name={t('stocktakes.scope')}>{scopeText(t, stocktake.scope)}</Fact>
        <Fact name={t('stocktakes.products')}>{stocktake.products}</Fact>
        <Fact name={t('stocktakes.blind')}>{t(stocktake.blind ? 'stocktakes.blindOn' : 'stocktakes.blindOff')}</Fact>
        <Fact name={t('stocktakes.from')}>
          {stocktake.taskNumber === '' ? (
            t('stocktakes.own')
          ) : (
            <>
              {stocktake.taskName} <small className="muted code">{stocktake.taskNumber}</small>
            </>
          )}
        </Fact>
        <Fact name={t('stocktakes.openedBy')}>
          {stocktake.openedByName}{' '}
          <small className="muted">
            {t('trail.letter', { letter: stocktake.pc })} {timeText(stocktake.openedAt)}
          </small>
        </Fact>
        <Fact name={t('stocktakes.submittedBy')}>
          {orDash(stocktake.submittedByName)}{' '}
          {stocktake.submittedAt === null ? null : <small className="muted">{timeText(stocktake.submittedAt)}</small>}
        </Fact>
        {stocktake.cancelReason === '' ? null : <Fact name={t('stocktakes.voidReason')}>{stocktake.cancelReason}</Fact>}
        {stocktake.note === '' ? null : <Fact name={t('field.note')}>{stocktake.note}</Fact>}
      </Facts>
    </section>
  )
}

type Zone = StocktakeView['zones'][number]

const Zones = ({ stocktake }: { stocktake: StocktakeView }) => {
  const { t } = useTranslation()
  const columns: Column<Zone>[] = [
    { key: 'code', title: t('stocktakes.zone'), width: 110, render: ({ code }) => <b className="code">{code}</b> },
    { key: 'name', title: t('stocktakes.name'), render: ({ name }) => name },
    { key: 'state', title: t('documents.state'), width: 110, render: ({ state }) => t(`zoneState.${state}`) },
    { key: 'round', title: t('stocktakes.round'), width: 80, align: 'right', render: ({ round }) => round },
    { key: 'counts', title: t('stocktakes.counts'), render: ({ counts }) => <Counts counts={counts} /> },
  ]
  return (
    <ListTable
      label={t('stocktakes.zones')}
      testId="stocktake-zones"
      columns={columns}
      rows={stocktake.zones}
      rowKey={({ code }) => code}
      rowTestId={({ code }) => `zone-${code}`}
      rowData={({ state }) => ({ 'data-state': state })}
      empty={<EmptyState title={t('stocktakes.noZones')} />}
    />
  )
}

/** Who counted, and how many lines: each leads to its paper. */
const Counts = ({ counts }: Pick<Zone, 'counts'>) => {
  const { t } = useTranslation()
  const here = useHere()
  return counts.map(({ documentId, counterName, linesTotal, round }) => (
    <Link key={documentId} className="count-link" to={`/documents/${documentId}`} state={here}>
      {t('stocktakes.countBy', { name: counterName, count: linesTotal, round })}
    </Link>
  ))
}

type Paper = StocktakeView['papers'][number]

const Papers = ({ stocktake }: { stocktake: StocktakeView }) => {
  const { t } = useTranslation()
  const here = useHere()
  const columns: Column<Paper>[] = [
    {
      key: 'number',
      title: t('documents.number'),
      width: 220,
      render: ({ documentId, number }) => (
        <RowLink className="code" to={`/documents/${documentId}`} state={here}>
          {number}
        </RowLink>
      ),
    },
    { key: 'type', title: t('documents.type'), width: 120, render: ({ type }) => t(`documentType.${type}`) },
    { key: 'state', title: t('documents.state'), render: ({ state }) => <DocumentStateSign state={state} /> },
  ]
  return (
    <ListTable
      label={t('stocktakes.papers')}
      testId="stocktake-papers"
      columns={columns}
      rows={stocktake.papers}
      rowKey={({ documentId }) => documentId}
      rowTestId={({ number }) => `paper-${number}`}
      empty={<EmptyState title={t('stocktakes.noPapers')} hint={t('stocktakes.noPapersHint')} />}
    />
  )
}
