/**
 * The prefixes a policy gives numbers: one a document type, and those of numbers that are no type's own. All of them
 * differ, or a number read over the phone would not say what it is.
 */
import { type DocumentType, documentTypes } from '../core/documents/states'

/** 返仓 has its own on both papers; a transfer, a return and HQ's word to let goods go have numbers beside any paper. */
export const numberKinds = ['returnDispatch', 'returnReceipt', 'transfer', 'return', 'authorisation'] as const
export type NumberKind = (typeof numberKinds)[number]

export interface Prefix {
  of: { type: DocumentType } | { number: NumberKind }
  prefix: string
}

interface Prefixed {
  documents: Record<DocumentType, { numberPrefix: string }>
  numbers: Record<NumberKind, string>
}

export const prefixesOf = ({ documents, numbers }: Prefixed): Prefix[] => [
  ...documentTypes.map((type): Prefix => ({ of: { type }, prefix: documents[type].numberPrefix })),
  ...numberKinds.map((number): Prefix => ({ of: { number }, prefix: numbers[number] })),
]

/** Those more than one thing is numbered by. */
export const sharedPrefixes = (policy: Prefixed): { prefix: string; of: Prefix['of'][] }[] => {
  const all = prefixesOf(policy)
  return [...new Set(all.map(({ prefix }) => prefix))]
    .map((prefix) => ({ prefix, of: all.filter((one) => one.prefix === prefix).map(({ of }) => of) }))
    .filter(({ of }) => of.length > 1)
}
