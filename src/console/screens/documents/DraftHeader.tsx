/** The header of a draft of HQ's, as a form: each field is saved when it changes, there is no save button to forget. */
import { Radio } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { InputOf } from '../../../contract/operations'
import type { DocumentHeader } from '../../../contract/schemas/document'
import { conditions } from '../../../core/documents/rule'
import { useCommand } from '../../../ui/client'
import { isRequest, usesField, usesToCondition } from '../../../ui/documents'
import { useChoices } from '../../data/writing'
import { type Choice, ChoiceField, Field, TextField } from '../../parts/fields'
import { Refusal } from '../../parts/Refusal'

type Patch = Partial<Omit<InputOf<'document.setHeader'>, 'type' | 'documentId'>>

export const DraftHeader = ({ header }: { header: DocumentHeader }) => {
  const { t, i18n } = useTranslation()
  const { types, suppliers, reasons, warehouses } = useChoices()
  const save = useCommand('document.setHeader', { touches: ['document.get', 'document.list'] })
  const { type, documentId } = header
  const set = (patch: Patch): void => save.mutate({ type, documentId, ...patch })
  const inEnglish = i18n.language === 'en-US'
  const asked = types.find((one) => one.type === type)?.requiredFields ?? []
  const fitting = reasons.filter(({ types }) => types.includes(type))
  return (
    <form className="draft-header" data-testid="draft-header" onSubmit={(event) => event.preventDefault()}>
      {usesField(type, 'supplier') ? (
        <ChoiceField
          label={t('field.supplier')}
          testId="header-supplier"
          required
          value={header.counterpartyCode}
          options={suppliers.map(named)}
          onChange={(counterpartyCode) => set({ counterpartyCode })}
        />
      ) : null}
      {usesField(type, 'toWarehouse') ? (
        <ChoiceField
          label={t(isRequest(type) && type === 'transferRequest' ? 'document.otherWarehouse' : 'field.toWarehouse')}
          testId="header-to"
          required
          value={header.toWarehouseCode}
          options={warehouses.filter(({ kind }) => kind !== 'virtual' && kind !== 'inTransit').map(named)}
          onChange={(toWarehouseCode) => set({ toWarehouseCode })}
        />
      ) : null}
      {usesToCondition(type) ? (
        <Field label={t('document.toCondition')}>
          <Radio.Group
            optionType="button"
            value={header.toCondition}
            options={conditions.map((value) => ({ value, label: t(`condition.${value}`) }))}
            onChange={(event) => set({ toCondition: event.target.value })}
          />
        </Field>
      ) : null}
      {usesField(type, 'reason') || fitting.length > 0 ? (
        <ChoiceField
          label={t('field.reason')}
          testId="header-reason"
          required={usesField(type, 'reason') || asked.includes('reason')}
          value={header.reasonCode}
          options={fitting.map((reason) => ({
            value: reason.code,
            label: inEnglish && reason.nameEn !== '' ? reason.nameEn : reason.name,
          }))}
          onChange={(reasonCode) => set({ reasonCode })}
        />
      ) : null}
      {usesField(type, 'source') ? null : (
        <SavedText
          label={t('field.reference')}
          testId="header-reference"
          required={asked.includes('reference')}
          max={40}
          saved={header.reference}
          onSave={(reference) => set({ reference })}
        />
      )}
      <SavedText
        label={t('field.note')}
        testId="header-note"
        required={asked.includes('note')}
        max={200}
        wide
        saved={header.note}
        onSave={(note) => set({ note })}
      />
      <Refusal error={save.isError ? save.error : null} testId="header-refused" />
    </form>
  )
}

const named = ({ code, name }: { code: string; name: string }): Choice => ({ value: code, label: `${name} ${code}` })

interface SavedTextProps {
  label: string
  testId: string
  max: number
  saved: string
  wide?: boolean
  required?: boolean
  onSave(text: string): void
}

/** Typed text is saved when the field is left; what another answer says meanwhile does not overwrite the typing. */
const SavedText = ({ saved, onSave, ...field }: SavedTextProps) => {
  const [text, setText] = useState(saved)
  const [typing, setTyping] = useState(false)
  useEffect(() => {
    if (!typing) setText(saved)
  }, [saved, typing])
  const commit = (now: string): void => {
    setTyping(false)
    if (now !== saved) onSave(now)
  }
  return (
    <TextField
      {...field}
      value={text}
      onChange={(next) => {
        setTyping(true)
        setText(next)
      }}
      onCommit={commit}
    />
  )
}
