/** 特别权限: who may go beyond a rule and who may order transfers; rights down, roles across, a tick where they meet. */
import { Checkbox } from 'antd'
import { useTranslation } from 'react-i18next'
import { specialRights } from '../../../contract/defaultPolicy'
import { roles } from '../../../contract/schemas/masterData'
import { permissionText } from '../../../ui/documents'
import { withSpecialRight } from '../../data/policy'
import type { FormProps } from './PolicyScreen'
import { changedCell } from './RightsMatrix'

export const SpecialRightsForm = ({ draft, saved, change }: FormProps) => {
  const { t } = useTranslation()
  return (
    <div className="policy-general">
      <fieldset className="form-part" data-testid="policy-special-rights">
        <legend>{t('policy.special')}</legend>
        <table className="matrix" aria-label={t('policy.special')}>
          <thead>
            <tr>
              <th scope="col">{t('policy.specialRight')}</th>
              {roles.map((role) => (
                <th key={role} scope="col">
                  {t(`roles.${role}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {specialRights.map((right) => (
              <tr key={right}>
                <th scope="row">{permissionText(t, right)}</th>
                {roles.map((role) => (
                  <td key={role} className={changedCell(saved.specialRights[right], draft.specialRights[right], role)}>
                    <Checkbox
                      aria-label={`${permissionText(t, right)} ${t(`roles.${role}`)}`}
                      data-testid={`special-${right}-${role}`}
                      checked={draft.specialRights[right].includes(role)}
                      onChange={(event) => change(withSpecialRight(draft, right, role, event.target.checked))}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        <p className="muted">{t('policy.specialHint')}</p>
      </fieldset>
    </div>
  )
}
