/** 权限矩阵: every operation × every role, made from the table of operations and a policy; the door goes by the same two. */
import type { DocumentAct, DocumentType } from '../core/documents/states'
import { documentTypes } from '../core/documents/states'
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
    cells: policy.roles.map(({ code }) => cellOf(code, permission, of, policy)),
  }
}

const cellOf = (
  role: Role,
  permission: string,
  of: { type: DocumentType; act: DocumentAct } | null,
  policy: MatrixPolicy,
): boolean | number => {
  if (permission === 'device') return false
  if (permission === 'public' || permission === 'signedIn') return true
  if (!roleHolds(role, permission as Permission, policy)) return false
  return (of && isLimited(of.act) ? amountLimitFen([role], of.type, of.act, policy) : null) ?? true
}

const isLimited = (act: DocumentAct): act is LimitedAct => (limitedActs as readonly DocumentAct[]).includes(act)
