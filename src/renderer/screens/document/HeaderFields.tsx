/** The fields a person fills in the header of a document, by its type: used when it is made and when it is changed. */
import { Input, Segmented, Select } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { InputOf } from '../../../contract/operations'
import { type Condition, conditions } from '../../../core/documents/rule'
import type { DocumentType } from '../../../core/documents/states'
import { usesToCondition } from '../../../ui/documents'
import { nameIn } from '../../../ui/format'
import { confirmKey } from './confirmKey'
import { placeLabel, referenceName } from './DocumentHead'
import { type AskedField, fieldsOf } from './faces'
import type { Choices } from './useChoices'

export type HeaderValues = Omit<InputOf<'document.setHeader'>, 'type' | 'documentId'>

interface HeaderFieldsProps {
  type: DocumentType
  choices: Choices
  values: HeaderValues
  /** must be given before it leaves its author: marked */
  required: readonly AskedField[]
  /** the field that has the focus first */
  first: AskedField | undefined
  onChange(values: HeaderValues): void
  onConfirm(): void
}

export const HeaderFields = (props: HeaderFieldsProps) => {
  const { type, required, values, onChange } = props
  const { t } = useTranslation()
  return (
    <div className="header-fields" onKeyDownCapture={confirmKey(props.onConfirm)}>
      {shownFields(type, required).map((field) => (
        <div key={field} className="header-field" data-testid={`field-${field}`}>
          <span>
            {t(labelOf(field, type))}
            {required.includes(field) ? (
              <b className="over" title={t('work.requiredField')}>
                {' *'}
              </b>
            ) : null}
          </span>
          {fieldInput(field, props, t)}
        </div>
      ))}
      {usesToCondition(type) ? (
        <div className="header-field">
          <span>{t('work.toCondition')}</span>
          <Segmented<Condition>
            value={values.toCondition ?? 'stock'}
            onChange={(toCondition) => onChange({ ...values, toCondition })}
            options={conditions.map((value) => ({ value, label: t(`condition.${value}`) }))}
          />
        </div>
      ) : null}
    </div>
  )
}

/** What HQ asks for can be filled in, also where the type would not offer it. */
const shownFields = (type: DocumentType, required: readonly AskedField[]): readonly AskedField[] => {
  const own = fieldsOf(type)
  return required.includes('reference') && !own.includes('reference') ? ['reference', ...own] : own
}

const labelOf = (field: AskedField, type: DocumentType): string => {
  if (field === 'reference') return `work.referenceOf.${referenceName(type)}`
  return field === 'toWarehouse' ? placeLabel(type) : `field.${field}`
}

type Translate = (key: string) => string

const fieldInput = (field: AskedField, props: HeaderFieldsProps, t: Translate): ReactNode => {
  if (field === 'reference' || field === 'note')
    return <TextField field={field} {...props} label={t(labelOf(field, props.type))} />
  if (field === 'source' || field === 'stocktake') return null
  return <Pick field={field} {...props} label={t(labelOf(field, props.type))} />
}

const textMax = { reference: 40, note: 200 } as const

const TextField = ({
  field,
  label,
  values,
  first,
  onChange,
}: HeaderFieldsProps & { field: 'reference' | 'note'; label: string }) => (
  <Input
    autoFocus={first === field}
    data-autofocus={first === field}
    maxLength={textMax[field]}
    value={values[field] ?? ''}
    aria-label={label}
    onChange={(event) => onChange({ ...values, [field]: event.target.value })}
    data-testid={`input-${field}`}
  />
)

type Picked = 'supplier' | 'reason' | 'toWarehouse'
const keyOf = { supplier: 'counterpartyCode', reason: 'reasonCode', toWarehouse: 'toWarehouseCode' } as const

const Pick = (props: HeaderFieldsProps & { field: Picked; label: string }) => {
  const { field, label, values, first, onChange } = props
  const { t, i18n } = useTranslation()
  const key = keyOf[field]
  return (
    <Select
      autoFocus={first === field}
      data-autofocus={first === field}
      showSearch={{ optionFilterProp: 'label' }}
      value={values[key] === '' ? undefined : values[key]}
      placeholder={t('work.choose')}
      aria-label={label}
      onChange={(value: string) => onChange({ ...values, [key]: value })}
      options={optionsOf(field, props, i18n.language)}
      notFoundContent={t('work.noneToChoose')}
      data-testid={`input-${field}`}
    />
  )
}

const optionsOf = (field: Picked, { type, choices }: HeaderFieldsProps, language: string) => {
  if (field === 'supplier')
    return choices.suppliers.map(({ code, name }) => ({ value: code, label: `${name} ${code}` }))
  if (field === 'reason')
    return choices.reasons
      .filter(({ types }) => types.includes(type))
      .map((reason) => ({ value: reason.code, label: nameIn(language, reason) }))
  return warehousesFor(type, choices).map(({ code, name }) => ({ value: code, label: `${name} ${code}` }))
}

/** Inside the store it stays inside; asked for or sent back, it is somebody else's. A request names who shall get it. */
const warehousesFor = (type: DocumentType, choices: Choices): Choices['warehouses'] => {
  const real = choices.warehouses.filter(({ kind }) => kind !== 'virtual' && kind !== 'inTransit')
  if (type === 'moveInside') return choices.warehouses.filter(({ own }) => own)
  if (type === 'warehouseReturn') return real.filter(({ own, kind }) => !own && kind !== 'store')
  return real
}
