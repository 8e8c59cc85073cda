/** The roles of somebody as rows: role, branch, from, until. What the reader could not give stands there and is not changed. */
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, DatePicker, Select } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import type { Assignment } from '../../../contract/schemas/masterData'
import { nameIn } from '../../../ui/format'
import { branchKey, branchOf, emptyAssignment, type RoleChoices } from '../../data/people'
import { dayFormats } from '../../parts/dayFormats'

interface RowsProps {
  assignments: readonly Assignment[]
  choices: RoleChoices
  /** nothing here may be changed */
  locked: boolean
  change(next: readonly Assignment[]): void
}

export const AssignmentRows = ({ assignments, choices, locked, change }: RowsProps) => {
  const { t } = useTranslation()
  const put = (at: number, next: Assignment): void =>
    change(assignments.map((one, index) => (index === at ? next : one)))
  return (
    <fieldset className="form-part" data-testid="user-roles">
      <legend>{t('people.roles')}</legend>
      <table className="assignments" aria-label={t('people.roles')}>
        <thead>
          <tr>
            {['role', 'branch', 'from', 'until'].map((name) => (
              <th key={name} scope="col">
                {t(`people.${name}`)}
              </th>
            ))}
            <th scope="col">
              <span className="visually-hidden">{t('people.remove')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {assignments.map((one, at) => (
            <Row
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have nothing else that stays while they are edited
              key={at}
              at={at}
              assignment={one}
              choices={choices}
              locked={locked || !isGrantable(choices, one)}
              put={(next) => put(at, next)}
              remove={() => change(assignments.filter((_, index) => index !== at))}
            />
          ))}
        </tbody>
      </table>
      {assignments.length === 0 ? <p className="look">{t('people.noRoleHint')}</p> : null}
      {locked ? null : (
        <Button
          icon={<PlusOutlined aria-hidden="true" />}
          data-testid="role-add-row"
          onClick={() => change([...assignments, emptyAssignment])}
        >
          {t('people.addRole')}
        </Button>
      )}
    </fieldset>
  )
}

/** A row just added may become anything that can be given. */
const isGrantable = ({ roles }: RoleChoices, { role }: Assignment): boolean =>
  role === '' || roles.some(({ code, grantable }) => code === role && grantable)

interface RowProps {
  at: number
  assignment: Assignment
  choices: RoleChoices
  locked: boolean
  put(next: Assignment): void
  remove(): void
}

const Row = ({ at, assignment, choices, locked, put, remove }: RowProps) => {
  const { t } = useTranslation()
  const n = at + 1
  return (
    <tr data-testid={`role-row-${at}`}>
      <td>
        <RoleSelect at={at} assignment={assignment} choices={choices} locked={locked} put={put} />
      </td>
      <td>
        <BranchSelect at={at} assignment={assignment} choices={choices} locked={locked} put={put} />
      </td>
      <td>
        <DayField
          label={t('people.fromOf', { n })}
          testId={`role-from-${at}`}
          day={assignment.validFrom}
          empty={t('people.always')}
          locked={locked}
          put={(validFrom) => put({ ...assignment, validFrom })}
        />
      </td>
      <td>
        <DayField
          label={t('people.untilOf', { n })}
          testId={`role-until-${at}`}
          day={assignment.validUntil}
          empty={t('people.noEnd')}
          locked={locked}
          put={(validUntil) => put({ ...assignment, validUntil })}
        />
      </td>
      <td>
        {locked ? (
          <small className="muted">{t('people.notYours')}</small>
        ) : (
          <Button
            type="text"
            icon={<DeleteOutlined aria-hidden="true" />}
            aria-label={t('people.removeRole', { n })}
            data-testid={`role-remove-${at}`}
            onClick={remove}
          />
        )}
      </td>
    </tr>
  )
}

type PartProps = Omit<RowProps, 'remove'>

const RoleSelect = ({ at, assignment, choices, locked, put }: PartProps) => {
  const { t, i18n } = useTranslation()
  const offered = choices.roles.filter(({ code, grantable }) => grantable || code === assignment.role)
  return (
    <Select
      aria-label={t('people.roleOf', { n: at + 1 })}
      data-testid={`role-name-${at}`}
      style={{ width: 190 }}
      // a row just added is the next thing to fill in; the first of a new person comes after their name
      autoFocus={at > 0 && assignment.role === ''}
      disabled={locked}
      value={assignment.role || null}
      placeholder={t('entry.choose')}
      options={offered.map((role) => ({ value: role.code, label: nameIn(i18n.language, role) }))}
      showSearch={{ optionFilterProp: 'label' }}
      onChange={(role) => put({ ...assignment, role })}
    />
  )
}

const BranchSelect = ({ at, assignment, choices, locked, put }: PartProps) => {
  const { t } = useTranslation()
  const key = branchKey(assignment)
  const options = branchOptions(t, choices)
  const known = key === '' || options.some((group) => group.options.some(({ value }) => value === key))
  return (
    <Select
      aria-label={t('people.branchOf', { n: at + 1 })}
      data-testid={`role-branch-${at}`}
      style={{ width: 230 }}
      disabled={locked}
      value={key || null}
      placeholder={t('entry.choose')}
      options={known ? options : [...options, { label: '', options: [{ value: key, label: key }] }]}
      popupMatchSelectWidth={false}
      showSearch={{ optionFilterProp: 'label' }}
      onChange={(value: string) => put({ ...assignment, ...branchOf(value) })}
    />
  )
}

const branchOptions = (t: ReturnType<typeof useTranslation>['t'], { chain, regions, stores }: RoleChoices) => [
  ...(chain ? [{ label: t('people.hq'), options: [{ value: 'chain', label: t('bar.chain') }] }] : []),
  ...(regions.length > 0
    ? [
        {
          label: t('people.regions'),
          options: regions.map(({ code, name }) => ({ value: `region:${code}`, label: name })),
        },
      ]
    : []),
  {
    label: t('people.stores'),
    options: stores.map(({ code, name }) => ({ value: `store:${code}`, label: `${name} ${code}` })),
  },
]

interface DayFieldProps {
  label: string
  testId: string
  day: string
  empty: string
  locked: boolean
  put(day: string): void
}

const DayField = ({ label, testId, day, empty, locked, put }: DayFieldProps) => (
  <DatePicker
    aria-label={label}
    data-testid={testId}
    style={{ width: 150 }}
    disabled={locked}
    format={dayFormats}
    placeholder={empty}
    value={day === '' ? null : dayjs(day)}
    onChange={(next) => put(next?.format('YYYY-MM-DD') ?? '')}
  />
)
