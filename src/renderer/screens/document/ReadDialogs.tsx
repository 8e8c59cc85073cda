/** The windows a document that is no draft can open, one at a time. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { OperationName } from '../../../contract/operations'
import type { DocumentHeader, DocumentView } from '../../../contract/schemas/document'
import { refusalOf, useClient, useCommand } from '../../../ui/client'
import { errorText } from '../../../ui/errorText'
import { useRefusalReason } from '../../../ui/OperationButton'
import { useCan } from '../../../ui/session'
import { playSound } from '../../scanning/sounds'
import { PrintFormDialog } from '../paper/PrintFormDialog'
import { subjectsOf } from '../paper/subjects'
import { CancelDialog } from './CancelDialog'
import { DecideDialog } from './DecideDialog'
import { HistoryPanel } from './HistoryPanel'
import { callWithOverride } from './override'
import { PhotoPanel } from './PhotoPanel'
import { PostDialog } from './PostDialog'
import { ReasonDialog } from './ReasonDialog'
import { TrayPanel } from './TrayPanel'
import type { Posted } from './useSendOff'

export type ReadOpen =
  | 'none'
  | 'tray'
  | 'photos'
  | 'history'
  | 'print'
  | 'decide'
  | 'post'
  | 'confirm'
  | 'withdraw'
  | 'reverse'
  | 'void'

interface ReadDialogsProps {
  document: DocumentView
  open: ReadOpen
  may: boolean
  onOpen(open: ReadOpen): void
  onBack(): void
  replace(document: DocumentView): void
  askAgain(): void
  onPosted(posted: Posted): void
}

export const ReadDialogs = (props: ReadDialogsProps) => {
  const { document, open, onOpen, replace, askAgain } = props
  const { header } = document
  const close = (): void => onOpen('none')
  const nothing = (): void => undefined
  const changed = (newer: DocumentView): void => {
    close()
    replace(newer)
  }
  return (
    <>
      <TrayPanel open={open === 'tray'} document={document} readOnly onClose={close} onDocument={nothing} />
      {open === 'photos' ? <PhotoPanel document={document} onClose={close} onChanged={askAgain} /> : null}
      {open === 'history' ? <HistoryPanel document={document} onClose={close} /> : null}
      {open === 'print' ? (
        <PrintFormDialog subjects={subjectsOf(header)} documentType={header.type} onClose={close} />
      ) : null}
      {open === 'decide' ? (
        <DecideDialog document={document} may={props.may} onClose={close} onDecided={changed} onChanged={askAgain} />
      ) : null}
      {open === 'post' ? (
        <PostDialog
          document={document}
          missing={[]}
          onClose={close}
          onTray={() => onOpen('tray')}
          onHeader={nothing}
          onPhotos={() => onOpen('photos')}
          onChanged={askAgain}
          onPosted={(posted) => {
            close()
            props.onPosted(posted)
            askAgain()
          }}
          onSubmitted={changed}
        />
      ) : null}
      {open === 'withdraw' ? <Withdraw header={header} onClose={close} onDone={changed} /> : null}
      {open === 'confirm' ? <Confirm header={header} onClose={close} onDone={changed} /> : null}
      {open === 'reverse' ? <Reverse header={header} onClose={close} onDone={askAgain} /> : null}
      {open === 'void' ? <CancelDialog header={header} onClose={close} onDone={props.onBack} /> : null}
    </>
  )
}

interface DeedProps {
  header: DocumentHeader
  onClose(): void
  onDone(document: DocumentView): void
}

const lists: readonly OperationName[] = ['document.list', 'document.inbox', 'stock.list', 'transfer.list']

const Withdraw = ({ header, onClose, onDone }: DeedProps) => {
  const { t } = useTranslation()
  const mayNot = useRefusalReason('document.withdraw', header.type)
  const withdraw = useCommand('document.withdraw', { touches: lists, onDone })
  return (
    <ReasonDialog
      name="withdraw"
      title={`${t('work.action.withdraw')} ${header.number}`}
      intro={t(header.reversalOf === '' ? 'withdraw.intro' : 'withdraw.mirror')}
      placeholder={t('withdraw.placeholder')}
      label={t('common.reason')}
      confirmLabel={t('work.action.withdraw')}
      mayNot={mayNot}
      problem={withdraw.isError ? errorText(t, refusalOf(withdraw.error)) : null}
      busy={withdraw.isPending}
      onConfirm={(reason) => withdraw.mutate({ type: header.type, documentId: header.documentId, reason })}
      onClose={onClose}
    />
  )
}

/** 对方确认: the supplier says the goods arrived, with the number of their paper. */
const Confirm = ({ header, onClose, onDone }: DeedProps) => {
  const { t } = useTranslation()
  const mayNot = useRefusalReason('document.confirm', header.type)
  const confirm = useCommand('document.confirm', { touches: lists, onDone })
  return (
    <ReasonDialog
      name="confirm"
      title={`${t('work.action.confirm')} ${header.number}`}
      intro={t('confirm.intro', { name: header.counterpartyName })}
      placeholder={t('confirm.placeholder')}
      label={t('confirm.label')}
      confirmLabel={t('work.action.confirm')}
      maxLength={40}
      mayNot={mayNot}
      problem={confirm.isError ? errorText(t, refusalOf(confirm.error)) : null}
      busy={confirm.isPending}
      onConfirm={(reference) => confirm.mutate({ type: 'supplierReturn', documentId: header.documentId, reference })}
      onClose={onClose}
    />
  )
}

/** 红冲: undone by its mirror; afterwards the mirror is shown. */
const Reverse = ({ header, onClose, onDone }: Omit<DeedProps, 'onDone'> & { onDone(): void }) => {
  const { t } = useTranslation()
  const client = useClient()
  const navigate = useNavigate()
  const may = useCan('document.reverse', header.type)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const reverse = async (reason: string): Promise<void> => {
    const { type, documentId } = header
    const words = t('override.reverse', { number: header.number })
    setBusy(true)
    setProblem(null)
    const input = { type, documentId, reason }
    const answer = await callWithOverride(client, 'document.reverse', input, { type, documentId, words, needed: !may })
    setBusy(false)
    if (!answer) return
    if (!answer.ok) {
      playSound('error')
      return setProblem(errorText(t, answer.error))
    }
    playSound('undo')
    onClose()
    onDone()
    void navigate(`/documents/${answer.value.documentId}`)
  }
  return (
    <ReasonDialog
      name="reverse"
      title={`${t('work.action.reverse')} ${header.number}`}
      intro={t('reverse.intro')}
      placeholder={t('reverse.placeholder')}
      label={t('common.reason')}
      confirmLabel={t(may ? 'work.action.reverse' : 'reverse.lent')}
      danger
      problem={problem}
      busy={busy}
      onConfirm={(reason) => void reverse(reason)}
      onClose={onClose}
    />
  )
}
