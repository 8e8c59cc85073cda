/** The frame of every page: top bar with the pages this role may see, who is signed in, and the routes. */
import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { HashRouter, NavLink, Route, Routes } from 'react-router'
import type { Session } from '../../contract/operations/signIn'
import { useCommand } from '../../ui/client'
import { nameIn } from '../../ui/format'
import { mayRun, useSession } from '../../ui/session'
import { EmptyState } from '../../ui/states'
import { setSession } from '../data/connection'
import { DevicesScreen } from '../screens/devices/DevicesScreen'
import { OverviewScreen } from '../screens/overview/OverviewScreen'
import { ReceiptScreen } from '../screens/receipts/ReceiptScreen'
import { ReceiptsScreen } from '../screens/receipts/ReceiptsScreen'
import { StockScreen } from '../screens/stock/StockScreen'
import { LanguageSwitch } from './LanguageSwitch'
import { UnreachableBand } from './UnreachableBand'

const pages = [
  { name: 'overview', path: '/', operation: 'signIn.current' },
  { name: 'stock', path: '/stock', operation: 'stock.list' },
  { name: 'receipts', path: '/receipts', operation: 'goodsReceipt.list' },
  { name: 'devices', path: '/devices', operation: 'enrolment.devices' },
] as const

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
          <Route
            path="/stock"
            element={
              <Allowed operation="stock.list">
                <StockScreen />
              </Allowed>
            }
          />
          <Route
            path="/receipts"
            element={
              <Allowed operation="goodsReceipt.list">
                <ReceiptsScreen />
              </Allowed>
            }
          />
          <Route
            path="/receipts/:documentId"
            element={
              <Allowed operation="goodsReceipt.get">
                <ReceiptScreen />
              </Allowed>
            }
          />
          <Route
            path="/devices"
            element={
              <Allowed operation="enrolment.devices">
                <DevicesScreen />
              </Allowed>
            }
          />
          <Route path="*" element={<Nowhere />} />
        </Routes>
      </main>
    </div>
  </HashRouter>
)

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
  return (
    <nav className="pages" aria-label={t('nav.main')}>
      {pages
        .filter(({ operation }) => mayRun(session, operation))
        .map(({ name, path }) => (
          <NavLink key={name} to={path} end={path === '/'} data-testid={`nav-${name}`}>
            {t(`nav.${name}`)}
          </NavLink>
        ))}
    </nav>
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
    window.location.hash = '#/'
  }
  return useCommand('signIn.out', { onDone: leave })
}

interface AllowedProps {
  operation: 'stock.list' | 'goodsReceipt.list' | 'goodsReceipt.get' | 'enrolment.devices'
  children: ReactNode
}

/** Says what the hub would say; only the hub decides. */
const Allowed = ({ operation, children }: AllowedProps) => {
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
