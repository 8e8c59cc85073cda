/** What `verify` found, as a list to read: where, and what is wrong there. */
import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '../contract/operations'
import type { Problem } from '../core/findings'
import { findingPlace, findingText } from './findings'

export const FindingList = ({ answer }: { answer: OutputOf<'trail.verify'> }) => {
  const { t } = useTranslation()
  const { ok, covers, checked, found, problems } = answer
  const more = found - problems.length
  return (
    <>
      <Alert
        type={ok ? 'success' : 'error'}
        showIcon
        title={ok ? t(`trail.verifyGood.${covers}`, { n: checked }) : t('trail.verifyBad', { n: found })}
        data-testid="verify-answer"
        data-ok={ok}
      />
      {problems.length === 0 ? null : <Findings problems={problems} />}
      {more > 0 ? (
        <p className="muted" data-testid="verify-more">
          {t('trail.verifyMore', { n: more })}
        </p>
      ) : null}
    </>
  )
}

export const Findings = ({ problems }: { problems: readonly Problem[] }) => {
  const { t } = useTranslation()
  return (
    // a list that scrolls is scrolled by keys too
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
    <ol className="findings" data-testid="verify-problems" tabIndex={0}>
      {problems.map((problem) => (
        <li key={JSON.stringify(problem)} data-code={problem.code}>
          <b>{findingPlace(t, problem)}</b>
          <span>{findingText(t, problem)}</span>
        </li>
      ))}
    </ol>
  )
}
