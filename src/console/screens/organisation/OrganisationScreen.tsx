/** 组织: HQ, its regions and their stores as a tree, with the people who work for each. */
import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { OutputOf } from '../../../contract/operations'
import { useOperation } from '../../../ui/client'
import { OperationButton } from '../../../ui/OperationButton'
import { useCan, useSession } from '../../../ui/session'
import { FailedState, LoadingState } from '../../../ui/states'
import { RegionDialog, StoreDialog } from './BranchDialogs'

export type Tree = OutputOf<'org.tree'>
export type RegionRow = Tree['regions'][number]
export type StoreRow = RegionRow['stores'][number]

type Editing = { region: RegionRow | 'new' } | { store: StoreRow | 'new' } | null

export const OrganisationScreen = () => {
  const { t } = useTranslation()
  const [editing, edit] = useState<Editing>(null)
  const answer = useOperation('org.tree', {})
  const mayEdit = useCan('org.saveStore')
  const whole = answer.data?.chain !== null && answer.data !== undefined
  const close = (): void => edit(null)
  return (
    <>
      <div className="page-head">
        <h1>{t('organisation.title')}</h1>
        {mayEdit ? null : <span className="look">{t('policy.readOnly')}</span>}
        {mayEdit && whole ? (
          <div className="page-acts">
            <OperationButton
              operation="org.saveRegion"
              icon={<PlusOutlined aria-hidden="true" />}
              label={t('organisation.addRegion')}
              testId="region-add"
              onClick={() => edit({ region: 'new' })}
            />
            <OperationButton
              operation="org.saveStore"
              type="primary"
              icon={<PlusOutlined aria-hidden="true" />}
              label={t('organisation.addStore')}
              testId="store-add"
              onClick={() => edit({ store: 'new' })}
            />
          </div>
        ) : null}
      </div>
      {answer.isPending ? <LoadingState /> : null}
      {answer.isError && !answer.data ? (
        <FailedState error={answer.error} onRetry={() => void answer.refetch()} />
      ) : null}
      {answer.data ? <TreeTable tree={answer.data} mayEdit={mayEdit} edit={edit} /> : null}
      <RegionDialog editing={editing && 'region' in editing ? editing.region : null} onClose={close} />
      <StoreDialog
        editing={editing && 'store' in editing ? editing.store : null}
        regions={answer.data?.regions ?? []}
        onClose={close}
      />
    </>
  )
}

interface TreeProps {
  tree: Tree
  mayEdit: boolean
  edit(what: Editing): void
}

const TreeTable = ({ tree, mayEdit, edit }: TreeProps) => {
  const { t } = useTranslation()
  const heads = ['branch', 'code', 'address', 'phone', 'people', 'devices'] as const
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="rights" aria-label={t('organisation.title')} tabIndex={0}>
      <table className="role-table organisation" aria-label={t('organisation.title')} data-testid="organisation">
        <thead>
          <tr>
            {heads.map((name) => (
              <th key={name} scope="col">
                {t(`organisation.${name}`)}
              </th>
            ))}
            <th scope="col">
              <span className="visually-hidden">{t('organisation.edit')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {tree.chain ? (
            <tr data-testid="branch-chain">
              <th scope="row">{t('organisation.hq')}</th>
              <td colSpan={3} />
              <td>
                <People n={tree.chain.people} to="/users" />
              </td>
              <td />
              <td />
            </tr>
          ) : null}
          {tree.regions.map((region) => (
            <Region key={region.code} region={region} mayEdit={mayEdit} edit={edit} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

const Region = ({ region, mayEdit, edit }: { region: RegionRow } & Omit<TreeProps, 'tree'>) => {
  const { t } = useTranslation()
  const storeScoped = useSession()?.hat.startsWith('store:') === true
  return (
    <>
      <tr className="branch-region" data-testid={`branch-${region.code}`}>
        <th scope="row">{region.name}</th>
        <td className="code">{region.code}</td>
        <td colSpan={2} className="muted">
          {t('organisation.storesCount', { n: region.stores.length })}
        </td>
        <td>
          {region.people === null ? '—' : <People n={region.people} to={`/users?branch=region:${region.code}`} />}
        </td>
        <td />
        <td>
          {mayEdit && !storeScoped ? (
            <EditButton name={region.name} testId={`region-edit-${region.code}`} onClick={() => edit({ region })} />
          ) : null}
        </td>
      </tr>
      {region.stores.map((store) => (
        <tr key={store.code} className="branch-store" data-testid={`branch-${store.code}`}>
          <th scope="row">{store.name}</th>
          <td className="code">{store.code}</td>
          <td>{store.address || '—'}</td>
          <td>{store.phone || '—'}</td>
          <td>
            <People n={store.people} to={`/users?branch=store:${store.code}`} />
          </td>
          <td>{store.devices === 0 ? <span className="look">{t('organisation.noDevice')}</span> : store.devices}</td>
          <td>
            {mayEdit ? (
              <EditButton name={store.name} testId={`store-edit-${store.code}`} onClick={() => edit({ store })} />
            ) : null}
          </td>
        </tr>
      ))}
    </>
  )
}

const People = ({ n, to }: { n: number; to: string }) => {
  const { t } = useTranslation()
  return n === 0 ? <span className="zero">0</span> : <Link to={to}>{t('roleEdit.peopleCount', { n })}</Link>
}

const EditButton = ({ name, testId, onClick }: { name: string; testId: string; onClick(): void }) => {
  const { t } = useTranslation()
  return (
    <Button size="small" data-testid={testId} aria-label={t('organisation.editNamed', { name })} onClick={onClick}>
      {t('organisation.edit')}
    </Button>
  )
}
