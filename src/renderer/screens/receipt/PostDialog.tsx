/** F12: what will be posted, differences first. Ctrl+Enter confirms; Enter alone does nothing. */
import { Alert, Button, Space } from 'antd'
import { useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '../../../contract/operations'
import type { Receipt, ReceiptLine, TrayEntry } from '../../../contract/schemas/goodsReceipt'
import { quantityText } from '../../../core/quantity/quantity'
import { refusalOf, useCommand } from '../../../ui/client'
import { Dialog } from '../../../ui/Dialog'
import { errorText } from '../../../ui/errorText'
import { nameIn, signedQuantity, valueText } from '../../../ui/format'
import { KeyCap } from '../../../ui/KeyCap'
import { OperationButton } from '../../../ui/OperationButton'
import { Sign, type Tone } from '../../../ui/states'
import { playSound } from '../../scanning/sounds'
import { differenceOf, type Summary, summaryOf } from './views'

interface PostDialogProps {
  open: boolean
  receipt: Receipt
  onClose(): void
  onTray(): void
  /** the document is newer than what was shown */
  onChanged(): void
  onPosted(posted: OutputOf<'goodsReceipt.post'>): void
}

export const PostDialog = ({ open, receipt, onClose, onTray, onChanged, onPosted }: PostDialogProps) => {
  const { t } = useTranslation()
  // Summed up only while somebody looks: closed, this would run at every scan.
  const summary = useMemo(() => summaryOf(open ? receipt : { ...receipt, lines: [] }), [receipt, open])
  const post = usePost(onClose, onChanged, onPosted)
  const blocked = blockedBy(receipt, summary)
  const confirm = (): void => {
    if (!blocked && !post.isPending)
      post.mutate({ documentId: receipt.header.documentId, version: receipt.header.version })
  }
  const { reset } = post
  useEffect(() => {
    if (open) reset()
  }, [open, reset])
  return (
    <Dialog
      open={open}
      title={`${t('post.title')} ${receipt.header.number}`}
      onClose={onClose}
      scope="postDialog"
      keys={{ confirm, tray: onTray }}
      width={760}
      testId="post-dialog"
      footer={
        <div className="dialog-foot">
          <span className="muted">{post.isPending ? t('post.working') : t('post.confirmHint')}</span>
          <Space>
            <Button onClick={onClose}>{t('common.close')}</Button>
            <OperationButton
              operation="goodsReceipt.post"
              label={t('post.confirm')}
              keyName="Ctrl+Enter"
              type="primary"
              disabled={blocked !== null}
              disabledReason={blocked ? t(blocked) : undefined}
              loading={post.isPending}
              onClick={confirm}
              testId="post-confirm"
            />
          </Space>
        </div>
      }
    >
      <Figures receipt={receipt} summary={summary} />
      {summary.trayOpen.length > 0 ? <TrayFirst onTray={onTray} /> : null}
      {blocked === 'post.nothing' ? <Alert type="error" showIcon title={t('post.nothing')} /> : null}
      {post.isError ? (
        <Alert
          type="error"
          showIcon
          title={errorText(t, refusalOf(post.error))}
          data-testid="post-problem"
          data-code={refusalOf(post.error).code}
        />
      ) : null}
      <Differences summary={summary} />
    </Dialog>
  )
}

const usePost = (onClose: () => void, onChanged: () => void, onPosted: PostDialogProps['onPosted']) =>
  useCommand('goodsReceipt.post', {
    touches: ['goodsReceipt.list', 'goodsReceipt.expected', 'label.queue', 'app.status', 'stock.list'],
    onDone: (posted) => {
      playSound('done-doc')
      onClose()
      onPosted(posted)
    },
    onRefused: (error) => {
      playSound('error')
      if (error.code !== 'OVER_RECEIPT') onChanged()
    },
  })

const blockedBy = (receipt: Receipt, summary: Summary): 'post.trayFirst' | 'post.nothing' | null => {
  if (summary.trayOpen.length > 0) return 'post.trayFirst'
  return receipt.header.receivedTotal === 0 ? 'post.nothing' : null
}

const TrayFirst = ({ onTray }: { onTray(): void }) => {
  const { t } = useTranslation()
  return (
    <Alert
      type="warning"
      showIcon
      title={t('post.trayFirst')}
      data-testid="tray-first"
      action={
        <Button size="small" onClick={onTray}>
          {t('receipt.tray')}
          <KeyCap name="Ctrl+U" />
        </Button>
      }
    />
  )
}

const Figures = ({ receipt, summary }: { receipt: Receipt; summary: Summary }) => {
  const { t } = useTranslation()
  const { header } = receipt
  const figures: [string, number, string, boolean][] = [
    ['done', summary.done.length, 'post.linesUnit', false],
    ['short', summary.short.length, 'post.linesUnit', true],
    ['over', summary.over.length, 'post.linesUnit', true],
    ['unplanned', summary.unplanned.length, 'post.linesUnit', true],
    ['setAside', summary.setAside.length, 'post.codesUnit', false],
    ['open', summary.trayOpen.length, 'post.codesUnit', true],
  ]
  return (
    <div className="figures">
      {figures.map(([name, count, unit, look]) => (
        <div
          key={name}
          className={look && count > 0 ? 'figure look' : 'figure'}
          data-testid={`summary-${name}`}
          data-count={count}
        >
          <span>{t(`post.${name}`)}</span>
          <b>
            {count} <small>{t(unit, { count })}</small>
          </b>
        </div>
      ))}
      <div className="figure wide" data-testid="summary-pieces">
        <span>{t('post.pieces')}</span>
        <b>
          {quantityText(header.receivedTotal)} <small>/ {quantityText(header.expectedTotal)}</small>
        </b>
        <small className="muted">{valueText(header.value)}</small>
      </div>
    </div>
  )
}

const Differences = ({ summary }: { summary: Summary }) => {
  const { t } = useTranslation()
  const groups: [string, Tone, readonly ReceiptLine[]][] = [
    ['over', 'bad', summary.over],
    ['short', 'look', summary.short],
    ['unplanned', 'look', summary.unplanned],
  ]
  const codes = [...summary.trayOpen, ...summary.setAside]
  if (codes.length === 0 && groups.every(([, , lines]) => lines.length === 0))
    return <p className="good all-done">{t('post.allDone')}</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling list must be reachable by keyboard
    <section className="differences" tabIndex={0} aria-label={t('receipt.differences')}>
      {groups.flatMap(([name, tone, lines]) =>
        lines.map((line) => <DifferenceRow key={line.lineNo} name={name} tone={tone} line={line} />),
      )}
      {codes.map((entry) => (
        <CodeRow key={entry.trayId} entry={entry} />
      ))}
    </section>
  )
}

const DifferenceRow = ({ name, tone, line }: { name: string; tone: Tone; line: ReceiptLine }) => {
  const { t, i18n } = useTranslation()
  return (
    <div className="difference-row" data-testid={`difference-${name}`}>
      <Sign tone={tone}>{t(`post.${name}`)}</Sign>
      <span className="code">{line.sku}</span>
      <span className="ellipsis">
        {nameIn(i18n.language, line)} <span className="muted">{line.spec}</span>
      </span>
      <span className="num">
        {quantityText(line.receivedQuantity)} / {quantityText(line.expectedQuantity)} {line.unit}
      </span>
      <b className="num">{signedQuantity(differenceOf(line))}</b>
    </div>
  )
}

const CodeRow = ({ entry }: { entry: TrayEntry }) => {
  const { t } = useTranslation()
  return (
    <div className="difference-row" data-testid="difference-code">
      <Sign tone={entry.state === 'open' ? 'bad' : 'plain'}>{t(`tray.${entry.state}`)}</Sign>
      <span className="code ellipsis">{entry.text}</span>
      <span className="ellipsis">
        {entry.name ?? ''} <span className="muted">{entry.decision || t(`trayReasons.${entry.reason}`)}</span>
      </span>
      <span className="num">{t('tray.scans', { count: entry.scans })}</span>
      <span />
    </div>
  )
}
