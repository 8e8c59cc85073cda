/** 需要处理: what is wrong in the chain, gravest first, each with the page that shows more. */
import { CheckCircleFilled, DisconnectOutlined, ExclamationCircleFilled, WarningFilled } from '@ant-design/icons'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useCan } from '../../../ui/session'
import { ageText } from '../../ages/age'
import { useNow } from '../../ages/useNow'
import { type Problem, problemsOf, type StoreOverview } from '../../data/chain'

const icons: Record<Problem['kind'], ReactNode> = {
  quarantined: <ExclamationCircleFilled className="bad" aria-hidden="true" />,
  parked: <ExclamationCircleFilled className="bad" aria-hidden="true" />,
  provisional: <WarningFilled className="look" aria-hidden="true" />,
  offline: <DisconnectOutlined className="bad" aria-hidden="true" />,
  neverConnected: <WarningFilled className="look" aria-hidden="true" />,
  revoked: <WarningFilled className="look" aria-hidden="true" />,
}

export const Attention = ({ stores, fetchedAtMs }: { stores: readonly StoreOverview[]; fetchedAtMs: number }) => {
  const { t } = useTranslation()
  const elapsedSeconds = Math.max(0, Math.floor((useNow() - fetchedAtMs) / 1000))
  const problems = problemsOf(stores, elapsedSeconds)
  const maySeeDevices = useCan('enrolment.devices')
  const maySeeAlarms = useCan('alarm.list')
  const mayCreateCodes = useCan('enrolment.createCode')
  return (
    <section className="panel overview-attention" aria-labelledby="overview-attention" data-testid="attention">
      <h2 id="overview-attention">
        {t('overview.attention')}
        {problems.length > 0 ? <span className="count">{problems.length}</span> : null}
      </h2>
      {problems.length === 0 && stores.length > 0 ? (
        <div className="all-well">
          <CheckCircleFilled className="good" aria-hidden="true" />
          <strong>{t('overview.nothingWrong')}</strong>
          <span className="muted">{t('overview.nothingWrongHint')}</span>
        </div>
      ) : (
        <ul>
          {problems.map((problem) => (
            <li
              key={`${problem.kind} ${problem.storeCode} ${problem.letter}`}
              data-testid={`problem-${problem.kind}-${problem.storeCode}`}
            >
              {icons[problem.kind]}
              <span>
                {t(`problem.${problem.kind}`, {
                  store: problem.storeName,
                  letter: problem.letter,
                  n: problem.count,
                  age: problem.kind === 'offline' ? ageText(t, problem.count) : '',
                })}
                {problem.kind === 'neverConnected' && mayCreateCodes ? ` ${t('problem.neverConnectedDo')}` : ''}
              </span>
              {problem.kind === 'parked' && maySeeAlarms ? (
                <Link to={`/alarms?store=${problem.storeCode}`}>{t('nav.alarms')}</Link>
              ) : maySeeDevices ? (
                <Link to={`/devices?store=${problem.storeCode}`}>{t('nav.devices')}</Link>
              ) : null}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
