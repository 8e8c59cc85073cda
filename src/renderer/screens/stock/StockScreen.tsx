/** 库存: what is on hand, found by name, pinyin, code or scan, and what expires soon; Enter opens the movements that made it so. */
import { Tabs } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'react-router'
import { useKeys } from '../../../ui/keys'
import { NearExpiryTab } from './NearExpiryTab'
import { OnHandTab } from './OnHandTab'

const tabs = ['onHand', 'nearExpiry'] as const
type Tab = (typeof tabs)[number]

export const StockScreen = () => {
  const { t } = useTranslation()
  const arrival = (useLocation().state ?? {}) as { tab?: Tab }
  const [tab, setTab] = useState<Tab>(arrival.tab ?? 'onHand')
  const move = (by: number): void => setTab((now) => tabs[(tabs.indexOf(now) + by + tabs.length) % tabs.length] as Tab)
  useKeys('stock', { nextTab: () => move(1), previousTab: () => move(-1) })
  const head = (
    <>
      <h1>{t('stock.title')}</h1>
      <Tabs
        className="page-tabs"
        activeKey={tab}
        onChange={(key) => setTab(key as Tab)}
        items={tabs.map((key) => ({ key, label: <span data-testid={`tab-${key}`}>{t(`stock.tabs.${key}`)}</span> }))}
      />
    </>
  )
  return tab === 'onHand' ? <OnHandTab head={head} /> : <NearExpiryTab head={head} />
}
