/** A new draft at HQ: which type, for which warehouse; everything else is filled in on its own page. */
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { InputOf } from '../../../contract/operations'
import type { DocumentType } from '../../../core/documents/states'
import { useCommand } from '../../../ui/client'
import { Dialog } from '../../../ui/Dialog'
import { KeyCap } from '../../../ui/KeyCap'
import { keyOf } from '../../../ui/keyMap'
import { type Creatable, useChoices } from '../../data/writing'
import { useHere } from '../../parts/cameFrom'
import { DialogForm } from '../../parts/DialogForm'
import { WholeField } from '../../parts/FigureField'
import { ChoiceField, Field } from '../../parts/fields'
import { Refusal } from '../../parts/Refusal'

interface NewDocumentDialogProps {
  open: boolean
  creatable: readonly Creatable[]
  /** the type the list is filtered by */
  first: DocumentType | ''
  onClose(): void
}

export const NewDocumentDialog = ({ open, creatable, first, onClose }: NewDocumentDialogProps) => {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const here = useHere()
  const create = useCommand('document.create', {
    touches: ['document.list'],
    onDone: ({ documentId }) => void navigate(`/documents/${documentId}`, { state: here }),
  })
  const form = useForm(creatable, first)
  const submit = (): void => {
    if (form.input && !create.isPending) create.mutate(form.input)
  }
  return (
    <Dialog
      open={open}
      title={t('documents.new')}
      onClose={onClose}
      keys={{ confirm: submit }}
      testId="new-document-dialog"
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            type="primary"
            data-testid="new-document-create"
            disabled={form.input === null}
            loading={create.isPending}
            onClick={submit}
          >
            {t('documents.create')}
            <KeyCap name={keyOf('dialog', 'confirm')} />
          </Button>
        </>
      }
    >
      <DialogForm onConfirm={submit}>
        <ChoiceField
          label={t('documents.type')}
          testId="new-type"
          value={form.type}
          options={creatable.map(({ type }) => ({ value: type, label: t(`documentType.${type}`) }))}
          onChange={form.setType}
        />
        <ChoiceField
          label={t('document.warehouse')}
          testId="new-warehouse"
          value={form.warehouseCode}
          options={form.warehouses.map(({ code, name }) => ({ value: code, label: `${name} ${code}` }))}
          onChange={form.setWarehouse}
        />
        {form.type === 'repack' ? <Recipe form={form} /> : null}
        <Refusal error={create.isError ? create.error : null} />
      </DialogForm>
    </Dialog>
  )
}

type Form = ReturnType<typeof useForm>

const useForm = (creatable: readonly Creatable[], first: DocumentType | '') => {
  const [typed, setType] = useState('')
  const [chosen, setWarehouse] = useState('')
  const [recipeCode, setRecipe] = useState('')
  const [times, setTimes] = useState<number | null>(1)
  const one = creatable.find(({ type }) => type === (typed || first)) ?? creatable[0]
  const warehouses = one?.warehouses ?? []
  const warehouse =
    warehouses.find(({ code }) => code === chosen) ?? (warehouses.length === 1 ? warehouses[0] : undefined)
  const recipe = one?.type === 'repack' && recipeCode !== '' ? { recipeCode, recipeTimes: times ?? 1 } : {}
  const input: InputOf<'document.create'> | null =
    one && warehouse ? { type: one.type, warehouseCode: warehouse.code, ...recipe } : null
  return {
    type: one?.type ?? '',
    setType,
    warehouses,
    warehouseCode: warehouse?.code ?? '',
    setWarehouse,
    recipeCode,
    setRecipe,
    times,
    setTimes,
    input,
  }
}

/** A recipe fills in the lines; without one they are entered by hand. */
const Recipe = ({ form }: { form: Form }) => {
  const { t } = useTranslation()
  const { recipes } = useChoices()
  if (recipes.length === 0) return null
  return (
    <>
      <ChoiceField
        label={t('document.recipe')}
        testId="new-recipe"
        value={form.recipeCode}
        allowClear
        placeholder={t('document.noRecipe')}
        options={recipes.map(({ code, name }) => ({ value: code, label: `${name} ${code}` }))}
        onChange={form.setRecipe}
      />
      {form.recipeCode === '' ? null : (
        <Field label={t('document.recipeTimes')}>
          <WholeField
            label={t('document.recipeTimes')}
            testId="new-recipe-times"
            value={form.times}
            onChange={form.setTimes}
          />
        </Field>
      )}
    </>
  )
}
