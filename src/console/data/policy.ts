/** Editing the policy: pure changes to a copy, and what stands in the way of saving it. The hub checks everything again. */
import type { InputOf } from '../../contract/operations'
import { type NumberKind, type Prefix, prefixesOf, sharedPrefixes } from '../../contract/policyNumbers'
import type { DocumentTypePolicy, Policy, Reason } from '../../contract/schemas/masterData'
import { isProven } from '../../core/barcode/weighed'
import { type ApprovalLevel, approvalLevels } from '../../core/documents/approval'
import { type DocumentType, documentTypes } from '../../core/documents/states'

export type PolicyDraft = InputOf<'policy.save'>['policy']

export const draftOf = ({ version: _version, ...policy }: Policy): PolicyDraft => policy

export const withType = (policy: PolicyDraft, type: DocumentType, patch: Partial<DocumentTypePolicy>): PolicyDraft => ({
  ...policy,
  documents: { ...policy.documents, [type]: { ...policy.documents[type], ...patch } },
})

/** The prefix of a number that is no type's own. */
export const withNumber = (policy: PolicyDraft, number: NumberKind, prefix: string): PolicyDraft => ({
  ...policy,
  numbers: { ...policy.numbers, [number]: prefix },
})

/** The value from which a level is asked; null: never. Levels stay in their order. */
export const withStep = (
  policy: PolicyDraft,
  type: DocumentType,
  level: ApprovalLevel,
  fromFen: number | null,
): PolicyDraft => {
  const others = policy.documents[type].approval.filter((step) => step.level !== level)
  const steps = fromFen === null ? others : [...others, { level, fromFen }]
  const approval = approvalLevels.flatMap((one) => steps.filter((step) => step.level === one))
  return withType(policy, type, { approval })
}

export const stepOf = ({ approval }: DocumentTypePolicy, level: ApprovalLevel): number | null =>
  approval.find((step) => step.level === level)?.fromFen ?? null

export type PolicyProblem =
  | { kind: 'prefixTwice'; prefix: string; of: Prefix['of'][] }
  | { kind: 'prefixBad'; of: Prefix['of'] }
  | { kind: 'nobodyApproves'; type: DocumentType; level: ApprovalLevel }
  | { kind: 'reasonBad'; code: string }
  | { kind: 'reasonTwice'; code: string }
  | { kind: 'weighRule'; code: string }

/** What would be refused, or would lock everybody out, said before it is saved. */
export const policyProblems = (policy: PolicyDraft): PolicyProblem[] => [
  ...prefixProblems(policy),
  ...approvalProblems(policy),
  ...reasonProblems(policy.reasons),
  ...weighProblems(policy.scanning),
]

/** A rule no label proves would be refused; a rule that fails one would misread a shop's labels. */
const weighProblems = ({ weighRules }: PolicyDraft['scanning']): PolicyProblem[] =>
  weighRules
    .filter((rule) => !isProven(rule, weighRules))
    .map(({ name }) => ({ kind: 'weighRule' as const, code: name }))

const prefixProblems = (policy: PolicyDraft): PolicyProblem[] => [
  ...prefixesOf(policy)
    .filter(({ prefix }) => !/^[A-Z]{1,8}$/.test(prefix))
    .map(({ of }) => ({ kind: 'prefixBad' as const, of })),
  ...sharedPrefixes(policy).map((one) => ({ kind: 'prefixTwice' as const, ...one })),
]

/** A level that is asked must be able to answer: its role, or one above it, holds the right to approve. */
const approvalProblems = ({ documents, roles }: PolicyDraft): PolicyProblem[] =>
  documentTypes.flatMap((type) =>
    documents[type].approval
      .filter(({ level }) => {
        const able = approvalLevels.slice(approvalLevels.indexOf(level))
        const decide = roles.filter((role) => role.active && role.level !== null && able.includes(role.level))
        return documents[type].enabled && !decide.some(({ code }) => documents[type].rights.approve.includes(code))
      })
      .map(({ level }) => ({ kind: 'nobodyApproves' as const, type, level })),
  )

const reasonProblems = (reasons: readonly Reason[]): PolicyProblem[] => {
  const bad = reasons.filter(
    ({ code, name, nameEn, types }) =>
      !/^[A-Z0-9-]{1,32}$/.test(code) || name.trim() === '' || nameEn.trim() === '' || types.length === 0,
  )
  const twice = reasons.filter(({ code }, at) => reasons.findIndex((other) => other.code === code) !== at)
  return [
    ...bad.map(({ code }) => ({ kind: 'reasonBad' as const, code })),
    ...twice.map(({ code }) => ({ kind: 'reasonTwice' as const, code })),
  ]
}
