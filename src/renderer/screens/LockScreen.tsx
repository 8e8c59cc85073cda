/**
 * The locked window: over the screen, which keeps its state and can neither be seen, read out nor reached. What hangs
 * outside it (open dialogs) is hidden with it; after unlocking the focus is where it was.
 */
import { useEffect, useLayoutEffect, useRef } from 'react'
import type { Session } from '../../contract/operations/signIn'
import { SignInScreen } from './SignInScreen'

const lockedClass = 'window-locked'
/** after the dialogs' own focusing */
const focusAfterMs = 80

export const LockScreen = ({ session }: { session: Session }) => {
  useHiddenBelow()
  useFocusBack()
  return (
    <div className="lock-screen" data-testid="lock-screen">
      <SignInScreen lockedBy={session} />
    </div>
  )
}

const useHiddenBelow = (): void =>
  useLayoutEffect(() => {
    document.body.classList.add(lockedClass)
    return () => document.body.classList.remove(lockedClass)
  }, [])

const useFocusBack = (): void => {
  // read while rendering: what is hidden a moment later has lost the focus by then
  const before = useRef<Element | null>(document.activeElement)
  useEffect(() => {
    const { current } = before
    return () => {
      setTimeout(() => {
        if (current instanceof HTMLElement && current.isConnected) current.focus({ preventScroll: true })
      }, focusAfterMs)
    }
  }, [])
}
