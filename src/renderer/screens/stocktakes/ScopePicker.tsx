/** What a stocktake is about, chosen from lists: categories and shelves of the shop, or products found as everywhere else. */
import { Select } from 'antd'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../../../ui/client'
import { nameIn } from '../../../ui/format'
import { useDelayed } from '../useDelayed'

export type CodeKind = 'category' | 'zone' | 'list'

interface ScopePickerProps {
  kind: CodeKind
  value: readonly string[]
  onChange(codes: string[]): void
}

export const ScopePicker = (props: ScopePickerProps) => (
  <div onKeyDownCapture={leaveAlone}>
    {props.kind === 'list' ? <ProductPicker {...props} /> : <CodePicker {...props} kind={props.kind} />}
  </div>
)

/** Tab goes on to the next field. To the open list it would mean "take this one", and take back what Enter just chose. */
const leaveAlone = (event: KeyboardEvent): void => {
  if (event.key === 'Tab') event.stopPropagation()
}

const CodePicker = ({ kind, value, onChange }: ScopePickerProps & { kind: Exclude<CodeKind, 'list'> }) => {
  const { t } = useTranslation()
  const choices = useOperation('stocktake.choices', {}).data
  const shown = kind === 'category' ? choices?.categories : choices?.shelves
  const options = (shown ?? []).map(({ code, name, products }) => ({
    value: code,
    label: `${code}${name === code ? '' : ` ${name}`} · ${t('countSheets.products', { count: products })}`,
  }))
  return (
    <Select
      mode="multiple"
      className="scope-picker"
      value={[...value]}
      options={options}
      loading={!choices}
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={t(`countSheets.pick.${kind}`)}
      aria-label={t(`stocktakes.codesOf.${kind}`)}
      onChange={onChange}
      data-testid="input-codes"
    />
  )
}

const foundMax = 50

/** Found by name, pinyin, code or barcode, as in the stock list; what was chosen keeps its name. */
const ProductPicker = ({ value, onChange }: ScopePickerProps) => {
  const { t, i18n } = useTranslation()
  const [typed, setTyped] = useState('')
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map())
  const search = useDelayed(typed.trim())
  const found = useOperation('stock.list', { search, limit: foundMax }, { enabled: search !== '', keepPrevious: true })
  const rows = typed.trim() === '' || search === '' ? [] : (found.data?.rows ?? [])
  const label = (row: (typeof rows)[number]): string => `${row.sku} ${nameIn(i18n.language, row)} ${row.spec}`
  const options = [...new Map(rows.map((row) => [row.sku, { value: row.sku, label: label(row) }])).values()]
  const chosen = [...value].map((sku) => ({ value: sku, label: names.get(sku) ?? sku }))
  return (
    <Select
      mode="multiple"
      labelInValue
      className="scope-picker"
      value={chosen}
      options={options}
      loading={found.isFetching}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      placeholder={t('countSheets.pick.list')}
      aria-label={t('stocktakes.codesOf.list')}
      notFoundContent={null}
      onChange={(picked) => {
        setNames(new Map([...names, ...picked.map((one): [string, string] => [one.value, String(one.label)])]))
        onChange(picked.map((one) => one.value))
        setTyped('')
      }}
      data-testid="input-codes"
    />
  )
}
