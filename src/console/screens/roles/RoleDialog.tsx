/** A role itself: what it is called, at which step of an approval it decides, who may give it. */
import { Checkbox } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RoleDefinition } from '../../../contract/schemas/masterData'
import { type ApprovalLevel, approvalLevels } from '../../../core/documents/approval'
import { nameIn } from '../../../ui/format'
import { type RightsDraft, roleCodeShape } from '../../data/roles'
import { ActDialog } from '../../parts/ActDialog'
import { ChoiceField, Field, TextField } from '../../parts/fields'

const blank: RoleDefinition = { code: '', name: '', nameEn: '', level: null, grantedBy: ['admin'], active: true }

interface RoleDialogProps {
  editing: RoleDefinition | 'new' | null
  roles: RightsDraft['roles']
  onDone(role: RoleDefinition): void
  onClose(): void
}

export const RoleDialog = ({ editing, roles, onDone, onClose }: RoleDialogProps) => {
  const { t, i18n } = useTranslation()
  const [form, setForm] = useState(blank)
  useEffect(() => {
    const granting = roles.some(({ code }) => code === 'admin') ? blank.grantedBy : []
    setForm(editing === null || editing === 'new' ? { ...blank, grantedBy: granting } : editing)
  }, [editing, roles])
  const isNew = editing === 'new'
  const problem = problemOf(form, isNew, roles)
  return (
    <ActDialog
      open={editing !== null}
      title={t(isNew ? 'roleEdit.add' : 'roleEdit.editTitle', { name: nameIn(i18n.language, form) })}
      act={t('roleEdit.take')}
      busy={false}
      error={null}
      notYet={problem !== null}
      testId="role-dialog"
      onAct={() => onDone({ ...form, name: form.name.trim(), nameEn: form.nameEn.trim() })}
      onClose={onClose}
    >
      {isNew ? (
        <TextField
          label={t('roleEdit.code')}
          testId="role-code"
          value={form.code}
          max={32}
          required
          autoFocus
          placeholder={t('roleEdit.codeHint')}
          onChange={(text) => setForm({ ...form, code: text.replace(/[^A-Za-z0-9]/g, '') })}
        />
      ) : null}
      <TextField
        label={t('roleEdit.name')}
        testId="role-name"
        value={form.name}
        max={20}
        required
        onChange={(name) => setForm({ ...form, name })}
      />
      <TextField
        label={t('roleEdit.nameEn')}
        testId="role-name-en"
        value={form.nameEn}
        max={40}
        required
        onChange={(nameEn) => setForm({ ...form, nameEn })}
      />
      <ChoiceField
        label={t('roleEdit.level')}
        testId="role-level"
        value={form.level ?? ''}
        allowClear
        placeholder={t('roleEdit.noLevel')}
        options={approvalLevels.map((level) => ({ value: level, label: t(`level.${level}`) }))}
        onChange={(level) => setForm({ ...form, level: level === '' ? null : (level as ApprovalLevel) })}
      />
      <Field label={t('roleEdit.grantedBy')}>
        <Checkbox.Group
          value={form.grantedBy}
          options={[...roles, ...(isNew && form.code !== '' ? [form] : [])]
            .filter(({ active }) => active)
            .map((role) => ({ value: role.code, label: nameIn(i18n.language, role) || role.code }))}
          onChange={(grantedBy) => setForm({ ...form, grantedBy })}
        />
      </Field>
      {isNew ? null : (
        <Checkbox
          data-testid="role-active"
          checked={form.active}
          onChange={(event) => setForm({ ...form, active: event.target.checked })}
        >
          {t('roleEdit.active')}
        </Checkbox>
      )}
      <p className="muted">{t(problem ? `roleEdit.problem.${problem}` : 'roleEdit.dialogHint')}</p>
    </ActDialog>
  )
}

const problemOf = (
  { code, name, nameEn }: RoleDefinition,
  isNew: boolean,
  roles: RightsDraft['roles'],
): 'code' | 'taken' | 'name' | null => {
  if (isNew && !roleCodeShape.test(code)) return 'code'
  if (isNew && roles.some((role) => role.code === code)) return 'taken'
  return name.trim() === '' || nameEn.trim() === '' ? 'name' : null
}
