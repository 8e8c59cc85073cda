/** A region or a store, new or changed. Codes stand for ever: papers name them. */
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Region, Store } from '../../../contract/schemas/masterData'
import { useCommand } from '../../../ui/client'
import { ActDialog } from '../../parts/ActDialog'
import { ChoiceField, TextField } from '../../parts/fields'
import type { RegionRow, StoreRow } from './OrganisationScreen'

const codeOf = (text: string): string => text.toUpperCase().replace(/[^A-Z0-9-]/g, '')

const noRegion: Region = { code: '', name: '' }

export const RegionDialog = ({ editing, onClose }: { editing: RegionRow | 'new' | null; onClose(): void }) => {
  const { t } = useTranslation()
  const [form, setForm] = useState(noRegion)
  const save = useCommand('org.saveRegion', { touches: ['org.tree', 'user.choices'], onDone: onClose })
  const { reset } = save
  useEffect(() => {
    reset()
    setForm(editing === null || editing === 'new' ? noRegion : { code: editing.code, name: editing.name })
  }, [editing, reset])
  const ready = form.code !== '' && form.name.trim() !== ''
  return (
    <ActDialog
      open={editing !== null}
      title={t(editing === 'new' ? 'organisation.addRegion' : 'organisation.editNamed', { name: form.name })}
      act={t('common.save')}
      busy={save.isPending}
      error={save.isError ? save.error : null}
      notYet={!ready}
      testId="region-dialog"
      onAct={() => save.mutate({ region: form, isNew: editing === 'new' })}
      onClose={onClose}
    >
      <TextField
        label={t('organisation.code')}
        testId="region-code"
        value={form.code}
        max={16}
        required
        disabled={editing !== 'new'}
        placeholder={t('organisation.regionCodeHint')}
        onChange={(code) => setForm({ ...form, code: codeOf(code) })}
      />
      <TextField
        label={t('organisation.name')}
        testId="region-name"
        value={form.name}
        max={60}
        required
        onChange={(name) => setForm({ ...form, name })}
      />
    </ActDialog>
  )
}

const noStore: Store = { code: '', name: '', regionCode: '', address: '', phone: '' }

const storeOf = ({ code, name, regionCode, address, phone }: StoreRow): Store => ({
  ...{ code, name, regionCode, address, phone },
})

interface StoreDialogProps {
  editing: StoreRow | 'new' | null
  regions: readonly RegionRow[]
  onClose(): void
}

export const StoreDialog = ({ editing, regions, onClose }: StoreDialogProps) => {
  const { t } = useTranslation()
  const [form, setForm] = useState(noStore)
  const save = useCommand('org.saveStore', {
    touches: ['org.tree', 'user.choices', 'stock.list', 'enrolment.stores', 'warehouse.list'],
    onDone: onClose,
  })
  const { reset } = save
  useEffect(() => {
    reset()
    setForm(editing === null || editing === 'new' ? noStore : storeOf(editing))
  }, [editing, reset])
  const ready = form.code !== '' && form.name.trim() !== '' && form.regionCode !== ''
  const moved = editing !== null && editing !== 'new' && editing.regionCode !== form.regionCode
  return (
    <ActDialog
      open={editing !== null}
      title={t(editing === 'new' ? 'organisation.addStore' : 'organisation.editNamed', { name: form.name })}
      act={t('common.save')}
      busy={save.isPending}
      error={save.isError ? save.error : null}
      notYet={!ready}
      testId="store-dialog"
      onAct={() => save.mutate({ store: form, isNew: editing === 'new' })}
      onClose={onClose}
    >
      <TextField
        label={t('organisation.code')}
        testId="store-code"
        value={form.code}
        max={16}
        required
        disabled={editing !== 'new'}
        placeholder={t('organisation.storeCodeHint')}
        onChange={(code) => setForm({ ...form, code: codeOf(code) })}
      />
      <TextField
        label={t('organisation.name')}
        testId="store-name"
        value={form.name}
        max={60}
        required
        onChange={(name) => setForm({ ...form, name })}
      />
      <ChoiceField
        label={t('organisation.region')}
        testId="store-region"
        value={form.regionCode}
        required
        options={regions.map(({ code, name }) => ({ value: code, label: name }))}
        onChange={(regionCode) => setForm({ ...form, regionCode })}
      />
      <TextField
        label={t('organisation.address')}
        testId="store-address"
        value={form.address}
        max={120}
        onChange={(address) => setForm({ ...form, address })}
      />
      <TextField
        label={t('organisation.phone')}
        testId="store-phone"
        value={form.phone}
        max={30}
        onChange={(phone) => setForm({ ...form, phone })}
      />
      {moved ? <p className="look">{t('organisation.movedHint')}</p> : null}
      {editing === 'new' ? <p className="muted">{t('organisation.newStoreHint')}</p> : null}
    </ActDialog>
  )
}
