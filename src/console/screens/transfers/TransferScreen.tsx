/** One transfer: asked, approved, sent and received on each line, what is still on the way, how differences ended, its papers. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate, useParams } from 'react-router'
import type { TransferView } from '../../../contract/schemas/transfer'
import { isDocumentType } from '../../../core/documents/states'
import { useCommand, useOperation } from '../../../ui/client'
import { timeText, valueText } from '../../../ui/format'
import { OperationButton } from '../../../ui/OperationButton'
import { useCan } from '../../../ui/session'
import { EmptyState, FailedState, LoadingState } from '../../../ui/states'
import { beatMs } from '../../data/pages'
import { useChoices } from '../../data/writing'
import { ActDialog } from '../../parts/ActDialog'
import { BackLink } from '../../parts/BackLink'
import { useHere } from '../../parts/cameFrom'
import { Fact, Facts, Named, orDash } from '../../parts/Facts'
import { Quantity } from '../../parts/figures'
import { LinkTabs, type TabItem, useTab } from '../../parts/LinkTabs'
import { type Column, ListTable, RowLink } from '../../parts/ListTable'
import { Refusal } from '../../parts/Refusal'
import { SettleDialog } from './SettleDialog'
import { ExportTransferLines, TransferLines } from './TransferLines'
import { TransferStateSign } from './transferSigns'

export const TransferScreen = () => {
  const { t } = useTranslation()
  const { transferId = '' } = useParams()
  const answer = useOperation('transfer.get', { transferId }, { refetchIntervalMs: beatMs })
  return (
    <>
      <BackLink fallback="/transfers" />
      {answer.data ? null : <h1 className="visually-hidden">{t('transfers.title')}</h1>}
      {answer.isPending ? <LoadingState /> : null}
      {answer.isError && !answer.data ? (
        <FailedState error={answer.error} onRetry={() => void answer.refetch()} />
      ) : null}
      {answer.data ? <Transfer transfer={answer.data} /> : null}
    </>
  )
}

type Tab = 'lines' | 'settlements' | 'papers'

const Transfer = ({ transfer }: { transfer: TransferView }) => {
  const { t } = useTranslation()
  const [settling, settle] = useState<number | null>(null)
  const items: TabItem<Tab>[] = [
    { key: 'lines', label: t('document.linesTab', { n: transfer.lines.length }) },
    { key: 'settlements', label: t('transfer.settlementsTab', { n: transfer.settlements.length }) },
    { key: 'papers', label: t('transfer.papersTab', { n: transfer.documents.length }) },
  ]
  const tab = useTab(items)
  return (
    <div className="document" data-testid="transfer" data-number={transfer.number} data-state={transfer.state}>
      <Head transfer={transfer} />
      <LinkTabs label={t('document.tabs')} items={items} current={tab}>
        {tab === 'lines' ? (
          <span className="tabs-acts">
            <ExportTransferLines transfer={transfer} />
          </span>
        ) : null}
      </LinkTabs>
      {tab === 'lines' ? <TransferLines transfer={transfer} onSettle={settle} /> : null}
      {tab === 'settlements' ? <Settlements transfer={transfer} /> : null}
      {tab === 'papers' ? <Papers transfer={transfer} /> : null}
      <SettleDialog transfer={transfer} lineNo={settling} onClose={() => settle(null)} />
    </div>
  )
}

const Head = ({ transfer }: { transfer: TransferView }) => {
  const { t } = useTranslation()
  const here = useHere()
  return (
    <section className="document-head">
      <div className="document-title">
        <span className="document-type">{t(`transferKind.${transfer.kind}`)}</span>
        <h1 className="code">{transfer.number}</h1>
        <TransferStateSign state={transfer.state} />
        <Acts transfer={transfer} />
      </div>
      {transfer.state === 'difference' ? <p className="refused-note">{t('transfer.differenceHint')}</p> : null}
      <Facts>
        <Fact name={t('transfers.from')}>
          <Named name={transfer.fromWarehouseName} code={transfer.fromWarehouseCode} />
        </Fact>
        <Fact name={t('transfers.to')}>
          <Named name={transfer.toWarehouseName} code={transfer.toWarehouseCode} />
        </Fact>
        <Fact name={t('transfers.due')}>{orDash(transfer.dueDate)}</Fact>
        {transfer.value === null ? null : (
          <Fact name={t('documents.value')}>
            <b>{valueText(transfer.value)}</b>
          </Fact>
        )}
        <Fact name={t('transfer.request')}>
          {transfer.requestId === '' ? (
            t('transfer.pushed')
          ) : (
            <Link className="code" to={`/documents/${transfer.requestId}`} state={here}>
              {transfer.requestNumber}
            </Link>
          )}
        </Fact>
        <Fact name={t('transfer.createdBy')}>
          {transfer.createdByName} <small className="muted">{timeText(transfer.createdAt)}</small>
        </Fact>
        {transfer.authorisationNumber === '' ? null : (
          <Fact name={t('transfer.authorisation')}>
            <span className="code">{transfer.authorisationNumber}</span>
          </Fact>
        )}
        {transfer.note === '' ? null : <Fact name={t('field.note')}>{transfer.note}</Fact>}
        {transfer.calledOffReason === '' ? null : (
          <Fact name={t('transfer.calledOff')}>{transfer.calledOffReason}</Fact>
        )}
      </Facts>
    </section>
  )
}

/** A warehouse without a store has no PC: what leaves or reaches it is written here. */
const Acts = ({ transfer }: { transfer: TransferView }) => {
  const { t } = useTranslation()
  const [cancelling, setCancelling] = useState(false)
  const mayCancel = useCan('transfer.cancel')
  const toSend = transfer.state === 'awaitingDispatch'
  const toReceive = transfer.state === 'inTransit' || transfer.state === 'difference'
  const open = useOpenPaper(transfer)
  return (
    <div className="document-acts">
      <Refusal error={open.error} />
      {toSend && mayCancel ? (
        <OperationButton
          operation="transfer.cancel"
          label={t('transfer.cancel')}
          testId="act-cancel-transfer"
          onClick={() => setCancelling(true)}
        />
      ) : null}
      {toSend && open.sendsHere ? (
        <OperationButton
          operation="transfer.openDispatch"
          type="primary"
          label={t('transfer.openDispatch')}
          testId="act-open-dispatch"
          loading={open.busy}
          onClick={open.dispatch}
        />
      ) : null}
      {toReceive && open.receivesHere ? (
        <OperationButton
          operation="transfer.openReceipt"
          type="primary"
          label={t('transfer.openReceipt')}
          testId="act-open-receipt"
          loading={open.busy}
          onClick={open.receive}
        />
      ) : null}
      <CancelDialog transfer={transfer} open={cancelling} onClose={() => setCancelling(false)} />
    </div>
  )
}

const useOpenPaper = ({ transferId, fromWarehouseCode, toWarehouseCode }: TransferView) => {
  const navigate = useNavigate()
  const here = useHere()
  const { warehouses } = useChoices()
  const go = {
    touches: ['transfer.get', 'document.list'] as const,
    onDone: ({ documentId }: { documentId: string }) => void navigate(`/documents/${documentId}`, { state: here }),
  }
  const dispatch = useCommand('transfer.openDispatch', go)
  const receive = useCommand('transfer.openReceipt', go)
  const isOurs = (warehouseCode: string): boolean =>
    warehouses.some(({ code, storeCode }) => code === warehouseCode && storeCode === null)
  return {
    sendsHere: isOurs(fromWarehouseCode),
    receivesHere: isOurs(toWarehouseCode),
    busy: dispatch.isPending || receive.isPending,
    error: dispatch.error ?? receive.error,
    dispatch: () => dispatch.mutate({ transferId }),
    receive: () => receive.mutate({ transferId }),
  }
}

const CancelDialog = ({ transfer, open, onClose }: { transfer: TransferView; open: boolean; onClose(): void }) => {
  const { t } = useTranslation()
  const cancel = useCommand('transfer.cancel', { touches: ['transfer.get', 'transfer.list'], onDone: onClose })
  return (
    <ActDialog
      open={open}
      title={`${t('transfer.cancel')} ${transfer.number}`}
      act={t('transfer.cancel')}
      danger
      reason="needed"
      busy={cancel.isPending}
      error={cancel.isError ? cancel.error : null}
      testId="cancel-transfer"
      onAct={(reason) => cancel.mutate({ transferId: transfer.transferId, reason })}
      onClose={onClose}
    >
      <p className="act-words">{t('transfer.cancelHint')}</p>
    </ActDialog>
  )
}

type Settlement = TransferView['settlements'][number]

const Settlements = ({ transfer }: { transfer: TransferView }) => {
  const { t } = useTranslation()
  const here = useHere()
  const nameOf = new Map(transfer.lines.map(({ lineNo, name, sku }) => [lineNo, `${name} ${sku}`]))
  const columns: Column<Settlement>[] = [
    { key: 'time', title: t('document.stepTime'), width: 110, render: (row) => timeText(row.at) },
    {
      key: 'number',
      title: t('documents.number'),
      width: 190,
      render: (row) => (
        <RowLink className="code" to={`/documents/${row.documentId}`} state={here}>
          {row.number}
        </RowLink>
      ),
    },
    { key: 'product', title: t('movements.sku'), render: (row) => nameOf.get(row.lineNo) ?? row.lineNo },
    {
      key: 'quantity',
      title: t('documents.quantity'),
      width: 84,
      align: 'right',
      render: (row) => <Quantity value={row.quantity} strong />,
    },
    {
      key: 'way',
      title: t('transfer.way'),
      width: 210,
      render: (row) => (
        <>
          {t(`settlement.${row.way}`)}{' '}
          {row.waiting ? <small className="look">{t('transfer.settleWaiting')}</small> : null}
        </>
      ),
    },
    { key: 'note', title: t('field.note'), render: (row) => row.note },
    { key: 'who', title: t('movements.who'), width: 96, render: (row) => row.userName },
  ]
  return (
    <ListTable
      label={t('transfer.settlements')}
      testId="settlements"
      columns={columns}
      rows={transfer.settlements}
      rowKey={({ documentId, lineNo }) => `${documentId} ${lineNo}`}
      rowTestId={({ lineNo }) => `settlement-row-${lineNo}`}
      empty={<EmptyState title={t('transfer.noSettlements')} hint={t('transfer.noSettlementsHint')} />}
    />
  )
}

type Paper = TransferView['documents'][number]

const Papers = ({ transfer }: { transfer: TransferView }) => {
  const { t } = useTranslation()
  const here = useHere()
  const columns: Column<Paper>[] = [
    {
      key: 'number',
      title: t('documents.number'),
      width: 210,
      render: (row) => (
        <RowLink className="code" to={`/documents/${row.documentId}`} state={here}>
          {row.number}
        </RowLink>
      ),
    },
    {
      key: 'type',
      title: t('documents.type'),
      width: 140,
      render: (row) => (isDocumentType(row.type) ? t(`documentType.${row.type}`) : row.type),
    },
    {
      key: 'state',
      title: t('documents.state'),
      width: 120,
      render: (row) => t(`documentState.${row.state}`, { defaultValue: row.state }),
    },
    { key: 'postedAt', title: t('document.postedAt'), render: (row) => timeText(row.postedAt) },
  ]
  return (
    <ListTable
      label={t('transfer.papers')}
      testId="papers"
      columns={columns}
      rows={transfer.documents}
      rowKey={({ documentId }) => documentId}
      rowTestId={({ number }) => `paper-row-${number}`}
      empty={<EmptyState title={t('transfer.noPapers')} hint={t('transfer.noPapersHint')} />}
    />
  )
}
