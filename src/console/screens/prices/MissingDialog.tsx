/** Which labels of a change one store still has to print, to be read, or sent to the shop as a file. */
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { PriceChangeView, PriceLine } from '../../../contract/schemas/price'
import { useOperation } from '../../../ui/client'
import { Dialog } from '../../../ui/Dialog'
import { EmptyState, FailedState, LoadingState } from '../../../ui/states'
import { AgeLabel } from '../../ages/AgeLabel'
import { beatMs } from '../../data/pages'
import { ExportButton } from '../../parts/ExportButton'
import { ListTable } from '../../parts/ListTable'
import { useLineColumns } from './PriceScreen'
import { Progress } from './priceSigns'

interface MissingDialogProps {
  change: PriceChangeView
  storeCode: string
  onClose(): void
}

export const MissingDialog = ({ change: { changeId, number }, storeCode, onClose }: MissingDialogProps) => {
  const { t } = useTranslation()
  const columns = useLineColumns()
  const answer = useOperation('price.missing', { changeId, storeCode }, { refetchIntervalMs: beatMs })
  const { store, lines = [] } = answer.data ?? {}
  return (
    <Dialog
      open
      title={t('prices.missingTitle', { store: store?.storeName ?? storeCode })}
      onClose={onClose}
      width={900}
      testId="price-missing"
      footer={
        <>
          <span className="price-export">
            <ExportButton<PriceLine>
              name={`${number}-${storeCode}`}
              columns={columns}
              read={async () => ({ rows: lines, cut: false })}
            />
          </span>
          <Button type="primary" data-autofocus onClick={onClose}>
            {t('common.close')}
          </Button>
        </>
      }
    >
      {answer.isPending ? <LoadingState /> : null}
      {answer.isError && !answer.data ? (
        <FailedState error={answer.error} onRetry={() => void answer.refetch()} />
      ) : null}
      {store ? (
        <>
          <p className="price-missing-head">
            <Progress done={store.printed} total={store.toPrint} late={store.overdue} />{' '}
            <AgeLabel asOf={null} ageSeconds={store.ageSeconds} fetchedAtMs={answer.dataUpdatedAt} />
          </p>
          <div className="price-missing-lines">
            <ListTable
              label={t('prices.waiting')}
              testId="price-missing-lines"
              columns={columns}
              rows={lines}
              rowKey={({ sku }: PriceLine) => sku}
              rowTestId={({ sku }: PriceLine) => `missing-${sku}`}
              empty={
                <EmptyState
                  title={t(store.heardAt === null ? 'prices.storeState.silent' : 'prices.storeState.done')}
                  hint={t(store.heardAt === null ? 'prices.silentHint' : 'prices.doneHint')}
                />
              }
            />
          </div>
        </>
      ) : null}
    </Dialog>
  )
}
