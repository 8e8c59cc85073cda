/** What a document moved in the ledger. */
import { useTranslation } from 'react-i18next'
import type { DocumentView } from '../../../contract/schemas/document'
import { useOperation } from '../../../ui/client'
import { EmptyState, FailedState, LoadingState } from '../../../ui/states'
import { beatMs } from '../../data/pages'
import { ListTable } from '../../parts/ListTable'
import { movementKey, useMovementColumns } from '../stock/movementColumns'

export const DocumentMovements = ({ document: { header, lines } }: { document: DocumentView }) => {
  const { t } = useTranslation()
  const answer = useOperation('stock.movements', { documentId: header.documentId }, { refetchIntervalMs: beatMs })
  const columns = useMovementColumns({
    names: new Map([
      [header.warehouseCode, header.warehouseName],
      [header.toWarehouseCode, header.toWarehouseName],
    ]),
    products: new Map(lines.map((line) => [line.sku, line])),
  })
  if (answer.isPending) return <LoadingState />
  if (!answer.data) return <FailedState error={answer.error} onRetry={() => void answer.refetch()} />
  return (
    <ListTable
      label={t('movements.title')}
      testId="movements"
      columns={columns}
      rows={answer.data.movements}
      rowKey={movementKey}
      rowTestId={({ sku }) => `movement-row-${sku}`}
      empty={<EmptyState title={t('movements.empty')} hint={t('movements.emptyDocumentHint')} />}
    />
  )
}
