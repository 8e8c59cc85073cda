/** Is the hub answering, and did it end our session. Watches every call; the shell and the sign-in page show it. */
import type { QueryClient } from '@tanstack/react-query'
import { create } from 'zustand'
import type { Invoke } from '../../contract/client'
import type { Session } from '../../contract/operations/signIn'

interface Connection {
  /** when the hub last answered anything, browser clock */
  answeredAtMs: number | null
  reachable: boolean
  /** the session ended while somebody worked */
  expired: boolean
}

export const useConnection = create<Connection>(() => ({ answeredAtMs: null, reachable: true, expired: false }))

const currentSessionKey = ['signIn.current', {}]
const unreachable: readonly string[] = ['HUB_OFFLINE', 'HUB_TIMEOUT']

export const watchedInvoke = (invoke: Invoke, queries: QueryClient): Invoke => {
  return async (name, input, requestId) => {
    const answer = await invoke(name, input, requestId)
    const code = answer.ok ? '' : answer.error.code
    if (unreachable.includes(code)) useConnection.setState({ reachable: false })
    else useConnection.setState({ reachable: true, answeredAtMs: Date.now() })
    if (code === 'UNAUTHENTICATED') endSession(queries)
    return answer
  }
}

/**
 * Another user, or none: nothing the last one saw stays in the page. The session's own entry is changed in place, because
 * the page watches that very entry.
 */
export const setSession = (queries: QueryClient, session: Session | null): void => {
  useConnection.setState({ expired: false })
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== currentSessionKey[0] })
  queries.setQueryData(currentSessionKey, { session })
}

/** The address stays, so whoever signs in again stands where the work stopped. */
const endSession = (queries: QueryClient): void => {
  useConnection.setState({ expired: true })
  queries.setQueryData(currentSessionKey, { session: null })
}
