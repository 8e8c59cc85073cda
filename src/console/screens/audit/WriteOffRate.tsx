/** 报损率: what was written off against what came in and what lies there, by store or by category. */
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '../../../contract/operations'
import { valueText } from '../../../ui/format'
import { useHolds } from '../../../ui/session'
import { quantityCell, valueCell } from '../../../ui/sheet'
import { auditInput, percentCell, permilleText, searchOf } from '../../data/audit'
import { useFilters } from '../../data/filters'
import { useHere } from '../../parts/cameFrom'
import { ChoiceFilter } from '../../parts/FilterBar'
import { Quantity } from '../../parts/figures'
import { type Column, RowLink } from '../../parts/ListTable'
import { AuditPart } from './AuditPart'
import type { PartProps } from './AuditScreen'
import { useMarks, useStoreColumn } from './auditColumns'

type Answer = OutputOf<'audit.writeOffRate'>
type StoreRow = Answer['stores'][number]
type CategoryRow = Answer['categories'][number]
type Figures = Omit<StoreRow, 'storeCode' | 'storeName' | 'regionCode' | 'regionName'>

export const WriteOffRate = (props: PartProps) => {
  const [params] = useFilters()
  return params.get('by') === 'category' ? <ByCategory {...props} /> : <ByStore {...props} />
}

const By = () => {
  const { t } = useTranslation()
  const [params, change] = useFilters()
  return (
    <ChoiceFilter
      label={t('audit.by.label')}
      testId="audit-by"
      value={params.get('by') === 'category' ? 'category' : 'store'}
      options={(['store', 'category'] as const).map((value) => ({ value, label: t(`audit.by.${value}`) }))}
      onChange={(by) => change({ by: by === 'store' ? null : by })}
    />
  )
}

const ByStore = (props: PartProps) => {
  const { t } = useTranslation()
  const here = useHere()
  const { period } = props
  const mark = useMarks(period, 'writeOffRate', 'store')
  const place = useStoreColumn<StoreRow>(props.stores, 230)
  const columns: Column<StoreRow>[] = [
    place,
    {
      key: 'papers',
      title: t('audit.column.paperList'),
      width: 120,
      render: (row) => (
        <RowLink
          to={{
            pathname: '/documents',
            search: searchOf({ type: 'writeOff', store: row.storeCode, from: period.from, to: period.to }),
          }}
          state={here}
        >
          {t('audit.toWriteOffs')}
        </RowLink>
      ),
    },
    ...useFigureColumns<StoreRow>(),
    mark<StoreRow>(),
  ]
  return (
    <AuditPart
      {...props}
      name="audit.writeOffRate"
      input={auditInput(period)}
      columns={columns}
      rowsOf={storesOf}
      rowKey={({ storeCode }) => storeCode}
      rowTestId={({ storeCode }) => `rate-${storeCode || 'hq'}`}
      regions={({ regions }) => regions.map((one) => ({ ...one, cells: cellsOf(one) }))}
      note={t('audit.formula.writeOffRate')}
      acts={<By />}
    />
  )
}

const storesOf = ({ stores }: Answer): StoreRow[] => stores

const ByCategory = (props: PartProps) => {
  const { t } = useTranslation()
  const columns: Column<CategoryRow>[] = [
    {
      key: 'category',
      title: t('audit.column.category'),
      render: (row) => row.categoryName || t('audit.noCategory'),
      text: (row) => row.categoryName,
    },
    ...useFigureColumns<CategoryRow>(),
  ]
  return (
    <AuditPart
      {...props}
      name="audit.writeOffRate"
      input={auditInput(props.period)}
      columns={columns}
      rowsOf={categoriesOf}
      rowKey={({ categoryCode }) => categoryCode}
      rowTestId={({ categoryCode }) => `rate-category-${categoryCode}`}
      regions={({ regions }) => regions.map((one) => ({ ...one, cells: cellsOf(one) }))}
      note={t('audit.formula.writeOffRate')}
      acts={<By />}
    />
  )
}

const categoriesOf = ({ categories }: Answer): CategoryRow[] => categories

const cellsOf = (row: Figures) => ({
  pieces: <Quantity value={row.pieces} />,
  writeOff: valueText(row.writeOff),
  inbound: valueText(row.inbound),
  rate: permilleText(row.rate),
  stock: valueText(row.stock),
  rateOfStock: permilleText(row.rateOfStock),
})

const useFigureColumns = <Row extends Figures>(): Column<Row>[] => {
  const { t } = useTranslation()
  const withCost = useHolds('cost.view')
  const money = (key: 'writeOff' | 'inbound' | 'stock'): Column<Row> => ({
    key,
    title: t(`audit.column.${key}`),
    width: 126,
    align: 'right',
    render: (row) => valueText(row[key]),
    text: (row) => valueCell(row[key]),
  })
  const rate = (key: 'rate' | 'rateOfStock'): Column<Row> => ({
    key,
    title: t(`audit.column.${key}`),
    width: 120,
    align: 'right',
    render: (row) => (key === 'rate' ? <b>{permilleText(row[key])}</b> : permilleText(row[key])),
    text: (row) => percentCell(row[key]),
  })
  const pieces: Column<Row> = {
    key: 'pieces',
    title: t('audit.column.writeOffPieces'),
    width: 110,
    align: 'right',
    render: (row) => <Quantity value={row.pieces} />,
    text: (row) => quantityCell(row.pieces),
  }
  return withCost
    ? [pieces, money('writeOff'), money('inbound'), rate('rate'), money('stock'), rate('rateOfStock')]
    : [pieces]
}
