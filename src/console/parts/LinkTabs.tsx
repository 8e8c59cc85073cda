/** Parts of a page as links, so that an address opens the same part again. The first part leaves no trace in it. */
import type { ReactNode } from 'react'
import { Link, useLocation, useSearchParams } from 'react-router'
import { patched } from '../data/filters'

export interface TabItem<K extends string> {
  key: K
  label: string
}

interface LinkTabsProps<K extends string> {
  label: string
  items: readonly TabItem<K>[]
  current: K
  /** to the right of the tabs */
  children?: ReactNode
}

export const LinkTabs = <K extends string>({ label, items, current, children }: LinkTabsProps<K>) => {
  const [params] = useSearchParams()
  // the way back goes along
  const { state } = useLocation()
  return (
    <nav className="document-tabs" aria-label={label}>
      {items.map((item, at) => (
        <Link
          key={item.key}
          replace
          to={{ search: patched(params, { tab: at === 0 ? null : item.key }).toString() }}
          state={state}
          aria-current={item.key === current ? 'page' : undefined}
          data-testid={`tab-${item.key}`}
        >
          {item.label}
        </Link>
      ))}
      {children}
    </nav>
  )
}

export const useTab = <K extends string>(items: readonly TabItem<K>[]): K => {
  const [params] = useSearchParams()
  const asked = items.find(({ key }) => key === params.get('tab')) ?? items[0]
  return (asked as TabItem<K>).key
}
