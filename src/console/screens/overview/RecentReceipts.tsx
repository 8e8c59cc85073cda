/** The newest posted receipts of the chain; one that a shop posts shows here within seconds. */
import type { UseQueryResult } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { OutputOf } from '../../../contract/operations'
import { EmptyState, FailedState, LoadingState } from '../../../ui/states'
import type { Stores } from '../../data/stores'
import { useHere } from '../../parts/cameFrom'
import { ListTable } from '../../parts/ListTable'
import { useReceiptColumns } from '../receipts/receiptColumns'

const shownMax = 30

interface RecentReceiptsProps {
  answer: UseQueryResult<OutputOf<'goodsReceipt.list'>>
  stores: Stores
}

export const RecentReceipts = ({ answer, stores }: RecentReceiptsProps) => {
  const { t } = useTranslation()
  const columns = useReceiptColumns({ here: useHere(), stores, short: true })
  const rows = (answer.data?.receipts ?? []).slice(0, shownMax)
  return (
    <section className="panel overview-recent" aria-labelledby="overview-recent">
      <h2 id="overview-recent">
        {t('overview.recent')}
        <Link to="/receipts" className="panel-link">
          {t('overview.allReceipts')}
        </Link>
      </h2>
      {answer.isPending ? <LoadingState /> : null}
      {answer.isError && !answer.data ? (
        <FailedState error={answer.error} onRetry={() => void answer.refetch()} />
      ) : null}
      {answer.data ? (
        <ListTable
          label={t('overview.recent')}
          testId="recent-receipts"
          columns={columns}
          rows={rows}
          rowKey={({ documentId }) => documentId}
          rowTestId={({ number }) => `receipt-row-${number}`}
          empty={<EmptyState title={t('overview.recentEmpty')} hint={t('overview.recentEmptyHint')} />}
        />
      ) : null}
    </section>
  )
}
