/** Where each page is in the menu, and the operation without which it has nothing to show. Pages of one area share an entry. */
import type { OperationName } from '../../contract/operations'
import type { Session } from '../../contract/operations/signIn'
import { mayRun } from '../../ui/session'

export type Area = 'audit' | 'setup' | 'people'

interface MenuPage {
  name: string
  path: string
  operation: OperationName
  area?: Area
}

export const menuPages = [
  { name: 'overview', path: '/', operation: 'signIn.current' },
  { name: 'inbox', path: '/inbox', operation: 'document.decide' },
  { name: 'documents', path: '/documents', operation: 'document.list' },
  { name: 'transfers', path: '/transfers', operation: 'transfer.list' },
  { name: 'stock', path: '/stock', operation: 'stock.list' },
  { name: 'stocktakes', path: '/stocktakes', operation: 'stocktakeTask.list' },
  { name: 'prices', path: '/prices', operation: 'price.list' },
  { name: 'audit', path: '/audit', operation: 'audit.outliers', area: 'audit' },
  { name: 'trail', path: '/trail', operation: 'trail.search', area: 'audit' },
  { name: 'alarms', path: '/alarms', operation: 'alarm.list', area: 'audit' },
  { name: 'users', path: '/users', operation: 'user.list', area: 'people' },
  { name: 'roles', path: '/roles', operation: 'role.list', area: 'people' },
  { name: 'matrix', path: '/matrix', operation: 'role.matrix', area: 'people' },
  { name: 'organisation', path: '/organisation', operation: 'org.tree', area: 'people' },
  { name: 'sessions', path: '/sessions', operation: 'session.list', area: 'people' },
  { name: 'policy', path: '/policy', operation: 'policy.get', area: 'setup' },
  { name: 'codes', path: '/codes', operation: 'codeRequest.list', area: 'setup' },
  { name: 'warehouses', path: '/warehouses', operation: 'warehouse.list', area: 'setup' },
  { name: 'devices', path: '/devices', operation: 'enrolment.devices', area: 'setup' },
] as const satisfies readonly MenuPage[]

/** One entry of the top bar: a page, or an area with the pages of it this user may see. */
export interface Entry {
  name: string
  pages: readonly MenuPage[]
}

const isEntry = ({ pages }: Entry): boolean => pages.length > 0

export const entriesFor = (session: Session): Entry[] => {
  const seen: readonly MenuPage[] = menuPages.filter(({ operation }) => mayRun(session, operation))
  const names = [...new Set((menuPages as readonly MenuPage[]).map(({ name, area }) => area ?? name))]
  return names
    .map((name) => ({ name, pages: seen.filter((page) => (page.area ?? page.name) === name) }))
    .filter(isEntry)
}

/** Pages that belong to another one of the menu. */
const under: Record<string, string> = { '/near-expiry': '/stock' }

export const isAt = ({ path }: Pick<MenuPage, 'path'>, pathname: string): boolean => {
  const at = under[pathname] ?? pathname
  return path === '/' ? at === '/' : at === path || at.startsWith(`${path}/`)
}
