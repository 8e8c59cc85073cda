/** The review as the store handed it in, the largest difference first: books, counted, difference, worth, and why. */
import { useTranslation } from 'react-i18next'
import { useLocation, useSearchParams } from 'react-router'
import type { OutputOf } from '../../../contract/operations'
import type { StocktakeLineView, StocktakeView } from '../../../contract/schemas/stocktake'
import { useClient } from '../../../ui/client'
import { dayText, signedQuantity, signedValueText } from '../../../ui/format'
import { useHolds } from '../../../ui/session'
import { quantityCell, valueCell } from '../../../ui/sheet'
import { EmptyState, FailedState, LoadingState } from '../../../ui/states'
import { countersOf, percentOf } from '../../../ui/stocktakeReview'
import { bookedText } from '../../../ui/stocktakeSigns'
import { patched, useFilters } from '../../data/filters'
import { readAll, usePages } from '../../data/pages'
import { readReviewFilters, reviewKey, reviewShows } from '../../data/stocktakes'
import { ExportButton } from '../../parts/ExportButton'
import { FilterBar, SearchFilter, SelectFilter } from '../../parts/FilterBar'
import { Quantity } from '../../parts/figures'
import { LinkTabs, type TabItem } from '../../parts/LinkTabs'
import { type Column, ListTable, RowLink } from '../../parts/ListTable'
import { ProductName } from '../../parts/ProductName'
import { Marks, ReviewLine } from './ReviewLine'

const pageRows = 200

type Page = OutputOf<'stocktake.review'>
type Line = StocktakeLineView
const keyAfter = ({ more, lines }: Page) => {
  const last = lines.at(-1)
  return more && last ? { sku: last.sku, lot: last.lot } : undefined
}
const rowsOf = (page: Page): Line[] => page.lines

interface ReviewProps {
  stocktake: StocktakeView
  items: readonly TabItem<string>[]
}

export const Review = ({ stocktake, items }: ReviewProps) => {
  const { t } = useTranslation()
  const { stocktakeId, number } = stocktake
  const client = useClient()
  const [params, change] = useFilters()
  const { show, search, open } = readReviewFilters(params)
  const input = { stocktakeId, show, ...(search.trim() === '' ? {} : { search: search.trim() }) }
  const list = usePages('stocktake.review', { ...input, limit: pageRows }, { after: keyAfter })
  const rows = list.pages.flatMap(rowsOf)
  const columns = useColumns(rows.some(({ lot }) => lot !== ''))
  return (
    <>
      <LinkTabs label={t('document.tabs')} items={items} current="review">
        <span className="tabs-acts">
          <FilterBar>
            <SelectFilter
              label={t('stocktakes.show')}
              testId="filter-show"
              width={150}
              value={show === 'variance' ? '' : show}
              all={t('stocktakes.shows.variance')}
              options={reviewShows
                .filter((one) => one !== 'variance')
                .map((one) => ({ value: one, label: t(`stocktakes.shows.${one}`) }))}
              onChange={(next) => change({ show: next })}
            />
            <SearchFilter value={search} label={t('filter.find')} width={200} onChange={(q) => change({ q })} />
          </FilterBar>
          <ExportButton<Line>
            name={number}
            columns={columns}
            read={() =>
              readAll(client, 'stocktake.review', { ...input, limit: 500 }, { after: keyAfter, rows: rowsOf })
            }
          />
        </span>
      </LinkTabs>
      {list.pages[0] ? <Totals totals={list.pages[0].totals} /> : null}
      {list.loading ? <LoadingState /> : null}
      {list.error ? <FailedState error={list.error} onRetry={list.retry} /> : null}
      {list.pages.length > 0 ? (
        <ListTable
          label={t('stocktakes.reviewTab')}
          testId="review"
          columns={columns}
          rows={rows}
          rowKey={reviewKey}
          rowTestId={({ sku }) => `review-${sku}`}
          currentKey={open === '' ? null : open}
          stale={list.stale}
          more={list}
          empty={<EmptyState title={t('stocktakes.reviewEmpty')} hint={t('stocktakes.reviewEmptyHint')} />}
        />
      ) : null}
      <ReviewLine
        stocktake={stocktake}
        line={rows.find((line) => reviewKey(line) === open)}
        onClose={() => change({ open: null })}
      />
    </>
  )
}

const Totals = ({ totals: { gained, lost, uncounted, partBooked, gainValue, lossValue } }: Pick<Page, 'totals'>) => {
  const { t } = useTranslation()
  const worth = (value: number | null): string => (value === null ? '' : signedValueText(value))
  return (
    <p className="audit-note" data-testid="review-totals">
      {t('stocktakes.totals', {
        gained,
        lost,
        uncounted,
        gain: worth(gainValue),
        loss: worth(lossValue === null ? null : -lossValue),
      })}
      {partBooked > 0 ? ` · ${t('review.bookedLines', { count: partBooked })}` : null}
    </p>
  )
}

const useColumns = (withLots: boolean): Column<Line>[] => {
  const { t } = useTranslation()
  const withCost = useHolds('cost.view')
  const columns: (Column<Line> | false)[] = [
    {
      key: 'sku',
      title: t('document.sku'),
      width: 84,
      render: (line) => <OpenLink line={line} />,
      text: ({ sku }) => sku,
    },
    {
      key: 'name',
      title: t('document.name'),
      render: (line) => (
        <>
          <Marks line={line} /> <ProductName product={line} />
        </>
      ),
      text: (line) => line.name,
    },
    withLots && {
      key: 'lot',
      title: t('field.lot'),
      width: 96,
      render: ({ lot }) => <span className="code">{lot}</span>,
      text: ({ lot }) => lot,
    },
    { key: 'shelf', title: t('stocktakes.shelf'), width: 72, render: ({ shelf }) => shelf, text: ({ shelf }) => shelf },
    quantityColumn('book', t('stocktakes.book'), (line) => line.book),
    {
      key: 'counted',
      title: t('stocktakes.counted'),
      width: 72,
      align: 'right',
      render: ({ counted }) =>
        counted === null ? <span className="muted">{t('stocktakes.notCounted')}</span> : <Quantity value={counted} />,
      text: ({ counted }) => (counted === null ? '' : quantityCell(counted)),
    },
    {
      key: 'variance',
      title: t('stocktakes.variance'),
      width: 88,
      align: 'right',
      render: ({ variance }) => <Variance variance={variance} />,
      text: ({ variance }) => quantityCell(variance),
    },
    { key: 'percent', title: t('stocktakes.percent'), width: 72, align: 'right', render: percentOf, text: percentOf },
    withCost && {
      key: 'value',
      title: t('stocktakes.value'),
      width: 104,
      align: 'right',
      render: ({ value }) => signedValueText(value),
      text: ({ value }) => valueCell(value),
    },
    {
      key: 'moved',
      title: t('stocktakes.movedColumn'),
      width: 96,
      align: 'right',
      render: ({ moved }) => (moved.since === 0 ? null : signedQuantity(moved.sinceQuantity)),
      text: ({ moved }) => quantityCell(moved.sinceQuantity),
    },
    {
      key: 'last',
      title: t('stocktakes.lastCount'),
      width: 96,
      align: 'right',
      render: ({ lastCount }) => (lastCount === null ? null : <LastCount {...lastCount} />),
      text: ({ lastCount }) => quantityCell(lastCount?.variance ?? null),
    },
    {
      key: 'reason',
      title: t('common.reason'),
      width: 150,
      render: ({ reason }) => reason,
      text: (line) => [bookedText(t, line), line.reason].filter((words) => words !== '').join(' · '),
    },
    { key: 'who', title: t('stocktakes.counter'), width: 96, render: countersOf, text: countersOf },
  ]
  return columns.filter((column) => column !== false)
}

const quantityColumn = (key: string, title: string, of: (line: Line) => number): Column<Line> => ({
  key,
  title,
  width: 72,
  align: 'right',
  render: (line) => <Quantity value={of(line)} />,
  text: (line) => quantityCell(of(line)),
})

const OpenLink = ({ line }: { line: Line }) => {
  const [params] = useSearchParams()
  const { state } = useLocation()
  return (
    <RowLink
      className="code"
      replace
      state={state}
      to={{ search: patched(params, { open: reviewKey(line) }).toString() }}
    >
      {line.sku}
    </RowLink>
  )
}

const LastCount = ({ at, variance }: NonNullable<Line['lastCount']>) => (
  <>
    <small className="muted">{dayText(at)}</small> {signedQuantity(variance)}
  </>
)

const Variance = ({ variance }: { variance: number }) => {
  if (variance === 0) return <span className="zero">0</span>
  return <b className={variance > 0 ? 'good' : 'bad'}>{signedQuantity(variance)}</b>
}
