/** 录入方式: how goods were entered, by scanner or by hand, by store and operator. */
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '../../../contract/operations'
import { auditInput, percentCell, permilleText, searchOf } from '../../data/audit'
import { useHere } from '../../parts/cameFrom'
import { type Column, RowLink } from '../../parts/ListTable'
import { figure } from './Adjustments'
import { AuditPart } from './AuditPart'
import type { PartProps } from './AuditScreen'
import { useMarks, usePersonName, useStoreColumn } from './auditColumns'

type Answer = OutputOf<'audit.entries'>
type Row = Answer['rows'][number]

export const Entries = (props: PartProps) => {
  const { t } = useTranslation()
  return (
    <AuditPart
      {...props}
      name="audit.entries"
      input={auditInput(props.period)}
      columns={useColumns(props)}
      rowsOf={rowsOf}
      rowKey={({ storeCode, userId }) => `${storeCode} ${userId}`}
      rowTestId={({ storeCode, userId }) => `entries-${storeCode || 'hq'}-${userId}`}
      regions={({ regions }) =>
        regions.map((one) => ({
          ...one,
          cells: { scans: one.scans, typed: one.typed, typedShare: permilleText(one.typedShare) },
        }))
      }
      note={t('audit.formula.entries')}
    />
  )
}

const rowsOf = ({ rows }: Answer): Row[] => rows

const useColumns = ({ period, stores }: PartProps): Column<Row>[] => {
  const { t } = useTranslation()
  const here = useHere()
  const nameOf = usePersonName()
  const mark = useMarks(period, 'typed', 'operator')
  const share = (row: Row): string => permilleText(row.typedShare)
  return [
    useStoreColumn<Row>(stores, 220),
    {
      key: 'person',
      title: t('audit.column.operator'),
      render: (row) => (
        <RowLink
          to={{
            pathname: '/trail',
            search: searchOf({ user: row.userId, from: period.from, to: period.to }),
          }}
          state={here}
          title={t('audit.toTrail')}
        >
          {nameOf(row)}
        </RowLink>
      ),
      text: nameOf,
    },
    figure('papers', t('audit.column.papers'), 110, (row) => row.papers),
    figure('scans', t('audit.column.scans'), 120, (row) => row.scans),
    figure('typed', t('audit.column.typed'), 120, (row) => row.typed),
    {
      key: 'typedShare',
      title: t('audit.column.typedShare'),
      width: 230,
      align: 'right',
      render: (row) => (
        <span className="share">
          <meter className="share-bar" min={0} max={1000} value={row.typedShare ?? 0} aria-label={share(row)} />
          <b>{share(row)}</b>
        </span>
      ),
      text: (row) => percentCell(row.typedShare),
    },
    mark<Row>(),
  ]
}
