/** A line of the review: what the books say, what was counted, the difference and what it is worth, and the word about it. */
import type { TFunction } from 'i18next'
import type { StocktakeLineView } from '../../../contract/schemas/stocktake'
import { quantityText } from '../../../core/quantity/quantity'
import type { Column } from '../../../ui/DataGrid'
import { nameIn, signedQuantity, signedValueText } from '../../../ui/format'
import { quantityCell, type SheetRow, valueCell } from '../../../ui/sheet'
import { Sign } from '../../../ui/states'

export const lineKey = ({ sku, lot }: Pick<StocktakeLineView, 'sku' | 'lot'>): string => `${sku} ${lot}`.trim()

type Line = StocktakeLineView

interface Shown {
  withValue: boolean
  withLots: boolean
}

export const reviewColumns = (t: TFunction, language: string, { withValue, withLots }: Shown): Column<Line>[] => [
  { key: 'sku', title: t('work.sku'), width: 112, render: (line) => <span className="code">{line.sku}</span> },
  { key: 'name', title: t('work.name'), grow: 2, render: (line) => <Name line={line} language={language} t={t} /> },
  ...(withLots
    ? [
        {
          key: 'lot',
          title: t('field.lot'),
          width: 104,
          render: (line: Line) => <span className="code">{line.lot}</span>,
        },
      ]
    : []),
  { key: 'shelf', title: t('work.shelf'), width: 84, render: (line) => line.shelf },
  figure('book', t('stocktakes.book'), (line) => quantityText(line.book)),
  figure('counted', t('stocktakes.counted'), (line) =>
    line.counted === null ? <span className="muted">{t('stocktakes.notCounted')}</span> : quantityText(line.counted),
  ),
  figure('variance', t('stocktakes.variance'), (line) => <Variance variance={line.variance} />),
  ...(withValue ? [figure('value', t('stocktakes.value'), (line) => signedValueText(line.value))] : []),
  { key: 'reason', title: t('common.reason'), render: (line) => <Reason line={line} t={t} /> },
  { key: 'who', title: t('stocktakes.who'), width: 110, render: (line) => countersOf(line) },
]

const figure = (key: string, title: string, render: (line: Line) => React.ReactNode): Column<Line> => ({
  key,
  title,
  width: key === 'value' ? 104 : 80,
  align: 'right',
  render,
})

const Name = ({ line, language, t }: { line: Line; language: string; t: TFunction }) => (
  <>
    {line.undecided ? (
      <>
        <Sign tone="look">{t('stocktakes.standing.undecided')}</Sign>{' '}
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

/** A word is wanted, or was given, or a second person counted and none is needed. */
const Reason = ({ line, t }: { line: Line; t: TFunction }) => {
  if (line.open) return <Sign tone="look">{t('stocktakes.reasonWanted')}</Sign>
  return (
    <>
      {line.recounted ? <Sign tone="good">{t('stocktakes.recounted')}</Sign> : null} {line.reason}
    </>
  )
}

const countersOf = ({ counts }: Line): string => [...new Set(counts.map(({ counterName }) => counterName))].join('、')

const sheetNames = ['book', 'counted', 'variance', 'value', 'who'] as const

export const reviewRows = (t: TFunction, language: string, lines: readonly Line[]): SheetRow[] => [
  [
    t('work.sku'),
    t('work.name'),
    t('work.spec'),
    t('work.unit'),
    t('field.lot'),
    t('work.shelf'),
    ...sheetNames.map((name) => t(`stocktakes.${name}`)),
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
    valueCell(line.value),
    countersOf(line),
    line.reason,
  ]),
]
