/**
 * A stored policy as this program reads it. A type or a right that did not exist when it was written has its defaults, so a new
 * document type needs no rewriting of old policies. Versions never change, so a text is read once.
 */
import { defaultDocuments, defaultRights, defaultSpecialRights } from './defaultPolicy'
import { type Policy, policySchema } from './schemas/masterData'

const keptMax = 8
const kept = new Map<string, Policy>()

export const withNewTypes = (body: unknown): unknown => {
  if (typeof body !== 'object' || body === null) return body
  const { documents, specialRights, rights } = body as { documents?: object; specialRights?: object; rights?: object }
  return {
    ...body,
    documents: { ...defaultDocuments, ...documents },
    specialRights: { ...defaultSpecialRights, ...specialRights },
    rights: { ...defaultRights, ...rights },
  }
}

export const readPolicyText = (text: string): Policy => {
  const known = kept.get(text)
  if (known) return known
  const policy = policySchema.parse(withNewTypes(JSON.parse(text)))
  if (kept.size >= keptMax) kept.delete(kept.keys().next().value as string)
  kept.set(text, policy)
  return policy
}
