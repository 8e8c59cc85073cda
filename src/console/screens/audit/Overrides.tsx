/** 授权: rights lent for one act, who to whom, and on which paper. */
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '../../../contract/operations'
import { stepText } from '../../../ui/documents'
import { shortTimeText } from '../../../ui/format'
import { timeCell } from '../../../ui/sheet'
import { operationText } from '../../../ui/trail'
import { auditInput } from '../../data/audit'
import { useHere } from '../../parts/cameFrom'
import { type Column, RowLink } from '../../parts/ListTable'
import { AuditPart } from './AuditPart'
import type { PartProps } from './AuditScreen'
import {
  PersonLink,
  usePersonColumn,
  usePersonName,
  useStoreColumn,
  useTypeColumn,
  useValueColumn,
} from './auditColumns'

type Answer = OutputOf<'audit.overrides'>
type Row = Answer['rows'][number]

export const Overrides = (props: PartProps) => {
  const { t } = useTranslation()
  return (
    <AuditPart
      {...props}
      name="audit.overrides"
      input={auditInput(props.period)}
      columns={useColumns(props)}
      rowsOf={rowsOf}
      rowKey={rowKey}
      rowTestId={({ number, userId }) => `override-${number || userId}`}
      regions={({ regions }) => regions.map((one) => ({ ...one, cells: { act: t('audit.actsSum', { n: one.acts }) } }))}
      note={t('audit.formula.overrides')}
    />
  )
}

const rowsOf = ({ rows }: Answer): Row[] => rows
const rowKey = (row: Row): string => `${row.at} ${row.documentId} ${row.userId} ${row.operation}${row.step}`

const useColumns = ({ period, stores }: PartProps): Column<Row>[] => {
  const { t } = useTranslation()
  const here = useHere()
  const nameOf = usePersonName()
  const lender = (row: Row): string => nameOf({ userName: row.lenderName, userNameEn: row.lenderNameEn })
  const act = (row: Row): string => (row.step === '' ? operationText(t, row.operation) : stepText(t, row.step))
  return [
    useStoreColumn<Row>(stores, 160),
    {
      key: 'at',
      title: t('audit.column.at'),
      width: 96,
      render: (row) => shortTimeText(row.at),
      text: (row) => timeCell(row.at),
    },
    {
      key: 'lender',
      title: t('audit.column.lender'),
      width: 110,
      render: (row) => <PersonLink period={period} userId={row.lenderId} name={lender(row)} />,
      text: lender,
    },
    usePersonColumn<Row>(period, t('audit.column.borrower')),
    { key: 'act', title: t('audit.column.act'), width: 200, render: act, text: act },
    useTypeColumn<Row>(100),
    {
      key: 'number',
      title: t('documents.number'),
      render: (row) =>
        row.number === '' || row.type === null ? (
          <span className="code">{row.number || '—'}</span>
        ) : (
          <RowLink className="code" to={`/documents/${row.documentId}`} state={here}>
            {row.number}
          </RowLink>
        ),
      text: (row) => row.number,
    },
    ...useValueColumn<Row>(),
  ]
}
