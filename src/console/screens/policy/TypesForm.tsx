/** Every document type with its switch; beside the list all that HQ decides about the chosen one. */
import { Checkbox, Switch } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { type DocumentType, documentTypes, isDocumentType } from '../../../core/documents/states'
import { isCount } from '../../../ui/documents'
import { useCan } from '../../../ui/session'
import { useFilters } from '../../data/filters'
import { withType } from '../../data/policy'
import { YuanField } from '../../parts/FigureField'
import { Field } from '../../parts/fields'
import { ApprovalChain } from './ApprovalChain'
import type { FormProps } from './PolicyScreen'
import { PrefixField } from './PrefixField'

export const TypesForm = (form: FormProps) => {
  const [params] = useFilters()
  const asked = params.get('type')
  const type = isDocumentType(asked) ? asked : 'goodsReceipt'
  return (
    <div className="policy-types">
      <TypeList {...form} current={type} />
      <TypeForm key={type} {...form} type={type} />
    </div>
  )
}

const TypeList = ({ draft, change, current }: FormProps & { current: DocumentType }) => {
  const { t } = useTranslation()
  const [, setFilters] = useFilters()
  return (
    <ul className="type-list" aria-label={t('policy.types')}>
      {documentTypes.map((type) => (
        <li key={type} className={type === current ? 'current' : undefined}>
          <button
            type="button"
            aria-current={type === current}
            data-testid={`policy-type-${type}`}
            onClick={() => setFilters({ type })}
          >
            {t(`documentType.${type}`)} <small className="code muted">{draft.documents[type].numberPrefix}</small>
          </button>
          <Switch
            size="small"
            aria-label={t('policy.enable', { type: t(`documentType.${type}`) })}
            data-testid={`policy-enabled-${type}`}
            checked={draft.documents[type].enabled}
            onChange={(enabled) => change(withType(draft, type, { enabled }))}
          />
        </li>
      ))}
    </ul>
  )
}

const required = ['reason', 'note', 'reference'] as const

const TypeForm = ({ draft, saved, change, type }: FormProps & { type: DocumentType }) => {
  const { t } = useTranslation()
  const policy = draft.documents[type]
  const moves = type !== 'transferSettlement'
  return (
    <section className="type-form" data-testid="policy-type-form" data-type={type}>
      <h2>
        {t(`documentType.${type}`)}
        {policy.enabled ? null : <span className="look"> · {t('policy.off')}</span>}
      </h2>
      <div className="form-row">
        <PrefixField
          label={t('policy.prefix')}
          testId="policy-prefix"
          value={policy.numberPrefix}
          onChange={(numberPrefix) => change(withType(draft, type, { numberPrefix }))}
        />
        <Field label={t('policy.photoFrom')}>
          <span className="with-tick">
            <Checkbox
              aria-label={t('policy.photoFrom')}
              data-testid="policy-photo"
              checked={policy.photoFromFen !== null}
              onChange={(event) => change(withType(draft, type, { photoFromFen: event.target.checked ? 0 : null }))}
            />
            <YuanField
              label={t('policy.photoFrom')}
              testId="policy-photo-from"
              value={policy.photoFromFen}
              unit="¥"
              width={120}
              disabled={policy.photoFromFen === null}
              onCommit={(photoFromFen) => change(withType(draft, type, { photoFromFen }))}
            />
          </span>
        </Field>
        <Field label={t('policy.requiredFields')}>
          <Checkbox.Group
            value={policy.requiredFields}
            options={required.map((field) => ({ value: field, label: t(`field.${field}`) }))}
            onChange={(requiredFields) => change(withType(draft, type, { requiredFields }))}
          />
        </Field>
      </div>
      {moves ? (
        <>
          {isCount(type) ? (
            <p className="muted">{t('policy.countHint')}</p>
          ) : (
            <ApprovalChain draft={draft} saved={saved} change={change} type={type} />
          )}
          <RightsLink />
        </>
      ) : (
        <p className="muted">{t('policy.settlementHint')}</p>
      )}
    </section>
  )
}

/** Who may do what is one page for all types, with a right of its own. */
const RightsLink = () => {
  const { t } = useTranslation()
  const maySee = useCan('role.list')
  return maySee ? (
    <Link to="/roles?tab=documents" data-testid="to-rights">
      {t('policy.toRights')}
    </Link>
  ) : null
}
