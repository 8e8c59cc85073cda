/**
 * The shape of one declared operation. From these declarations come the IPC channel, the hub's HTTP routes, OpenAPI,
 * button gating, the handler maps and the permission matrix test.
 */
import type { z } from 'zod'
import type { DocumentAct } from '../core/documents/states'
import type { ErrorCode } from './errors'
import type { Permission } from './permissions'

export interface OperationDeclaration {
  /**
   * query: reads, changes nothing. command: one transaction, its answer saved with its effect, so a retry with the same
   * requestId gets the same answer. errand: talks to the network or a device and opens short writes of its own.
   */
  kind: 'query' | 'command' | 'errand'
  runsOn: 'store' | 'hub' | 'both'
  /**
   * a permission; an act: the right to it that the document type in the input has, `writeOff.post`; or signedIn: any
   * user; device: an enrolled store PC; public: anyone, said on purpose
   */
  permission: Permission | { act: DocumentAct } | 'signedIn' | 'device' | 'public'
  /** at HQ: asks that the password was given in this session in the last minutes */
  stepUp?: true
  summary: string
  input: z.ZodType
  output: z.ZodType
  errors: readonly ErrorCode[]
}

export const defineOperations = <const T extends Record<string, OperationDeclaration>>(table: T): T => table
