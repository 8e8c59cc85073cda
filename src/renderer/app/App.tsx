/** Which of the five faces the window shows: refused start, opening, enrolment, sign-in, or the shell with its screens, locked or not. */

import { lazy, Suspense, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../../ui/client'
import { useSessionState } from '../../ui/session'
import { FailedState, LoadingState } from '../../ui/states'
import { LiveRegion } from '../scanning/LiveRegion'
import { StopBand } from '../scanning/StopBand'
import { useScanState } from '../scanning/scanState'
import { EnrolmentScreen, useEnrolment } from '../screens/EnrolmentScreen'
import { LockScreen } from '../screens/LockScreen'
import { RefusedScreen } from '../screens/RefusedScreen'
import { SignInScreen } from '../screens/SignInScreen'
import { useBackendState } from './backendState'
import { KeyBand } from './KeyBand'
import { RestartBand } from './RestartBand'
import { useIsWindowLocked } from './windowLock'

export const App = () => (
  <>
    <RestartBand />
    <div className="window">
      <KeyBand />
      <div className="window-face">
        <Face />
      </div>
    </div>
    <StopBand />
    <LiveRegion />
  </>
)

const Face = () => {
  const { t } = useTranslation()
  const refused = useBackendState((state) => state.state === 'refused')
  const justEnrolled = useEnrolment((state) => state.result !== null)
  const status = useOperation('app.status', {}, { refetchIntervalMs: 30_000 })
  const bounceMs = status.data?.enrolled ? status.data.bounceMs : undefined
  useEffect(() => {
    if (bounceMs !== undefined) useScanState.setState({ bounceMs })
  }, [bounceMs])
  const wedges = status.data?.wedges
  useEffect(() => {
    if (wedges) useScanState.setState({ wedges })
  }, [wedges])
  if (refused)
    return (
      <Screen name="refused">
        <RefusedScreen />
      </Screen>
    )
  if (status.isPending)
    return (
      <Centre>
        <LoadingState words={t('app.opening')} />
      </Centre>
    )
  if (!status.data)
    return (
      <Centre>
        <FailedState error={status.error} onRetry={() => void status.refetch()} />
      </Centre>
    )
  if (!status.data.enrolled || justEnrolled)
    return (
      <Screen name="enrolment">
        <EnrolmentScreen />
      </Screen>
    )
  return <SignedIn />
}

const SignedIn = () => {
  const { loading, session, locked: saidLocked } = useSessionState()
  const locked = useIsWindowLocked() || saidLocked
  if (loading)
    return (
      <Centre>
        <LoadingState />
      </Centre>
    )
  if (!session)
    return (
      <Screen name="signIn">
        <SignInScreen />
      </Screen>
    )
  return (
    <Screen name={locked ? 'lock' : 'shell'}>
      {/* another user begins with screens of their own; the address stays, so they stand where the work stopped */}
      <div key={session.userId} className={locked ? 'shell-holder behind-lock' : 'shell-holder'} inert={locked}>
        <Suspense
          fallback={
            <Centre>
              <LoadingState />
            </Centre>
          }
        >
          <Shell />
        </Suspense>
      </div>
      {locked ? <LockScreen session={session} /> : null}
    </Screen>
  )
}

/** The working screens are half of the program's text: they load while somebody types a PIN. */
const loadShell = () => import('./Shell')
const Shell = lazy(() => loadShell().then((module) => ({ default: module.Shell })))

/** Says on the page itself which face is up, for the shell's screenshot; and has the working screens ready before they are asked for. */
const Screen = ({ name, children }: { name: string; children: React.ReactNode }) => {
  useEffect(() => {
    document.body.dataset.screen = name
    if (name !== 'refused') void loadShell()
  }, [name])
  return children
}

const Centre = ({ children }: { children: React.ReactNode }) => <main className="centre">{children}</main>
