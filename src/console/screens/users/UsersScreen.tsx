/** 用户: who holds which role where. People of the scope alone, and of their roles those within it. */
import { PlusOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { InputOf, OutputOf } from '../../../contract/operations'
import { useClient, useOperation } from '../../../ui/client'
import { nameIn } from '../../../ui/format'
import { OperationButton } from '../../../ui/OperationButton'
import { useCan } from '../../../ui/session'
import { EmptyState, FailedState, LoadingState, Sign } from '../../../ui/states'
import { readUserFilters, type UserFilters, useFilters, userInput } from '../../data/filters'
import { readAll, usePages } from '../../data/pages'
import type { Listed } from '../../data/people'
import { useHere } from '../../parts/cameFrom'
import { ExportButton } from '../../parts/ExportButton'
import { FilterBar, SearchFilter, SelectFilter } from '../../parts/FilterBar'
import { type Column, ListTable, RowLink } from '../../parts/ListTable'
import { RolesHeld, rolesText, useRoleNames } from './roleWords'

type Page = OutputOf<'user.list'>

const after = ({ next }: Page): string | undefined => next ?? undefined

export const UsersScreen = () => {
  const { t } = useTranslation()
  const [params, change] = useFilters()
  const client = useClient()
  const go = useNavigate()
  const filters = readUserFilters(params)
  const input: InputOf<'user.list'> = userInput(filters)
  const list = usePages('user.list', input, { after })
  const users = list.pages.flatMap((page) => page.users)
  const filtered = Object.values(filters).some((value) => value !== '')
  const columns = useColumns()
  const mayAdd = useCan('user.save')
  return (
    <>
      <div className="page-head">
        <h1>{t('people.title')}</h1>
        <div className="page-acts">
          <ExportButton<Listed>
            name={t('people.title')}
            columns={columns}
            read={() => readAll(client, 'user.list', { ...input, limit: 100 }, { after, rows: (page) => page.users })}
          />
          {mayAdd ? (
            <OperationButton
              operation="user.save"
              type="primary"
              icon={<PlusOutlined aria-hidden="true" />}
              label={t('people.add')}
              testId="user-add"
              onClick={() => void go('/users/new')}
            />
          ) : null}
        </div>
        <Filters filters={filters} change={change} filtered={filtered} />
      </div>
      {list.loading ? <LoadingState /> : null}
      {list.error ? <FailedState error={list.error} onRetry={list.retry} /> : null}
      {list.pages.length > 0 ? (
        <ListTable
          label={t('people.title')}
          testId="users"
          columns={columns}
          rows={users}
          rowKey={({ userId }) => userId}
          rowTestId={({ userId }) => `user-row-${userId}`}
          stale={list.stale}
          more={list}
          empty={
            <EmptyState
              title={t('people.empty')}
              hint={t(filtered ? 'people.emptyFilteredHint' : 'people.emptyHint')}
            />
          }
        />
      ) : null}
    </>
  )
}

interface FiltersProps {
  filters: UserFilters
  filtered: boolean
  change: ReturnType<typeof useFilters>[1]
}

const Filters = ({ filters, filtered, change }: FiltersProps) => {
  const { t, i18n } = useTranslation()
  const { data } = useOperation('user.choices', {})
  const branches = [
    ...(data?.regions ?? []).map(({ code, name }) => ({ value: `region:${code}`, label: name })),
    ...(data?.stores ?? []).map(({ code, name }) => ({ value: `store:${code}`, label: `${name} ${code}` })),
  ]
  return (
    <FilterBar onClear={filtered ? () => change({ q: null, role: null, branch: null, state: null }) : undefined}>
      <SearchFilter
        value={filters.search}
        label={t('filter.find')}
        hint={t('people.searchHint')}
        width={240}
        onChange={(q) => change({ q })}
      />
      <SelectFilter
        label={t('people.role')}
        testId="filter-role"
        width={150}
        value={filters.role}
        all={t('people.allRoles')}
        options={(data?.roles ?? [])
          .filter(({ active }) => active)
          .map((role) => ({ value: role.code, label: nameIn(i18n.language, role) }))}
        onChange={(role) => change({ role })}
      />
      <SelectFilter
        label={t('people.branch')}
        testId="filter-branch"
        width={190}
        value={filters.branch}
        all={t('people.allBranches')}
        options={branches}
        onChange={(branch) => change({ branch })}
      />
      <SelectFilter
        label={t('people.onOff')}
        testId="filter-state"
        width={110}
        value={filters.state}
        all={t('people.allStates')}
        options={(['active', 'off'] as const).map((state) => ({ value: state, label: t(`people.${state}`) }))}
        onChange={(state) => change({ state })}
      />
    </FilterBar>
  )
}

const useColumns = (): Column<Listed>[] => {
  const { t, i18n } = useTranslation()
  const nameOf = useRoleNames()
  const state = useHere()
  return [
    {
      key: 'name',
      title: t('people.name'),
      width: 230,
      render: (user) => (
        <RowLink to={`/users/${encodeURIComponent(user.userId)}`} state={state} data-testid={`user-${user.userId}`}>
          {nameIn(i18n.language, user)}
        </RowLink>
      ),
      text: (user) => user.name,
    },
    {
      key: 'userId',
      title: t('people.userId'),
      width: 180,
      render: ({ userId }) => <span className="code">{userId}</span>,
      text: ({ userId }) => userId,
    },
    {
      key: 'roles',
      title: t('people.roles'),
      render: ({ assignments, elsewhere }) => <RolesHeld roles={assignments} elsewhere={elsewhere} />,
      text: ({ assignments }) => rolesText(t, nameOf, assignments),
    },
    {
      key: 'state',
      title: t('people.onOff'),
      width: 110,
      render: ({ active }) => (
        <Sign tone={active ? 'good' : 'plain'}>{t(active ? 'people.active' : 'people.off')}</Sign>
      ),
      text: ({ active }) => t(active ? 'people.active' : 'people.off'),
    },
  ]
}
