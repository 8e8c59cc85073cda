/** One part of 稽核: its tab, its formula, its rows with a file of them, and sums by region below. */
import { InfoCircleOutlined } from '@ant-design/icons'
import { type KeyboardEvent, type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { InputOf, OutputOf } from '../../../contract/operations'
import { useOperation } from '../../../ui/client'
import { EmptyState, FailedState, LoadingState } from '../../../ui/states'
import { ExportButton } from '../../parts/ExportButton'
import { LinkTabs } from '../../parts/LinkTabs'
import { type Column, ListTable } from '../../parts/ListTable'
import type { PartProps } from './AuditScreen'

type AuditName =
  | 'audit.adjustments'
  | 'audit.writeOffRate'
  | 'audit.reversals'
  | 'audit.overrides'
  | 'audit.entries'
  | 'audit.outliers'
  | 'audit.spotChecks'

interface AuditPartProps<N extends AuditName, Row> extends PartProps {
  name: N
  input: InputOf<N>
  columns: readonly Column<Row>[]
  rowsOf(answer: OutputOf<N>): readonly Row[]
  rowKey(row: Row): string
  rowTestId(row: Row): string
  onRowKey?(event: KeyboardEvent, row: Row): void
  keysHint?: string
  /** sums by region: what stands under which column */
  regions?(answer: OutputOf<N>): readonly ({ regionCode: string; regionName: string } & Cells)[]
  /** what it is reckoned from, or what to know before reading it */
  note: string
  /** beside the export */
  acts?: ReactNode
  /** more than the rows, below the note */
  aside?(answer: OutputOf<N>): ReactNode
}

/** text by the key of its column */
export interface Cells {
  cells: Record<string, ReactNode>
}

export const AuditPart = <N extends AuditName, Row>(props: AuditPartProps<N, Row>) => {
  const { t } = useTranslation()
  const { name, columns, tab } = props
  const answer = useOperation(name, props.input, { keepPrevious: true })
  const rows = useMemo(() => (answer.data ? props.rowsOf(answer.data) : []), [answer.data, props.rowsOf])
  const more = (answer.data as { more?: boolean } | undefined)?.more === true
  return (
    <>
      <LinkTabs label={t('audit.parts')} items={props.tabs} current={tab}>
        <span className="tabs-acts">
          {props.acts}
          <ExportButton<Row>
            name={`${t('audit.title')}-${t(`audit.tab.${tab}`)}`}
            columns={columns}
            read={() => Promise.resolve({ rows, cut: more })}
          />
        </span>
      </LinkTabs>
      <p className="audit-note" data-testid="audit-note">
        <InfoCircleOutlined aria-hidden="true" /> {props.note}
        {answer.data ? props.aside?.(answer.data) : null}
      </p>
      {answer.isPending ? <LoadingState /> : null}
      {answer.isError && !answer.data ? (
        <FailedState error={answer.error} onRetry={() => void answer.refetch()} />
      ) : null}
      {answer.data ? (
        <ListTable
          label={t(`audit.tab.${tab}`)}
          testId={`audit-${tab}`}
          columns={columns}
          rows={rows}
          rowKey={props.rowKey}
          rowTestId={props.rowTestId}
          {...(props.onRowKey ? { onRowKey: props.onRowKey } : {})}
          {...(props.keysHint ? { keysHint: props.keysHint } : {})}
          stale={answer.isPlaceholderData}
          more={{ hasMore: false, full: more, loadingMore: false, loadMore: () => undefined }}
          foot={<RegionRows columns={columns} regions={props.regions?.(answer.data) ?? []} />}
          empty={<EmptyState title={t(`audit.empty.${tab}`)} hint={t('audit.emptyHint')} />}
        />
      ) : null}
    </>
  )
}

interface RegionRowsProps<Row> {
  columns: readonly Column<Row>[]
  regions: readonly ({ regionCode: string; regionName: string } & Cells)[]
}

/** The last rows stay in sight: what each region came to. */
const RegionRows = <Row,>({ columns, regions }: RegionRowsProps<Row>) => {
  const { t } = useTranslation()
  return regions.map(({ regionCode, regionName, cells }, at) => (
    <tr key={regionCode} data-testid={`audit-region-${regionCode || 'hq'}`}>
      {columns.map(({ key, align }, column) => (
        <td
          key={key}
          className={align ? `to-${align}` : undefined}
          style={{ bottom: (regions.length - 1 - at) * footRowPx }}
        >
          {column === 0 ? t('audit.regionSum', { region: regionName || t('audit.hq') }) : cells[key]}
        </td>
      ))}
    </tr>
  ))
}

const footRowPx = 31
