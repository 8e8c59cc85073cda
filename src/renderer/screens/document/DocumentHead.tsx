/** Head of a document: one line of 40 px that always says where we are; the rest unfolds below it. */
import { ArrowLeftOutlined, DownOutlined, EditOutlined, UpOutlined } from '@ant-design/icons'
import { Button, Progress, Segmented } from 'antd'
import type { TFunction } from 'i18next'
import { memo, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { DocumentHeader } from '../../../contract/schemas/document'
import { isCount, usesField } from '../../../ui/documents'
import { reasonIn, timeText } from '../../../ui/format'
import { KeyCap } from '../../../ui/KeyCap'
import { DocumentStateSign, SecuritySign, Sign } from '../../../ui/states'
import { type AskedField, fieldsOf, isBlindNow, isPlanned } from './faces'
import type { LinesView } from './useView'

interface HeadProps {
  header: DocumentHeader
  view: LinesView
  folded: boolean
  /** asked for and not given yet */
  missing?: readonly AskedField[]
  onFold(): void
  onBack(): void
  /** F7; nothing where the header cannot be changed */
  onHeader?: (() => void) | undefined
}

export const DocumentHead = memo((props: HeadProps) => {
  const { header, view, folded } = props
  const { t, i18n } = useTranslation()
  const partner = partnerOf(i18n.language, header)
  return (
    <>
      <header className="receipt-head">
        <button
          type="button"
          className="icon-button"
          onClick={props.onBack}
          aria-label={t('work.back')}
          data-testid="receipt-back"
        >
          <ArrowLeftOutlined />
        </button>
        <span className="document-type" data-testid="document-type" data-type={header.type}>
          {t(`documentType.${header.type}`)}
          {header.reversalOf === '' ? null : ` · ${t('movementKind.reversal')}`}
        </span>
        <h1 className="code" data-testid="receipt-number">
          {header.number}
        </h1>
        <DocumentStateSign {...header} />
        {isCount(header.type) ? <HowCounted blind={header.blind} /> : null}
        {header.state === 'posted' || header.state === 'reversed' ? <SecuritySign security={header.security} /> : null}
        <span className="receipt-supplier ellipsis" title={partner}>
          {partner}
        </span>
        {header.holderName !== '' && header.state === 'draft' ? (
          <span className="muted document-holder" data-testid="holder">
            {t('work.holder', { name: header.holderName })}
          </span>
        ) : null}
        {isPlanned(header) && !isBlindNow(header) ? <LinesDone {...view.progress} /> : null}
        {header.state === 'draft' || view.offered.length > 2 ? <ViewSwitch {...shownOf(view)} /> : null}
        <button
          type="button"
          className="icon-button"
          onClick={props.onFold}
          aria-expanded={!folded}
          aria-label={t(folded ? 'work.unfold' : 'work.fold')}
          data-testid="fold-header"
        >
          {folded ? <DownOutlined /> : <UpOutlined />}
        </button>
      </header>
      {folded ? null : <Details {...props} />}
    </>
  )
})

/** Who stands on the other side, as far as the type has one; of a count, which zone it is of. */
const partnerOf = (language: string, header: DocumentHeader): string =>
  [
    header.counterpartyName,
    otherPlaceOf(header),
    reasonIn(language, header),
    isCount(header.type) ? header.reference : '',
  ]
    .filter(Boolean)
    .join(' · ')

/** Which way goods go between the two places of a transfer; who was asked for goods sends them. */
export const otherPlaceOf = ({ type, toWarehouseName }: Pick<DocumentHeader, 'type' | 'toWarehouseName'>): string => {
  if (toWarehouseName === '') return ''
  return type === 'transferReceipt' || type === 'transferRequest' ? `← ${toWarehouseName}` : `→ ${toWarehouseName}`
}

/** The other place is the sender's where goods are asked for or arrive. */
export const placeLabel = (type: string): string =>
  type === 'transferReceipt' || type === 'transferRequest' ? 'work.fromPlace' : 'field.toWarehouse'

/** 盲盘 or 明盘: whether whoever counts sees what the books say. */
const HowCounted = ({ blind }: { blind: boolean }) => {
  const { t } = useTranslation()
  return (
    <Sign tone={blind ? 'look' : 'plain'} testId="how-counted">
      {t(blind ? 'stocktakes.blind' : 'stocktakes.openCount')}
    </Sign>
  )
}

const LinesDone = memo(({ done, planned }: LinesView['progress']) => {
  const { t } = useTranslation()
  const words = t('work.progress', { done, total: planned })
  const percent = planned === 0 ? 0 : Math.floor((done / planned) * 100)
  return (
    <span className="receipt-progress">
      <span data-testid="lines-done">{words}</span>
      <Progress percent={percent} showInfo={false} size={[96, 6]} strokeColor="#237804" aria-label={words} />
    </span>
  )
})

const shownOf = ({ view, offered, setView, counts }: LinesView) => ({
  ...{ view, offered, setView },
  ...{ touched: counts.touched, all: counts.all, differences: counts.differences },
})

const ViewSwitch = memo(({ view, offered, setView, ...counts }: ReturnType<typeof shownOf>) => {
  const { t } = useTranslation()
  return (
    <Segmented
      size="small"
      className="view-switch"
      aria-label={t('work.views')}
      value={view}
      onChange={setView}
      options={offered.map((name) => ({
        value: name,
        label: (
          <span data-testid={`view-${name}`}>
            {t(`work.${name}`)} {counts[name]}
          </span>
        ),
      }))}
    />
  )
})

const Details = ({ header, missing = [], onHeader }: HeadProps) => {
  const { t, i18n } = useTranslation()
  return (
    <div className="receipt-details" data-testid="receipt-details">
      {onHeader ? (
        <Button size="small" icon={<EditOutlined />} onClick={onHeader} data-testid="edit-header">
          {t('work.header')}
          <KeyCap name="F7" />
        </Button>
      ) : null}
      {missing.map((field) => (
        <span key={field} className="over" data-testid="missing-field" data-field={field}>
          {t('work.missing', { field: t(`field.${field}`) })}
        </span>
      ))}
      <dl>
        {factsOf(t, i18n.language, header).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="ellipsis" title={typeof value === 'string' ? value : undefined}>
              {value}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

/** Only what is there: a dash for everything a type does not use would bury what it says. */
const factsOf = (t: TFunction, language: string, header: DocumentHeader): [string, ReactNode][] => {
  const fields = fieldsOf(header.type)
  const all: [string, string][] = [
    [t(sourceLabel(header)), header.sourceNumber],
    [t(`work.referenceOf.${referenceName(header.type)}`), header.reference],
    [t('field.supplier'), fields.includes('supplier') ? header.counterpartyName : ''],
    [t('field.reason'), reasonIn(language, header)],
    [t('work.warehouse'), header.warehouseName || header.warehouseCode],
    [t(placeLabel(header.type)), header.toWarehouseName && `${header.toWarehouseName}${conditionOf(t, header)}`],
    [t('work.due'), header.dueDate],
    [t('work.author'), `${header.authorName} ${timeText(header.createdAt)}`],
    [t('work.postedBy'), header.postedAt ? `${header.postedByName} ${timeText(header.postedAt)}` : ''],
    [t('field.note'), header.note],
  ]
  return all.filter(([, value]) => value !== '')
}

/** An order, a transfer, or the stocktake it is of. */
const sourceLabel = (header: DocumentHeader): string => {
  if (usesField(header.type, 'stocktake')) return 'work.stocktakeNumber'
  return isPlanned(header) && header.type !== 'goodsReceipt' ? 'work.transferNumber' : 'work.sourceNumber'
}

const conditionOf = (t: TFunction, header: DocumentHeader): string =>
  header.type === 'moveInside' ? ` ${t(`condition.${header.toCondition}`)}` : ''

export const referenceName = (type: string): 'delivery' | 'authorisation' | 'zone' | 'other' => {
  if (type === 'stocktakeCount') return 'zone'
  if (type === 'goodsReceipt') return 'delivery'
  return type === 'supplierReturn' || type === 'warehouseReturn' ? 'authorisation' : 'other'
}
