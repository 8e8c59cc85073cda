/** What this user can do with a document here and now: hand it in, post it, take it back, void it, reverse it, copy it. */
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import type { DocumentHeader, DocumentView } from '../../../contract/schemas/document'
import { isOpen } from '../../../core/documents/states'
import { quantityText } from '../../../core/quantity/quantity'
import { useCommand } from '../../../ui/client'
import { isRequest, isReversible } from '../../../ui/documents'
import { valueText } from '../../../ui/format'
import { OperationButton } from '../../../ui/OperationButton'
import { useCan } from '../../../ui/session'
import { isWrittenAtHq, useChoices, useCreatable } from '../../data/writing'
import { ActDialog } from '../../parts/ActDialog'
import { useHere } from '../../parts/cameFrom'
import { Fact, Facts, orDash } from '../../parts/Facts'

type Act = 'submit' | 'post' | 'confirm' | 'withdraw' | 'cancel' | 'reverse'

export const DocumentActs = ({ document: { header } }: { document: DocumentView }) => {
  const { t } = useTranslation()
  const [asked, ask] = useState<Act | null>(null)
  const acts = useActs(header)
  const ofStore = acts.length === 0 && isOpen(header.state)
  return (
    <div className="document-acts">
      {ofStore ? <span className="muted">{t('document.writtenInStore')}</span> : null}
      <CopyButton header={header} />
      <DecideLink header={header} />
      {acts.map((act) => (
        <OperationButton
          key={act}
          operation={`document.${act}`}
          documentType={header.type}
          type={act === 'submit' || act === 'post' || act === 'confirm' ? 'primary' : 'default'}
          label={t(`documentAct.${act}`)}
          testId={`act-${act}`}
          onClick={() => ask(act)}
        />
      ))}
      <Asked act={asked} header={header} onClose={() => ask(null)} />
    </div>
  )
}

/** The acts that the state allows at HQ; who may do them is on the button. */
const useActs = (header: DocumentHeader): Act[] => {
  const { warehouses, types } = useChoices()
  // where nobody has to agree at that value, the hub approves at once when it is submitted
  const needsApproval = types.find(({ type }) => type === header.type)?.needsApproval ?? true
  if (!isWrittenAtHq(header, warehouses)) return []
  if (isOpen(header.state)) return ['cancel', needsApproval ? 'submit' : 'post']
  if (header.state === 'submitted') return ['withdraw']
  if (header.state === 'approved') return isRequest(header.type) ? [] : ['cancel', 'post']
  if (isConfirmable(header)) return isReversible(header) ? ['reverse', 'confirm'] : ['confirm']
  return isReversible(header) && !header.confirmed ? ['reverse'] : []
}

/** The supplier has yet to say that it has the goods. */
const isConfirmable = ({ type, state, reversalOf, confirmed }: DocumentHeader): boolean =>
  type === 'supplierReturn' && state === 'posted' && reversalOf === '' && !confirmed

const DecideLink = ({ header }: { header: DocumentHeader }) => {
  const { t } = useTranslation()
  const may = useCan('document.decide', header.type)
  if (header.state !== 'submitted' || !may) return null
  return (
    <Link to={`/inbox?open=${header.documentId}`} data-testid="to-inbox">
      {t('document.toInbox')}
    </Link>
  )
}

/** The same lines and header as a new draft, where such a draft can be written here. */
const CopyButton = ({ header }: { header: DocumentHeader }) => {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const here = useHere()
  const creatable = useCreatable().find(({ type }) => type === header.type)
  const copy = useCommand('document.create', {
    touches: ['document.list'],
    onDone: ({ documentId }) => void navigate(`/documents/${documentId}`, { state: here }),
  })
  const { type, warehouseCode, documentId } = header
  if (!creatable?.warehouses.some(({ code }) => code === warehouseCode)) return null
  return (
    <Button
      data-testid="act-copy"
      loading={copy.isPending}
      onClick={() => copy.mutate({ type, warehouseCode, copyOf: documentId })}
    >
      {t('documentAct.copy')}
    </Button>
  )
}

/** as the operation takes it */
const confirmReferenceMax = 40

const Asked = ({ act, header, onClose }: { act: Act | null; header: DocumentHeader; onClose(): void }) => {
  const { t } = useTranslation()
  const run = useRun(header, onClose)
  if (act === null) return null
  const { type, documentId, version } = header
  const reasoned = act !== 'submit' && act !== 'post'
  const doIt = (reason: string): void => {
    if (act === 'submit') run.submit.mutate({ type, documentId, version })
    else if (act === 'post') run.post.mutate({ type, documentId, version })
    else if (act === 'confirm') run.confirm.mutate({ type: 'supplierReturn', documentId, reference: reason })
    else run[act].mutate({ type, documentId, reason })
  }
  return (
    <ActDialog
      open
      title={`${t(`documentAct.${act}`)} ${header.number}`}
      act={t(`documentAct.${act}`)}
      danger={act === 'cancel' || act === 'reverse'}
      busy={run[act].isPending}
      error={run[act].isError ? run[act].error : null}
      {...(reasoned ? { reason: 'needed' as const } : {})}
      {...(act === 'confirm' ? { asks: { label: t('document.confirmReference'), max: confirmReferenceMax } } : {})}
      testId={`${act}-dialog`}
      onAct={doIt}
      onClose={() => {
        run[act].reset()
        onClose()
      }}
    >
      <p className="act-words">{t(`documentActHint.${act}`)}</p>
      <Summary header={header} />
    </ActDialog>
  )
}

const Summary = ({ header }: { header: DocumentHeader }) => {
  const { t } = useTranslation()
  return (
    <Facts>
      <Fact name={t('document.warehouse')}>{orDash(header.warehouseName)}</Fact>
      <Fact name={t('documents.lines')}>{header.linesTotal}</Fact>
      <Fact name={t('documents.quantity')}>{quantityText(header.quantityTotal + header.damagedTotal)}</Fact>
      {header.value === null ? null : <Fact name={t('document.value')}>{valueText(header.value)}</Fact>}
    </Facts>
  )
}

/** All that a step changes elsewhere is asked again. */
const touches = [
  'document.get',
  'document.list',
  'document.inbox',
  'stock.list',
  'stock.movements',
  'transfer.list',
  'transfer.get',
] as const

const useRun = (header: DocumentHeader, onClose: () => void) => {
  const navigate = useNavigate()
  const here = useHere()
  const done = { touches, onDone: onClose }
  return {
    submit: useCommand('document.submit', done),
    post: useCommand('document.post', done),
    confirm: useCommand('document.confirm', done),
    withdraw: useCommand('document.withdraw', done),
    cancel: useCommand('document.cancel', done),
    reverse: useCommand('document.reverse', {
      touches,
      onDone: ({ documentId }) => {
        onClose()
        if (documentId !== header.documentId) void navigate(`/documents/${documentId}`, { state: here })
      },
    }),
  }
}
