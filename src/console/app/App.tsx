/** Which face the page shows: opening, sign-in, or the shell with its pages. */
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../../ui/client'
import { FailedState, LoadingState } from '../../ui/states'
import { beatMs } from '../data/pages'
import { PasswordDueScreen } from '../screens/account/PasswordDueScreen'
import { SignInScreen } from '../screens/SignInScreen'
import { Shell } from './Shell'

export const App = () => {
  const { t, i18n } = useTranslation()
  const current = useOperation('signIn.current', {})
  // biome-ignore lint/correctness/useExhaustiveDependencies: the title follows the language
  useEffect(() => {
    document.title = t('app.title')
  }, [t, i18n.language])
  useRetry(current.isError && !current.data, () => void current.refetch())
  if (current.isPending)
    return (
      <Centre>
        <LoadingState />
      </Centre>
    )
  if (!current.data)
    return (
      <Centre>
        <FailedState error={current.error} onRetry={() => void current.refetch()} />
      </Centre>
    )
  const { session } = current.data
  if (!session) return <SignInScreen />
  return session.passwordDue ? <PasswordDueScreen session={session} /> : <Shell />
}

/** A page opened while the hub is down comes up by itself once it is back. */
const useRetry = (failed: boolean, retry: () => void): void => {
  // biome-ignore lint/correctness/useExhaustiveDependencies: one timer while it has failed
  useEffect(() => {
    if (!failed) return
    const timer = setInterval(retry, beatMs)
    return () => clearInterval(timer)
  }, [failed])
}

const Centre = ({ children }: { children: ReactNode }) => <main className="centre">{children}</main>
