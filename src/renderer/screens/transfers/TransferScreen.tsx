/** One transfer: asked, approved, sent, received a line; what is still under way, how differences ended, and its papers. */

import { ArrowLeftOutlined } from '@ant-design/icons'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams } from 'react-router'
import type { TransferView } from '../../../contract/schemas/transfer'
import { quantityText } from '../../../core/quantity/quantity'
import { useOperation } from '../../../ui/client'
import { type Column, DataGrid } from '../../../ui/DataGrid'
import { nameIn, timeText, valueText } from '../../../ui/format'
import { useKeys } from '../../../ui/keys'
import { OperationButton } from '../../../ui/OperationButton'
import { quantityCell, type SheetRow } from '../../../ui/sheet'
import { EmptyState, FailedState, LoadingState } from '../../../ui/states'
import { useStatus } from '../../app/useStatus'
import { ScanEcho } from '../../scanning/ScanEcho'
import { useScans } from '../../scanning/scanning'
import { useScanState } from '../../scanning/scanState'
import { useIdentify } from '../../scanning/useIdentify'
import { ExportButton, PrintButton } from '../ListButtons'
import { PrintFormDialog } from '../paper/PrintFormDialog'
import { useExport } from '../useExport'
import { stepFor, type TransferStep } from './steps'
import { TransferSign } from './TransfersScreen'
import { useOpenStep } from './useOpenStep'

export const TransferScreen = () => {
  const { transferId = '' } = useParams()
  const answer = useOperation('transfer.get', { transferId })
  if (answer.isError && !answer.data) return <FailedState error={answer.error} onRetry={() => void answer.refetch()} />
  if (!answer.data) return <LoadingState />
  return <OneTransfer transfer={answer.data} />
}

type Line = TransferView['lines'][number]

const OneTransfer = ({ transfer }: { transfer: TransferView }) => {
  const { t, i18n } = useTranslation()
  const navigate = useNavigate()
  const storeCode = useStatus()?.storeCode ?? ''
  const step = stepFor(transfer, storeCode)
  const openStep = useOpenStep()
  const [current, setCurrent] = useState<string | null>(null)
  const columns = useMemo(() => lineColumns(t, i18n.language), [t, i18n.language])
  const back = (): void => void navigate('/transfers')
  const forward = (): void => {
    if (step) void openStep(step, transfer.transferId)
  }
  const exporting = useExport()
  const exportLines = (): void =>
    void exporting([t('transfers.title'), transfer.number], async () => ({ rows: rowsOf(t, i18n.language, transfer) }))
  useScans(useIdentify('receiving'))
  const [printing, setPrinting] = useState(false)
  const print = (): void => setPrinting(true)
  useKeys('transfer', { forward, print, export: exportLines, back })
  return (
    <div className="receipt" data-testid="transfer" data-state={transfer.state}>
      <Head transfer={transfer} onBack={back} />
      <Facts transfer={transfer} />
      <DataGrid
        label={t('work.lines')}
        testId="transfer-lines"
        columns={columns}
        rows={transfer.lines}
        rowKey={(line) => String(line.lineNo)}
        currentKey={current ?? String(transfer.lines[0]?.lineNo ?? '')}
        onCurrentChange={setCurrent}
        autoFocus
        empty={<EmptyState title={t('work.emptyAll')} />}
      />
      <Below transfer={transfer} />
      <footer className="receipt-foot">
        <Figures transfer={transfer} />
        <div className="foot-actions">
          <span className="muted">{step ? '' : t(`transfers.waitFor.${waitsFor(transfer, storeCode)}`)}</span>
          <PrintButton onPrint={print} testId="transfer-print" />
          <ExportButton onExport={exportLines} testId="transfer-export" />
          {step ? <StepButton step={step} onStep={forward} /> : null}
        </div>
      </footer>
      {printing ? (
        <PrintFormDialog
          subjects={[{ form: 'transfer', transferId: transfer.transferId }]}
          onClose={() => setPrinting(false)}
        />
      ) : null}
    </div>
  )
}

const StepButton = ({ step, onStep }: { step: TransferStep; onStep(): void }) => {
  const { t } = useTranslation()
  return (
    <OperationButton
      operation={step === 'dispatch' ? 'transfer.openDispatch' : 'transfer.openReceipt'}
      type="primary"
      label={t(`transfers.${step}`)}
      keyName="F12"
      onClick={onStep}
      testId={`transfer-${step}`}
    />
  )
}

/** Who has to act when it is not us. */
const waitsFor = (transfer: TransferView, storeCode: string): string => {
  if (transfer.state === 'awaitingDispatch') return 'sender'
  if (transfer.state === 'inTransit') return transfer.fromStoreCode === storeCode ? 'receiver' : 'sender'
  return transfer.state
}

const Head = ({ transfer, onBack }: { transfer: TransferView; onBack(): void }) => {
  const { t } = useTranslation()
  const noticed = useScanState(({ notice }) => notice !== null && notice.tone !== 'stopped')
  const route = `${transfer.fromWarehouseName} → ${transfer.toWarehouseName}`
  return (
    <header className="receipt-head">
      <button
        type="button"
        className="icon-button"
        onClick={onBack}
        aria-label={t('work.back')}
        data-testid="transfer-back"
      >
        <ArrowLeftOutlined />
      </button>
      <span className="document-type">{t(`transferKind.${transfer.kind}`)}</span>
      <h1 className="code" data-testid="transfer-number">
        {transfer.number}
      </h1>
      <TransferSign state={transfer.state} t={t} />
      <span className="receipt-supplier ellipsis" title={route}>
        {route}
      </span>
      {noticed ? <ScanEcho hint="" /> : null}
    </header>
  )
}

const Facts = ({ transfer }: { transfer: TransferView }) => {
  const { t } = useTranslation()
  const facts: [string, string][] = [
    [t('transfers.request'), transfer.requestNumber],
    [t('transfers.authorisation'), transfer.authorisationNumber],
    [t('transfers.due'), transfer.dueDate],
    [t('work.author'), `${transfer.createdByName} ${timeText(transfer.createdAt)}`],
    [t('field.note'), transfer.note],
    [t('transfers.calledOff'), transfer.calledOffReason],
  ]
  return (
    <dl className="receipt-details">
      {facts
        .filter(([, value]) => value.trim() !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="ellipsis" title={value}>
              {value}
            </dd>
          </div>
        ))}
    </dl>
  )
}

/** Papers and settlements side by side, each a line; nothing to show takes no room. */
const Below = ({ transfer }: { transfer: TransferView }) => {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { documents, settlements } = transfer
  if (documents.length + settlements.length === 0) return null
  return (
    <div className="transfer-below">
      <section aria-label={t('transfers.papers')}>
        <h2>{t('transfers.papers')}</h2>
        {documents.length === 0 ? <p className="muted">{t('transfers.noPapers')}</p> : null}
        {documents.map((paper) => (
          <button
            key={paper.documentId}
            type="button"
            className="paper"
            onClick={() => void navigate(`/documents/${paper.documentId}`)}
            data-testid="transfer-paper"
          >
            <span>{t(`documentType.${paper.type}`, { defaultValue: paper.type })}</span>
            <b className="code">{paper.number}</b>
            <span className="muted">
              {t(`documentState.${paper.state}`, { defaultValue: paper.state })} {timeText(paper.postedAt)}
            </span>
          </button>
        ))}
      </section>
      <section aria-label={t('transfers.settlements')}>
        <h2>{t('transfers.settlements')}</h2>
        {settlements.length === 0 ? <p className="muted">{t('transfers.noSettlements')}</p> : null}
        {settlements.map((one) => (
          <div key={one.documentId} className="paper" data-testid="transfer-settlement">
            <span>{t(`settlement.${one.way}`)}</span>
            <b>{t('transfers.lineQuantity', { lineNo: one.lineNo, quantity: quantityText(one.quantity) })}</b>
            <span className="muted ellipsis">
              {one.userName} {timeText(one.at)} {one.waiting ? t('transfers.waiting') : ''} {one.note}
            </span>
          </div>
        ))}
      </section>
    </div>
  )
}

const Figures = ({ transfer }: { transfer: TransferView }) => {
  const { t } = useTranslation()
  const sum = (of: (line: Line) => number): string =>
    quantityText(transfer.lines.reduce((all, line) => all + of(line), 0))
  const inTransit = transfer.lines.reduce((all, line) => all + line.inTransitQuantity, 0)
  return (
    <div className="foot-figures">
      <span>
        {t('transfers.figure', { name: t('transfers.approved'), quantity: sum((line) => line.approvedQuantity) })}
      </span>
      <span>{t('transfers.figure', { name: t('transfers.sent'), quantity: sum((line) => line.sentQuantity) })}</span>
      <span>
        {t('transfers.figure', { name: t('transfers.received'), quantity: sum((line) => line.receivedQuantity) })}
      </span>
      <span className={inTransit === 0 ? '' : 'look'} data-testid="in-transit">
        {t('transfers.figure', { name: t('transfers.inTransit'), quantity: quantityText(inTransit) })}
      </span>
      {transfer.value === null ? null : <span>{t('work.value', { value: valueText(transfer.value) })}</span>}
    </div>
  )
}

type Translate = (key: string, values?: Record<string, unknown>) => string

const lineColumns = (t: Translate, language: string): Column<Line>[] => [
  {
    key: 'lineNo',
    title: t('work.lineNo'),
    width: 52,
    align: 'right',
    render: (line) => <span className="muted">{line.lineNo}</span>,
  },
  { key: 'sku', title: t('work.sku'), width: 112, render: (line) => <span className="code">{line.sku}</span> },
  {
    key: 'name',
    title: t('work.name'),
    render: (line) => (
      <>
        {nameIn(language, line)} <span className="muted">{line.spec}</span>
      </>
    ),
  },
  { key: 'unit', title: t('work.unit'), width: 48, align: 'center', render: (line) => line.unit },
  figure(t, 'asked', (line) => line.askedQuantity),
  figure(t, 'approved', (line) => line.approvedQuantity),
  figure(t, 'sent', (line) => line.sentQuantity),
  figure(t, 'received', (line) => line.receivedQuantity),
  figure(t, 'damaged', (line) => line.damagedQuantity, 'look'),
  figure(t, 'settled', (line) => line.settledQuantity),
  figure(t, 'inTransit', (line) => line.inTransitQuantity, 'look'),
]

const figure = (t: Translate, name: string, of: (line: Line) => number, tone = ''): Column<Line> => ({
  key: name,
  title: t(`transfers.${name}`),
  width: 76,
  align: 'right',
  render: (line) =>
    of(line) === 0 ? <span className="zero">0</span> : <b className={tone}>{quantityText(of(line))}</b>,
})

const exported = ['asked', 'approved', 'sent', 'received', 'damaged', 'settled'] as const

const rowsOf = (t: Translate, language: string, transfer: TransferView): SheetRow[] => [
  [
    t('work.lineNo'),
    t('work.sku'),
    t('work.barcode'),
    t('work.name'),
    t('work.spec'),
    t('work.unit'),
    ...exported.map((name) => t(`transfers.${name}`)),
    t('transfers.inTransit'),
  ],
  ...transfer.lines.map((line) => [
    line.lineNo,
    line.sku,
    line.barcode,
    nameIn(language, line),
    line.spec,
    line.unit,
    ...exported.map((name) => quantityCell(line[`${name}Quantity`])),
    quantityCell(line.inTransitQuantity),
  ]),
]
