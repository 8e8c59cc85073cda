/** One receipt: its header, its lines with differences, the codes set aside, and the movements it posted. */
import { ArrowLeftOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation, useParams, useSearchParams } from 'react-router'
import type { Receipt, ReceiptHeader } from '../../../contract/schemas/goodsReceipt'
import { useOperation } from '../../../ui/client'
import { timeText, valueText } from '../../../ui/format'
import { useCan } from '../../../ui/session'
import { DocumentStateSign, FailedState, LoadingState } from '../../../ui/states'
import { AgeLabel } from '../../ages/AgeLabel'
import { patched } from '../../data/filters'
import { beatMs } from '../../data/pages'
import { countOutcomes } from '../../data/receipts'
import { useStores } from '../../data/stores'
import { useCameFrom } from '../../parts/cameFrom'
import { OnlyDifferences, OutcomeSign, ReceiptLines } from './ReceiptLines'
import { ReceiptMovements } from './ReceiptMovements'
import { ReceiptTray } from './ReceiptTray'

export const ReceiptScreen = () => {
  const { t } = useTranslation()
  const { documentId = '' } = useParams()
  const answer = useOperation('goodsReceipt.get', { documentId }, { refetchIntervalMs: beatMs })
  return (
    <>
      <Back />
      {answer.data ? null : <h1 className="visually-hidden">{t('receipts.title')}</h1>}
      {answer.isPending ? <LoadingState /> : null}
      {answer.isError && !answer.data ? (
        <FailedState error={answer.error} onRetry={() => void answer.refetch()} />
      ) : null}
      {answer.data ? <Document receipt={answer.data} /> : null}
    </>
  )
}

const Back = () => {
  const { t } = useTranslation()
  const from = useCameFrom('/receipts')
  const words = from.startsWith('/stock') ? 'backStock' : from.startsWith('/receipts') ? 'back' : 'backOverview'
  return (
    <Link className="back" to={from} data-testid="back">
      <ArrowLeftOutlined aria-hidden="true" /> {t(`receipt.${words}`)}
    </Link>
  )
}

const tabs = ['lines', 'tray', 'movements'] as const

const Document = ({ receipt }: { receipt: Receipt }) => {
  const { t } = useTranslation()
  const [params] = useSearchParams()
  // the way back goes along
  const { state } = useLocation()
  const maySeeMovements = useCan('stock.movements')
  const asked = tabs.find((tab) => tab === params.get('tab')) ?? 'lines'
  const items = [
    { key: 'lines', label: t('receipt.lines', { n: receipt.lines.length }) },
    { key: 'tray', label: t('receipt.tray', { n: receipt.tray.length }) },
    ...(maySeeMovements ? [{ key: 'movements', label: t('receipt.movementsPlain') }] : []),
  ]
  return (
    <div className="document" data-testid="receipt" data-number={receipt.header.number}>
      <Head receipt={receipt} />
      <nav className="document-tabs" aria-label={t('receipt.tabs')}>
        {items.map(({ key, label }) => (
          <Link
            key={key}
            replace
            to={{ search: patched(params, { tab: key === 'lines' ? null : key }).toString() }}
            state={state}
            aria-current={key === asked ? 'page' : undefined}
            data-testid={`tab-${key}`}
          >
            {label}
          </Link>
        ))}
        {asked === 'lines' ? <OnlyDifferences /> : null}
      </nav>
      <Part part={asked} receipt={receipt} />
    </div>
  )
}

const Part = ({ part, receipt }: { part: (typeof tabs)[number]; receipt: Receipt }) => {
  if (part === 'tray') return <ReceiptTray tray={receipt.tray} />
  if (part === 'movements') return <ReceiptMovements receipt={receipt} />
  return <ReceiptLines receipt={receipt} />
}

const Head = ({ receipt: { header, lines } }: { receipt: Receipt }) => {
  const counts = countOutcomes(lines)
  return (
    <section className="document-head">
      <div className="document-title">
        <h1 className="code">{header.number}</h1>
        <DocumentStateSign state={header.state} />
        {(['missing', 'short', 'over', 'unplanned'] as const)
          .filter((outcome) => counts[outcome] > 0)
          .map((outcome) => (
            <OutcomeSign key={outcome} outcome={outcome} count={counts[outcome]} />
          ))}
      </div>
      <Facts header={header} />
    </section>
  )
}

const Facts = ({ header }: { header: ReceiptHeader }) => {
  const { t } = useTranslation()
  const stores = useStores()
  const store = stores.stores.find(({ storeCode }) => storeCode === header.storeCode)
  return (
    <dl className="facts">
      <Fact name={t('receipt.store')}>
        {header.storeName} <small className="muted code">{header.storeCode}</small>{' '}
        {store ? <AgeLabel {...store} fetchedAtMs={stores.fetchedAtMs} testId={`age-${store.storeCode}`} /> : null}
      </Fact>
      <Fact name={t('receipt.supplier')}>
        {header.supplierName} <small className="muted code">{header.supplierCode}</small>
      </Fact>
      <Fact name={t('receipt.order')}>
        <span className="code">{header.orderNumber || '—'}</span>
      </Fact>
      <Fact name={t('receipt.deliveryNote')}>
        <span className="code">{header.deliveryNote || '—'}</span>
      </Fact>
      <Fact name={t('receipt.author')}>
        {header.authorName} <small className="muted">{timeText(header.createdAt)}</small>
      </Fact>
      <Fact name={t('receipt.postedBy')}>
        {header.postedByName || '—'}{' '}
        {header.postedAt ? <small className="muted">{timeText(header.postedAt)}</small> : null}
      </Fact>
      <Fact name={t('receipt.due')}>{header.dueDate || '—'}</Fact>
      {header.value === null ? null : (
        <Fact name={t('receipt.value')}>
          <b>{valueText(header.value)}</b>
        </Fact>
      )}
    </dl>
  )
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)
