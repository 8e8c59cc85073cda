/** Finds a product in one warehouse by name, pinyin initials, code or barcode; Enter takes it. Empty again afterwards. */
import { Select } from 'antd'
import { type Ref, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StockRow } from '../../contract/operations/stock'
import { quantityText } from '../../core/quantity/quantity'
import { useOperation } from '../../ui/client'
import { nameIn } from '../../ui/format'

interface ProductPickerProps {
  /** nothing said: every product of the chain, one row each */
  warehouseCode?: string
  /** in the way until a warehouse is chosen */
  disabled?: boolean
  onPick(product: StockRow): void
  focusRef?: Ref<{ focus(): void }>
}

const foundMax = 12
/** the same product lies in many warehouses */
const chainRowsMax = 200
const typingMs = 180

export const ProductPicker = ({ warehouseCode, disabled = false, onPick, focusRef }: ProductPickerProps) => {
  const { t, i18n } = useTranslation()
  const [text, setText] = useState('')
  const search = useSettled(text.trim())
  const found = useOperation(
    'stock.list',
    warehouseCode === undefined ? { search, limit: chainRowsMax } : { warehouseCode, search, limit: foundMax },
    { enabled: search !== '' && warehouseCode !== '', keepPrevious: true },
  )
  const all = search === '' ? [] : (found.data?.rows ?? [])
  const rows = all.filter((row, at) => all.findIndex(({ sku }) => sku === row.sku) === at).slice(0, foundMax)
  const pick = (sku: string): void => {
    const product = rows.find((row) => row.sku === sku)
    setText('')
    if (product) onPick(product)
  }
  return (
    <Select<string>
      ref={focusRef as never}
      aria-label={t('entry.product')}
      data-testid="product-picker"
      style={{ width: 320 }}
      value={null as never}
      disabled={disabled}
      placeholder={t('entry.productHint')}
      showSearch={{ searchValue: text, onSearch: setText, filterOption: false }}
      suffixIcon={null}
      popupMatchSelectWidth={520}
      listHeight={360}
      notFoundContent={search === '' ? null : t(found.isFetching ? 'common.loading' : 'entry.notFound')}
      options={rows.map((row) => ({
        value: row.sku,
        label: (
          <span className="product-option">
            <span className="code muted">{row.sku}</span>
            <span className="ellipsis">
              {nameIn(i18n.language, row)} <small className="muted">{row.spec}</small>
            </span>
            <span className="code muted">{row.barcode}</span>
            <b>{warehouseCode === undefined ? row.unit : `${quantityText(row.onHand)} ${row.unit}`}</b>
          </span>
        ),
      }))}
      onSelect={pick}
    />
  )
}

/** The text once typing has paused. */
const useSettled = (text: string): string => {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), text === '' ? 0 : typingMs)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
