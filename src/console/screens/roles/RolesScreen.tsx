/** 角色与权限: which roles there are and what each may do; a part of the policy, saved as a new version of it. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { specialRights } from '../../../contract/defaultPolicy'
import { actsOf } from '../../../contract/permissions'
import { documentTypes } from '../../../core/documents/states'
import { useCommand, useOperation } from '../../../ui/client'
import { actText, permissionText } from '../../../ui/documents'
import { OperationButton } from '../../../ui/OperationButton'
import { useCan } from '../../../ui/session'
import { FailedState, LoadingState } from '../../../ui/states'
import { draftOf, type PolicyDraft, policyProblems } from '../../data/policy'
import { rebased } from '../../data/rightsRebase'
import {
  type FixedGroup,
  fixedGroups,
  isChanged,
  type RightsDraft,
  type RoleList,
  rightsDraft,
  rightsIn,
} from '../../data/roles'
import { ActDialog } from '../../parts/ActDialog'
import { LeaveGuard } from '../../parts/LeaveGuard'
import { LinkTabs, type TabItem, useTab } from '../../parts/LinkTabs'
import { MovedNotice } from '../../parts/MovedNotice'
import { saveKey, useSaveKey } from '../../parts/saveKey'
import { useRebasedDraft } from '../../parts/useRebasedDraft'
import { PolicyHistory } from '../policy/PolicyHistory'
import { Problems } from '../policy/Problems'
import { type FormProps, type Group, RightsTable } from './RightsTable'
import { RoleTable } from './RoleTable'

export const RolesScreen = () => {
  const { t } = useTranslation()
  const answer = useOperation('role.list', {})
  if (answer.isPending) return <LoadingState />
  if (!answer.data)
    return (
      <>
        <h1 className="visually-hidden">{t('roleEdit.title')}</h1>
        <FailedState error={answer.error} onRetry={() => void answer.refetch()} />
      </>
    )
  return <Editing list={answer.data} onLate={() => void answer.refetch()} />
}

type Tab = 'roles' | 'documents' | 'special' | 'fixed' | 'history'

const Editing = ({ list, onLate }: { list: RoleList; onLate(): void }) => {
  const { t } = useTranslation()
  const mayEdit = useCan('role.save')
  const maySeeHistory = useCan('policy.history')
  const saved = rightsDraft(list)
  const { draft, setDraft, dirty, movedTo } = useRebasedDraft({ version: list.version, saved, rebased, isChanged })
  const items: TabItem<Tab>[] = [
    { key: 'roles', label: t('roleEdit.roles') },
    { key: 'documents', label: t('roleEdit.documents') },
    { key: 'special', label: t('policy.special') },
    { key: 'fixed', label: t('roleEdit.fixed') },
    ...(maySeeHistory ? [{ key: 'history' as const, label: t('policy.history') }] : []),
  ]
  const tab = useTab(items)
  const merged = useMerged(draft)
  const blocked = merged !== null && policyProblems(merged).length > 0
  const form: FormProps = { draft, saved, locked: !mayEdit, change: setDraft }
  return (
    <>
      <div className="page-head">
        <h1>{t('roleEdit.title')}</h1>
        <span className="muted" data-testid="roles-version">
          {t('policy.version', { n: list.version })}
        </span>
        {mayEdit ? null : <span className="look">{t('policy.readOnly')}</span>}
        <div className="page-acts">
          <Save
            version={list.version}
            draft={draft}
            dirty={dirty}
            blocked={blocked}
            onReset={() => setDraft(saved)}
            onLate={onLate}
          />
        </div>
      </div>
      <LeaveGuard dirty={dirty} />
      <MovedNotice movedTo={movedTo} testId="roles-moved" />
      {merged ? <Problems draft={merged} /> : null}
      <LinkTabs label={t('roleEdit.title')} items={items} current={tab} />
      {tab === 'roles' ? <RoleTable {...form} list={list} /> : null}
      {tab === 'documents' || tab === 'special' || tab === 'fixed' ? <Rights {...form} tab={tab} /> : null}
      {tab === 'history' ? <PolicyHistory /> : null}
    </>
  )
}

/** The whole policy as it would be, for what would lock everybody out: a level that is asked and nobody can answer. */
const useMerged = (draft: RightsDraft): PolicyDraft | null => {
  const maySee = useCan('policy.get')
  const answer = useOperation('policy.get', {}, { enabled: maySee })
  if (!answer.data) return null
  const policy = draftOf(answer.data.policy)
  const documents = documentTypes.map((type) => [type, { ...policy.documents[type], rights: draft.documents[type] }])
  return { ...policy, ...draft, documents: Object.fromEntries(documents) as PolicyDraft['documents'] }
}

const Rights = ({ tab, ...form }: FormProps & { tab: 'documents' | 'special' | 'fixed' }) => {
  const { t } = useTranslation()
  const groups = { documents: documentGroups, special: specialGroups, fixed: fixedRightGroups }[tab](t)
  const hint = { documents: 'roleEdit.documentsHint', special: 'policy.specialHint', fixed: 'roleEdit.fixedHint' }[tab]
  return (
    <>
      <RightsTable {...form} label={t('roleEdit.title')} groups={groups} />
      <p className="muted rights-hint">
        {t(hint)} {t('roleEdit.arrows')}
      </p>
    </>
  )
}

type Translate = ReturnType<typeof useTranslation>['t']

const documentGroups = (t: Translate): Group[] =>
  documentTypes
    .filter((type) => actsOf(type).length > 0)
    .map((type) => ({
      key: type,
      title: t(`documentType.${type}`),
      rights: actsOf(type).map((act) => ({ right: { kind: 'act' as const, type, act }, words: actText(t, type, act) })),
    }))

const specialGroups = (t: Translate): Group[] => [
  {
    key: 'special',
    title: '',
    rights: specialRights.map((right) => ({
      right: { kind: 'special' as const, right },
      words: permissionText(t, right),
    })),
  },
]

const fixedRightGroups = (t: Translate): Group[] =>
  (Object.keys(fixedGroups) as FixedGroup[]).map((group) => ({
    key: group,
    title: t(`roleEdit.group.${group}`),
    rights: rightsIn(group).map((right) => ({
      right: { kind: 'fixed' as const, right },
      words: permissionText(t, right),
    })),
  }))

interface SaveProps {
  version: number
  draft: RightsDraft
  dirty: boolean
  blocked: boolean
  onReset(): void
  /** somebody else saved first */
  onLate(): void
}

const Save = ({ version, draft, dirty, blocked, onReset, onLate }: SaveProps) => {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const save = useCommand('role.save', {
    touches: ['role.list', 'role.matrix', 'policy.get', 'policy.history', 'user.choices', 'signIn.current'],
    onDone: () => setOpen(false),
    onRefused: ({ code }) => {
      if (code !== 'VERSION_CONFLICT') return
      // what is in force now is looked at before it is saved once more
      setOpen(false)
      onLate()
    },
  })
  useSaveKey(dirty && !blocked, () => setOpen(true))
  if (!dirty) return <span className="muted">{t('policy.unchanged')}</span>
  return (
    <>
      <span className="look">{t('policy.changed')}</span>
      <OperationButton operation="role.save" label={t('policy.reset')} testId="roles-reset" onClick={onReset} />
      <OperationButton
        operation="role.save"
        type="primary"
        label={t('common.save')}
        keyName={saveKey}
        testId="roles-save"
        disabled={blocked}
        disabledReason={t('policy.blocked')}
        onClick={() => setOpen(true)}
      />
      <ActDialog
        open={open}
        title={t('policy.saveTitle', { n: version + 1 })}
        act={t('common.save')}
        reason="needed"
        busy={save.isPending}
        error={save.isError ? save.error : null}
        testId="roles-dialog"
        onAct={(note) => save.mutate({ baseVersion: version, ...draft, note })}
        onClose={() => setOpen(false)}
      >
        <p className="act-words">{t('roleEdit.saveHint')}</p>
      </ActDialog>
    </>
  )
}
