/** Who is signed in, and what they may do. The page holds no token: the session belongs to the window or the cookie. */
import type { OperationDeclaration } from '../contract/operation'
import { type OperationName, operations } from '../contract/operations'
import type { Session } from '../contract/operations/signIn'
import type { DocumentPermission, Permission } from '../contract/permissions'
import { type DocumentAct, type DocumentType, documentTypes } from '../core/documents/states'
import { useOperation } from './client'

export interface SessionState {
  loading: boolean
  session: Session | null
  /** somebody is signed in and the window is locked */
  locked: boolean
}

export const useSessionState = (): SessionState => {
  const answer = useOperation('signIn.current', {})
  return { loading: answer.isPending, session: answer.data?.session ?? null, locked: answer.data?.locked === true }
}

export const useSession = (): Session | null => useSessionState().session

const openToAll: readonly string[] = ['public', 'signedIn', 'device']

const rightOn = (type: DocumentType, act: DocumentAct): DocumentPermission => `${type}.${act}`

/**
 * Permissions of which one is enough to run an operation; none asked when any user may. An act is the right to it that
 * the document's type has; with no type named, the right on any type will do (may this user write anything at all?).
 */
export const permissionsFor = (name: OperationName, type?: DocumentType): readonly Permission[] => {
  const { permission }: OperationDeclaration = operations[name]
  if (typeof permission === 'object')
    return (type === undefined ? documentTypes : [type]).map((one) => rightOn(one, permission.act))
  return openToAll.includes(permission) ? [] : [permission as Permission]
}

export const mayRun = (session: Session | null, name: OperationName, type?: DocumentType): boolean => {
  const asked = permissionsFor(name, type)
  return asked.length === 0 || asked.some((permission) => session?.permissions.includes(permission) === true)
}

/** Says what the backend will say; only the backend decides. */
export const useCan = (name: OperationName, type?: DocumentType): boolean => mayRun(useSession(), name, type)

export const useHolds = (permission: Permission): boolean => useSession()?.permissions.includes(permission) ?? false
