/** What became of somebody: who changed what when, each value before and after. */
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '../../../contract/operations'
import type { Assignment } from '../../../contract/schemas/masterData'
import { useOperation } from '../../../ui/client'
import { timeText } from '../../../ui/format'
import { EmptyState, FailedState, LoadingState } from '../../../ui/states'
import type { RoleChoices } from '../../data/people'
import { ChangeTable } from '../../parts/ChangeTable'
import { daysText } from './roleWords'

type Change = OutputOf<'user.history'>['changes'][number]

export const UserHistory = ({ userId, choices }: { userId: string; choices: RoleChoices }) => {
  const { t } = useTranslation()
  const nameOf = useNames(choices)
  const answer = useOperation('user.history', { userId })
  if (answer.isPending) return <LoadingState />
  if (!answer.data) return <FailedState error={answer.error} onRetry={() => void answer.refetch()} />
  if (answer.data.changes.length === 0)
    return <EmptyState title={t('people.historyEmpty')} hint={t('people.historyEmptyHint')} />
  return (
    <ol className="policy-history" data-testid="user-history">
      {answer.data.changes.map((change) => (
        <li key={change.changeNo} data-testid={`user-change-${change.changeNo}`}>
          <h2>
            {t(titleOf(change))}
            <small className="muted">
              {change.byName} · {timeText(change.at)}
            </small>
          </h2>
          <Differences change={change} nameOf={nameOf} />
        </li>
      ))}
    </ol>
  )
}

const titleOf = ({ before, secretSet }: Change): string => {
  if (before === null) return 'people.change.added'
  return secretSet ? 'people.change.secret' : 'people.change.edited'
}

const useNames = ({ roles, stores, regions }: RoleChoices): ((one: Assignment) => string) => {
  const { t, i18n } = useTranslation()
  return (one) => {
    const role = roles.find(({ code }) => code === one.role)
    const branch = [...regions, ...stores].find(({ code }) => code === one.scopeCode)?.name ?? one.scopeCode
    const name = i18n.language === 'en-US' ? role?.nameEn : role?.name
    return [name ?? one.role, one.scopeKind === 'chain' ? t('bar.chain') : branch, daysText(t, one)]
      .filter(Boolean)
      .join(' ')
  }
}

interface Difference {
  what: string
  before: string
  after: string
}

const Differences = ({ change, nameOf }: { change: Change; nameOf(one: Assignment): string }) => {
  const { t } = useTranslation()
  const rows = differencesOf(t, change, nameOf)
  return <ChangeTable changes={rows.map((row) => ({ ...row, key: `${row.what} ${row.before} ${row.after}` }))} />
}

const differencesOf = (t: TFunction, { before, after }: Change, nameOf: (one: Assignment) => string): Difference[] => {
  const onOff = (active: boolean | undefined): string =>
    active === undefined ? '' : t(active ? 'people.active' : 'people.off')
  const [had, has] = [(before?.assignments ?? []).map(nameOf), after.assignments.map(nameOf)]
  return [
    { what: t('people.name'), before: before?.name ?? '', after: after.name },
    { what: t('people.nameEn'), before: before?.nameEn ?? '', after: after.nameEn },
    { what: t('people.onOff'), before: onOff(before?.active), after: onOff(after.active) },
    ...had.filter((one) => !has.includes(one)).map((one) => ({ what: t('people.role'), before: one, after: '' })),
    ...has.filter((one) => !had.includes(one)).map((one) => ({ what: t('people.role'), before: '', after: one })),
  ]
}
