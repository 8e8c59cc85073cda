/** Rights down in groups, roles across, a tick where they meet; beside it up to which amount. What is not saved is marked. */
import { type KeyboardEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DocumentType } from '../../../core/documents/states'
import { nameIn } from '../../../ui/format'
import {
  holdersOf,
  isLimited,
  keyOfRight,
  limitOf,
  type Right,
  type RightsDraft,
  withHolder,
  withLimit,
} from '../../data/roles'
import { YuanField, yuanText } from '../../parts/FigureField'
import { onGridArrow } from './gridArrows'

export interface Group {
  key: string
  title: string
  rights: readonly { right: Right; words: string }[]
}

export interface FormProps {
  draft: RightsDraft
  saved: RightsDraft
  locked: boolean
  change(next: RightsDraft): void
}

type Role = RightsDraft['roles'][number]

export const RightsTable = ({ label, groups, ...form }: FormProps & { label: string; groups: readonly Group[] }) => {
  const { t, i18n } = useTranslation()
  const roles = form.draft.roles.filter(({ active }) => active)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="rights" aria-label={label} tabIndex={0}>
      <table className="matrix rights-matrix" aria-label={label} data-testid="rights" onKeyDown={onGridArrow}>
        <thead>
          <tr>
            <th scope="col">{t('roleEdit.right')}</th>
            {roles.map((role) => (
              <th key={role.code} scope="col">
                {nameIn(i18n.language, role)}
              </th>
            ))}
          </tr>
        </thead>
        {groups.map((group) => (
          <tbody key={group.key}>
            {group.title === '' ? null : (
              <tr className="matrix-group">
                <th scope="rowgroup" colSpan={roles.length + 1}>
                  {group.title}
                </th>
              </tr>
            )}
            {group.rights.map(({ right, words }) => (
              <tr key={keyOfRight(right)}>
                <th scope="row">{words}</th>
                {roles.map((role) => (
                  <Cell
                    key={role.code}
                    {...form}
                    right={right}
                    role={role}
                    label={[group.title, words, nameIn(i18n.language, role)].filter(Boolean).join(' ')}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </section>
  )
}

interface CellProps extends FormProps {
  right: Right
  role: Role
  label: string
}

const Cell = ({ draft, saved, locked, change, right, role, label }: CellProps) => {
  const held = holdersOf(draft, right).includes(role.code)
  const changed = held !== holdersOf(saved, right).includes(role.code) || limitDiffers(draft, saved, right, role.code)
  return (
    <td className={changed ? 'matrix-changed' : undefined}>
      <span className="matrix-cell">
        <input
          type="checkbox"
          aria-label={label}
          data-testid={`right-${keyOfRight(right)}-${role.code}`}
          checked={held}
          disabled={locked}
          onChange={(event) => change(withHolder(draft, right, role.code, event.target.checked))}
        />
        {held && right.kind === 'act' ? (
          <Limit draft={draft} locked={locked} change={change} right={right} role={role} label={label} />
        ) : null}
      </span>
    </td>
  )
}

const limitDiffers = (draft: RightsDraft, saved: RightsDraft, right: Right, role: string): boolean =>
  right.kind === 'act' && limitOf(draft, role, right.type, right.act) !== limitOf(saved, role, right.type, right.act)

type LimitProps = Omit<CellProps, 'saved' | 'right'> & { right: Extract<Right, { kind: 'act' }> }

/** No limit says little and is most; asked for, the amount is typed right there. Emptied, there is none again. */
const Limit = ({ draft, locked, change, right: { type, act }, role, label }: LimitProps) => {
  const { t } = useTranslation()
  const [editing, edit] = useState(false)
  const byKey = useRef(false)
  if (!isLimited(act)) return null
  const maxFen = limitOf(draft, role.code, type as DocumentType, act)
  const put = (fen: number | null): void => {
    change(withLimit(draft, role.code, type, act, fen))
    edit(false)
  }
  // Enter and Esc end it where it began: the focus is on the button again, not lost among hundreds of ticks
  const onKey = (event: KeyboardEvent): void => {
    const isWrong = (event.target as Element).getAttribute('aria-invalid') === 'true'
    if (event.key !== 'Escape' && (event.key !== 'Enter' || isWrong)) return
    // or the button that takes the focus would be pressed by the same Enter
    event.preventDefault()
    byKey.current = true
    edit(false)
  }
  const testId = `limit-${type}.${act}-${role.code}`
  if (editing)
    return (
      // biome-ignore lint/a11y/noStaticElementInteractions: the keys are the field's, which is inside
      <span onKeyDown={onKey}>
        <YuanField
          label={t('roleEdit.limitOf', { of: label })}
          testId={testId}
          value={maxFen}
          unit="¥"
          width={96}
          autoFocus
          onCommit={put}
          onEmpty={() => put(null)}
          onLeave={() => edit(false)}
        />
      </span>
    )
  return (
    <button
      type="button"
      className={maxFen === null ? 'limit-button' : 'limit-button limit-set'}
      data-testid={testId}
      disabled={locked}
      // biome-ignore lint/a11y/noAutofocus: where the figure was entered by keyboard, the keyboard goes on
      autoFocus={byKey.current}
      aria-label={`${t('roleEdit.limitOf', { of: label })}: ${maxFen === null ? t('roleEdit.noLimit') : `¥${yuanText(maxFen)}`}`}
      title={t('roleEdit.limitHint')}
      onClick={() => {
        byKey.current = false
        edit(true)
      }}
    >
      {maxFen === null ? t('roleEdit.limit') : `≤ ¥${yuanText(maxFen)}`}
    </button>
  )
}
