/** The parts of 盘点 as links. Filters of one part mean nothing to another, so a link carries none but the store. */
import type { ReactNode } from 'react'
import { Link, useSearchParams } from 'react-router'
import { patched } from '../../data/filters'
import type { TabItem } from '../../parts/LinkTabs'

interface TabsProps {
  label: string
  tabs: readonly TabItem<string>[]
  tab: string
  children?: ReactNode
}

export const Tabs = ({ label, tabs, tab, children }: TabsProps) => {
  const [params] = useSearchParams()
  const kept = new URLSearchParams({ store: params.get('store') ?? '' })
  return (
    <nav className="document-tabs" aria-label={label}>
      {tabs.map(({ key, label: words }, at) => (
        <Link
          key={key}
          replace
          to={{ search: patched(kept, { store: kept.get('store'), tab: at === 0 ? null : key }).toString() }}
          aria-current={key === tab ? 'page' : undefined}
          data-testid={`tab-${key}`}
        >
          {words}
        </Link>
      ))}
      {children ? <span className="tabs-acts">{children}</span> : null}
    </nav>
  )
}
