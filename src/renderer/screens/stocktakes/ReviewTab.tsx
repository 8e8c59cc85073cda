/**
 * 复核: every product against the books, the largest difference by value first. F2 gives a reason, R has it counted again: the
 * line the cursor is on, or all that are marked. F7 shows its ledger.
 */

import { SearchOutlined } from '@ant-design/icons'
import { Input, type InputRef, Segmented } from 'antd'
import type { TFunction } from 'i18next'
import { type ReactNode, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { InputOf } from '../../../contract/operations'
import type { StocktakeLineView, StocktakeView } from '../../../contract/schemas/stocktake'
import { quantityText } from '../../../core/quantity/quantity'
import { refusalOf, usePages } from '../../../ui/client'
import { DataGrid } from '../../../ui/DataGrid'
import { errorText } from '../../../ui/errorText'
import { nameIn, signedQuantity } from '../../../ui/format'
import { useKeys } from '../../../ui/keys'
import { OperationButton } from '../../../ui/OperationButton'
import { useCan } from '../../../ui/session'
import { EmptyState, FailedState, LoadingState } from '../../../ui/states'
import { explainerFigure, movedWords } from '../../../ui/stocktakeReview'
import { StandingSign } from '../../../ui/stocktakeSigns'
import { useProductSearch } from '../../scanning/useIdentify'
import { useQuietLetters } from '../../scanning/useQuietLetters'
import { ReasonDialog } from '../document/ReasonDialog'
import { useKeptPlace } from '../keptPlace'
import { ExportButton } from '../ListButtons'
import { toGrid } from '../toGrid'
import { useDelayed } from '../useDelayed'
import { useExport } from '../useExport'
import { FirstCount } from './FirstCount'
import { Movements } from './Movements'
import { markColumn } from './markColumn'
import { RecountDialog } from './RecountDialog'
import { ReportDialog } from './ReportDialog'
import { recountZones } from './recountZones'
import { lineKey, reviewColumns, reviewRows } from './reviewColumns'
import { Totals } from './Totals'
import { type LedgerOf, useLedgerOf } from './useLedgerOf'
import { useMarks } from './useMarks'
import { useStocktakeCommand } from './useStocktakeCommand'

const filters = ['variance', 'open', 'uncounted', 'uncertain', 'unplanned', 'all'] as const
type Filter = (typeof filters)[number]

/** kept while somebody looks into a paper and comes back */
interface ReviewPlace {
  filter: Filter
  search: string
  current: string | null
}
const firstPlace: ReviewPlace = { filter: 'variance', search: '', current: null }

interface ReviewTabProps {
  stocktake: StocktakeView
  /** what is done to the stocktake as a whole */
  buttons: ReactNode
}

export const ReviewTab = ({ stocktake, buttons }: ReviewTabProps) => {
  const { t, i18n } = useTranslation()
  const { stocktakeId } = stocktake
  const [{ filter, search, current }, keep] = useKeptPlace(`review ${stocktakeId}`, firstPlace)
  const setFilter = (wanted: Filter): void => keep({ filter: wanted })
  const setSearch = (text: string): void => keep({ search: text })
  const setCurrent = (key: string): void => keep({ current: key })
  const [asking, setAsking] = useState<'none' | 'reason' | 'recount' | 'report'>('none')
  const field = useRef<InputRef>(null)
  const wanted = useDelayed(search.trim())
  const list = useReview(stocktakeId, filter, wanted)
  const line = list.rows.find((one) => lineKey(one) === current) ?? list.rows[0]
  const mayPrint = useCan('stocktake.printReport')
  const manages = useCan('stocktake.accept') && stocktake.state === 'review'
  const marks = useMarks({
    ...{ what: `${filter} ${wanted}`, rows: list.rows, more: list.more },
    all: async () => (await list.all()).pages.flatMap((page) => page.lines),
  })
  const aimed = marks.lines.length > 0 ? marks.lines : line ? [line] : []
  const differing = aimed.filter(({ variance }) => variance !== 0)
  const counted = aimed.filter(({ counts }) => counts.length > 0)
  const explainable = manages && differing.length > 0
  const recountable = manages && counted.length > 0
  const shown = { withValue: list.totals?.gainValue !== null, withLots: list.rows.some(({ lot }) => lot !== '') }
  const ledger = useLedgerOf(stocktake, line)
  const exporting = useExport()
  const exportLines = (): void =>
    void exporting([t('stocktakes.title'), stocktake.number], async () => {
      const { pages, cut } = await list.all()
      const lines = pages.flatMap((page) => page.lines)
      return { rows: reviewRows(t, i18n.language, lines), cut }
    })
  const move = (by: number): void =>
    setFilter(filters[(filters.indexOf(filter) + by + filters.length) % filters.length] ?? 'variance')
  useProductSearch('documents', (sku) => {
    setFilter('all')
    setSearch(sku)
  })
  useQuietLetters({
    r: () => {
      if (recountable) setAsking('recount')
    },
  })
  useKeys('stocktake', {
    previousFilter: () => move(-1),
    nextFilter: () => move(1),
    search: () => field.current?.focus({ cursor: 'all' }),
    ledger: () => (ledger.mayOpen ? ledger.open() : false),
    reason: () => (explainable ? setAsking('reason') : false),
    markAll: () => (manages ? marks.toggleAll() : false),
    print: () => (mayPrint ? setAsking('report') : false),
    export: exportLines,
    back: () => {
      if (search === '') return false
      setSearch('')
      toGrid()
      return true
    },
  })
  const close = (): void => setAsking('none')
  const labelled = (label: string, lines: readonly StocktakeLineView[]): string =>
    marks.lines.length > 0 ? t('stocktakes.toMarked', { label, count: lines.length }) : label
  if (list.pending) return <LoadingState />
  if (list.error) return <FailedState error={list.error} onRetry={list.again} />
  return (
    <>
      <div className="filter-line">
        <Segmented<Filter>
          size="small"
          aria-label={t('stocktakes.filter')}
          value={filter}
          onChange={setFilter}
          options={filters.map((value) => ({
            value,
            label: <span data-testid={`filter-${value}`}>{t(`stocktakes.show.${value}`)}</span>,
          }))}
        />
        <Input
          ref={field}
          className="search search-small"
          allowClear
          prefix={<SearchOutlined />}
          maxLength={64}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          onPressEnter={toGrid}
          placeholder={t('stocktakes.search')}
          aria-label={t('stocktakes.search')}
          data-testid="review-search"
        />
      </div>
      <DataGrid
        label={t('stocktakes.tab.review')}
        testId="review"
        columns={[...(manages ? [markColumn(t, i18n.language, marks)] : []), ...reviewColumns(t, i18n.language, shown)]}
        rows={list.rows}
        rowKey={lineKey}
        currentKey={line ? lineKey(line) : null}
        onCurrentChange={setCurrent}
        {...(manages ? { onSpace: marks.toggle } : {})}
        onNearEnd={list.more ? list.next : undefined}
        autoFocus
        empty={<EmptyState title={t(`stocktakes.nothing.${filter === 'variance' ? 'variance' : 'other'}`)} />}
      />
      {line ? <About line={line} stocktakeId={stocktakeId} ledger={ledger} /> : null}
      <footer className="receipt-foot">
        {list.totals ? <Totals totals={list.totals} /> : null}
        <div className="foot-actions">
          <ExportButton onExport={exportLines} testId="review-export" />
          <OperationButton
            operation="stocktake.printReport"
            label={t('stocktakes.reportDo')}
            keyName="F9"
            onClick={() => setAsking('report')}
            testId="review-print"
          />
          {manages ? (
            <>
              <OperationButton
                operation="stocktake.accept"
                label={labelled(t('stocktakes.explain'), differing)}
                keyName="F2"
                disabled={!explainable}
                disabledReason={t('stocktakes.noVariance')}
                onClick={() => setAsking('reason')}
                testId="review-reason"
              />
              {recountable || !line ? (
                <OperationButton
                  operation="stocktake.recount"
                  label={labelled(t('stocktakes.recount'), counted)}
                  keyName="R"
                  disabled={!recountable}
                  disabledReason={t('stocktakes.nobodyCounted')}
                  onClick={() => setAsking('recount')}
                  testId="review-recount"
                />
              ) : (
                <FirstCount
                  stocktake={stocktake}
                  lines={aimed}
                  about={aboutLines(t, i18n.language, aimed)}
                  onDone={marks.clear}
                />
              )}
            </>
          ) : null}
          {buttons}
        </div>
      </footer>
      {ledger.panel}
      {asking === 'report' ? <ReportDialog stocktake={stocktake} onClose={close} /> : null}
      {asking === 'reason' && differing.length > 0 ? (
        <ReasonOf stocktakeId={stocktakeId} lines={differing} onDone={marks.clear} onClose={close} />
      ) : null}
      {asking === 'recount' && counted.length > 0 ? (
        <RecountDialog
          stocktakeId={stocktakeId}
          zones={recountZones(counted)}
          uncounted={aimed.length - counted.length}
          unplanned={counted.filter(({ planned }) => !planned).length}
          title={`${t('stocktakes.recount')} ${aboutLines(t, i18n.language, counted)}`}
          onDone={marks.clear}
          onClose={close}
        />
      ) : null}
    </>
  )
}

const pageRows = 100

const useReview = (stocktakeId: string, show: Filter, search: string) => {
  const base: InputOf<'stocktake.review'> = {
    ...{ stocktakeId, show, limit: pageRows },
    ...(search === '' ? {} : { search }),
  }
  const list = usePages('stocktake.review', base, (page) => {
    const last = page.lines.at(-1)
    return page.more && last ? { ...base, after: { sku: last.sku, lot: last.lot } } : undefined
  })
  const rows = useMemo(() => list.pages.flatMap((page) => page.lines), [list.pages])
  return { ...list, rows, totals: list.pages[0]?.totals }
}

/** One by its name, several by how many they are. */
const aboutLines = (t: TFunction, language: string, lines: readonly StocktakeLineView[]): string => {
  const [line] = lines
  return line && lines.length === 1 ? nameIn(language, line) : t('stocktakes.markedLines', { count: lines.length })
}

interface ReasonOfProps {
  stocktakeId: string
  lines: readonly StocktakeLineView[]
  onDone(): void
  onClose(): void
}

/** One word for all of them. */
const ReasonOf = ({ stocktakeId, lines, onDone, onClose }: ReasonOfProps) => {
  const { t, i18n } = useTranslation()
  const command = useStocktakeCommand('stocktake.accept', () => {
    onDone()
    onClose()
  })
  const [line] = lines
  const difference = line && lines.length === 1 ? ` ${signedQuantity(line.variance)} ${line.unit}` : ''
  return (
    <ReasonDialog
      name="review-reason"
      title={t('stocktakes.explain')}
      intro={`${aboutLines(t, i18n.language, lines)}${difference}`}
      placeholder={t('stocktakes.explainHint')}
      label={t('common.reason')}
      confirmLabel={t('common.ok')}
      problem={command.error ? errorText(t, refusalOf(command.error)) : null}
      busy={command.isPending}
      onConfirm={(reason) =>
        command.mutate({ stocktakeId, lines: lines.map(({ sku, lot }) => ({ sku, lot })), reason })
      }
      onClose={onClose}
    />
  )
}

/** Beside the current line: who counted how much where, what may explain the difference, and what moved meanwhile. */
interface AboutProps {
  line: StocktakeLineView
  stocktakeId: string
  ledger: LedgerOf
}

const About = ({ line, stocktakeId, ledger }: AboutProps) => {
  const { t } = useTranslation()
  return (
    <div className="transfer-below review-below" data-testid="review-about">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what may scroll must be reachable by keyboard */}
      <section aria-label={t('stocktakes.counts')} tabIndex={0}>
        <h2>{t('stocktakes.counts')}</h2>
        {line.counts.length === 0 ? <p className="muted">{t('stocktakes.nobodyCounted')}</p> : null}
        {line.undecided ? <p className="look">{t('stocktakes.undecided')}</p> : null}
        {line.counts.map(({ documentId, zoneCode, round, counterName, quantity, standing }) => (
          <div key={documentId} className="paper">
            <b className="code">{zoneCode}</b>
            <span>
              {counterName} {t('stocktakes.round', { round })}
            </span>
            <span>
              {quantityText(quantity)} <span lang="zh-CN">{line.unit}</span>{' '}
              {line.counts.length > 1 ? <StandingSign standing={standing} /> : null}
            </span>
          </div>
        ))}
      </section>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what may scroll must be reachable by keyboard */}
      <section aria-label={t('stocktakes.explainers')} tabIndex={0}>
        <h2>{t('stocktakes.explainers')}</h2>
        {line.explainers.length + line.movedMeanwhile === 0 ? (
          <p className="muted">{t('stocktakes.noExplainers')}</p>
        ) : null}
        {line.movedMeanwhile > 0 ? <p className="look">{movedWords(t, line)}</p> : null}
        {line.explainers.map(({ kind, quantity, text }) => (
          <div key={`${kind} ${text}`} className="paper">
            <span>{t(`explainer.${kind}`)}</span>
            <b>{explainerFigure({ kind, quantity })}</b>
            <span className="muted ellipsis">{text}</span>
          </div>
        ))}
      </section>
      <Movements line={line} cameFrom={{ from: `/stocktakes/${stocktakeId}` }} ledger={ledger} />
    </div>
  )
}
