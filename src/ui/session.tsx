/** Who is signed in, and what they may do. The page holds no token: the session belongs to the window or the cookie. */
import { type OperationName, operations } from '../contract/operations'
import type { Session } from '../contract/operations/signIn'
import type { Permission } from '../contract/permissions'
import { useOperation } from './client'

export interface SessionState {
  loading: boolean
  session: Session | null
}

export const useSessionState = (): SessionState => {
  const answer = useOperation('signIn.current', {})
  return { loading: answer.isPending, session: answer.data?.session ?? null }
}

export const useSession = (): Session | null => useSessionState().session

const openToAll: readonly string[] = ['public', 'signedIn', 'device']

/** The permission an operation asks for, or null when any user holds it. */
export const permissionOf = (name: OperationName): Permission | null => {
  const permission: string = operations[name].permission
  return openToAll.includes(permission) ? null : (permission as Permission)
}

export const mayRun = (session: Session | null, name: OperationName): boolean => {
  const permission = permissionOf(name)
  return permission === null || (session?.permissions.includes(permission) ?? false)
}

/** Says what the backend will say; only the backend decides. */
export const useCan = (name: OperationName): boolean => mayRun(useSession(), name)

export const useHolds = (permission: Permission): boolean => useSession()?.permissions.includes(permission) ?? false
