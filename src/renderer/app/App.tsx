/** Which of the five faces the window shows: refused start, opening, enrolment, sign-in, or the shell with its screens. */

import { useOperation } from '../../ui/client'
import { useSessionState } from '../../ui/session'
import { FailedState, LoadingState } from '../../ui/states'
import { LiveRegion } from '../scanning/LiveRegion'
import { StopBand } from '../scanning/StopBand'
import { EnrolmentScreen, useEnrolment } from '../screens/EnrolmentScreen'
import { RefusedScreen } from '../screens/RefusedScreen'
import { SignInScreen } from '../screens/SignInScreen'
import { useBackendState } from './backendState'
import { RestartBand } from './RestartBand'
import { Shell } from './Shell'

export const App = () => (
  <>
    <RestartBand />
    <Face />
    <StopBand />
    <LiveRegion />
  </>
)

const Face = () => {
  const refused = useBackendState((state) => state.state === 'refused')
  const justEnrolled = useEnrolment((state) => state.result !== null)
  const status = useOperation('app.status', {}, { refetchIntervalMs: 30_000 })
  if (refused) return <RefusedScreen />
  if (status.isPending)
    return (
      <Centre>
        <LoadingState />
      </Centre>
    )
  if (!status.data)
    return (
      <Centre>
        <FailedState error={status.error} onRetry={() => void status.refetch()} />
      </Centre>
    )
  if (!status.data.enrolled || justEnrolled) return <EnrolmentScreen />
  return <SignedIn />
}

const SignedIn = () => {
  const { loading, session } = useSessionState()
  if (loading)
    return (
      <Centre>
        <LoadingState />
      </Centre>
    )
  return session ? <Shell /> : <SignInScreen />
}

const Centre = ({ children }: { children: React.ReactNode }) => <main className="centre">{children}</main>
