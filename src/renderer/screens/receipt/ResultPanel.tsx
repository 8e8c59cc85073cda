/** Right of the scan bar: what the last scan did, in 24 px, with icon, colour and word. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { quantityText } from '../../../core/quantity/quantity'
import { nameIn } from '../../../ui/format'
import { toneIcons } from '../../scanning/ScanEcho'
import { useScanState } from '../../scanning/scanState'
import type { ScanAnswer, Shown } from './results'
import { reasonOf, undoneWords } from './useReceiptWork'
import { differenceOf } from './views'

export const ResultPanel = ({ shown }: { shown: Shown | null }) => {
  const { t } = useTranslation()
  const tone = shown?.tone ?? 'info'
  return (
    <div
      className={`result tone-${tone} ${shown ? '' : 'waiting'}`}
      data-testid="result"
      data-tone={shown?.tone ?? 'none'}
      data-outcome={outcomeOf(shown)}
    >
      {shown ? (
        <span className="result-word" key={shown.id}>
          {toneIcons[tone]}
          <b>{t(shown.kind === 'result' && shown.corrected ? 'scanning.words.changed' : `scanning.words.${tone}`)}</b>
        </span>
      ) : null}
      <div className="result-body">{bodyOf(shown, t)}</div>
      <HeldBack />
    </div>
  )
}

const outcomeOf = (shown: Shown | null): string => {
  if (shown?.kind !== 'result') return shown ? 'words' : 'none'
  return shown.deed === 'scan' ? shown.answer.outcome : shown.deed
}

const bodyOf = (shown: Shown | null, t: (key: string) => string): ReactNode => {
  if (!shown) return <span className="result-main muted">{t('receipt.ready')}</span>
  if (shown.kind === 'words') return <span className="result-main result-words">{shown.words}</span>
  return shown.answer.line ? (
    <LineResult shown={shown} answer={shown.answer} />
  ) : (
    <CodeResult shown={shown} answer={shown.answer} />
  )
}

const LineResult = ({ shown, answer }: { shown: Extract<Shown, { kind: 'result' }>; answer: ScanAnswer }) => {
  const { t, i18n } = useTranslation()
  const { line } = answer
  if (!line) return null
  const figures = {
    received: quantityText(line.receivedQuantity),
    expected: quantityText(line.expectedQuantity),
    unit: line.unit,
  }
  return (
    <>
      <div className="result-main">
        <span className="result-name ellipsis" data-testid="result-name">
          {nameIn(i18n.language, line)}
        </span>
        {shown.deed === 'scan' ? (
          <b className="result-added" data-testid="result-added">
            {t('receipt.added', { quantity: quantityText(answer.added) })}
            {shown.packs ? <small>{shown.packs}</small> : null}
          </b>
        ) : null}
        <span className="result-total" data-testid="result-total">
          {t('receipt.ofExpected', figures)}
        </span>
      </div>
      <div className="result-side">
        <Remark shown={shown} answer={answer} />
        <span>{line.spec}</span>
        {line.shelf ? <b>{t('receipt.shelfAt', { shelf: line.shelf })}</b> : null}
        <span className="code">{answer.text}</span>
        {shown.deed === 'scan' ? <span>{t(`rules.${answer.rule}`, { defaultValue: answer.rule })}</span> : null}
      </div>
    </>
  )
}

/** The one thing worth a second look: complete, over, undone, changed. */
const Remark = ({ shown, answer }: { shown: Extract<Shown, { kind: 'result' }>; answer: ScanAnswer }) => {
  const { t } = useTranslation()
  const { line, outcome } = answer
  if (!line) return null
  if (shown.deed === 'undo') return <b data-testid="undone">{undoneWords(t, answer, shown.change)}</b>
  const changed = t('receipt.adjusted', { quantity: quantityText(line.receivedQuantity) })
  const over = t('receipt.over', { quantity: quantityText(differenceOf(line)) })
  if (shown.corrected) return <b>{outcome === 'over' ? `${changed} · ${over}` : changed}</b>
  if (outcome === 'over') return <b>{over}</b>
  if (outcome === 'receiptDone' || outcome === 'lineDone') return <b>{t(`receipt.${outcome}`)}</b>
  return shown.deed === 'adjust' ? <b>{changed}</b> : null
}

const CodeResult = ({ shown, answer }: { shown: Extract<Shown, { kind: 'result' }>; answer: ScanAnswer }) => {
  const { t } = useTranslation()
  if (shown.deed === 'undo') return <span className="result-main">{undoneWords(t, answer, null)}</span>
  return (
    <>
      <div className="result-main">
        <span className="result-name ellipsis">{answer.tray?.name ?? answer.text}</span>
        <b>{reasonOf(t, answer)}</b>
      </div>
      <div className="result-side">
        {answer.tray?.name ? <span className="code">{answer.text}</span> : null}
        {answer.tray ? <b>{t('receipt.keptInTray', { count: answer.header.trayOpen })}</b> : null}
      </div>
    </>
  )
}

/** Scans that were ignored or wait: small, but never silent. */
const HeldBack = () => {
  const { t } = useTranslation()
  const { bounced, waiting } = useScanState()
  if (bounced === 0 && waiting < 3) return null
  return (
    <div className="result-held" data-testid="held-back">
      {waiting >= 3 ? <span data-testid="scan-waiting">{t('scanning.waiting', { count: waiting })}</span> : null}
      {bounced > 0 ? (
        <span data-testid="bounced" data-count={bounced}>
          {t('scanning.bounced', { count: bounced })}
        </span>
      ) : null}
    </div>
  )
}
