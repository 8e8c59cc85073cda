/** The roles there are: name, level, who may give it, how many people hold it. */
import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { RoleDefinition } from '../../../contract/schemas/masterData'
import { nameIn } from '../../../ui/format'
import { Sign } from '../../../ui/states'
import { type RoleList, withoutRole, withRole } from '../../data/roles'
import type { FormProps } from './RightsTable'
import { RoleDialog } from './RoleDialog'

export const RoleTable = ({ draft, saved, locked, change, list }: FormProps & { list: RoleList }) => {
  const { t, i18n } = useTranslation()
  const [editing, edit] = useState<RoleDefinition | 'new' | null>(null)
  const names = new Map(draft.roles.map((role) => [role.code, nameIn(i18n.language, role)]))
  const heads = ['role', 'code', 'level', 'grantedBy', 'people', 'state'] as const
  return (
    <div className="policy-general">
      <table className="role-table" aria-label={t('roleEdit.roles')} data-testid="roles">
        <thead>
          <tr>
            {heads.map((name) => (
              <th key={name} scope="col">
                {t(`roleEdit.${name}`)}
              </th>
            ))}
            <th scope="col">
              <span className="visually-hidden">{t('roleEdit.edit')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {draft.roles.map((role) => (
            <tr
              key={role.code}
              data-testid={`role-${role.code}`}
              className={isNewOrChanged(saved, role) ? 'row-changed' : ''}
            >
              <th scope="row">
                {nameIn(i18n.language, role)} <small className="muted">{otherName(i18n.language, role)}</small>
              </th>
              <td className="code">{role.code}</td>
              <td>{role.level ? t(`level.${role.level}`) : <span className="muted">{t('roleEdit.noLevel')}</span>}</td>
              <td>{role.grantedBy.map((code) => names.get(code) ?? code).join(t('policyProblem.and')) || '—'}</td>
              <td>
                <People role={role} list={list} />
              </td>
              <td>
                <Sign tone={role.active ? 'good' : 'plain'}>{t(role.active ? 'people.active' : 'people.off')}</Sign>
              </td>
              <td>
                <span className="row-acts">
                  <Button
                    size="small"
                    disabled={locked}
                    data-testid={`role-edit-${role.code}`}
                    aria-label={t('roleEdit.editTitle', { name: names.get(role.code) })}
                    onClick={() => edit(role)}
                  >
                    {t('roleEdit.edit')}
                  </Button>
                  {saved.roles.some(({ code }) => code === role.code) ? null : (
                    <Button
                      size="small"
                      data-testid={`role-drop-${role.code}`}
                      onClick={() => change(withoutRole(draft, role.code))}
                    >
                      {t('roleEdit.drop')}
                    </Button>
                  )}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="with-tick">
        <Button
          icon={<PlusOutlined aria-hidden="true" />}
          data-testid="role-add"
          disabled={locked}
          onClick={() => edit('new')}
        >
          {t('roleEdit.add')}
        </Button>
        <span className="muted">{t('roleEdit.rolesHint')}</span>
      </div>
      <RoleDialog
        editing={editing}
        roles={draft.roles}
        onDone={(role) => {
          change(withRole(draft, role))
          edit(null)
        }}
        onClose={() => edit(null)}
      />
    </div>
  )
}

const otherName = (language: string, { name, nameEn }: RoleDefinition): string => (language === 'en-US' ? name : nameEn)

const isNewOrChanged = (saved: FormProps['saved'], role: RoleDefinition): boolean =>
  JSON.stringify(saved.roles.find(({ code }) => code === role.code)) !== JSON.stringify(role)

const People = ({ role, list }: { role: RoleDefinition; list: RoleList }) => {
  const { t } = useTranslation()
  const people = list.roles.find(({ code }) => code === role.code)?.people ?? 0
  if (people === 0) return <span className="zero">0</span>
  return <Link to={`/users?role=${role.code}`}>{t('roleEdit.peopleCount', { n: people })}</Link>
}
