/** Who may do each step: acts down, roles across, a tick where they meet. */
import { Checkbox } from 'antd'
import { useTranslation } from 'react-i18next'
import { type Role, roles } from '../../../contract/schemas/masterData'
import type { DocumentType } from '../../../core/documents/states'
import { matrixActs, withRight } from '../../data/policy'
import type { FormProps } from './PolicyScreen'

/** A tick not saved yet is marked. */
export const changedCell = (saved: readonly Role[], now: readonly Role[], role: Role): string | undefined =>
  saved.includes(role) === now.includes(role) ? undefined : 'matrix-changed'

export const RightsMatrix = ({ draft, saved, change, type }: FormProps & { type: DocumentType }) => {
  const { t } = useTranslation()
  const { rights } = draft.documents[type]
  return (
    <fieldset className="form-part" data-testid="policy-rights">
      <legend>{t('policy.rights')}</legend>
      <table className="matrix" aria-label={t('policy.rights')}>
        <thead>
          <tr>
            <th scope="col">{t('policy.act')}</th>
            {roles.map((role) => (
              <th key={role} scope="col">
                {t(`roles.${role}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {matrixActs(type).map((act) => (
            <tr key={act}>
              <th scope="row">{t(`act.${act}`)}</th>
              {roles.map((role) => (
                <td key={role} className={changedCell(saved.documents[type].rights[act], rights[act], role)}>
                  <Checkbox
                    aria-label={`${t(`act.${act}`)} ${t(`roles.${role}`)}`}
                    data-testid={`right-${act}-${role}`}
                    checked={rights[act].includes(role)}
                    onChange={(event) => change(withRight(draft, type, act, role, event.target.checked))}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </fieldset>
  )
}
