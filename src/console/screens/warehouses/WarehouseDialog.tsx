/** Adds a warehouse or changes one. Its code stays for ever: it is in every movement. */
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Warehouse } from '../../../contract/schemas/masterData'
import { useCommand } from '../../../ui/client'
import { ActDialog } from '../../parts/ActDialog'
import { ChoiceField, TextField } from '../../parts/fields'
import type { WarehouseRow } from './WarehousesScreen'

interface WarehouseDialogProps {
  editing: WarehouseRow | 'new' | null
  stores: readonly { storeCode: string; storeName: string }[]
  onClose(): void
}

const kinds = ['central', 'regional', 'store', 'virtual'] as const
const blank: Warehouse = { code: '', name: '', kind: 'store', storeCode: null }

export const WarehouseDialog = ({ editing, stores, onClose }: WarehouseDialogProps) => {
  const { t } = useTranslation()
  const [form, setForm] = useState<Warehouse>(blank)
  const save = useCommand('warehouse.save', {
    touches: ['warehouse.list', 'document.choices', 'stock.list'],
    onDone: onClose,
  })
  const { reset } = save
  useEffect(() => {
    reset()
    setForm(editing === null || editing === 'new' ? blank : warehouseOf(editing))
  }, [editing, reset])
  const missing = missingOf(form)
  return (
    <ActDialog
      open={editing !== null}
      title={t(editing === 'new' ? 'warehouses.add' : 'warehouses.editTitle', { name: form.name })}
      act={t('common.save')}
      busy={save.isPending}
      error={save.isError ? save.error : null}
      testId="warehouse-dialog"
      onAct={() => (missing === null ? save.mutate({ warehouse: form }) : undefined)}
      onClose={onClose}
    >
      <TextField
        label={t('warehouses.code')}
        testId="warehouse-code"
        value={form.code}
        max={16}
        disabled={editing !== 'new'}
        placeholder={t('warehouses.codeHint')}
        onChange={(code) => setForm({ ...form, code: code.toUpperCase().replace(/[^A-Z0-9-]/g, '') })}
      />
      <TextField
        label={t('warehouses.name')}
        testId="warehouse-name"
        value={form.name}
        max={60}
        onChange={(name) => setForm({ ...form, name })}
      />
      <ChoiceField
        label={t('warehouses.kind')}
        testId="warehouse-kind"
        value={form.kind}
        options={kinds.map((kind) => ({ value: kind, label: t(`warehouseKind.${kind}`) }))}
        onChange={(kind) => setForm({ ...form, kind: kind as Warehouse['kind'] })}
      />
      <ChoiceField
        label={t('warehouses.store')}
        testId="warehouse-store"
        value={form.storeCode ?? ''}
        allowClear
        placeholder={t('warehouses.noStore')}
        options={stores.map(({ storeCode, storeName }) => ({ value: storeCode, label: `${storeName} ${storeCode}` }))}
        onChange={(storeCode) => setForm({ ...form, storeCode: storeCode === '' ? null : storeCode })}
      />
      <p className="muted">{missing === null ? t('warehouses.kindHint') : t(`warehouses.missing.${missing}`)}</p>
    </ActDialog>
  )
}

const warehouseOf = ({ code, name, kind, storeCode }: WarehouseRow): Warehouse => ({ code, name, kind, storeCode })

/** A store's warehouse names its store; the hub checks the rest. */
const missingOf = ({ code, name, kind, storeCode }: Warehouse): 'code' | 'name' | 'store' | null => {
  if (code === '') return 'code'
  if (name.trim() === '') return 'name'
  return kind === 'store' && storeCode === null ? 'store' : null
}
