/** The frame of every page: top bar with the pages this role may see, who is signed in, and the routes. */
import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import {
  createHashRouter,
  Navigate,
  NavLink,
  Route,
  RouterProvider,
  Routes,
  useLocation,
  useParams,
} from 'react-router'
import type { OperationName } from '../../contract/operations'
import type { Session } from '../../contract/operations/signIn'
import { useCommand } from '../../ui/client'
import { nameIn } from '../../ui/format'
import { mayRun, useSession } from '../../ui/session'
import { EmptyState } from '../../ui/states'
import { setSession } from '../data/connection'
import { lastSearches } from '../data/lastSearches'
import { useSignOut } from '../data/session'
import { useLeaveFirst } from '../parts/LeaveGuard'
import { AccountScreen } from '../screens/account/AccountScreen'
import { AlarmsScreen } from '../screens/alarms/AlarmsScreen'
import { AuditScreen } from '../screens/audit/AuditScreen'
import { CodesScreen } from '../screens/codes/CodesScreen'
import { DevicesScreen } from '../screens/devices/DevicesScreen'
import { DocumentScreen } from '../screens/documents/DocumentScreen'
import { DocumentsScreen } from '../screens/documents/DocumentsScreen'
import { InboxScreen } from '../screens/inbox/InboxScreen'
import { TemplateScreen } from '../screens/labelTemplates/TemplateScreen'
import { TemplatesScreen } from '../screens/labelTemplates/TemplatesScreen'
import { MatrixScreen } from '../screens/matrix/MatrixScreen'
import { OrganisationScreen } from '../screens/organisation/OrganisationScreen'
import { OverviewScreen } from '../screens/overview/OverviewScreen'
import { PolicyScreen } from '../screens/policy/PolicyScreen'
import { NewPriceScreen } from '../screens/prices/NewPriceScreen'
import { PriceScreen } from '../screens/prices/PriceScreen'
import { PricesScreen } from '../screens/prices/PricesScreen'
import { RolesScreen } from '../screens/roles/RolesScreen'
import { SessionsScreen } from '../screens/sessions/SessionsScreen'
import { NearExpiryScreen } from '../screens/stock/NearExpiryScreen'
import { StockScreen } from '../screens/stock/StockScreen'
import { PlanScreen } from '../screens/stocktakes/PlanScreen'
import { StocktakeScreen } from '../screens/stocktakes/StocktakeScreen'
import { StocktakesScreen } from '../screens/stocktakes/StocktakesScreen'
import { TrailScreen } from '../screens/trail/TrailScreen'
import { PushTransferScreen } from '../screens/transfers/PushTransferScreen'
import { TransferScreen } from '../screens/transfers/TransferScreen'
import { TransfersScreen } from '../screens/transfers/TransfersScreen'
import { NewUserScreen, UserScreen } from '../screens/users/UserScreen'
import { UsersScreen } from '../screens/users/UsersScreen'
import { WarehousesScreen } from '../screens/warehouses/WarehousesScreen'
import { LanguageSwitch } from './LanguageSwitch'
import { AreaRow, Menu } from './Menu'
import { StepUpDialog } from './StepUpDialog'
import { UnreachableBand } from './UnreachableBand'

const routes: readonly { path: string; operation: OperationName; page: ReactNode }[] = [
  { path: '/inbox', operation: 'document.decide', page: <InboxScreen /> },
  { path: '/documents', operation: 'document.list', page: <DocumentsScreen /> },
  { path: '/documents/:documentId', operation: 'document.get', page: <DocumentScreen /> },
  { path: '/transfers', operation: 'transfer.list', page: <TransfersScreen /> },
  { path: '/transfers/new', operation: 'transfer.push', page: <PushTransferScreen /> },
  { path: '/transfers/:transferId', operation: 'transfer.get', page: <TransferScreen /> },
  { path: '/stocktakes', operation: 'stocktakeTask.list', page: <StocktakesScreen /> },
  { path: '/stocktakes/new', operation: 'stocktakeTask.assign', page: <PlanScreen /> },
  { path: '/stocktakes/:stocktakeId', operation: 'stocktake.get', page: <StocktakeScreen /> },
  { path: '/stock', operation: 'stock.list', page: <StockScreen /> },
  { path: '/near-expiry', operation: 'document.nearExpiry', page: <NearExpiryScreen /> },
  { path: '/prices', operation: 'price.list', page: <PricesScreen /> },
  { path: '/prices/new', operation: 'price.change', page: <NewPriceScreen /> },
  { path: '/prices/templates', operation: 'chainTemplate.list', page: <TemplatesScreen /> },
  { path: '/prices/templates/:templateId', operation: 'chainTemplate.get', page: <TemplateScreen /> },
  { path: '/prices/:changeId', operation: 'price.get', page: <PriceScreen /> },
  { path: '/alarms', operation: 'alarm.list', page: <AlarmsScreen /> },
  { path: '/audit', operation: 'audit.outliers', page: <AuditScreen /> },
  { path: '/trail', operation: 'trail.search', page: <TrailScreen /> },
  { path: '/users', operation: 'user.list', page: <UsersScreen /> },
  { path: '/users/new', operation: 'user.save', page: <NewUserScreen /> },
  { path: '/users/:userId', operation: 'user.get', page: <UserScreen /> },
  { path: '/roles', operation: 'role.list', page: <RolesScreen /> },
  { path: '/matrix', operation: 'role.matrix', page: <MatrixScreen /> },
  { path: '/organisation', operation: 'org.tree', page: <OrganisationScreen /> },
  { path: '/policy', operation: 'policy.get', page: <PolicyScreen /> },
  { path: '/codes', operation: 'codeRequest.list', page: <CodesScreen /> },
  { path: '/warehouses', operation: 'warehouse.list', page: <WarehousesScreen /> },
  { path: '/devices', operation: 'enrolment.devices', page: <DevicesScreen /> },
  { path: '/account', operation: 'account.get', page: <AccountScreen /> },
  { path: '/sessions', operation: 'session.list', page: <SessionsScreen /> },
]

const Frame = () => {
  const session = useSession()
  if (!session) return null
  return (
    <div className="shell">
      <header className="top-bar">
        <Brand />
        <Menu session={session} />
        <Who session={session} />
      </header>
      <AreaRow session={session} />
      <UnreachableBand />
      <StepUpDialog session={session} />
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
  )
}

/** A router that can hold somebody back who leaves something unsaved (parts/LeaveGuard.tsx). */
const router = createHashRouter([{ path: '*', element: <Frame /> }])

export const Shell = () => <RouterProvider router={router} />

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

const Who = ({ session }: { session: Session }) => {
  const { t, i18n } = useTranslation()
  const signOut = useSignOut()
  const leave = useLeaveFirst()
  return (
    <div className="who">
      <Branch session={session} />
      <NavLink to="/account" className="who-name" title={t('myAccount.title')} data-testid="nav-account">
        <span data-testid="user-name">{nameIn(i18n.language, session)}</span>
      </NavLink>
      <span className="who-role" data-testid="user-role">
        {nameIn(i18n.language, { name: session.roleName, nameEn: session.roleNameEn })}
      </span>
      <LanguageSwitch className="bar-button" />
      <button
        type="button"
        className="bar-button"
        data-testid="sign-out"
        disabled={signOut.isPending}
        onClick={() => leave.ask(() => signOut.mutate({}))}
      >
        {t('bar.signOut')}
      </button>
      {leave.dialog}
    </div>
  )
}

/** Who has roles over several branches works for one at a time; the pages are that branch's alone. */
const Branch = ({ session }: { session: Session }) => {
  const { t, i18n } = useTranslation()
  const queries = useQueryClient()
  const wear = useCommand('signIn.wearHat', {
    onDone: (answer) => {
      setSession(queries, answer.session)
      lastSearches.forget()
      window.location.hash = '#/'
    },
  })
  const leave = useLeaveFirst()
  if (session.hats.length < 2)
    return (
      <span className="who-scope" data-testid="scope-name">
        {session.scopeName || t('bar.chain')}
      </span>
    )
  return (
    <>
      <select
        className="who-scope bar-select"
        data-testid="hat"
        aria-label={t('bar.hat')}
        value={session.hat}
        aria-busy={wear.isPending}
        onChange={({ target: { value: hat } }) => leave.ask(() => wear.mutate({ hat }))}
      >
        {session.hats.map((hat) => (
          <option key={hat.key} value={hat.key}>
            {`${hat.scopeName || t('bar.chain')} · ${nameIn(i18n.language, { name: hat.roleName, nameEn: hat.roleNameEn })}`}
          </option>
        ))}
      </select>
      {leave.dialog}
    </>
  )
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
