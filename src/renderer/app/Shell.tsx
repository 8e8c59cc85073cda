/** The frame of every screen after sign-in: top bar with modules and states, the routes, the global keys. */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { HashRouter, Navigate, Route, Routes, useLocation, useNavigate } from 'react-router'
import { useClient, useCommand } from '../../ui/client'
import { nameIn } from '../../ui/format'
import { KeyOverlay } from '../../ui/KeyOverlay'
import { keyOf } from '../../ui/keyMap'
import { useKeys } from '../../ui/keys'
import { type Language, useLanguage } from '../../ui/language'
import { mayRun, useHolds, useSession } from '../../ui/session'
import { clearNotice, showNotice } from '../scanning/scanState'
import { CountSheetScreen } from '../screens/countSheets/CountSheetScreen'
import { DocumentScreen } from '../screens/document/DocumentScreen'
import { DocumentsScreen } from '../screens/documents/DocumentsScreen'
import { HomeScreen } from '../screens/HomeScreen'
import { LabelsScreen } from '../screens/LabelsScreen'
import { ReceivingListScreen } from '../screens/ReceivingListScreen'
import { SettingsScreen } from '../screens/SettingsScreen'
import { StockScreen } from '../screens/stock/StockScreen'
import { StocktakeScreen } from '../screens/stocktakes/StocktakeScreen'
import { StocktakesScreen } from '../screens/stocktakes/StocktakesScreen'
import { useTakesPart } from '../screens/stocktakes/useTakesPart'
import { TemplatesScreen } from '../screens/templates/TemplatesScreen'
import { TrailScreen } from '../screens/trail/TrailScreen'
import { TransferScreen } from '../screens/transfers/TransferScreen'
import { TransfersScreen } from '../screens/transfers/TransfersScreen'
import { StatusBar } from './StatusBar'
import { useStatus } from './useStatus'
import { askToLock, forgetAskedLock, showLocked } from './windowLock'

export const Shell = () => (
  <HashRouter>
    <div className="shell">
      <TopBar />
      <main className="screen">
        <Routes>
          <Route path="/" element={<HomeScreen />} />
          <Route path="/receiving" element={<ReceivingListScreen />} />
          <Route path="/receiving/:documentId" element={<DocumentScreen />} />
          <Route path="/documents" element={<DocumentsScreen />} />
          <Route path="/documents/:documentId" element={<DocumentScreen />} />
          <Route path="/transfers" element={<TransfersScreen />} />
          <Route path="/transfers/:transferId" element={<TransferScreen />} />
          <Route path="/stock" element={<StockScreen />} />
          <Route path="/labels" element={<LabelsScreen />} />
          <Route path="/labels/templates" element={<TemplatesScreen />} />
          <Route path="/settings" element={<SettingsScreen />} />
          <Route path="/trail" element={<TrailForReaders />} />
          <Route path="/stocktakes" element={<StocktakesScreen />} />
          <Route path="/stocktakes/:stocktakeId" element={<StocktakeScreen />} />
          <Route path="/stocktakes/papers/:documentId" element={<DocumentScreen />} />
          <Route path="/stocktakes/pages/:number/:page" element={<CountSheetScreen />} />
          <Route path="*" element={<Navigate to="/" replace />} />
        </Routes>
      </main>
      <GlobalKeys />
      <ForgetNotices />
      <KeyOverlay />
    </div>
  </HashRouter>
)

const modules = [
  { name: 'home', path: '/' },
  { name: 'receiving', path: '/receiving' },
  { name: 'documents', path: '/documents' },
  { name: 'transfers', path: '/transfers' },
  { name: 'stock', path: '/stock' },
  { name: 'labels', path: '/labels' },
  { name: 'settings', path: '/settings' },
  { name: 'trail', path: '/trail' },
  { name: 'stocktakes', path: '/stocktakes' },
] as const
type Module = (typeof modules)[number]['name']

/** Modules that are not everybody's. */
const useMayOpen = (): ((name: Module) => boolean) => {
  const mayReadTrail = useHolds('trail.view')
  const takesPart = useTakesPart()
  return (name) => (name === 'trail' ? mayReadTrail : name === 'stocktakes' ? takesPart : true)
}

/** Who signs in next stands where the work stopped, but not in a log they may not read. */
const TrailForReaders = () => (useHolds('trail.view') ? <TrailScreen /> : <Navigate to="/" replace />)

const TopBar = () => {
  const { t } = useTranslation()
  const status = useStatus()
  return (
    <header className="top-bar">
      <div className="brand" title={status ? `${status.storeName} ${status.storeCode}` : ''}>
        <b>{t('app.name')}</b>
        <span className="brand-store" data-testid="store-name">
          {status?.storeName}
        </span>
        <span className="brand-letter" data-testid="device-letter">
          {status ? t('app.device', { letter: status.deviceLetter }) : ''}
        </span>
      </div>
      <Modules />
      <StatusBar />
      <Controls />
    </header>
  )
}

const Modules = () => {
  const { t } = useTranslation()
  const { pathname } = useLocation()
  const navigate = useNavigate()
  const mayOpen = useMayOpen()
  const current = modules.find(({ path }) => pathname === path || pathname.startsWith(`${path}/`))?.name ?? 'home'
  return (
    <nav className="modules" aria-label={t('nav.main')}>
      {modules
        .filter(({ name }) => mayOpen(name))
        .map(({ name, path }) => (
          <button
            key={name}
            type="button"
            className={name === current ? 'module current' : 'module'}
            aria-current={name === current ? 'page' : undefined}
            title={keyOf('global', name)}
            data-testid={`nav-${name}`}
            onClick={() => navigate(path)}
          >
            {t(`nav.${name}`)}
          </button>
        ))}
    </nav>
  )
}

const Controls = () => {
  const { t, i18n } = useTranslation()
  const session = useSession()
  const lock = useLock()
  const setLanguage = useLanguage((state) => state.setLanguage)
  const other: Language = i18n.language === 'zh-CN' ? 'en-US' : 'zh-CN'
  const role = session ? nameIn(i18n.language, { name: session.roleName, nameEn: session.roleNameEn }) : ''
  const name = i18n.language === 'en-US' && session?.nameEn ? session.nameEn : session?.name
  return (
    <div className="controls">
      <button
        type="button"
        className="bar-button"
        data-testid="help"
        title={keyOf('global', 'help')}
        onClick={() => window.dispatchEvent(new Event('zhanggui:help'))}
      >
        {t('bar.help')}
      </button>
      <button
        type="button"
        className="bar-button"
        lang={other}
        data-testid="language"
        onClick={() => setLanguage(other)}
      >
        {other === 'zh-CN' ? '中文' : 'EN'}
      </button>
      <span className="who" data-testid="user-name" title={role}>
        {name}
        <small>{role}</small>
      </span>
      <button
        type="button"
        className="bar-button lock"
        data-testid="lock"
        title={keyOf('global', 'lock')}
        onClick={lock}
      >
        {t('bar.lock')}
      </button>
    </div>
  )
}

/** The session stays and its screens stay as they are; whoever signs in next stands where the work stopped. */
const useLock = (): (() => void) => {
  const queries = useQueryClient()
  const lock = useCommand('signIn.lock', {
    touches: ['signIn.users'],
    onDone: () => {
      showLocked(queries)
      forgetAskedLock()
    },
  })
  return () => {
    askToLock()
    lock.mutate({})
  }
}

/** What a scan said belongs to the screen it was said on. */
const ForgetNotices = () => {
  const { pathname } = useLocation()
  // biome-ignore lint/correctness/useExhaustiveDependencies: going elsewhere is the reason
  useEffect(() => {
    clearNotice()
  }, [pathname])
  return null
}

const GlobalKeys = () => {
  const navigate = useNavigate()
  const lock = useLock()
  const mayOpen = useMayOpen()
  const refresh = useRefresh()
  useKeys(
    'global',
    {
      refresh,
      lock,
      home: () => navigate('/'),
      receiving: () => navigate('/receiving'),
      documents: () => navigate('/documents'),
      transfers: () => navigate('/transfers'),
      stock: () => navigate('/stock'),
      labels: () => navigate('/labels'),
      settings: () => navigate('/settings'),
      trail: () => (mayOpen('trail') ? navigate('/trail') : false),
      stocktakes: () => (mayOpen('stocktakes') ? navigate('/stocktakes') : false),
    },
    { level: 'global' },
  )
  return null
}

/** F5: sync with HQ where this user may, saying so when it cannot be reached; then ask everything on the screen anew. */
const useRefresh = (): (() => Promise<void>) => {
  const client = useClient()
  const queries = useQueryClient()
  const session = useSession()
  return async () => {
    if (mayRun(session, 'app.syncNow')) {
      const answer = await client.call('app.syncNow', {})
      if (answer.ok && answer.value.sync.state === 'offline') showNotice('look', 'scanning.hubAway')
    }
    await queries.invalidateQueries()
  }
}
