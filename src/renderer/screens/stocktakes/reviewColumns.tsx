/** A line of the review: what the books say, what was counted, the difference and what it is worth, and the word about it. */
import type { TFunction } from 'i18next'
import type { StocktakeLineView } from '../../../contract/schemas/stocktake'
import { quantityText } from '../../../core/quantity/quantity'
import type { Column } from '../../../ui/DataGrid'
import { dayText, nameIn, signedQuantity, signedValueText } from '../../../ui/format'
import { quantityCell, type SheetRow, timeCell, valueCell } from '../../../ui/sheet'
import { Sign } from '../../../ui/states'
import { countersOf, percentOf } from '../../../ui/stocktakeReview'
import { BookedSign } from '../../../ui/stocktakeSigns'

export const lineKey = ({ sku, lot }: Pick<StocktakeLineView, 'sku' | 'lot'>): string => `${sku} ${lot}`.trim()

type Line = StocktakeLineView

interface Shown {
  withValue: boolean
  withLots: boolean
}

export const reviewColumns = (t: TFunction, language: string, { withValue, withLots }: Shown): Column<Line>[] => [
  { key: 'sku', title: t('work.sku'), width: 84, render: (line) => <span className="code">{line.sku}</span> },
  { key: 'name', title: t('work.name'), grow: 2, render: (line) => <Name line={line} language={language} t={t} /> },
  ...(withLots
    ? [
        {
          key: 'lot',
          title: t('field.lot'),
          width: 96,
          render: (line: Line) => <span className="code">{line.lot}</span>,
        },
      ]
    : []),
  { key: 'shelf', title: t('work.shelf'), width: 68, render: (line) => line.shelf },
  figure('book', t('stocktakes.book'), (line) => quantityText(line.book)),
  figure('counted', t('stocktakes.counted'), (line) =>
    line.counted === null ? <span className="muted">{t('stocktakes.notCounted')}</span> : quantityText(line.counted),
  ),
  figure('variance', t('stocktakes.variance'), (line) => <Variance variance={line.variance} />),
  figure('percent', t('stocktakes.percent'), (line) => percentOf(line)),
  ...(withValue ? [figure('value', t('stocktakes.value'), (line) => signedValueText(line.value))] : []),
  {
    key: 'moved',
    title: t('stocktakes.movedColumn'),
    width: 96,
    align: 'right',
    render: (line) => <Moved line={line} t={t} />,
  },
  { key: 'last', title: t('stocktakes.lastCount'), width: 92, align: 'right', render: (line) => <Last line={line} /> },
  { key: 'reason', title: t('common.reason'), render: (line) => <Reason line={line} t={t} /> },
  { key: 'who', title: t('stocktakes.who'), width: 96, render: (line) => countersOf(line) },
]

const figure = (key: string, title: string, render: (line: Line) => React.ReactNode): Column<Line> => ({
  key,
  title,
  width: key === 'value' ? 92 : 72,
  align: 'right',
  render,
})

const Name = ({ line, language, t }: { line: Line; language: string; t: TFunction }) => (
  <>
    {line.undecided ? (
      <>
        <Sign tone="look">{t('countStanding.undecided')}</Sign>{' '}
      </>
    ) : null}
    {line.planned ? null : (
      <>
        <Sign tone="look">{t('stocktakes.unplanned')}</Sign>{' '}
      </>
    )}
    {nameIn(language, line)} <span className="muted">{line.spec}</span>
  </>
)

const Variance = ({ variance }: { variance: number }) => {
  if (variance === 0) return <span className="zero">0</span>
  return <b className={variance > 0 ? 'over' : 'look'}>{signedQuantity(variance)}</b>
}

/** What moved from the first touch on, so that nobody looks for it: taken off, or, between two touches, uncertain. */
const Moved = ({ line: { moved, movedMeanwhile }, t }: { line: Line; t: TFunction }) => {
  if (moved.since === 0) return null
  return (
    <>
      {movedMeanwhile > 0 ? <Sign tone="look">{t('stocktakes.uncertain')}</Sign> : null}{' '}
      <b>{signedQuantity(moved.sinceQuantity)}</b>{' '}
      <small className="muted">{t('stocktakes.times', { count: moved.since })}</small>
    </>
  )
}

/** When it was counted before, and how far off it was then. */
const Last = ({ line: { lastCount } }: { line: Line }) =>
  lastCount === null ? null : (
    <>
      <span className="muted">{dayText(lastCount.at)}</span> {signedQuantity(lastCount.variance)}
    </>
  )

/** A word is wanted, or was given, or a second person counted and none is needed; or it is in the books already. */
const Reason = ({ line, t }: { line: Line; t: TFunction }) => {
  return (
    <>
      <BookedSign line={line} /> {line.open ? <Sign tone="look">{t('stocktakes.reasonWanted')}</Sign> : null}{' '}
      {line.recounted ? <Sign tone="good">{t('stocktakes.recounted')}</Sign> : null} {line.reason}
    </>
  )
}

const sheetNames = [
  ...([
    'book',
    'counted',
    'variance',
    'percent',
    'value',
    'movedColumn',
    'movedTimes',
    'movedMeanwhileColumn',
  ] as const),
  ...(['lastCount', 'lastVariance', 'who'] as const),
]

export const reviewRows = (t: TFunction, language: string, lines: readonly Line[]): SheetRow[] => [
  [
    t('work.sku'),
    t('work.name'),
    t('work.spec'),
    t('work.unit'),
    t('field.lot'),
    t('work.shelf'),
    ...sheetNames.map((name) => t(`stocktakes.${name}`)),
    t('review.booked'),
    t('common.reason'),
  ],
  ...lines.map((line) => [
    line.sku,
    nameIn(language, line),
    line.spec,
    line.unit,
    line.lot,
    line.shelf,
    quantityCell(line.book),
    quantityCell(line.counted),
    quantityCell(line.variance),
    percentOf(line),
    valueCell(line.value),
    quantityCell(line.moved.sinceQuantity),
    line.moved.since,
    quantityCell(line.movedMeanwhile),
    timeCell(line.lastCount?.at ?? null),
    quantityCell(line.lastCount?.variance ?? null),
    countersOf(line),
    line.booked === 0 ? '' : quantityCell(line.booked),
    line.reason,
  ]),
]
