/** One row a store: how old its figures are, what it still has to report, what came in today, its PCs. */
import { CheckCircleOutlined, StopOutlined, WarningOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { quantityText } from '../../../core/quantity/quantity'
import { shortTimeText, valueText } from '../../../ui/format'
import { useCan, useHolds } from '../../../ui/session'
import { Sign, type Tone } from '../../../ui/states'
import { AgeLabel } from '../../ages/AgeLabel'
import type { Device, StoreOverview } from '../../data/chain'
import { useHere } from '../../parts/cameFrom'
import { type Column, ListTable, RowLink } from '../../parts/ListTable'

interface StoreTableProps {
  stores: readonly StoreOverview[]
  fetchedAtMs: number
  withReceipts: boolean
  cut: boolean
}

type Translate = ReturnType<typeof useTranslation>['t']

export const StoreTable = ({ stores, fetchedAtMs, withReceipts, cut }: StoreTableProps) => {
  const { t } = useTranslation()
  const here = useHere()
  const maySeeStock = useCan('stock.list')
  const maySeeCost = useHolds('cost.view')
  const withValue = withReceipts && maySeeCost && stores.every(({ day }) => day.value !== null)
  const columns: Column<StoreOverview>[] = [
    {
      key: 'store',
      title: t('stockPage.store'),
      width: 150,
      render: (store) => (
        <>
          <RowLink to={maySeeStock ? `/stock?store=${store.storeCode}` : `/devices?store=${store.storeCode}`}>
            {store.storeName}
          </RowLink>{' '}
          <small className="muted code">{store.storeCode}</small>
        </>
      ),
    },
    {
      key: 'age',
      title: t('age.column'),
      render: (store) => <AgeLabel {...store} fetchedAtMs={fetchedAtMs} long testId={`age-${store.storeCode}`} />,
    },
    {
      key: 'unsecured',
      title: t('overview.unsecuredColumn'),
      width: 74,
      align: 'right',
      render: (store) => unsecuredText(t, store.behind),
    },
    ...(withReceipts ? receiptColumns(t, here, withValue, cut) : []),
    {
      key: 'devices',
      title: t('overview.devicesColumn'),
      width: 172,
      render: (store) => <Devices devices={store.devices} />,
    },
  ]
  return (
    <ListTable
      label={t('overview.stores')}
      testId="store-table"
      columns={columns}
      rows={stores}
      rowKey={({ storeCode }) => storeCode}
      rowTestId={({ storeCode }) => `store-row-${storeCode}`}
      empty={null}
    />
  )
}

const receiptColumns = (t: Translate, here: object, withValue: boolean, cut: boolean): Column<StoreOverview>[] => [
  {
    key: 'today',
    title: t('overview.todayColumn'),
    width: 68,
    align: 'right',
    render: ({ day }) =>
      day.documents === 0 && !cut ? (
        <span className="zero">0</span>
      ) : (
        `${t('overview.documents', { n: day.documents })}${cut ? '+' : ''}`
      ),
  },
  ...(withValue
    ? [
        {
          key: 'value',
          title: t('overview.valueColumn'),
          width: 98,
          align: 'right' as const,
          render: ({ day }: StoreOverview) => valueText(day.value),
        },
      ]
    : [
        {
          key: 'quantity',
          title: t('overview.quantityColumn'),
          width: 98,
          align: 'right' as const,
          render: ({ day }: StoreOverview) => quantityText(day.received),
        },
      ]),
  {
    key: 'latest',
    title: t('overview.latestColumn'),
    width: 214,
    render: ({ day }) =>
      day.latest ? (
        <>
          <Link className="code" to={`/documents/${day.latest.documentId}`} state={here}>
            {day.latest.number}
          </Link>{' '}
          <small className="muted">{shortTimeText(day.latest.postedAt)}</small>
        </>
      ) : (
        <span className="zero">—</span>
      ),
  },
]

const unsecuredText = (t: Translate, behind: number | null) => {
  if (behind === null) return <span className="muted">{t('overview.unknown')}</span>
  return behind === 0 ? <span className="zero">0</span> : <b className="look">{behind}</b>
}

const tones: Record<Device['state'], Tone> = { active: 'good', revoked: 'plain', quarantined: 'bad' }

const icons: Record<Device['state'], ReactNode> = {
  active: <CheckCircleOutlined aria-hidden="true" />,
  revoked: <StopOutlined aria-hidden="true" />,
  quarantined: <WarningOutlined aria-hidden="true" />,
}

const Devices = ({ devices }: { devices: readonly Device[] }) => {
  const { t } = useTranslation()
  if (devices.length === 0) return <span className="muted">{t('overview.noDevices')}</span>
  return (
    <span className="chips">
      {devices.map((device) => (
        <Sign key={device.deviceId} tone={tones[device.state]} icon={icons[device.state]}>
          {device.letter}{' '}
          <span className={device.state === 'active' ? 'visually-hidden' : undefined}>
            {t(`deviceStates.${device.state}`)}
          </span>
        </Sign>
      ))}
    </span>
  )
}
