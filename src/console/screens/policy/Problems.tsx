/** What stands in the way of saving, all of it at once and in words. */
import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Prefix } from '../../../contract/policyNumbers'
import { type PolicyDraft, type PolicyProblem, policyProblems } from '../../data/policy'

type Translate = ReturnType<typeof useTranslation>['t']

export const Problems = ({ draft }: { draft: PolicyDraft }) => {
  const { t } = useTranslation()
  const problems = policyProblems(draft)
  if (problems.length === 0) return null
  return (
    <div role="status" className="problems" data-testid="policy-problems">
      {problems.map((problem) => (
        <Alert key={wordsOf(t, problem)} type="error" showIcon title={wordsOf(t, problem)} />
      ))}
    </div>
  )
}

/** What a prefix numbers: a document type, or one of the numbers that are no type's. */
const numberedText = (t: Translate, of: Prefix['of']): string =>
  'type' in of ? t(`documentType.${of.type}`) : t(`policyNumber.${of.number}`)

const wordsOf = (t: Translate, problem: PolicyProblem): string => {
  if (problem.kind === 'prefixTwice')
    return t('policyProblem.prefixTwice', {
      prefix: problem.prefix,
      of: problem.of.map((one) => numberedText(t, one)).join(t('policyProblem.and')),
    })
  if (problem.kind === 'prefixBad') return t('policyProblem.prefixBad', { of: numberedText(t, problem.of) })
  if (problem.kind === 'nobodyApproves')
    return t('policyProblem.nobodyApproves', {
      type: t(`documentType.${problem.type}`),
      level: t(`level.${problem.level}`),
    })
  return t(`policyProblem.${problem.kind}`, { code: problem.code === '' ? '—' : problem.code })
}
