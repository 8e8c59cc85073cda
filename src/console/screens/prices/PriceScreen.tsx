/** One change of prices: which stores have printed its labels, who is late, and its lines. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import type { OutputOf } from '../../../contract/operations'
import type { PriceChangeView, PriceLine, StorePrices } from '../../../contract/schemas/price'
import { moneyText } from '../../../core/quantity/quantity'
import { useCommand, useOperation } from '../../../ui/client'
import { nameIn, timeText } from '../../../ui/format'
import { OperationButton } from '../../../ui/OperationButton'
import { EmptyState, FailedState, LoadingState } from '../../../ui/states'
import { OverdueSign } from '../../../ui/stocktakeSigns'
import { AgeLabel } from '../../ages/AgeLabel'
import { patched, useFilters } from '../../data/filters'
import { beatMs } from '../../data/pages'
import { ActDialog } from '../../parts/ActDialog'
import { BackLink } from '../../parts/BackLink'
import { ExportButton } from '../../parts/ExportButton'
import { Fact, Facts } from '../../parts/Facts'
import { LinkTabs, type TabItem, useTab } from '../../parts/LinkTabs'
import { type Column, ListTable, RowLink } from '../../parts/ListTable'
import { ProductName } from '../../parts/ProductName'
import { MissingDialog } from './MissingDialog'
import { LastPrint, lastPrintText, PriceStateSign, Progress, riseShareText, riseText, yuan } from './priceSigns'

type Detail = OutputOf<'price.get'>

export const PriceScreen = () => {
  const { t } = useTranslation()
  const { changeId = '' } = useParams()
  const answer = useOperation('price.get', { changeId }, { refetchIntervalMs: beatMs })
  return (
    <>
      <BackLink fallback="/prices" />
      {answer.data ? null : <h1 className="visually-hidden">{t('prices.title')}</h1>}
      {answer.isPending ? <LoadingState /> : null}
      {answer.isError && !answer.data ? (
        <FailedState error={answer.error} onRetry={() => void answer.refetch()} />
      ) : null}
      {answer.data ? <Change detail={answer.data} fetchedAtMs={answer.dataUpdatedAt} /> : null}
    </>
  )
}

interface ChangeProps {
  detail: Detail
  fetchedAtMs: number
}

type Tab = 'stores' | 'lines'

const Change = ({ detail, fetchedAtMs }: ChangeProps) => {
  const { t } = useTranslation()
  const [params, change] = useFilters()
  const { change: head, lines, stores } = detail
  const byTab: Record<Tab, TabItem<Tab>> = {
    stores: { key: 'stores', label: t('prices.storesTab', { n: stores.length }) },
    lines: { key: 'lines', label: t('prices.linesTab', { n: lines.length }) },
  }
  // before its day there is nothing a store could have done
  const items = head.state === 'effective' ? [byTab.stores, byTab.lines] : [byTab.lines, byTab.stores]
  const tab = useTab(items)
  const storeCode = params.get('store') ?? ''
  return (
    <div className="document" data-testid="price-change" data-number={head.number} data-state={head.state}>
      <Head change={head} />
      <LinkTabs label={t('document.tabs')} items={items} current={tab}>
        <span className="tabs-acts">
          {tab === 'stores' ? (
            <ExportStores detail={detail} fetchedAtMs={fetchedAtMs} />
          ) : (
            <ExportLines detail={detail} />
          )}
        </span>
      </LinkTabs>
      {tab === 'stores' ? <Stores detail={detail} fetchedAtMs={fetchedAtMs} /> : <Lines lines={lines} />}
      {storeCode === '' ? null : (
        <MissingDialog change={head} storeCode={storeCode} onClose={() => change({ store: null })} />
      )}
    </div>
  )
}

const Head = ({ change }: { change: PriceChangeView }) => {
  const { t } = useTranslation()
  const { state, overdue, printed, toPrint, replaced, storesDone, storesTotal, storesHeard } = change
  return (
    <section className="document-head">
      <div className="document-title">
        <span className="document-type">{t('prices.one')}</span>
        <h1 className="code">{change.number}</h1>
        <PriceStateSign state={state} overdue={overdue} />
        {state === 'planned' ? <Cancel change={change} /> : null}
      </div>
      <Facts>
        <Fact name={t('prices.effectiveDate')}>
          <b>{change.effectiveDate}</b>
        </Fact>
        {state === 'effective' ? (
          <>
            <Fact name={t('prices.labels')} testId="price-labels">
              <Progress done={printed} total={toPrint} late={overdue} />
              {replaced > 0 ? <small className="muted"> {t('prices.replaced', { n: replaced })}</small> : null}
            </Fact>
            <Fact name={t('prices.storesDone')}>
              {storesDone} / {storesTotal}
              {storesHeard < storesTotal ? (
                <small className={overdue ? 'bad' : 'muted'}>
                  {' '}
                  {t('prices.notHeard', { n: storesTotal - storesHeard })}
                </small>
              ) : null}
            </Fact>
          </>
        ) : null}
        <Fact name={t('prices.by')}>
          {change.createdByName} <small className="muted">{timeText(change.createdAt)}</small>
        </Fact>
        {change.note === '' ? null : <Fact name={t('prices.reason')}>{change.note}</Fact>}
        {state === 'cancelled' ? (
          <Fact name={t('prices.cancelledBy')}>
            {change.cancelledByName} <small className="muted">{change.cancelReason}</small>
          </Fact>
        ) : null}
      </Facts>
    </section>
  )
}

const Cancel = ({ change: { changeId, number } }: { change: PriceChangeView }) => {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const cancel = useCommand('price.cancel', { touches: ['price.get', 'price.list'], onDone: () => setOpen(false) })
  return (
    <div className="document-acts">
      <OperationButton
        operation="price.cancel"
        label={t('prices.cancel')}
        testId="price-cancel"
        onClick={() => setOpen(true)}
      />
      <ActDialog
        open={open}
        title={t('prices.cancelTitle', { number })}
        act={t('prices.cancel')}
        danger
        reason="needed"
        busy={cancel.isPending}
        error={cancel.error}
        testId="price-cancel-dialog"
        onAct={(reason) => cancel.mutate({ changeId, reason })}
        onClose={() => setOpen(false)}
      >
        <p className="act-words">{t('prices.cancelHint')}</p>
      </ActDialog>
    </div>
  )
}

const useStoreColumns = (fetchedAtMs: number): Column<StorePrices>[] => {
  const { t } = useTranslation()
  const [params] = useFilters()
  return [
    {
      key: 'store',
      title: t('stockPage.store'),
      width: 190,
      render: (row) => (
        <RowLink replace to={{ search: patched(params, { store: row.storeCode }).toString() }}>
          {row.storeName} <small className="muted code">{row.storeCode}</small>
        </RowLink>
      ),
      text: (row) => `${row.storeName} ${row.storeCode}`,
    },
    {
      key: 'state',
      title: t('filter.state'),
      width: 190,
      render: (row) => (
        <span className="signs">
          <span className={row.overdue ? 'bad' : undefined}>{storeStateText(t, row)}</span>
          {row.overdue ? <OverdueSign /> : null}
        </span>
      ),
      text: (row) => [storeStateText(t, row), ...(row.overdue ? [t('overdue')] : [])].join(' '),
    },
    {
      key: 'labels',
      title: t('prices.labels'),
      width: 220,
      render: (row) =>
        row.heardAt === null ? (
          <span className="muted">—</span>
        ) : (
          <Progress done={row.printed} total={row.toPrint} late={row.overdue} />
        ),
      text: (row) => (row.heardAt === null ? '' : `${row.printed}/${row.toPrint}`),
    },
    {
      key: 'waiting',
      title: t('prices.waiting'),
      width: 84,
      align: 'right',
      render: (row) => <b className={row.overdue ? 'bad' : undefined}>{row.heardAt === null ? '?' : row.waiting}</b>,
      text: (row) => (row.heardAt === null ? '' : row.waiting),
    },
    {
      key: 'heard',
      title: t('prices.heardAt'),
      width: 130,
      render: (row) => (row.heardAt === null ? '—' : timeText(row.heardAt)),
      text: (row) => (row.heardAt === null ? '' : timeText(row.heardAt)),
    },
    {
      key: 'last',
      title: t('prices.lastAt'),
      width: 160,
      render: (row) => <LastPrint of={row} />,
      text: (row) => lastPrintText(t, row),
    },
    {
      key: 'age',
      title: t('age.column'),
      render: ({ ageSeconds }) => <AgeLabel asOf={null} ageSeconds={ageSeconds} fetchedAtMs={fetchedAtMs} />,
      text: ({ ageSeconds }) => (ageSeconds === null ? t('age.never') : Math.round(ageSeconds / 60)),
    },
  ]
}

/** A shop that keeps none of the products has nothing to print, and is done all the same. */
const storeStateText = (t: ReturnType<typeof useTranslation>['t'], row: StorePrices): string => {
  if (row.heardAt === null) return t('prices.storeState.silent')
  if (row.toPrint === 0) return t('prices.storeState.none')
  if (row.waiting === 0) return t('prices.storeState.done')
  return t(row.printed === 0 ? 'prices.storeState.waiting' : 'prices.storeState.printing')
}

const Stores = ({ detail: { change, stores }, fetchedAtMs }: ChangeProps) => {
  const { t } = useTranslation()
  const columns = useStoreColumns(fetchedAtMs)
  return (
    <ListTable
      label={t('prices.stores')}
      testId="price-stores"
      columns={columns}
      rows={stores}
      rowKey={({ storeCode }) => storeCode}
      rowTestId={({ storeCode }) => `price-store-${storeCode}`}
      rowData={({ overdue }) => ({ 'data-overdue': String(overdue) })}
      empty={
        <EmptyState
          title={t(change.state === 'effective' ? 'prices.noStores' : 'prices.notYet')}
          hint={t(change.state === 'effective' ? 'prices.noStoresHint' : 'prices.notYetHint')}
        />
      }
    />
  )
}

const ExportStores = ({ detail: { change, stores }, fetchedAtMs }: ChangeProps) => {
  const { t } = useTranslation()
  return (
    <ExportButton<StorePrices>
      name={`${change.number}-${t('prices.stores')}`}
      columns={useStoreColumns(fetchedAtMs)}
      read={async () => ({ rows: stores, cut: false })}
    />
  )
}

export const useLineColumns = (): Column<PriceLine>[] => {
  const { t, i18n } = useTranslation()
  return [
    {
      key: 'sku',
      title: t('document.sku'),
      width: 110,
      render: ({ sku }) => <span className="code">{sku}</span>,
      text: ({ sku }) => sku,
    },
    {
      key: 'name',
      title: t('document.name'),
      render: (row) => <ProductName product={row} />,
      text: (row) => `${nameIn(i18n.language, row)} ${row.spec}`.trim(),
    },
    { key: 'unit', title: t('document.unit'), width: 64, render: ({ unit }) => unit, text: ({ unit }) => unit },
    {
      key: 'old',
      title: t('prices.oldPrice'),
      width: 110,
      align: 'right',
      render: (row) => <span className="muted">{yuan(row.oldPriceFen)}</span>,
      text: (row) => moneyText(row.oldPriceFen),
    },
    {
      key: 'new',
      title: t('prices.newPrice'),
      width: 110,
      align: 'right',
      render: (row) => <b>{yuan(row.newPriceFen)}</b>,
      text: (row) => moneyText(row.newPriceFen),
    },
    {
      key: 'rise',
      title: t('prices.rise'),
      width: 100,
      align: 'right',
      render: (row) => riseText(row.oldPriceFen, row.newPriceFen),
      text: (row) => riseText(row.oldPriceFen, row.newPriceFen),
    },
    {
      key: 'share',
      title: '%',
      width: 84,
      align: 'right',
      render: (row) => riseShareText(row.oldPriceFen, row.newPriceFen),
      text: (row) => riseShareText(row.oldPriceFen, row.newPriceFen),
    },
  ]
}

/** A page draws no more; the file has them all. */
const shownLinesMax = 500

const Lines = ({ lines }: { lines: readonly PriceLine[] }) => {
  const { t } = useTranslation()
  return (
    <>
      <ListTable
        label={t('prices.products')}
        testId="price-lines"
        columns={useLineColumns()}
        rows={lines.slice(0, shownLinesMax)}
        rowKey={({ sku }) => sku}
        rowTestId={({ sku }) => `price-line-${sku}`}
        empty={null}
      />
      {lines.length > shownLinesMax ? (
        <p className="muted">{t('prices.linesMore', { n: shownLinesMax, all: lines.length })}</p>
      ) : null}
    </>
  )
}

const ExportLines = ({ detail: { change, lines } }: { detail: Detail }) => (
  <ExportButton<PriceLine>
    name={change.number}
    columns={useLineColumns()}
    read={async () => ({ rows: lines, cut: false })}
  />
)
