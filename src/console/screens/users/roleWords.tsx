/** A role over a branch in words, with its days where it has any. */
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { Assignment } from '../../../contract/schemas/masterData'
import { useOperation } from '../../../ui/client'
import { nameIn } from '../../../ui/format'
import { Sign } from '../../../ui/states'
import type { Listed } from '../../data/people'

/** Names of the roles by code, in the reader's language. */
export const useRoleNames = (): ((code: string) => string) => {
  const { i18n } = useTranslation()
  const { data } = useOperation('user.choices', {})
  const names = new Map((data?.roles ?? []).map((role) => [role.code, nameIn(i18n.language, role)]))
  return (code) => names.get(code) ?? code
}

export const daysText = (
  t: TFunction,
  { validFrom, validUntil }: Pick<Assignment, 'validFrom' | 'validUntil'>,
): string => {
  if (validFrom === '' && validUntil === '') return ''
  if (validUntil === '') return t('people.fromDay', { day: validFrom })
  return validFrom === '' ? t('people.untilDay', { day: validUntil }) : `${validFrom} – ${validUntil}`
}

type Held = Listed['assignments'][number]

export const branchText = (
  t: TFunction,
  { scopeKind, scopeCode, scopeName }: Pick<Held, 'scopeKind' | 'scopeCode' | 'scopeName'>,
): string => (scopeKind === 'chain' ? t('bar.chain') : scopeName || scopeCode)

export const RolesHeld = ({ roles, elsewhere }: { roles: readonly Held[]; elsewhere: boolean }) => {
  const { t } = useTranslation()
  const nameOf = useRoleNames()
  return (
    <span className="roles-held">
      {roles.map((one) => (
        <span key={`${one.role} ${one.scopeCode} ${one.validFrom}`} className={one.state === 'now' ? '' : 'muted'}>
          <b>{nameOf(one.role)}</b> {branchText(t, one)}
          {daysText(t, one) === '' ? null : <small className="muted"> {daysText(t, one)}</small>}
          {one.state === 'now' ? null : <Sign tone="plain">{t(`people.state.${one.state}`)}</Sign>}
        </span>
      ))}
      {roles.length === 0 && !elsewhere ? <span className="look">{t('people.noRole')}</span> : null}
      {elsewhere ? <small className="muted">{t('people.elsewhere')}</small> : null}
    </span>
  )
}

/** For a file: one line a role. */
export const rolesText = (t: TFunction, nameOf: (code: string) => string, roles: readonly Held[]): string =>
  roles.map((one) => [nameOf(one.role), branchText(t, one), daysText(t, one)].filter(Boolean).join(' ')).join('；')
