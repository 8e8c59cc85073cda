/** The paper beside the list: why, how much, its lines, photos and history; for a request, what HQ grants and who sends. */
import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { DocumentView } from '../../../contract/schemas/document'
import { useOperation } from '../../../ui/client'
import { isRequest, stepText } from '../../../ui/documents'
import { timeText } from '../../../ui/format'
import { keyOf } from '../../../ui/keyMap'
import { OperationButton } from '../../../ui/OperationButton'
import { FailedState, LoadingState } from '../../../ui/states'
import { useChoices } from '../../data/writing'
import { useHere } from '../../parts/cameFrom'
import { ChoiceField } from '../../parts/fields'
import { DocumentFacts } from '../documents/DocumentFacts'
import { stepsOf } from '../documents/DocumentHistory'
import { Photo } from '../documents/DocumentPhotos'
import { typeName } from '../documents/documentColumns'
import { InboxLines } from './InboxLines'
import type { Deciding, Grant } from './useDeciding'

export const InboxDetail = ({ documentId, deciding }: { documentId: string; deciding: Deciding }) => {
  const answer = useOperation('document.get', { documentId })
  if (answer.isPending) return <LoadingState />
  if (!answer.data) return <FailedState error={answer.error} onRetry={() => void answer.refetch()} />
  return <Paper document={answer.data} deciding={deciding} />
}

const Paper = ({ document, deciding }: { document: DocumentView; deciding: Deciding }) => {
  const { t } = useTranslation()
  const { header, attachments } = document
  const here = useHere()
  const grant = useGrant(document, deciding)
  return (
    <article className="inbox-detail" data-testid="inbox-detail" data-number={header.number}>
      <div className="inbox-detail-head">
        <div className="document-title">
          <span className="document-type">{typeName(t, header)}</span>
          <Link className="code" to={`/documents/${header.documentId}`} state={here} data-testid="inbox-open">
            {header.number}
          </Link>
          <Buttons document={document} deciding={deciding} />
        </div>
        <DocumentFacts header={header} />
        {isRequest(header.type) ? <Sender document={document} grant={grant} /> : null}
      </div>
      <div className="inbox-detail-body">
        {attachments.length > 0 ? (
          <div className="photos photos-small" data-testid="inbox-photos">
            {attachments.map((attachment) => (
              <Photo key={attachment.attachmentId} documentId={header.documentId} attachment={attachment} />
            ))}
          </div>
        ) : null}
        <InboxLines document={document} grant={grant} />
        <Steps document={document} />
      </div>
    </article>
  )
}

const Buttons = ({ document: { header }, deciding }: { document: DocumentView; deciding: Deciding }) => {
  const { t } = useTranslation()
  const decidable = deciding.current?.decidable !== false
  const shared = { documentType: header.type, disabled: !decidable, disabledReason: t('inbox.ownPaper') }
  return (
    <div className="document-acts">
      <OperationButton
        {...shared}
        operation="document.decide"
        label={t('inbox.refuse')}
        keyName={keyOf('inbox', 'refuse')}
        testId="inbox-refuse"
        onClick={deciding.askRefusal}
      />
      <OperationButton
        {...shared}
        operation="document.decide"
        type="primary"
        label={t('inbox.approve')}
        keyName={keyOf('inbox', 'approve')}
        loading={deciding.busy}
        testId="inbox-approve"
        onClick={deciding.approve}
      />
    </div>
  )
}

export interface GrantForm {
  quantityOf(lineNo: number, asked: number): number
  setQuantity(lineNo: number, quantity: number): void
  fromWarehouseCode: string
  setFrom(code: string): void
  asAsked(): void
  changed: boolean
}

/** Starts as asked; only what was changed is told. */
const useGrant = ({ lines }: DocumentView, { setGrant }: Deciding): GrantForm => {
  const [quantities, setQuantities] = useState<ReadonlyMap<number, number>>(new Map())
  const [fromWarehouseCode, setFrom] = useState('')
  const changed = lines.filter((line) => (quantities.get(line.lineNo) ?? line.quantity) !== line.quantity)
  const told: Grant = {
    ...(changed.length > 0
      ? {
          approvedLines: changed.map(({ lineNo, quantity }) => ({
            lineNo,
            quantity: quantities.get(lineNo) ?? quantity,
          })),
        }
      : {}),
    ...(fromWarehouseCode === '' ? {} : { fromWarehouseCode }),
  }
  useEffect(() => {
    setGrant(told)
    return () => setGrant({})
  })
  return {
    quantityOf: (lineNo, asked) => quantities.get(lineNo) ?? asked,
    setQuantity: (lineNo, quantity) => setQuantities((now) => new Map(now).set(lineNo, quantity)),
    fromWarehouseCode,
    setFrom,
    asAsked: () => setQuantities(new Map()),
    changed: changed.length > 0,
  }
}

/** Who sends: as the store asked, or another warehouse HQ chooses. A return keeps its sender, the store itself. */
const Sender = ({ document: { header }, grant }: { document: DocumentView; grant: GrantForm }) => {
  const { t } = useTranslation()
  const { warehouses } = useChoices()
  const possible = warehouses.filter(
    ({ code, kind }) => code !== header.warehouseCode && kind !== 'virtual' && kind !== 'inTransit',
  )
  return (
    <div className="inbox-grant">
      {header.type === 'transferRequest' ? (
        <ChoiceField
          label={t('inbox.sendFrom')}
          testId="inbox-from"
          value={grant.fromWarehouseCode}
          allowClear
          placeholder={
            header.toWarehouseName === '' ? t('entry.choose') : t('inbox.asAsked', { name: header.toWarehouseName })
          }
          options={possible.map(({ code, name }) => ({ value: code, label: `${name} ${code}` }))}
          onChange={grant.setFrom}
        />
      ) : null}
      {grant.changed ? (
        <Button size="small" data-testid="inbox-as-asked" onClick={grant.asAsked}>
          {t('inbox.resetGrant')}
        </Button>
      ) : null}
    </div>
  )
}

const Steps = ({ document }: { document: DocumentView }) => {
  const { t } = useTranslation()
  return (
    <section className="inbox-steps" aria-label={t('document.history')}>
      <h2>{t('document.history')}</h2>
      <ul>
        {stepsOf(document).map((step) => (
          <li key={step.key}>
            <span className="muted">{timeText(step.at)}</span> <b>{stepText(t, step.step)}</b> {step.userName}
            {step.level === '' ? '' : ` · ${t(`level.${step.level}`, { defaultValue: step.level })}`}
            {step.authorityName === '' ? '' : ` · ${t('document.stepAuthority')} ${step.authorityName}`}
            {step.reason === '' ? '' : ` · ${step.reason}`}
          </li>
        ))}
      </ul>
    </section>
  )
}
