/** 调整: what was put on and taken off the books by hand, by store, type, reason and who wrote it. */
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '../../../contract/operations'
import { nameIn, valueText } from '../../../ui/format'
import { useHolds } from '../../../ui/session'
import { quantityCell } from '../../../ui/sheet'
import { auditInput, percentCell, permilleText, searchOf } from '../../data/audit'
import { useHere } from '../../parts/cameFrom'
import { Quantity } from '../../parts/figures'
import { type Column, RowLink } from '../../parts/ListTable'
import { AuditPart, type Cells } from './AuditPart'
import type { PartProps } from './AuditScreen'
import { amount, useMarks, usePersonColumn, useStoreColumn } from './auditColumns'

type Answer = OutputOf<'audit.adjustments'>
type Row = Answer['rows'][number]

export const Adjustments = (props: PartProps) => {
  const { t } = useTranslation()
  return (
    <AuditPart
      {...props}
      name="audit.adjustments"
      input={auditInput(props.period)}
      columns={useColumns(props)}
      rowsOf={rowsOf}
      rowKey={(row) => `${row.storeCode} ${row.type} ${row.reasonCode} ${row.userId}`}
      rowTestId={(row) => `adjustment-${row.storeCode}-${row.type}-${row.reasonCode}-${row.userId}`}
      regions={({ regions }) =>
        regions.map((one) => ({
          ...one,
          cells: {
            papers: one.papers,
            reversed: one.reversed,
            pieces: <Quantity value={one.pieces} />,
            ...amountsOf(one),
            share: permilleText(one.share),
          },
        }))
      }
      note={t('audit.formula.adjustments')}
    />
  )
}

const rowsOf = ({ rows }: Answer): Row[] => rows

const amounts = ['gain', 'loss', 'net', 'gross'] as const

const amountsOf = (one: Answer['regions'][number]): Cells['cells'] =>
  Object.fromEntries(amounts.map((key) => [key, valueText(one[key])]))

const useColumns = ({ period, stores }: PartProps): Column<Row>[] => {
  const { t, i18n } = useTranslation()
  const withCost = useHolds('cost.view')
  const here = useHere()
  const mark = useMarks(period, 'adjustmentValue', 'operator')
  const reason = (row: Row): string => nameIn(i18n.language, { name: row.reasonName, nameEn: row.reasonNameEn })
  const columns: (Column<Row> | false)[] = [
    useStoreColumn<Row>(stores),
    {
      key: 'type',
      title: t('documents.type'),
      width: 110,
      render: (row) => (
        <RowLink
          to={{
            pathname: '/documents',
            search: searchOf({ type: row.type, store: row.storeCode, from: period.from, to: period.to }),
          }}
          state={here}
          title={t('audit.toPapers')}
        >
          {t(`documentType.${row.type}`)}
        </RowLink>
      ),
      text: (row) => t(`documentType.${row.type}`),
    },
    {
      key: 'reason',
      title: t('common.reason'),
      render: (row) => reason(row) || <span className="zero">—</span>,
      text: reason,
    },
    usePersonColumn<Row>(period, t('audit.column.operator')),
    figure('papers', t('audit.column.papers'), 60, (row) => row.papers),
    figure('reversed', t('audit.column.reversed'), 72, (row) => row.reversed),
    {
      key: 'pieces',
      title: t('audit.column.pieces'),
      width: 84,
      align: 'right',
      render: (row) => <Quantity value={row.pieces} />,
      text: (row) => quantityCell(row.pieces),
    },
    ...(withCost ? amounts : []).map((key) => amount<Row>(key, t(`audit.column.${key}`), 100, (row) => row[key])),
    withCost && {
      key: 'share',
      title: t('audit.column.share'),
      width: 72,
      align: 'right',
      render: (row) => permilleText(row.share),
      text: (row) => percentCell(row.share),
    },
    withCost && mark<Row>(),
  ]
  return columns.filter((column) => column !== false)
}

export const figure = <T,>(key: string, title: string, width: number, of: (row: T) => number): Column<T> => ({
  key,
  title,
  width,
  align: 'right',
  render: (row) => (of(row) === 0 ? <span className="zero">0</span> : of(row)),
  text: of,
})
