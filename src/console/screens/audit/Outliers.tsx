/** 异常: which stores and operators stand apart from their like, by what, and how far. */
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '../../../contract/operations'
import { comparedMin } from '../../../core/audit/outliers'
import { auditInput, measureText, type OutlierRow, outlierText, searchOf, timesText } from '../../data/audit'
import { type Column, RowLink } from '../../parts/ListTable'
import { AuditPart } from './AuditPart'
import type { PartProps } from './AuditScreen'
import { OutlierSign, PersonLink, usePersonName, useStoreColumn } from './auditColumns'

/** The part where a measure's rows are. */
const partOf: Record<OutlierRow['measure'], string> = {
  adjustmentValue: 'adjustments',
  writeOffRate: 'writeOffRate',
  reversals: 'reversals',
  overrides: 'overrides',
  typed: 'entries',
}

export const Outliers = (props: PartProps) => {
  const { t } = useTranslation()
  const columns = useColumns(props)
  return (
    <AuditPart
      {...props}
      name="audit.outliers"
      input={auditInput(props.period)}
      columns={columns}
      rowsOf={rowsOf}
      rowKey={({ kind, measure, storeCode, userId }) => `${kind} ${measure} ${storeCode} ${userId}`}
      rowTestId={({ measure, storeCode, userId }) => `outlier-${measure}-${userId || storeCode}`}
      note={t('audit.formula.outliers')}
      aside={({ compared }) => <Judged compared={compared} />}
    />
  )
}

const rowsOf = ({ rows }: OutputOf<'audit.outliers'>): OutlierRow[] => rows

/** Where too few could be compared nobody is cleared either: said, or an empty list would read as praise. */
const Judged = ({ compared }: { compared: OutputOf<'audit.outliers'>['compared'] }) => {
  const { t } = useTranslation()
  const few = compared.filter(({ rows }) => rows < comparedMin)
  if (few.length === 0) return null
  return (
    <span className="audit-few" data-testid="audit-few">
      {t('audit.tooFew', {
        n: comparedMin,
        measures: few
          .map(({ kind, measure, rows }) => `${t(`audit.kind.${kind}`)} ${t(`audit.measure.${measure}`)} (${rows})`)
          .join(t('audit.and')),
      })}
    </span>
  )
}

const useColumns = ({ period, stores }: PartProps): Column<OutlierRow>[] => {
  const { t } = useTranslation()
  const nameOf = usePersonName()
  const search = (row: OutlierRow): string =>
    searchOf({ tab: partOf[row.measure], store: row.storeCode, from: period.from, to: period.to })
  return [
    {
      key: 'measure',
      title: t('audit.column.measure'),
      width: 170,
      render: (row) => (
        <RowLink to={{ pathname: '/audit', search: search(row) }}>{t(`audit.measure.${row.measure}`)}</RowLink>
      ),
      text: (row) => t(`audit.measure.${row.measure}`),
    },
    {
      key: 'kind',
      title: t('audit.column.kind'),
      width: 84,
      render: (row) => t(`audit.kind.${row.kind}`),
      text: (row) => t(`audit.kind.${row.kind}`),
    },
    useStoreColumn<OutlierRow>(stores),
    {
      key: 'person',
      title: t('audit.column.operator'),
      width: 110,
      render: (row) => <PersonLink period={period} userId={row.userId} name={nameOf(row)} />,
      text: nameOf,
    },
    {
      key: 'times',
      title: t('audit.mark'),
      width: 130,
      render: (row) => <OutlierSign words={t('audit.times', { times: timesText(row.timesPermille) })} />,
      text: (row) => row.timesPermille / 1000,
    },
    {
      key: 'value',
      title: t('audit.column.figure'),
      width: 110,
      align: 'right',
      render: (row) => <b>{measureText(row, row.value)}</b>,
      text: (row) => measureText(row, row.value),
    },
    {
      key: 'median',
      title: t('audit.column.median'),
      width: 110,
      align: 'right',
      render: (row) => measureText(row, row.median),
      text: (row) => measureText(row, row.median),
    },
    {
      key: 'why',
      title: t('audit.column.why'),
      render: (row) => <span title={outlierText(t, row)}>{outlierText(t, row)}</span>,
      text: (row) => outlierText(t, row),
    },
  ]
}
