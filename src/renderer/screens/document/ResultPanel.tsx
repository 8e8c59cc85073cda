/** Right of the scan bar: what the last scan did, in 24 px, with icon, colour and word. */
import { LockOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { TFunction } from 'i18next'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { quantityText } from '../../../core/quantity/quantity'
import { nameIn } from '../../../ui/format'
import { KeyCap } from '../../../ui/KeyCap'
import { toneIcons } from '../../scanning/ScanEcho'
import { useScanState } from '../../scanning/scanState'
import { type ScanAnswer, type Shown, wasRefused } from './results'
import { reasonOf, undoneWords } from './useDocumentWork'
import { countedOf } from './views'

type ShownResult = Extract<Shown, { kind: 'result' }>

export const ResultPanel = ({ shown, ready }: { shown: Shown | null; ready: string }) => {
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
      <div className="result-body">{bodyOf(shown, ready, t)}</div>
      {shown?.kind === 'result' && shown.lend ? <Lend onLend={shown.lend} /> : null}
      <HeldBack />
    </div>
  )
}

const outcomeOf = (shown: Shown | null): string => {
  if (shown?.kind !== 'result') return shown ? 'words' : 'none'
  return shown.deed === 'scan' || wasRefused(shown.answer.outcome) ? shown.answer.outcome : shown.deed
}

const bodyOf = (shown: Shown | null, ready: string, t: TFunction): ReactNode => {
  if (!shown) return <span className="result-main muted">{ready}</span>
  if (shown.kind === 'words')
    return (
      <span className="result-main result-words" title={shown.words}>
        {shown.words}
      </span>
    )
  if (shown.deed === 'undo' && !shown.answer.line)
    return <span className="result-main">{undoneWords(t, shown.answer, null)}</span>
  return shown.answer.line && !wasRefused(shown.answer.outcome) ? (
    <LineResult shown={shown} answer={shown.answer} />
  ) : (
    <CodeResult answer={shown.answer} />
  )
}

const LineResult = ({ shown, answer }: { shown: ShownResult; answer: ScanAnswer }) => {
  const { t, i18n } = useTranslation()
  const { line } = answer
  if (!line) return null
  return (
    <>
      <div className="result-main">
        <span className="result-name ellipsis" data-testid="result-name">
          {nameIn(i18n.language, line)}
        </span>
        {shown.deed === 'scan' ? (
          <b className="result-added" data-testid="result-added">
            {t('work.added', { quantity: quantityText(answer.added) })}
            {shown.packs ? <small>{shown.packs}</small> : null}
          </b>
        ) : null}
        {/* over several lots, what one of their lines holds is no total */}
        {answer.spread ? null : <Total answer={answer} />}
      </div>
      <div className="result-side">
        <Remark shown={shown} answer={answer} />
        {answer.spread ? <b data-testid="result-spread">{t('lot.spread', { n: answer.spread.lots })}</b> : null}
        {!answer.spread && (line.expiryDate || line.lot) ? (
          <b>{t('lot.of', { lot: line.expiryDate || line.lot })}</b>
        ) : null}
        {line.condition === 'quarantine' ? <b>{t('condition.quarantine')}</b> : null}
        {line.role ? <b>{t(`lineRole.${line.role}`)}</b> : null}
        <span>{line.spec}</span>
        {line.shelf ? <b>{t('work.shelfAt', { shelf: line.shelf })}</b> : null}
        <span className="code">{answer.text}</span>
        {shown.deed === 'scan' ? <RuleOf answer={answer} /> : null}
      </div>
    </>
  )
}

/** Which rule read the code, by its name where the shop made it, and what in it says nothing to us. */
const RuleOf = ({ answer }: { answer: ScanAnswer }) => {
  const { t } = useTranslation()
  const { rule, weighRule, unknownAis } = answer
  return (
    <>
      <span data-testid="result-rule" data-rule={rule}>
        {[t(`rules.${rule}`, { defaultValue: rule }), weighRule].filter(Boolean).join(' · ')}
      </span>
      {unknownAis ? <span className="muted">{t('work.unknownAis', { ais: unknownAis.join(' ') })}</span> : null}
    </>
  )
}

/** Beside the plan where there is one that may be seen. */
const Total = ({ answer }: { answer: ScanAnswer }) => {
  const { t } = useTranslation()
  const { line } = answer
  if (!line) return null
  const figures = {
    received: quantityText(line.quantity),
    expected: quantityText(line.expectedQuantity ?? 0),
    unit: line.unit,
  }
  if (line.book !== undefined)
    return (
      <span className="result-total" data-testid="result-total">
        {t('work.besideBook', { ...figures, book: quantityText(line.book) })}
      </span>
    )
  const plan = line.expectedQuantity !== null && (line.expectedQuantity > 0 || line.unplanned)
  return (
    <span className="result-total" data-testid="result-total">
      {t(plan ? 'work.ofExpected' : 'work.total', figures)}
    </span>
  )
}

/** The one thing worth a second look: complete, over, near its end, undone, changed. */
const Remark = ({ shown, answer }: { shown: ShownResult; answer: ScanAnswer }) => {
  const { t } = useTranslation()
  const { line, outcome } = answer
  if (!line) return null
  if (shown.deed === 'undo') return <b data-testid="undone">{undoneWords(t, answer, shown.change)}</b>
  const changed = [t('work.adjusted', { quantity: quantityText(line.quantity) }), ...sidesOf(t, line)].join(' · ')
  const over = t('work.over', { quantity: quantityText(countedOf(line) - (line.expectedQuantity ?? 0)) })
  if (shown.corrected) return <b>{outcome === 'over' ? `${changed} · ${over}` : changed}</b>
  if (answer.beyondPlan) return <b data-testid="result-beyond">{t('work.beyondPlan')}</b>
  if (outcome === 'over') return <b>{over}</b>
  if (outcome === 'nearExpiry') return <b>{nearWords(t, answer)}</b>
  if (outcome === 'receiptDone' || outcome === 'lineDone') return <b>{t(`work.${outcome}`)}</b>
  return shown.deed === 'adjust' ? <b>{changed}</b> : null
}

/** What of it is broken, refused or free, where any is. */
const sidesOf = (t: TFunction, line: NonNullable<ScanAnswer['line']>): string[] => {
  const sides = { damaged: line.damagedQuantity, rejected: line.rejectedQuantity, free: line.freeQuantity }
  return Object.entries(sides)
    .filter(([, quantity]) => quantity > 0)
    .map(([name, quantity]) => `${t(`work.${name}`)} ${quantityText(quantity)}`)
}

const nearWords = (t: TFunction, { life }: ScanAnswer): string =>
  life ? t('lot.near', { days: life.remainingDays, date: life.expiryDate }) : t('lot.nearPlain')

const CodeResult = ({ answer }: { answer: ScanAnswer }) => {
  const { t, i18n } = useTranslation()
  const about = answer.product ?? answer.line
  const name = about ? nameIn(i18n.language, about) : answer.tray?.name
  return (
    <>
      <div className="result-main">
        <span className="result-name ellipsis">{name ?? answer.text}</span>
        <b>{reasonOf(t, answer)}</b>
      </div>
      <div className="result-side">
        {name ? <span className="code">{answer.text}</span> : null}
        {wasRead(answer) ? <RuleOf answer={answer} /> : null}
        {answer.tray ? <b>{t('work.keptInTray', { count: answer.header.trayOpen })}</b> : null}
      </div>
    </>
  )
}

/** What could not be read, or is no goods, says its reason instead of a rule. */
const wasRead = ({ outcome }: ScanAnswer): boolean => outcome !== 'unreadable' && outcome !== 'notGoods'

/** Too little life left: a manager may let it in all the same. */
const Lend = ({ onLend }: { onLend(): void }) => {
  const { t } = useTranslation()
  return (
    <div className="result-lend">
      <Button icon={<LockOutlined />} onClick={onLend} data-testid="lend">
        {t('override.offer')}
        <KeyCap name="Alt+L" />
      </Button>
    </div>
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
