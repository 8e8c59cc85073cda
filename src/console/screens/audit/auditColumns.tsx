/** Columns that parts of 稽核 share: where, who, which paper, what it is worth. Each leads to what it is made of. */
import { WarningOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { DocumentType } from '../../../core/documents/states'
import { useOperation } from '../../../ui/client'
import { nameIn, valueText } from '../../../ui/format'
import { useCan, useHolds } from '../../../ui/session'
import { valueCell } from '../../../ui/sheet'
import { Sign } from '../../../ui/states'
import { type AuditPeriod, auditInput, type OutlierRow, outlierText, searchOf } from '../../data/audit'
import type { Stores } from '../../data/stores'
import { useHere } from '../../parts/cameFrom'
import type { Column } from '../../parts/ListTable'
import { StoreCell } from '../../parts/StoreCell'

interface InStore {
  storeCode: string
  storeName: string
}

interface ByPerson {
  userId: string
  userName: string
  userNameEn: string
}

/** A person's name in the reader's language, where they have one in it. */
export const usePersonName = (): ((person: Omit<ByPerson, 'userId'>) => string) => {
  const { i18n } = useTranslation()
  return ({ userName, userNameEn }) => nameIn(i18n.language, { name: userName, nameEn: userNameEn })
}

export const useStoreColumn = <Row extends InStore>(stores: Stores, width = 170): Column<Row> => {
  const { t } = useTranslation()
  const name = (row: Row): string => row.storeName || row.storeCode || t('audit.hq')
  return {
    key: 'store',
    title: t('stockPage.store'),
    width,
    render: (row) => (
      <StoreCell row={{ ...row, storeName: name(row) }} stores={stores.stores} fetchedAtMs={stores.fetchedAtMs} />
    ),
    text: (row) => `${name(row)} ${row.storeCode}`.trim(),
  }
}

/** A name leads to the log of what this person did in the same days. */
export const usePersonColumn = <Row extends ByPerson>(period: AuditPeriod, title: string): Column<Row> => {
  const nameOf = usePersonName()
  return {
    key: 'person',
    title,
    width: 110,
    render: (row) => <PersonLink period={period} userId={row.userId} name={nameOf(row)} />,
    text: nameOf,
  }
}

export const PersonLink = ({ period, userId, name }: { period: AuditPeriod; userId: string; name: string }) => {
  const { t } = useTranslation()
  const here = useHere()
  const mayRead = useHolds('trail.view')
  if (!mayRead || userId === '') return <span>{name || '—'}</span>
  return (
    <Link
      to={{ pathname: '/trail', search: searchOf({ user: userId, from: period.from, to: period.to }) }}
      state={here}
      title={t('audit.toTrail')}
      data-testid={`person-${userId}`}
    >
      {name}
    </Link>
  )
}

export const usePaperLink = (): ((documentId: string, number: string) => React.ReactNode) => {
  const here = useHere()
  const mayRead = useCan('document.get')
  return (documentId, number) =>
    mayRead && documentId !== '' && number !== '' ? (
      <Link className="code" to={`/documents/${documentId}`} state={here}>
        {number}
      </Link>
    ) : (
      <span className="code">{number || '—'}</span>
    )
}

export const useValueColumn = <Row extends { value: number | null }>(width = 110): Column<Row>[] => {
  const { t } = useTranslation()
  const withCost = useHolds('cost.view')
  return withCost ? [amount('value', t('stockPage.value'), width, (row) => row.value)] : []
}

/** A figure at cost, only ever shown to who may see cost. */
export const amount = <Row,>(
  key: string,
  title: string,
  width: number,
  of: (row: Row) => number | null,
): Column<Row> => ({
  key,
  title,
  width,
  align: 'right',
  render: (row) => valueText(of(row)),
  text: (row) => valueCell(of(row)),
})

export const useTypeColumn = <Row extends { type: DocumentType | null }>(width = 106): Column<Row> => {
  const { t } = useTranslation()
  const words = (row: Row): string => (row.type === null ? '' : t(`documentType.${row.type}`))
  return { key: 'type', title: t('documents.type'), width, render: words, text: words }
}

/** Rows of other parts say it too where somebody stands apart by that very measure: a sign, a word, the figures on hover. */
export const useMarks = (
  period: AuditPeriod,
  measure: OutlierRow['measure'],
  kind: OutlierRow['kind'],
): (<Row extends InStore & Partial<ByPerson>>() => Column<Row>) => {
  const { t } = useTranslation()
  const answer = useOperation('audit.outliers', auditInput(period), { keepPrevious: true })
  const found = <Row extends InStore & Partial<ByPerson>>(row: Row): OutlierRow | undefined =>
    answer.data?.rows.find(
      (one) =>
        one.measure === measure &&
        one.kind === kind &&
        one.storeCode === row.storeCode &&
        (kind === 'store' || one.userId === row.userId),
    )
  return () => ({
    key: 'mark',
    title: t('audit.mark'),
    width: 104,
    render: (row) => {
      const one = found(row)
      return one ? (
        <span title={outlierText(t, one)}>
          <OutlierSign words={t('audit.outlier')} />
        </span>
      ) : null
    },
    text: (row) => {
      const one = found(row)
      return one ? outlierText(t, one) : ''
    },
  })
}

export const OutlierSign = ({ words }: { words: string }) => (
  <Sign tone="bad" icon={<WarningOutlined aria-hidden="true" />} testId="outlier">
    {words}
  </Sign>
)
