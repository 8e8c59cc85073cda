/** 权限矩阵: every operation × every role, made from the table of operations and a policy; the door goes by the same two. */
import type { DocumentAct, DocumentType } from '../core/documents/states'
import { documentTypes, isDocumentType } from '../core/documents/states'
import type { OperationDeclaration } from './operation'
import { type OperationName, operations } from './operations'
import {
  actsOf,
  amountLimitFen,
  type LimitedAct,
  limitedActs,
  type Permission,
  type RightsPolicy,
  roleHolds,
} from './permissions'
import type { Policy, Role } from './schemas/masterData'

type MatrixPolicy = RightsPolicy & Pick<Policy, 'limits'>

export interface MatrixRow {
  operation: OperationName
  summary: string
  kind: OperationDeclaration['kind']
  runsOn: OperationDeclaration['runsOn']
  permission: string
  act: DocumentAct | null
  type: DocumentType | null
  stepUp: boolean
  /** in the order of the policy's roles: may, may not, or up to this value in fen */
  cells: (boolean | number)[]
}

export const permissionMatrix = (policy: MatrixPolicy): MatrixRow[] =>
  (Object.keys(operations) as OperationName[]).flatMap((operation) => rowsOf(operation, policy))

const rowsOf = (operation: OperationName, policy: MatrixPolicy): MatrixRow[] => {
  const { permission }: OperationDeclaration = operations[operation]
  if (typeof permission === 'string') return [rowOf(operation, policy, permission, null)]
  const { act } = permission
  return documentTypes
    .filter((type) => actsOf(type).includes(act))
    .map((type) => rowOf(operation, policy, `${type}.${act}`, { type, act }))
}

const rowOf = (
  operation: OperationName,
  policy: MatrixPolicy,
  permission: string,
  of: { type: DocumentType; act: DocumentAct } | null,
): MatrixRow => {
  const { summary, kind, runsOn, stepUp }: OperationDeclaration = operations[operation]
  return {
    ...{ operation, summary, kind, runsOn, permission, act: of?.act ?? null, type: of?.type ?? null },
    stepUp: stepUp === true,
    cells: policy.roles.map(({ code }) => cellOf(code, permission, policy)),
  }
}

const cellOf = (role: Role, permission: string, policy: MatrixPolicy): boolean | number => {
  if (permission === 'device') return false
  if (permission === 'public' || permission === 'signedIn') return true
  if (!roleHolds(role, permission as Permission, policy)) return false
  const limited = limitedBy(permission)
  return (limited ? amountLimitFen([role], limited.type, limited.act, policy) : null) ?? true
}

/** A right on documents is limited by value wherever it is asked for, also by an operation that names the right itself. */
const limitedBy = (permission: string): { type: DocumentType; act: LimitedAct } | null => {
  const [type, name] = permission.split('.')
  const act = limitedActs.find((one) => one === name)
  return act && isDocumentType(type) ? { type, act } : null
}
