/** 抽查: papers to look at first and products to count first, each with its reasons; what was found is noted beside it. */
import { CheckCircleOutlined, WarningOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '../../../contract/operations'
import { nameIn, shortTimeText } from '../../../ui/format'
import { KeyCap } from '../../../ui/KeyCap'
import { useCan } from '../../../ui/session'
import { quantityCell, timeCell } from '../../../ui/sheet'
import { Sign } from '../../../ui/states'
import { auditInput, reasonText, type SpotReason } from '../../data/audit'
import { useFilters } from '../../data/filters'
import { useHere } from '../../parts/cameFrom'
import { ChoiceFilter } from '../../parts/FilterBar'
import { Quantity } from '../../parts/figures'
import { type Column, RowLink } from '../../parts/ListTable'
import { ProductName } from '../../parts/ProductName'
import { AuditPart } from './AuditPart'
import type { PartProps } from './AuditScreen'
import { usePersonColumn, usePersonName, useStoreColumn, useTypeColumn, useValueColumn } from './auditColumns'
import { NoteDialog } from './NoteDialog'

type Answer = OutputOf<'audit.spotChecks'>
export type PaperCheck = Answer['papers'][number]
type ProductCheck = Answer['products'][number]

const shown = 30

export const SpotChecks = (props: PartProps) => {
  const [params] = useFilters()
  return params.get('of') === 'products' ? <Products {...props} /> : <Papers {...props} />
}

const Of = () => {
  const { t } = useTranslation()
  const [params, change] = useFilters()
  return (
    <ChoiceFilter
      label={t('audit.of.label')}
      testId="audit-of"
      value={params.get('of') === 'products' ? 'products' : 'papers'}
      options={(['papers', 'products'] as const).map((value) => ({ value, label: t(`audit.of.${value}`) }))}
      onChange={(of) => change({ of: of === 'papers' ? null : of })}
    />
  )
}

const Papers = (props: PartProps) => {
  const { t } = useTranslation()
  const mayNote = useCan('audit.noteSpotCheck')
  const [noting, setNoting] = useState<PaperCheck | null>(null)
  return (
    <>
      <AuditPart
        {...props}
        name="audit.spotChecks"
        input={{ ...auditInput(props.period), count: shown }}
        columns={usePaperColumns(props, mayNote ? setNoting : null)}
        rowsOf={papersOf}
        rowKey={({ documentId }) => documentId}
        rowTestId={({ number }) => `spot-${number}`}
        onRowKey={(event, row) => (event.key === 'F2' && mayNote ? setNoting(row) : undefined)}
        keysHint={mayNote ? t('audit.spotKeys') : t('list.keys')}
        note={t('audit.formula.spotChecks', { n: shown })}
        acts={<Of />}
      />
      <NoteDialog paper={noting} onClose={() => setNoting(null)} />
    </>
  )
}

const papersOf = ({ papers }: Answer): PaperCheck[] => papers

const Products = (props: PartProps) => {
  const { t } = useTranslation()
  return (
    <AuditPart
      {...props}
      name="audit.spotChecks"
      input={{ ...auditInput(props.period), count: shown }}
      columns={useProductColumns(props)}
      rowsOf={productsOf}
      rowKey={({ warehouseCode, sku }) => `${warehouseCode} ${sku}`}
      rowTestId={({ warehouseCode, sku }) => `count-${warehouseCode}-${sku}`}
      note={t('audit.formula.products', { n: shown })}
      acts={<Of />}
    />
  )
}

const productsOf = ({ products }: Answer): ProductCheck[] => products

const useReasonColumns = <Row extends { score: number; reasons: SpotReason[] }>(): Column<Row>[] => {
  const { t } = useTranslation()
  const words = (row: Row): string => row.reasons.map((reason) => reasonText(t, reason)).join(t('audit.besides'))
  return [
    {
      key: 'score',
      title: t('audit.column.score'),
      width: 60,
      align: 'right',
      render: (row) => <b>{row.score}</b>,
      text: (row) => row.score,
    },
    {
      key: 'reasons',
      title: t('audit.column.why'),
      render: (row) => (
        <span className="audit-reasons" title={words(row)}>
          {words(row)}
        </span>
      ),
      text: words,
    },
  ]
}

const usePaperColumns = (
  { period, stores }: PartProps,
  note: ((row: PaperCheck) => void) | null,
): Column<PaperCheck>[] => {
  const { t } = useTranslation()
  const here = useHere()
  const checked: Column<PaperCheck> = {
    key: 'checked',
    title: t('audit.column.checked'),
    width: 194,
    render: (row) => (
      <span className="spot-checked">
        {row.checked ? <FindingSign checked={row.checked} /> : <span className="muted">{t('audit.unchecked')}</span>}
        {note ? (
          <Button size="small" data-testid={`note-${row.number}`} onClick={() => note(row)}>
            {t('audit.note')}
            <KeyCap name="F2" />
          </Button>
        ) : null}
      </span>
    ),
    text: (row) => (row.checked ? `${t(`audit.finding.${row.checked.finding}`)} ${row.checked.note}`.trim() : ''),
  }
  return [
    {
      key: 'number',
      title: t('documents.number'),
      width: 178,
      render: (row) => (
        <RowLink className="code" to={`/documents/${row.documentId}`} state={here}>
          {row.number}
        </RowLink>
      ),
      text: (row) => row.number,
    },
    useTypeColumn<PaperCheck>(),
    useStoreColumn<PaperCheck>(stores, 138),
    usePersonColumn<PaperCheck>(period, t('audit.column.operator')),
    {
      key: 'postedAt',
      title: t('audit.column.postedAt'),
      width: 92,
      render: (row) => shortTimeText(row.postedAt),
      text: (row) => timeCell(row.postedAt),
    },
    ...useValueColumn<PaperCheck>(96),
    ...useReasonColumns<PaperCheck>(),
    checked,
  ]
}

const FindingSign = ({ checked }: { checked: NonNullable<PaperCheck['checked']> }) => {
  const { t } = useTranslation()
  const nameOf = usePersonName()
  const fine = checked.finding === 'fine'
  return (
    <span title={`${nameOf(checked)} ${shortTimeText(checked.at)} ${checked.note}`}>
      <Sign
        tone={fine ? 'good' : 'bad'}
        icon={fine ? <CheckCircleOutlined aria-hidden="true" /> : <WarningOutlined aria-hidden="true" />}
        testId="finding"
      >
        {t(`audit.finding.${checked.finding}`)}
      </Sign>
    </span>
  )
}

const useProductColumns = ({ stores }: PartProps): Column<ProductCheck>[] => {
  const { t, i18n } = useTranslation()
  return [
    {
      key: 'sku',
      title: t('stockPage.sku'),
      width: 92,
      render: (row) => (
        <RowLink className="code" to={`/stock?open=${row.warehouseCode}:${row.sku}`}>
          {row.sku}
        </RowLink>
      ),
      text: (row) => row.sku,
    },
    {
      key: 'name',
      title: t('stockPage.name'),
      width: 240,
      render: (row) => <ProductName product={row} />,
      text: (row) => `${nameIn(i18n.language, row)} ${row.spec}`,
    },
    useStoreColumn<ProductCheck>(stores, 150),
    {
      key: 'warehouse',
      title: t('stockPage.warehouse'),
      width: 124,
      render: (row) => <span title={row.warehouseCode}>{row.warehouseName}</span>,
      text: (row) => `${row.warehouseName} ${row.warehouseCode}`,
    },
    {
      key: 'onHand',
      title: t('stockPage.onHand'),
      width: 80,
      align: 'right',
      render: (row) => <Quantity value={row.onHand} strong />,
      text: (row) => quantityCell(row.onHand),
    },
    {
      key: 'changed',
      title: t('audit.column.changed'),
      width: 96,
      align: 'right',
      render: (row) => <Quantity value={row.changed} />,
      text: (row) => quantityCell(row.changed),
    },
    { key: 'unit', title: t('stockPage.unit'), width: 48, render: (row) => row.unit, text: (row) => row.unit },
    ...useReasonColumns<ProductCheck>(),
  ]
}
