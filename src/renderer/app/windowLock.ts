/**
 * The locked window, as the page knows it: from the session's own answer. While it is locked nothing but what is open to
 * anybody leaves the page: what screens below want to read waits for the unlocking, what they want to do is refused at once.
 */
import type { QueryClient } from '@tanstack/react-query'
import { create } from 'zustand'
import type { Answer, Invoke } from '../../contract/client'
import { isOperationName, type OperationName, type OutputOf, operations } from '../../contract/operations'

type Current = OutputOf<'signIn.current'>

export const currentKey = ['signIn.current', {}] as const

interface WindowLock {
  /** what the backend said last */
  locked: boolean
  /** locked by hand: it holds also while the backend that has to know is just coming back */
  asked: boolean
  signedIn: boolean
}

export const useWindowLock = create<WindowLock>(() => ({ locked: false, asked: false, signedIn: false }))

const isClosed = ({ locked, asked }: WindowLock): boolean => locked || asked

export const isWindowLocked = (): boolean => isClosed(useWindowLock.getState())
export const useIsWindowLocked = (): boolean => useWindowLock(isClosed)

const currentOf = (queries: QueryClient): Current | undefined => queries.getQueryData<Current>(currentKey)

export const askToLock = (): void => useWindowLock.setState({ asked: true })
/** The backend knows, or somebody has signed in. */
export const forgetAskedLock = (): void => useWindowLock.setState({ asked: false })

/** Before the backend's own word arrives. */
export const showLocked = (queries: QueryClient): void => {
  const current = currentOf(queries)
  if (current?.session) queries.setQueryData<Current>(currentKey, { ...current, locked: true })
}

export const followWindowLock = (queries: QueryClient): (() => void) =>
  queries.getQueryCache().subscribe(({ query }) => {
    if (query.queryKey[0] !== currentKey[0]) return
    const current = currentOf(queries)
    const next = { locked: current?.locked === true, signedIn: (current?.session ?? null) !== null }
    const known = useWindowLock.getState()
    if (next.locked !== known.locked || next.signedIn !== known.signedIn) useWindowLock.setState(next)
  })

const opened = (): Promise<void> =>
  new Promise((done) => {
    if (!isWindowLocked()) return done()
    const stop = useWindowLock.subscribe((state) => {
      if (isClosed(state)) return
      stop()
      done()
    })
  })

/** The locking itself is on its way when the page shows it already. */
const passes = (name: OperationName): boolean => operations[name].permission === 'public' || name === 'signIn.lock'

/** Locked again while it waited: it waits again, not for ever. */
const waitsMax = 20

export const quietWhileLocked =
  (invoke: Invoke, queries: QueryClient): Invoke =>
  async (name, input, requestId) => {
    if (!isOperationName(name) || passes(name)) return invoke(name, input, requestId)
    const waits = operations[name].kind === 'query'
    let answer: Answer<unknown> = { ok: false, error: { code: 'SESSION_LOCKED', params: {} } }
    for (let n = 0; n < waitsMax; n++) {
      if (isWindowLocked() && !waits) return answer
      await opened()
      answer = await invoke(name, input, requestId)
      if (answer.ok || answer.error.code !== 'SESSION_LOCKED') return answer
      showLocked(queries)
      if (!waits) return answer
    }
    return answer
  }
