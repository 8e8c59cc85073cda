/** 红冲: papers undone, by whom, how long after, and why. */
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '../../../contract/operations'
import { shortTimeText, valueText } from '../../../ui/format'
import { timeCell } from '../../../ui/sheet'
import { auditInput, spanText } from '../../data/audit'
import { useHere } from '../../parts/cameFrom'
import { type Column, RowLink } from '../../parts/ListTable'
import { AuditPart } from './AuditPart'
import type { PartProps } from './AuditScreen'
import {
  usePaperLink,
  usePersonColumn,
  usePersonName,
  useStoreColumn,
  useTypeColumn,
  useValueColumn,
} from './auditColumns'

type Answer = OutputOf<'audit.reversals'>
type Row = Answer['rows'][number]

export const Reversals = (props: PartProps) => {
  const { t } = useTranslation()
  return (
    <AuditPart
      {...props}
      name="audit.reversals"
      input={auditInput(props.period)}
      columns={useColumns(props)}
      rowsOf={rowsOf}
      rowKey={({ documentId }) => documentId}
      rowTestId={({ number }) => `reversal-${number}`}
      regions={({ regions }) =>
        regions.map((one) => ({
          ...one,
          cells: { number: t('audit.papersSum', { n: one.papers }), value: valueText(one.value) },
        }))
      }
      note={t('audit.formula.reversals')}
    />
  )
}

const rowsOf = ({ rows }: Answer): Row[] => rows

const useColumns = ({ period, stores }: PartProps): Column<Row>[] => {
  const { t } = useTranslation()
  const here = useHere()
  const link = usePaperLink()
  const nameOf = usePersonName()
  const writer = (row: Row): string => nameOf({ userName: row.originalUserName, userNameEn: row.originalUserNameEn })
  return [
    useStoreColumn<Row>(stores, 150),
    {
      key: 'at',
      title: t('audit.column.at'),
      width: 92,
      render: (row) => shortTimeText(row.at),
      text: (row) => timeCell(row.at),
    },
    useTypeColumn<Row>(),
    {
      key: 'number',
      title: t('audit.column.reversal'),
      width: 178,
      render: (row) => (
        <RowLink className="code" to={`/documents/${row.documentId}`} state={here}>
          {row.number}
        </RowLink>
      ),
      text: (row) => row.number,
    },
    {
      key: 'original',
      title: t('audit.column.original'),
      width: 178,
      render: (row) => link(row.originalId, row.originalNumber),
      text: (row) => row.originalNumber,
    },
    usePersonColumn<Row>(period, t('audit.column.reversedBy')),
    {
      key: 'writer',
      title: t('audit.column.writtenBy'),
      width: 96,
      render: writer,
      text: writer,
    },
    {
      key: 'after',
      title: t('audit.column.after'),
      width: 84,
      align: 'right',
      render: (row) => spanText(t, row.afterSeconds),
      text: (row) => spanText(t, row.afterSeconds),
    },
    ...useValueColumn<Row>(100),
    {
      key: 'reason',
      title: t('common.reason'),
      render: (row) => <span title={row.reason}>{row.reason}</span>,
      text: (row) => row.reason,
    },
  ]
}
