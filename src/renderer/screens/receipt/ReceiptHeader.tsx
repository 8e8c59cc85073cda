/** Head of a receipt: one line of 40 px that always says where we are; the rest unfolds below it. */
import { ArrowLeftOutlined, DownOutlined, UpOutlined } from '@ant-design/icons'
import { Progress, Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ReceiptHeader as Header } from '../../../contract/schemas/goodsReceipt'
import { timeText } from '../../../ui/format'
import { DocumentStateSign, SecuritySign } from '../../../ui/states'
import { type View, views } from './views'

interface HeadProps {
  header: Header
  view: View
  counts: Record<View, number>
  folded: boolean
  onView(view: View): void
  onFold(): void
  onBack(): void
}

export const ReceiptHead = (props: HeadProps) => {
  const { header, folded } = props
  const { t } = useTranslation()
  return (
    <>
      <header className="receipt-head">
        <button
          type="button"
          className="icon-button"
          onClick={props.onBack}
          aria-label={t('receipt.back')}
          data-testid="receipt-back"
        >
          <ArrowLeftOutlined />
        </button>
        <h1 className="code" data-testid="receipt-number">
          {header.number}
        </h1>
        <DocumentStateSign state={header.state} />
        {header.state === 'posted' ? <SecuritySign security={header.security} /> : null}
        <span className="receipt-supplier ellipsis" title={header.supplierName}>
          {header.supplierName}
        </span>
        <LinesDone header={header} />
        <ViewSwitch {...props} />
        <button
          type="button"
          className="icon-button"
          onClick={props.onFold}
          aria-expanded={!folded}
          aria-label={t(folded ? 'receipt.unfold' : 'receipt.fold')}
          data-testid="fold-header"
        >
          {folded ? <DownOutlined /> : <UpOutlined />}
        </button>
      </header>
      {folded ? null : <Details header={header} />}
    </>
  )
}

const LinesDone = ({ header }: { header: Header }) => {
  const { t } = useTranslation()
  const words = t('receipt.progress', { done: header.linesDone, total: header.linesTotal })
  const percent = header.linesTotal === 0 ? 0 : Math.floor((header.linesDone / header.linesTotal) * 100)
  return (
    <span className="receipt-progress">
      <span data-testid="lines-done">{words}</span>
      <Progress percent={percent} showInfo={false} size={[96, 6]} strokeColor="#237804" aria-label={words} />
    </span>
  )
}

const ViewSwitch = ({ view, counts, onView }: HeadProps) => {
  const { t } = useTranslation()
  return (
    <Segmented
      size="small"
      className="view-switch"
      aria-label={t('receipt.views')}
      value={view}
      onChange={onView}
      options={views.map((name) => ({
        value: name,
        label: (
          <span data-testid={`view-${name}`}>
            {t(`receipt.${name}`)} {counts[name]}
          </span>
        ),
      }))}
    />
  )
}

const Details = ({ header }: { header: Header }) => {
  const { t } = useTranslation()
  const facts: [string, string][] = [
    [t('receipt.orderNumber'), header.orderNumber],
    [t('receipt.deliveryNote'), header.deliveryNote],
    [t('receipt.due'), header.dueDate],
    [t('receipt.warehouse'), header.warehouseCode],
    [t('receipt.author'), header.authorName],
    [t('receipt.createdAt'), timeText(header.createdAt)],
    ...(header.postedAt
      ? ([
          [t('receipt.postedBy'), header.postedByName],
          [t('receipt.postedAt'), timeText(header.postedAt)],
        ] as [string, string][])
      : []),
  ]
  return (
    <dl className="receipt-details" data-testid="receipt-details">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value || '—'}</dd>
        </div>
      ))}
    </dl>
  )
}
