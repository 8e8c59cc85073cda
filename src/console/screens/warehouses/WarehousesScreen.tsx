/** 仓库: every place that keeps stock, its kind and the store it belongs to. */
import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '../../../contract/operations'
import { warehouseKinds } from '../../../contract/schemas/masterData'
import { useOperation } from '../../../ui/client'
import { OperationButton } from '../../../ui/OperationButton'
import { useCan } from '../../../ui/session'
import { EmptyState, Sign } from '../../../ui/states'
import { type Patch, useFilters } from '../../data/filters'
import { ExportButton } from '../../parts/ExportButton'
import { FilterBar, SearchFilter, SelectFilter } from '../../parts/FilterBar'
import { askedAtOnce, ListFrame } from '../../parts/ListFrame'
import { type Column, ListTable } from '../../parts/ListTable'
import { WarehouseDialog } from './WarehouseDialog'

type Answer = OutputOf<'warehouse.list'>
export type WarehouseRow = Answer['warehouses'][number]

export const WarehousesScreen = () => {
  const { t } = useTranslation()
  const [params, change] = useFilters()
  const [editing, edit] = useState<WarehouseRow | 'new' | null>(null)
  const mayEdit = useCan('warehouse.save')
  const answer = useOperation('warehouse.list', {})
  const kind = params.get('kind') ?? ''
  const search = params.get('q') ?? ''
  const rows = (answer.data?.warehouses ?? []).filter(
    (row) => (kind === '' || row.kind === kind) && matches(row, search),
  )
  const columns = useColumns(mayEdit, edit)
  return (
    <>
      <ListFrame
        title={t('warehouses.title')}
        acts={
          <>
            <ExportButton<WarehouseRow>
              name={t('warehouses.title')}
              columns={columns}
              read={() => Promise.resolve({ rows, cut: false })}
            />
            {mayEdit ? (
              <OperationButton
                operation="warehouse.save"
                type="primary"
                icon={<PlusOutlined aria-hidden="true" />}
                label={t('warehouses.add')}
                testId="warehouse-add"
                onClick={() => edit('new')}
              />
            ) : null}
          </>
        }
        filters={<Filters kind={kind} search={search} change={change} />}
        asked={askedAtOnce(answer)}
      >
        <ListTable
          label={t('warehouses.title')}
          testId="warehouses"
          columns={columns}
          rows={rows}
          rowKey={({ code }) => code}
          rowTestId={({ code }) => `warehouse-row-${code}`}
          empty={<EmptyState title={t('warehouses.empty')} hint={t('warehouses.emptyHint')} />}
        />
      </ListFrame>
      <WarehouseDialog editing={editing} stores={answer.data?.stores ?? []} onClose={() => edit(null)} />
    </>
  )
}

interface FiltersProps {
  kind: string
  search: string
  change(patch: Patch): void
}

const Filters = ({ kind, search, change }: FiltersProps) => {
  const { t } = useTranslation()
  return (
    <FilterBar onClear={kind !== '' || search !== '' ? () => change({ kind: null, q: null }) : undefined}>
      <SelectFilter
        label={t('warehouses.kind')}
        testId="filter-kind"
        width={110}
        value={kind}
        all={t('filter.allKinds')}
        options={warehouseKinds.map((one) => ({ value: one, label: t(`warehouseKind.${one}`) }))}
        onChange={(next) => change({ kind: next })}
      />
      <SearchFilter
        value={search}
        label={t('filter.find')}
        hint={t('warehouses.searchHint')}
        width={220}
        onChange={(q) => change({ q })}
      />
    </FilterBar>
  )
}

const matches = (row: WarehouseRow, search: string): boolean =>
  `${row.code} ${row.name} ${row.storeName}`.toLowerCase().includes(search.trim().toLowerCase())

const useColumns = (mayEdit: boolean, edit: (row: WarehouseRow) => void): Column<WarehouseRow>[] => {
  const { t } = useTranslation()
  const columns: (Column<WarehouseRow> | false)[] = [
    {
      key: 'code',
      title: t('warehouses.code'),
      width: 130,
      render: (row) => <b className="code">{row.code}</b>,
      text: (row) => row.code,
    },
    { key: 'name', title: t('warehouses.name'), render: (row) => row.name, text: (row) => row.name },
    {
      key: 'kind',
      title: t('warehouses.kind'),
      width: 120,
      render: (row) => <Sign tone={row.kind === 'store' ? 'plain' : 'busy'}>{t(`warehouseKind.${row.kind}`)}</Sign>,
      text: (row) => t(`warehouseKind.${row.kind}`),
    },
    {
      key: 'store',
      title: t('warehouses.store'),
      render: (row) =>
        row.storeCode === null ? (
          <span className="muted">{t('warehouses.noStore')}</span>
        ) : (
          <>
            {row.storeName} <small className="muted code">{row.storeCode}</small>
          </>
        ),
      text: (row) => row.storeName,
    },
    {
      key: 'skus',
      title: t('warehouses.onHandSkus'),
      width: 130,
      align: 'right',
      render: (row) =>
        row.onHandSkus === null || row.onHandSkus === 0 ? (
          <span className="zero">{row.onHandSkus ?? '—'}</span>
        ) : (
          row.onHandSkus
        ),
      text: (row) => row.onHandSkus ?? '',
    },
    mayEdit && {
      key: 'edit',
      title: '',
      width: 90,
      align: 'right',
      render: (row) => (
        <Button
          size="small"
          data-row-link=""
          data-testid={`warehouse-edit-${row.code}`}
          aria-label={t('warehouses.editNamed', { name: row.name })}
          onClick={() => edit(row)}
        >
          {t('warehouses.edit')}
        </Button>
      ),
    },
  ]
  return columns.filter((column) => column !== false)
}
