/** 稽核: what HQ looks at to find what people do not say. One period and one store for all parts, kept in the address. */
import { useTranslation } from 'react-i18next'
import { type AuditPeriod, readAuditPeriod } from '../../data/audit'
import { useFilters } from '../../data/filters'
import { type Stores, useStores } from '../../data/stores'
import { DayRangeFilter, FilterBar, StoreFilter } from '../../parts/FilterBar'
import { type TabItem, useTab } from '../../parts/LinkTabs'
import { Adjustments } from './Adjustments'
import { Entries } from './Entries'
import { Outliers } from './Outliers'
import { Overrides } from './Overrides'
import { Reversals } from './Reversals'
import { SpotChecks } from './SpotChecks'
import { WriteOffRate } from './WriteOffRate'

const parts = {
  outliers: Outliers,
  spotChecks: SpotChecks,
  adjustments: Adjustments,
  writeOffRate: WriteOffRate,
  reversals: Reversals,
  overrides: Overrides,
  entries: Entries,
} as const
type Tab = keyof typeof parts

/** What every part is given. */
export interface PartProps {
  period: AuditPeriod
  stores: Stores
  tabs: readonly TabItem<string>[]
  tab: string
}

export const AuditScreen = () => {
  const { t } = useTranslation()
  const [params, change] = useFilters()
  const period = readAuditPeriod(params, Date.now())
  const stores = useStores()
  const tabs = (Object.keys(parts) as Tab[]).map((key): TabItem<Tab> => ({ key, label: t(`audit.tab.${key}`) }))
  const tab = useTab(tabs)
  const Part = parts[tab]
  const filtered = ['from', 'to', 'store'].some((name) => params.has(name))
  return (
    <>
      <div className="page-head">
        <h1>{t('audit.title')}</h1>
        <FilterBar onClear={filtered ? () => change({ from: null, to: null, store: null }) : undefined}>
          <StoreFilter stores={stores.stores} value={period.storeCode} onChange={(store) => change({ store })} />
          <DayRangeFilter from={period.from} to={period.to} onChange={(from, to) => change({ from, to })} />
        </FilterBar>
      </div>
      <Part period={period} stores={stores} tabs={tabs} tab={tab} />
    </>
  )
}
