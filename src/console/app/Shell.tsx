/** The frame of every page: top bar with the pages this role may see, who is signed in, and the routes. */
import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { HashRouter, Navigate, NavLink, Route, Routes, useLocation, useParams } from 'react-router'
import type { OperationName } from '../../contract/operations'
import type { Session } from '../../contract/operations/signIn'
import { useCommand } from '../../ui/client'
import { nameIn } from '../../ui/format'
import { mayRun, useSession } from '../../ui/session'
import { EmptyState } from '../../ui/states'
import { setSession } from '../data/connection'
import { useWaiting } from '../data/inbox'
import { lastSearches, useKeepSearch, useLastSearch } from '../data/lastSearches'
import { DevicesScreen } from '../screens/devices/DevicesScreen'
import { DocumentScreen } from '../screens/documents/DocumentScreen'
import { DocumentsScreen } from '../screens/documents/DocumentsScreen'
import { InboxScreen } from '../screens/inbox/InboxScreen'
import { OverviewScreen } from '../screens/overview/OverviewScreen'
import { PolicyScreen } from '../screens/policy/PolicyScreen'
import { NearExpiryScreen } from '../screens/stock/NearExpiryScreen'
import { StockScreen } from '../screens/stock/StockScreen'
import { PushTransferScreen } from '../screens/transfers/PushTransferScreen'
import { TransferScreen } from '../screens/transfers/TransferScreen'
import { TransfersScreen } from '../screens/transfers/TransfersScreen'
import { WarehousesScreen } from '../screens/warehouses/WarehousesScreen'
import { LanguageSwitch } from './LanguageSwitch'
import { UnreachableBand } from './UnreachableBand'

/** Where the page is in the menu, and the operation without which it has nothing to show. */
const pages = [
  { name: 'overview', path: '/', operation: 'signIn.current' },
  { name: 'inbox', path: '/inbox', operation: 'document.decide' },
  { name: 'documents', path: '/documents', operation: 'document.list' },
  { name: 'transfers', path: '/transfers', operation: 'transfer.list' },
  { name: 'stock', path: '/stock', operation: 'stock.list' },
  { name: 'policy', path: '/policy', operation: 'policy.get' },
  { name: 'warehouses', path: '/warehouses', operation: 'warehouse.list' },
  { name: 'devices', path: '/devices', operation: 'enrolment.devices' },
] as const satisfies readonly { name: string; path: string; operation: OperationName }[]

const routes: readonly { path: string; operation: OperationName; page: ReactNode }[] = [
  { path: '/inbox', operation: 'document.decide', page: <InboxScreen /> },
  { path: '/documents', operation: 'document.list', page: <DocumentsScreen /> },
  { path: '/documents/:documentId', operation: 'document.get', page: <DocumentScreen /> },
  { path: '/transfers', operation: 'transfer.list', page: <TransfersScreen /> },
  { path: '/transfers/new', operation: 'transfer.push', page: <PushTransferScreen /> },
  { path: '/transfers/:transferId', operation: 'transfer.get', page: <TransferScreen /> },
  { path: '/stock', operation: 'stock.list', page: <StockScreen /> },
  { path: '/near-expiry', operation: 'document.nearExpiry', page: <NearExpiryScreen /> },
  { path: '/policy', operation: 'policy.get', page: <PolicyScreen /> },
  { path: '/warehouses', operation: 'warehouse.list', page: <WarehousesScreen /> },
  { path: '/devices', operation: 'enrolment.devices', page: <DevicesScreen /> },
]

export const Shell = ({ session }: { session: Session }) => (
  <HashRouter>
    <div className="shell">
      <header className="top-bar">
        <Brand />
        <Pages session={session} />
        <Who session={session} />
      </header>
      <UnreachableBand />
      <main className="page">
        <Routes>
          <Route path="/" element={<OverviewScreen />} />
          {routes.map(({ path, operation, page }) => (
            <Route key={path} path={path} element={<Allowed operation={operation}>{page}</Allowed>} />
          ))}
          <Route path="/receipts" element={<Navigate to="/documents?type=goodsReceipt" replace />} />
          <Route path="/receipts/:documentId" element={<OldReceiptLink />} />
          <Route path="*" element={<Nowhere />} />
        </Routes>
      </main>
    </div>
  </HashRouter>
)

/** Links from before there was more than one type of document still open what they named. */
const OldReceiptLink = () => {
  const { documentId = '' } = useParams()
  return <Navigate to={{ pathname: `/documents/${documentId}`, search: useLocation().search }} replace />
}

const Brand = () => {
  const { t } = useTranslation()
  return (
    <div className="brand">
      <b>{t('app.name')}</b>
      <span>{t('app.part')}</span>
    </div>
  )
}

const Pages = ({ session }: { session: Session }) => {
  const { t } = useTranslation()
  const { pathname } = useLocation()
  const asLeft = useLastSearch()
  useKeepSearch(session.userId)
  return (
    <nav className="pages" aria-label={t('nav.main')}>
      {pages
        .filter(({ operation }) => mayRun(session, operation))
        .map(({ name, path }) => (
          <NavLink
            key={name}
            to={asLeft(path)}
            end={path === '/'}
            className={({ isActive }) => (isActive || isUnder(name, pathname) ? 'active' : '')}
            data-testid={`nav-${name}`}
          >
            {t(`nav.${name}`)}
            {name === 'inbox' ? <WaitingBadge /> : null}
          </NavLink>
        ))}
    </nav>
  )
}

/** A page that belongs to another one of the menu. */
const isUnder = (name: string, pathname: string): boolean => name === 'stock' && pathname === '/near-expiry'

const WaitingBadge = () => {
  const { t } = useTranslation()
  const waiting = useWaiting()
  if (waiting === 0) return null
  return (
    <span className="nav-badge" data-testid="inbox-badge">
      <span className="visually-hidden">{t('inbox.waiting', { n: waiting })}</span>
      <span aria-hidden="true">{waiting > 99 ? '99+' : waiting}</span>
    </span>
  )
}

const Who = ({ session }: { session: Session }) => {
  const { t, i18n } = useTranslation()
  const signOut = useSignOut()
  return (
    <div className="who">
      <span className="who-scope" data-testid="scope-name">
        {session.scopeName || t('bar.chain')}
      </span>
      <span className="who-name" data-testid="user-name">
        {nameIn(i18n.language, session)}
      </span>
      <span className="who-role" data-testid="user-role">
        {t(`roles.${session.role}`)}
      </span>
      <LanguageSwitch className="bar-button" />
      <button
        type="button"
        className="bar-button"
        data-testid="sign-out"
        disabled={signOut.isPending}
        onClick={() => signOut.mutate({})}
      >
        {t('bar.signOut')}
      </button>
    </div>
  )
}

/** The next user starts at the first page, not where the last one stood. */
const useSignOut = () => {
  const queries = useQueryClient()
  const leave = (): void => {
    setSession(queries, null)
    lastSearches.forget()
    window.location.hash = '#/'
  }
  return useCommand('signIn.out', { onDone: leave })
}

/** Says what the hub would say; only the hub decides. */
const Allowed = ({ operation, children }: { operation: OperationName; children: ReactNode }) => {
  const { t } = useTranslation()
  if (mayRun(useSession(), operation)) return children
  return (
    <div data-testid="no-right">
      <h1 className="visually-hidden">{t('list.noRight')}</h1>
      <EmptyState title={t('list.noRight')} hint={t('list.noRightHint')} />
    </div>
  )
}

const Nowhere = () => {
  const { t } = useTranslation()
  return (
    <>
      <h1 className="visually-hidden">{t('list.noPage')}</h1>
      <EmptyState title={t('list.noPage')} hint={t('list.noPageHint')} />
    </>
  )
}
