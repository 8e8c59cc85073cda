/** One person: name, roles over branches and days, PIN and password, and what became of them. */
import { App, Checkbox } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams } from 'react-router'
import { refusalOf, useCommand, useOperation } from '../../../ui/client'
import { nameIn } from '../../../ui/format'
import { OperationButton } from '../../../ui/OperationButton'
import { useCan } from '../../../ui/session'
import { EmptyState, FailedState, LoadingState, Sign } from '../../../ui/states'
import {
  newPerson,
  type Person,
  type PersonDraft,
  personDraft,
  personInput,
  personProblem,
  type RoleChoices,
} from '../../data/people'
import { BackLink } from '../../parts/BackLink'
import { TextField } from '../../parts/fields'
import { LinkTabs, useTab } from '../../parts/LinkTabs'
import { Refusal } from '../../parts/Refusal'
import { saveKey, useSaveKey } from '../../parts/saveKey'
import { AssignmentRows } from './AssignmentRows'
import { type FreshSecret, SecretBox, SecretDialog } from './SecretBox'
import { UserHistory } from './UserHistory'

export const NewUserScreen = () => {
  const choices = useOperation('user.choices', {})
  if (choices.isPending) return <LoadingState />
  if (!choices.data) return <FailedState error={choices.error} onRetry={() => void choices.refetch()} />
  return <Editing person={null} choices={choices.data} />
}

export const UserScreen = () => {
  const { t } = useTranslation()
  const { userId = '' } = useParams()
  const choices = useOperation('user.choices', {})
  const answer = useOperation('user.get', { userId })
  if (answer.isPending || choices.isPending) return <LoadingState />
  if (!answer.data || !choices.data)
    return (
      <>
        <BackLink fallback="/users" />
        <h1 className="visually-hidden">{t('people.title')}</h1>
        {isNobody(answer.error) ? (
          <EmptyState title={t('people.nobody', { userId })} hint={t('people.nobodyHint')} />
        ) : (
          <FailedState error={answer.error ?? choices.error} onRetry={() => void answer.refetch()} />
        )}
      </>
    )
  return <Known key={userId} person={answer.data} choices={choices.data} />
}

const isNobody = (error: unknown): boolean => error !== null && refusalOf(error).code === 'USER_NOT_FOUND'

const Known = ({ person, choices }: { person: Person; choices: RoleChoices }) => {
  const [secret, show] = useState<FreshSecret | null>(null)
  return (
    <>
      {/* what was typed belongs to the reading it was typed on; a newer one starts afresh */}
      <Editing key={person.changeNo} person={person} choices={choices} onFresh={show} />
      <SecretDialog person={person} secret={secret} onClose={() => show(null)} />
    </>
  )
}

const tabs = ['facts', 'history'] as const

interface EditingProps {
  person: Person | null
  choices: RoleChoices
  onFresh?(secret: FreshSecret): void
}

const Editing = ({ person, choices, onFresh }: EditingProps) => {
  const { t, i18n } = useTranslation()
  const saved = person ? personDraft(person) : newPerson
  const [draft, setDraft] = useState<PersonDraft>(saved)
  const items = tabs.map((key) => ({ key, label: t(`people.tab.${key}`) }))
  const tab = useTab(items)
  const dirty = JSON.stringify(draft) !== JSON.stringify(saved)
  return (
    <>
      <div className="page-head">
        <BackLink fallback="/users" />
        <h1>{person ? nameIn(i18n.language, person) : t('people.add')}</h1>
        {person ? <span className="code muted">{person.userId}</span> : null}
        {person && !person.active ? <Sign tone="plain">{t('people.off')}</Sign> : null}
        {person?.own ? <span className="look">{t('people.own')}</span> : null}
        <div className="page-acts">
          <Save person={person} draft={draft} dirty={dirty} reset={() => setDraft(saved)} />
        </div>
      </div>
      {person ? <LinkTabs label={t('people.title')} items={items} current={tab} /> : null}
      {tab === 'history' && person ? (
        <UserHistory userId={person.userId} choices={choices} />
      ) : (
        <div className="policy-general person">
          <PersonForm person={person} draft={draft} choices={choices} change={setDraft} />
          {person && onFresh ? (
            <SecretBox person={person} onFresh={onFresh} />
          ) : (
            <p className="muted">{t('people.newHint')}</p>
          )}
        </div>
      )}
    </>
  )
}

interface FormProps {
  person: Person | null
  draft: PersonDraft
  choices: RoleChoices
  change(next: PersonDraft): void
}

const PersonForm = ({ person, draft, choices, change }: FormProps) => {
  const { t } = useTranslation()
  const mayEdit = useCan('user.save')
  // who could not give all they hold changes neither name nor whether they are on
  const wholly = mayEdit && (person === null || person.whole)
  return (
    <>
      <div className="form-row">
        {person ? null : (
          <TextField
            label={t('people.userId')}
            testId="user-id"
            value={draft.userId}
            max={64}
            required
            autoFocus
            placeholder={t('people.userIdHint')}
            onChange={(text) => change({ ...draft, userId: text.toLowerCase().replace(/[^a-z0-9._-]/g, '') })}
          />
        )}
        <TextField
          label={t('people.name')}
          testId="user-name-field"
          value={draft.name}
          max={40}
          required
          disabled={!wholly}
          onChange={(name) => change({ ...draft, name })}
        />
        <TextField
          label={t('people.nameEn')}
          testId="user-name-en"
          value={draft.nameEn}
          max={60}
          disabled={!wholly}
          onChange={(nameEn) => change({ ...draft, nameEn })}
        />
        {person ? (
          <Checkbox
            className="person-active"
            data-testid="user-active"
            checked={draft.active}
            disabled={!wholly || person.own}
            onChange={(event) => change({ ...draft, active: event.target.checked })}
          >
            {t('people.activeHint')}
          </Checkbox>
        ) : null}
      </div>
      {person && mayEdit && !person.whole ? <p className="muted">{t('people.notWhole')}</p> : null}
      <AssignmentRows
        assignments={draft.assignments}
        choices={choices}
        locked={!mayEdit || person?.own === true}
        change={(assignments) => change({ ...draft, assignments })}
      />
      {person?.elsewhere ? <p className="muted">{t('people.elsewhere')}</p> : null}
    </>
  )
}

interface SaveProps {
  person: Person | null
  draft: PersonDraft
  dirty: boolean
  reset(): void
}

const Save = ({ person, draft, dirty, reset }: SaveProps) => {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const go = useNavigate()
  const problem = personProblem(draft, person === null)
  const save = useCommand('user.save', {
    touches: ['user.get', 'user.list', 'user.history', 'org.tree', 'role.list'],
    onDone: ({ userId }) => {
      void message.success(t('people.saved'))
      if (person === null) void go(`/users/${encodeURIComponent(userId)}`, { replace: true })
    },
  })
  const put = (): void => save.mutate(personInput(draft, person ? person.changeNo : null))
  useSaveKey(dirty && problem === null && !save.isPending, put)
  if (!dirty) return null
  return (
    <>
      <Refusal error={save.isError ? save.error : null} testId="user-refused" />
      {problem ? <span className="look">{t(`people.problem.${problem}`)}</span> : null}
      {person ? (
        <OperationButton operation="user.save" label={t('policy.reset')} testId="user-reset" onClick={reset} />
      ) : null}
      <OperationButton
        operation="user.save"
        type="primary"
        label={t('common.save')}
        testId="user-save"
        disabled={problem !== null}
        {...(problem ? { disabledReason: t(`people.problem.${problem}`) } : {})}
        loading={save.isPending}
        keyName={saveKey}
        onClick={put}
      />
    </>
  )
}
