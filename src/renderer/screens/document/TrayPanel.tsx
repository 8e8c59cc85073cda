/**
 * Ctrl+U: codes that were scanned but not received, each with its reason; put aside, receive as unplanned, link to a product,
 * or ask HQ. What HQ answered stands at its code.
 */
import { LockOutlined } from '@ant-design/icons'
import { Alert, Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DocumentHeader, DocumentView, TrayEntry } from '../../../contract/schemas/document'
import type { DocumentType } from '../../../core/documents/states'
import { quantityText } from '../../../core/quantity/quantity'
import { useClient } from '../../../ui/client'
import { nextIndex } from '../../../ui/DataGrid'
import { SidePanel } from '../../../ui/Dialog'
import { errorText } from '../../../ui/errorText'
import { shortTimeText } from '../../../ui/format'
import { KeyCap } from '../../../ui/KeyCap'
import { OperationButton } from '../../../ui/OperationButton'
import { useCan } from '../../../ui/session'
import { EmptyState, Sign, type Tone } from '../../../ui/states'
import { callWithOverride } from './override'
import { PickDialog } from './PickDialog'
import type { Linking } from './useDocumentWork'

interface TrayPanelProps {
  open: boolean
  document: DocumentView
  readOnly?: boolean
  onClose(): void
  onDocument(document: DocumentView): void
  /** nothing where the paper is only read */
  onLink?(linking: Linking): void
}

type Decision = 'setAside' | 'acceptUnplanned' | 'ask'

export const TrayPanel = ({ open, document, readOnly = false, onClose, onDocument, onLink }: TrayPanelProps) => {
  const { t } = useTranslation()
  const entries = sorted(document.tray)
  const [currentId, setCurrentId] = useState<string | null>(null)
  const [decision, setDecision] = useState<Decision | null>(null)
  const [reason, setReason] = useState('')
  const [linking, setLinking] = useState<TrayEntry | null>(null)
  const current = entries.find((entry) => entry.trayId === currentId) ?? entries[0]
  const decide = useDecide(document.header, (changed) => {
    setDecision(null)
    setReason('')
    setCurrentId(null)
    onDocument(changed)
  })
  const move = (by: number): void => {
    const at = entries.findIndex((entry) => entry.trayId === current?.trayId)
    setCurrentId(entries[nextIndex(entries.length, at, by)]?.trayId ?? null)
    setDecision(null)
  }
  const begin = (next: Decision): void => {
    if (!readOnly && current && mayDecide(next, current)) setDecision(next)
  }
  const link = (): void => {
    if (readOnly || !current || !isLinkable(current)) return
    if (current.known) onLink?.(linkingOf(current, current.known))
    else setLinking(current)
  }
  const confirm = (): void => {
    if (current && decision && (decision === 'ask' || reason.trim() !== ''))
      void decide.run(decision, current, reason.trim())
  }
  const close = (): void => {
    if (decision) setDecision(null)
    else onClose()
  }
  return (
    <SidePanel
      open={open}
      title={t('tray.title')}
      onClose={close}
      scope="trayDialog"
      keys={{
        up: () => move(-1),
        down: () => move(1),
        setAside: () => begin('setAside'),
        accept: () => begin('acceptUnplanned'),
        link,
        ask: () => begin('ask'),
        confirm,
      }}
      width={640}
      testId="tray"
    >
      <p className="panel-intro muted">{t('tray.intro')}</p>
      {entries.length === 0 ? (
        <div className="tray-list">
          <EmptyState title={t('tray.empty')} hint={t('tray.emptyHint')} />
        </div>
      ) : (
        <div className="tray-list" role="listbox" aria-label={t('tray.title')} tabIndex={0}>
          {entries.map((entry) => (
            <TrayRow
              key={entry.trayId}
              entry={entry}
              current={entry === current}
              onPick={() => setCurrentId(entry.trayId)}
            />
          ))}
        </div>
      )}
      {current && !readOnly && (current.state === 'open' || isLinkable(current)) ? (
        <Decide
          type={document.header.type}
          entry={current}
          decision={decision}
          reason={reason}
          busy={decide.busy}
          problem={decide.problem}
          onBegin={begin}
          onLink={link}
          onReason={setReason}
          onConfirm={confirm}
        />
      ) : null}
      {linking ? (
        <PickDialog
          header={document.header}
          linking={{ title: t('tray.linkTitle', { code: linking.text }), quantity: t('tray.linkEach') }}
          onPick={(sku, packFactor) => {
            setLinking(null)
            onLink?.(linkingOf(linking, { sku, packFactor }))
          }}
          onClose={() => setLinking(null)}
        />
      ) : null}
    </SidePanel>
  )
}

/** Nobody knew it when it was scanned; set aside, its goods may still stand there. */
const isLinkable = ({ sku, state }: TrayEntry): boolean => sku === null && (state === 'open' || state === 'setAside')

const mayDecide = (decision: Decision, entry: TrayEntry): boolean => {
  if (decision === 'ask') return isLinkable(entry) && entry.code !== '' && entry.known === null
  return entry.state === 'open' && (decision === 'setAside' || entry.sku !== null)
}

const linkingOf = ({ trayId, text }: TrayEntry, { sku, packFactor }: { sku: string; packFactor: number }): Linking => ({
  trayId,
  text,
  sku,
  packFactor,
})

/** What still needs somebody comes first, newest first. */
const sorted = (tray: readonly TrayEntry[]): TrayEntry[] =>
  [...tray].sort(
    (a, b) => Number(b.state === 'open') - Number(a.state === 'open') || b.scannedAt.localeCompare(a.scannedAt),
  )

/** Receiving what nobody ordered is a manager's right; it can be lent by PIN, so the goods need not wait at the door. */
const useDecide = (header: DocumentHeader, onDone: (document: DocumentView) => void) => {
  const { t } = useTranslation()
  const client = useClient()
  const mayAccept = useCan('document.acceptUnplanned')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const { type, documentId } = header
  const call = (decision: Decision, entry: TrayEntry, reason: string) => {
    const input = { type, documentId, trayId: entry.trayId, reason }
    if (decision === 'setAside') return client.call('document.setAside', input)
    if (decision === 'ask')
      return client.call('codeRequest.ask', { type, documentId, trayId: entry.trayId, note: reason })
    const words = t('override.acceptUnplanned', { name: entry.name ?? entry.text })
    return callWithOverride(client, 'document.acceptUnplanned', input, { type, documentId, words, needed: !mayAccept })
  }
  const run = async (decision: Decision, entry: TrayEntry, reason: string): Promise<void> => {
    if (busy) return
    setBusy(true)
    setProblem(null)
    const answer = await call(decision, entry, reason)
    setBusy(false)
    if (answer?.ok) onDone(answer.value)
    else if (answer) setProblem(errorText(t, answer.error))
  }
  return { run, busy, problem }
}

const tones: Record<TrayEntry['state'], Tone> = { open: 'bad', setAside: 'plain', accepted: 'good', linked: 'good' }

const TrayRow = ({ entry, current, onPick }: { entry: TrayEntry; current: boolean; onPick(): void }) => {
  const { t } = useTranslation()
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the arrows of the panel do the same
    <div
      role="option"
      aria-selected={current}
      tabIndex={-1}
      className={current ? 'tray-row current' : 'tray-row'}
      data-testid="tray-row"
      data-state={entry.state}
      data-reason={entry.reason}
      onClick={onPick}
    >
      <Sign tone={tones[entry.state]}>{t(`tray.${entry.state}`)}</Sign>
      <div className="tray-what">
        <b className="code ellipsis">{entry.text || t('trayReasons.empty')}</b>
        <span className="ellipsis">
          {entry.name ? `${entry.name} · ` : ''}
          <span className="over">{t(`trayReasons.${entry.reason}`)}</span>
          {entry.decision ? <span className="muted"> · {entry.decision}</span> : null}
        </span>
        <HqWord entry={entry} />
      </div>
      <div className="tray-figures">
        <span>{entry.quantity > 0 ? quantityText(entry.quantity) : ''}</span>
        <span className="muted">
          {t('tray.scans', { count: entry.scans })} · {shortTimeText(entry.scannedAt)}
        </span>
      </div>
    </div>
  )
}

/** What HQ said of it, or that it was asked; nothing once the code is linked. */
const HqWord = ({ entry: { state, asked, known, answer } }: { entry: TrayEntry }) => {
  const { t } = useTranslation()
  if (state === 'linked') return null
  if (known) {
    const words = answer?.decision === 'linked' ? 'tray.answerLinked' : 'tray.nowKnown'
    return (
      <span className="good ellipsis" data-testid="tray-hq">
        {t(words, known)}
      </span>
    )
  }
  if (asked)
    return (
      <span className="muted" data-testid="tray-hq">
        {t('tray.asked')}
      </span>
    )
  return answer?.decision === 'refused' ? (
    <span className="over ellipsis" data-testid="tray-hq">
      {t('tray.answerRefused', answer)}
    </span>
  ) : null
}

interface DecideProps {
  type: DocumentType
  entry: TrayEntry
  decision: Decision | null
  reason: string
  busy: boolean
  problem: string | null
  onBegin(decision: Decision): void
  onLink(): void
  onReason(reason: string): void
  onConfirm(): void
}

const whyWords: Record<Decision, string> = {
  setAside: 'tray.whySetAside',
  acceptUnplanned: 'tray.whyAccept',
  ask: 'tray.whyAsk',
}

const LinkButtons = ({ type, entry, decision, onBegin, onLink }: DecideProps) => {
  const { t } = useTranslation()
  return (
    <>
      <OperationButton
        operation="document.link"
        documentType={type}
        label={entry.known ? t('tray.linkKnown', entry.known) : t('tray.linkDo')}
        keyName="Alt+L"
        type={decision === null ? 'primary' : 'default'}
        onClick={onLink}
        testId="tray-link"
      />
      {mayDecide('ask', entry) ? (
        <OperationButton
          operation="codeRequest.ask"
          documentType={type}
          label={t('tray.askDo')}
          keyName="Alt+Q"
          type={decision === 'ask' ? 'primary' : 'default'}
          onClick={() => onBegin('ask')}
          testId="tray-ask"
        />
      ) : null}
    </>
  )
}

const Decide = (props: DecideProps) => {
  const { type, entry, decision, reason, busy, problem } = props
  const { t } = useTranslation()
  const mayAccept = useCan('document.acceptUnplanned')
  return (
    <div className="tray-decide">
      <div className="tray-buttons">
        {entry.sku === null ? <LinkButtons {...props} /> : null}
        <OperationButton
          operation="document.setAside"
          documentType={type}
          label={t('tray.setAsideDo')}
          keyName="Alt+S"
          type={decision === 'setAside' ? 'primary' : 'default'}
          disabled={entry.state !== 'open'}
          onClick={() => props.onBegin('setAside')}
          testId="tray-set-aside"
        />
        {entry.sku === null ? null : (
          <Button
            icon={mayAccept ? null : <LockOutlined />}
            type={decision === 'acceptUnplanned' ? 'primary' : 'default'}
            onClick={() => props.onBegin('acceptUnplanned')}
            data-testid="tray-accept"
          >
            {t(mayAccept ? 'tray.acceptDo' : 'tray.acceptLent')}
            <KeyCap name="Alt+A" />
          </Button>
        )}
      </div>
      {decision ? (
        <div className="tray-reason">
          <Input
            key={`${entry.trayId}-${decision}`}
            autoFocus
            data-autofocus
            maxLength={200}
            value={reason}
            onChange={(event) => props.onReason(event.target.value)}
            placeholder={t(whyWords[decision])}
            aria-label={t('tray.why')}
            data-testid="tray-reason"
          />
          <Button
            type="primary"
            disabled={decision !== 'ask' && reason.trim() === ''}
            loading={busy}
            onClick={props.onConfirm}
            data-testid="tray-confirm"
          >
            {t('common.ok')}
            <KeyCap name="Ctrl+Enter" />
          </Button>
        </div>
      ) : null}
      {problem ? <Alert type="error" showIcon title={problem} data-testid="tray-problem" /> : null}
    </div>
  )
}
