/** The policy in force at HQ, and a store's at a version. Policies never change once written, so they are read once. */
import { readPolicyText } from '../contract/policyText'
import type { Policy } from '../contract/schemas/masterData'
import { assert } from '../core/result'
import type { Reader } from '../database/unitOfWork'

const newest = new WeakMap<object, { version: number; policy: Policy }>()

export const currentPolicy = async (read: Reader): Promise<Policy> => {
  const row = await read.one<{ version: number }>('SELECT max(version) AS version FROM policy')
  const known = newest.get(read)
  if (known && known.version === row?.version) return known.policy
  const found = await read.one<{ version: number; body: string }>(
    'SELECT version, body FROM policy ORDER BY version DESC LIMIT 1',
  )
  assert(found, 'a chain has a policy')
  const policy = readPolicyText(found.body)
  newest.set(read, { version: found.version, policy })
  return policy
}
