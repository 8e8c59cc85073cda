/** 库存: what is on hand, found by name, pinyin, code or scan, and what expires soon; Enter opens the movements that made it so. */
import { Tabs } from 'antd'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'react-router'
import { useKeys } from '../../../ui/keys'
import { useKeptPlace } from '../keptPlace'
import { NearExpiryTab } from './NearExpiryTab'
import { OnHandTab } from './OnHandTab'

const tabs = ['onHand', 'nearExpiry'] as const
type Tab = (typeof tabs)[number]
const firstPlace: { tab: Tab } = { tab: 'onHand' }

export const StockScreen = () => {
  const { t } = useTranslation()
  const arrival = (useLocation().state ?? {}) as { tab?: Tab }
  const [{ tab }, keep] = useKeptPlace('stockTab', firstPlace)
  const wanted = arrival.tab
  useEffect(() => {
    if (wanted) keep({ tab: wanted })
  }, [wanted, keep])
  const move = (by: number): void => keep({ tab: tabs[(tabs.indexOf(tab) + by + tabs.length) % tabs.length] as Tab })
  useKeys('stock', { nextTab: () => move(1), previousTab: () => move(-1) })
  const head = (
    <>
      <h1>{t('stock.title')}</h1>
      <Tabs
        className="page-tabs"
        activeKey={tab}
        onChange={(key) => keep({ tab: key as Tab })}
        items={tabs.map((key) => ({ key, label: <span data-testid={`tab-${key}`}>{t(`stock.tabs.${key}`)}</span> }))}
      />
    </>
  )
  return tab === 'onHand' ? <OnHandTab head={head} /> : <NearExpiryTab head={head} />
}
