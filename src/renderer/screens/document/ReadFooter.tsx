/** Foot of a document that is no draft: its figures, what hangs on it, and the steps forward and back. */
import { CameraOutlined, HistoryOutlined, LockOutlined, PrinterOutlined } from '@ant-design/icons'
import { Button, Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import type { OperationName } from '../../../contract/operations'
import type { DocumentHeader, DocumentView } from '../../../contract/schemas/document'
import { useOperation } from '../../../ui/client'
import { isCount } from '../../../ui/documents'
import { KeyCap } from '../../../ui/KeyCap'
import { keyOf } from '../../../ui/keyMap'
import { OperationButton } from '../../../ui/OperationButton'
import { useCan } from '../../../ui/session'
import { CopyButton } from '../ListButtons'
import { FooterFigures } from './FooterFigures'
import type { ReadOpen } from './ReadDialogs'
import type { ReadAction } from './readActions'
import type { usePrintLabels } from './usePrintLabels'
import type { LinesView } from './useView'

interface ReadFooterProps {
  document: DocumentView
  view: LinesView
  forward: ReadAction | null
  backward: ReadAction | null
  /** decides at the level that is asked */
  may: boolean
  /** only where posting makes labels */
  labels: ReturnType<typeof usePrintLabels> | null
  /** only where lots were taken in */
  onLotLabels: (() => void) | null
  onAct(action: ReadAction): void
  onOpen(open: ReadOpen): void
  /** why it cannot be copied; undefined where it can */
  mayNotCopy: string | undefined
  onCopy(): void
}

export const ReadFooter = (props: ReadFooterProps) => {
  const { document, view, forward, backward, labels } = props
  const { t } = useTranslation()
  const { header } = document
  return (
    <footer className="receipt-foot">
      <FooterFigures document={document} view={view} />
      <div className="foot-actions">
        <span className="muted" data-testid="read-only">
          {labels?.words || (forward === null ? t(`work.readOnly.${readOnlyOf(header)}`) : '')}
        </span>
        <Small
          icon={<HistoryOutlined />}
          label={t('history.title')}
          keyName="Ctrl+H"
          testId="history-open"
          onClick={() => props.onOpen('history')}
        />
        <PrintButton documentId={header.documentId} onPrint={() => props.onOpen('print')} />
        <Small
          icon={<CameraOutlined />}
          label={t('photo.title')}
          keyName="Ctrl+O"
          count={header.attachments}
          testId="photos-open"
          onClick={() => props.onOpen('photos')}
        />
        {document.tray.length > 0 ? (
          <Button onClick={() => props.onOpen('tray')} data-testid="tray-open">
            {t('work.tray')}
            <KeyCap name="Ctrl+U" />
          </Button>
        ) : null}
        <CopyButton mayNot={props.mayNotCopy} onCopy={props.onCopy} testId="copy" />
        {props.onLotLabels ? (
          <OperationButton
            operation="label.fill"
            label={t('labels.lotLabels')}
            keyName={keyOf('document', 'lotLabels')}
            onClick={props.onLotLabels}
            testId="lot-labels"
          />
        ) : null}
        {labels ? (
          <OperationButton
            operation="label.print"
            label={t('posted.print')}
            keyName="Shift+F9"
            loading={labels.busy}
            onClick={() => void labels.print()}
            testId="print-labels"
          />
        ) : null}
        {backward ? <StepButton action={backward} keyName="Shift+F12" {...props} /> : null}
        {forward ? <StepButton action={forward} keyName="F12" primary {...props} /> : null}
      </div>
    </footer>
  )
}

const readOnlyOf = ({ state, type }: Pick<DocumentHeader, 'state' | 'type'>): string => {
  if (state === 'approved' && isCount(type)) return 'counted'
  return state === 'cancelled' || state === 'submitted' || state === 'approved' ? state : 'posted'
}

/** How often it was printed stands beside it: who prints it again gets a reprint. */
const PrintButton = ({ documentId, onPrint }: { documentId: string; onPrint(): void }) => {
  const { t } = useTranslation()
  const total = useOperation('paper.printed', { documentId }).data?.total ?? 0
  return (
    <Small
      icon={<PrinterOutlined />}
      label={total > 0 ? t('paper.openAgain', { count: total }) : t('paper.key')}
      keyName="F9"
      count={total}
      testId="print-open"
      onClick={onPrint}
    />
  )
}

interface SmallProps {
  icon: React.ReactNode
  label: string
  keyName: string
  count?: number
  testId: string
  onClick(): void
}

const Small = ({ icon, label, keyName, count = 0, testId, onClick }: SmallProps) => (
  <Tooltip title={`${label} ${keyName}`}>
    <Button icon={icon} onClick={onClick} aria-label={label} data-testid={testId}>
      {count > 0 ? count : null}
    </Button>
  </Tooltip>
)

const operationOf: Partial<Record<ReadAction, OperationName>> = {
  resume: 'document.resume',
  decide: 'document.decide',
  post: 'document.post',
  confirm: 'document.confirm',
  withdraw: 'document.withdraw',
  reverse: 'document.reverse',
  void: 'document.cancel',
}

/** What a manager can lend by PIN is offered with a lock; what nobody can lend is grey with its reason. */
const lendable: readonly ReadAction[] = ['decide', 'post', 'reverse']

interface StepButtonProps extends ReadFooterProps {
  action: ReadAction
  keyName: string
  primary?: boolean
}

const StepButton = ({ action, keyName, primary = false, document, may, onAct }: StepButtonProps) => {
  const { t } = useTranslation()
  const operation = operationOf[action] ?? 'document.get'
  const { type } = document.header
  const can = useCan(operation, type) && (action !== 'decide' || may)
  const label = t(`work.action.${action}`)
  if (!can && lendable.includes(action))
    return (
      <Button
        type={primary ? 'primary' : 'default'}
        icon={<LockOutlined />}
        onClick={() => onAct(action)}
        data-testid={`act-${action}`}
      >
        {label}
        <KeyCap name={keyName} />
      </Button>
    )
  return (
    <OperationButton
      operation={operation}
      documentType={type}
      label={label}
      keyName={keyName}
      type={primary ? 'primary' : 'default'}
      onClick={() => onAct(action)}
      testId={`act-${action}`}
    />
  )
}
