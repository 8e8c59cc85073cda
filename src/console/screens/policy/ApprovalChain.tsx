/** Who has to agree, from which value on; and whether the document then takes effect by itself. */
import { Checkbox } from 'antd'
import { useTranslation } from 'react-i18next'
import { approvalLevels } from '../../../core/documents/approval'
import type { DocumentType } from '../../../core/documents/states'
import { isRequest } from '../../../ui/documents'
import { stepOf, withStep, withType } from '../../data/policy'
import { YuanField, yuanText } from '../../parts/FigureField'
import type { FormProps } from './PolicyScreen'

export const ApprovalChain = ({ draft, change, type }: FormProps & { type: DocumentType }) => {
  const { t } = useTranslation()
  const policy = draft.documents[type]
  return (
    <fieldset className="form-part" data-testid="policy-chain">
      <legend>{t('policy.chain')}</legend>
      {approvalLevels.map((level) => {
        const fromFen = stepOf(policy, level)
        return (
          <div key={level} className="chain-step">
            <Checkbox
              data-testid={`chain-${level}`}
              checked={fromFen !== null}
              onChange={(event) => change(withStep(draft, type, level, event.target.checked ? 0 : null))}
            >
              {t(`level.${level}`)}
            </Checkbox>
            <YuanField
              label={t('policy.chainFrom', { level: t(`level.${level}`) })}
              testId={`chain-from-${level}`}
              value={fromFen}
              unit="¥"
              width={120}
              disabled={fromFen === null}
              onCommit={(value) => change(withStep(draft, type, level, value))}
            />
            <span className="muted">{chainWords(t, fromFen)}</span>
          </div>
        )
      })}
      {policy.approval.length > 0 && !isRequest(type) ? (
        <Checkbox
          data-testid="policy-posts-itself"
          checked={policy.postsItself}
          onChange={(event) => change(withType(draft, type, { postsItself: event.target.checked }))}
        >
          {t('policy.postsItself')}
        </Checkbox>
      ) : null}
      {policy.approval.length === 0 ? <p className="muted">{t('policy.noApproval')}</p> : null}
    </fieldset>
  )
}

const chainWords = (t: ReturnType<typeof useTranslation>['t'], fromFen: number | null): string => {
  if (fromFen === null) return t('policy.notAsked')
  return fromFen === 0 ? t('policy.always') : t('policy.fromValue', { yuan: yuanText(fromFen) })
}
