/** The newest posted documents of the chain; one that a shop posts shows here within seconds. */
import type { UseQueryResult } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { OutputOf } from '../../../contract/operations'
import { EmptyState, FailedState, LoadingState } from '../../../ui/states'
import type { Stores } from '../../data/stores'
import { useHere } from '../../parts/cameFrom'
import { ListTable } from '../../parts/ListTable'
import { useDocumentColumns } from '../documents/documentColumns'

interface RecentDocumentsProps {
  answer: UseQueryResult<OutputOf<'document.list'>>
  stores: Stores
}

export const RecentDocuments = ({ answer, stores }: RecentDocumentsProps) => {
  const { t } = useTranslation()
  const columns = useDocumentColumns({ here: useHere(), stores, short: true })
  const rows = answer.data?.documents ?? []
  return (
    <section className="panel overview-recent" aria-labelledby="overview-recent">
      <h2 id="overview-recent">
        {t('overview.recent')}
        <Link to="/documents" className="panel-link">
          {t('overview.allDocuments')}
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
