/** What the confirmation shows: against a plan the differences, largest first; without one, what is on the paper. */
import { useTranslation } from 'react-i18next'
import type { DocumentLineView, DocumentView, TrayEntry } from '../../../contract/schemas/document'
import type { DocumentType } from '../../../core/documents/states'
import { quantityText } from '../../../core/quantity/quantity'
import { piecesOf, usesRole } from '../../../ui/documents'
import { nameIn, reasonIn, signedQuantity, valueText } from '../../../ui/format'
import { Sign, type Tone } from '../../../ui/states'
import { placeLabel } from './DocumentHead'
import type { LineDifference, Summary } from './views'

export const PlannedSummary = ({ document, summary }: { document: DocumentView; summary: Summary }) => (
  <>
    <PlannedFigures document={document} summary={summary} />
    <Differences summary={summary} type={document.header.type} />
  </>
)

const PlannedFigures = ({ document, summary }: { document: DocumentView; summary: Summary }) => {
  const { t } = useTranslation()
  const { header } = document
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
        <Figure
          key={name}
          name={name}
          words={wordsOf(name, header.type)}
          count={count}
          unit={t(unit, { count })}
          look={look && count > 0}
        />
      ))}
      <div className="figure wide" data-testid="summary-pieces">
        <span>{t('post.pieces')}</span>
        <b>
          {quantityText(piecesOf(header))} <small>/ {quantityText(header.expectedTotal ?? 0)}</small>
        </b>
        <small className="muted">{valueText(header.value)}</small>
      </div>
    </div>
  )
}

/** Who sends sends too little or too much; who receives gets it. */
const wordsOf = (name: string, type: DocumentType): string =>
  type === 'transferDispatch' && (name === 'short' || name === 'over') ? `post.${name}Sent` : `post.${name}`

interface FigureProps {
  name: string
  words: string
  count: number
  unit: string
  look: boolean
}

const Figure = ({ name, words, count, unit, look }: FigureProps) => {
  const { t } = useTranslation()
  return (
    <div className={look ? 'figure look' : 'figure'} data-testid={`summary-${name}`} data-count={count}>
      <span>{t(words)}</span>
      <b>
        {count} <small>{unit}</small>
      </b>
    </div>
  )
}

const Differences = ({ summary, type }: { summary: Summary; type: DocumentType }) => {
  const { t } = useTranslation()
  const groups: [string, Tone, readonly LineDifference[]][] = [
    ['over', 'bad', summary.over],
    ['short', 'look', summary.short],
    ['unplanned', 'look', summary.unplanned],
  ]
  const codes = [...summary.trayOpen, ...summary.setAside]
  const sides = summary.damaged.length + summary.rejected.length
  if (codes.length + sides === 0 && groups.every(([, , lines]) => lines.length === 0))
    return <p className="good all-done">{t('post.allDone')}</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling list must be reachable by keyboard
    <section className="differences" tabIndex={0} aria-label={t('work.differences')}>
      {groups.flatMap(([name, tone, lines]) =>
        lines.map((one) => (
          <DifferenceRow key={one.line.lineNo} name={name} words={wordsOf(name, type)} tone={tone} one={one} />
        )),
      )}
      {summary.damaged.map((line) => (
        <SideRow key={line.lineNo} name="damaged" line={line} quantity={line.damagedQuantity} />
      ))}
      {summary.rejected.map((line) => (
        <SideRow key={line.lineNo} name="rejected" line={line} quantity={line.rejectedQuantity} />
      ))}
      {codes.map((entry) => (
        <CodeRow key={entry.trayId} entry={entry} />
      ))}
    </section>
  )
}

interface DifferenceRowProps {
  name: string
  words: string
  tone: Tone
  one: LineDifference
}

const DifferenceRow = ({ name, words, tone, one }: DifferenceRowProps) => {
  const { t } = useTranslation()
  const { line, counted, difference } = one
  return (
    <div className="difference-row" data-testid={`difference-${name}`}>
      <Sign tone={tone}>{t(words)}</Sign>
      <span className="code">{line.sku}</span>
      <ProductName line={line} />
      <span className="num">
        {quantityText(counted)} / {quantityText(line.expectedQuantity ?? 0)} {line.unit}
      </span>
      <b className="num">{signedQuantity(difference)}</b>
    </div>
  )
}

/** Broken or refused at the door: beside the differences, because somebody has to claim it. */
const SideRow = ({
  name,
  line,
  quantity,
}: {
  name: 'damaged' | 'rejected'
  line: DocumentLineView
  quantity: number
}) => {
  const { t } = useTranslation()
  return (
    <div className="difference-row" data-testid={`difference-${name}`}>
      <Sign tone="look">{t(`work.${name}`)}</Sign>
      <span className="code">{line.sku}</span>
      <ProductName line={line} />
      <span className="num muted">{line.note}</span>
      <b className="num">{quantityText(quantity)}</b>
    </div>
  )
}

const ProductName = ({ line }: { line: DocumentLineView }) => {
  const { i18n } = useTranslation()
  return (
    <span className="ellipsis">
      {nameIn(i18n.language, line)} <span className="muted">{line.spec}</span>
    </span>
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

/** A paper without a plan: what is on it, and what it is worth. */
export const PlainSummary = ({ document }: { document: DocumentView }) => {
  const { t, i18n } = useTranslation()
  const { header, lines } = document
  const moved = lines.filter((line) => line.quantity + line.damagedQuantity > 0)
  const why = reasonIn(i18n.language, header) || header.toWarehouseName
  return (
    <>
      <div className="figures plain">
        <div className="figure" data-testid="summary-lines" data-count={moved.length}>
          <span>{t('post.lines')}</span>
          <b>
            {moved.length} <small>{t('post.linesUnit', { count: moved.length })}</small>
          </b>
        </div>
        <div className="figure" data-testid="summary-pieces">
          <span>{t(usesRole(header.type) ? 'post.produced' : 'post.pieces')}</span>
          <b>{quantityText(piecesOf(header))}</b>
        </div>
        {usesRole(header.type) ? (
          <div className="figure" data-testid="summary-consumed">
            <span>{t('post.consumed')}</span>
            <b>{quantityText(header.consumedTotal)}</b>
          </div>
        ) : null}
        {header.damagedTotal > 0 ? (
          <div className="figure look" data-testid="summary-damaged">
            <span>{t('work.damaged')}</span>
            <b>{quantityText(header.damagedTotal)}</b>
          </div>
        ) : null}
        {header.value === null ? null : (
          <div className="figure" data-testid="summary-value">
            <span>{t('work.valueTitle')}</span>
            <b>{valueText(header.value)}</b>
          </div>
        )}
        {why ? (
          <div className="figure wide">
            <span>{t(header.reasonName ? 'field.reason' : placeLabel(header.type))}</span>
            <b className="ellipsis">{why}</b>
          </div>
        ) : null}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling list must be reachable by keyboard */}
      <section className="differences" tabIndex={0} aria-label={t('work.lines')}>
        {moved.map((line) => (
          <PlainRow key={line.lineNo} line={line} />
        ))}
      </section>
    </>
  )
}

const PlainRow = ({ line }: { line: DocumentLineView }) => {
  const { t } = useTranslation()
  const sign = signOf(line)
  return (
    <div className="difference-row" data-testid="summary-line">
      <span>{sign ? <Sign tone={sign === 'condition.quarantine' ? 'look' : 'plain'}>{t(sign)}</Sign> : null}</span>
      <span className="code">{line.sku}</span>
      <ProductName line={line} />
      <span className="num muted">
        {line.expiryDate || line.lot}
        {line.damagedQuantity > 0 ? ` ${t('work.damaged')} ${quantityText(line.damagedQuantity)}` : ''}
      </span>
      <b className="num">
        {quantityText(line.quantity)} {line.unit}
      </b>
    </div>
  )
}

const signOf = (line: DocumentLineView): string | null => {
  if (line.role !== '') return `lineRole.${line.role}`
  return line.condition === 'quarantine' ? 'condition.quarantine' : null
}
