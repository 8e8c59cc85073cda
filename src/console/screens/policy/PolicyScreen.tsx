/** 单据设置: what HQ decides about documents — types, approvals, reasons, receiving, stock — and every version of it. */
import { ConfigProvider } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Policy } from '../../../contract/schemas/masterData'
import { useCommand, useOperation } from '../../../ui/client'
import { OperationButton } from '../../../ui/OperationButton'
import { useCan } from '../../../ui/session'
import { FailedState, LoadingState } from '../../../ui/states'
import { draftOf, type PolicyDraft, policyProblems } from '../../data/policy'
import { isPolicyChanged, rebasedPolicy } from '../../data/policyRebase'
import { ActDialog } from '../../parts/ActDialog'
import { LeaveGuard } from '../../parts/LeaveGuard'
import { LinkTabs, type TabItem, useTab } from '../../parts/LinkTabs'
import { MovedNotice } from '../../parts/MovedNotice'
import { saveKey, useSaveKey } from '../../parts/saveKey'
import { useRebasedDraft } from '../../parts/useRebasedDraft'
import { GeneralForm } from './GeneralForm'
import { PolicyHistory } from './PolicyHistory'
import { Problems } from './Problems'
import { ReasonsForm } from './ReasonsForm'
import { TypesForm } from './TypesForm'
import { WeighRulesForm } from './WeighRulesForm'

export const PolicyScreen = () => {
  const { t } = useTranslation()
  const answer = useOperation('policy.get', {})
  if (answer.isPending) return <LoadingState />
  if (!answer.data)
    return (
      <>
        <h1 className="visually-hidden">{t('policy.title')}</h1>
        <FailedState error={answer.error} onRetry={() => void answer.refetch()} />
      </>
    )
  return <Editing policy={answer.data.policy} onLate={() => void answer.refetch()} />
}

type Tab = 'types' | 'reasons' | 'general' | 'weighRules' | 'history'

export interface FormProps {
  draft: PolicyDraft
  /** as it stands at HQ, so that what was changed can be marked */
  saved: PolicyDraft
  change(next: PolicyDraft): void
}

const Editing = ({ policy, onLate }: { policy: Policy; onLate(): void }) => {
  const { t } = useTranslation()
  const mayEdit = useCan('policy.save')
  const maySeeHistory = useCan('policy.history')
  const saved = draftOf(policy)
  const { draft, setDraft, dirty, movedTo } = useRebasedDraft({
    ...{ version: policy.version, saved },
    ...{ rebased: rebasedPolicy, isChanged: isPolicyChanged },
  })
  const items: TabItem<Tab>[] = [
    { key: 'types', label: t('policy.types') },
    { key: 'reasons', label: t('policy.reasons') },
    { key: 'general', label: t('policy.general') },
    { key: 'weighRules', label: t('policy.weighRules') },
    ...(maySeeHistory ? [{ key: 'history' as const, label: t('policy.history') }] : []),
  ]
  const tab = useTab(items)
  const form: FormProps = { draft, saved, change: setDraft }
  return (
    <>
      <div className="page-head">
        <h1>{t('policy.title')}</h1>
        <span className="muted" data-testid="policy-version">
          {t('policy.version', { n: policy.version })}
        </span>
        {mayEdit ? null : <span className="look">{t('policy.readOnly')}</span>}
        <div className="page-acts">
          <Save policy={policy} draft={draft} dirty={dirty} onReset={() => setDraft(saved)} onLate={onLate} />
        </div>
      </div>
      <LeaveGuard dirty={dirty} />
      <MovedNotice movedTo={movedTo} testId="policy-moved" />
      <Problems draft={draft} />
      <LinkTabs label={t('policy.title')} items={items} current={tab} />
      <ConfigProvider componentDisabled={!mayEdit}>
        {tab === 'types' ? <TypesForm {...form} /> : null}
        {tab === 'reasons' ? <ReasonsForm {...form} /> : null}
        {tab === 'general' ? <GeneralForm {...form} /> : null}
        {tab === 'weighRules' ? <WeighRulesForm {...form} /> : null}
      </ConfigProvider>
      {tab === 'history' ? <PolicyHistory /> : null}
    </>
  )
}

interface SaveProps {
  policy: Policy
  draft: PolicyDraft
  dirty: boolean
  onReset(): void
  /** somebody else saved first */
  onLate(): void
}

const Save = ({ policy, draft, dirty, onReset, onLate }: SaveProps) => {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const save = useCommand('policy.save', {
    touches: ['policy.get', 'policy.history', 'document.choices', 'signIn.current'],
    onDone: () => setOpen(false),
    onRefused: ({ code }) => {
      if (code !== 'VERSION_CONFLICT') return
      // what is in force now is looked at before it is saved once more
      setOpen(false)
      onLate()
    },
  })
  const blocked = policyProblems(draft).length > 0
  useSaveKey(dirty && !blocked, () => setOpen(true))
  if (!dirty) return <span className="muted">{t('policy.unchanged')}</span>
  return (
    <>
      <span className="look">{t('policy.changed')}</span>
      <OperationButton operation="policy.save" label={t('policy.reset')} testId="policy-reset" onClick={onReset} />
      <OperationButton
        operation="policy.save"
        type="primary"
        label={t('common.save')}
        keyName={saveKey}
        testId="policy-save"
        disabled={blocked}
        disabledReason={t('policy.blocked')}
        onClick={() => setOpen(true)}
      />
      <ActDialog
        open={open}
        title={t('policy.saveTitle', { n: policy.version + 1 })}
        act={t('common.save')}
        reason="needed"
        busy={save.isPending}
        error={save.isError ? save.error : null}
        testId="policy-dialog"
        onAct={(note) => save.mutate({ baseVersion: policy.version, policy: draft, note })}
        onClose={() => setOpen(false)}
      >
        <p className="act-words">{t('policy.saveHint')}</p>
      </ActDialog>
    </>
  )
}
