/** The form above a list. Every change goes to the address at once; typing waits a moment and for the input method. */
import { Button, Checkbox, DatePicker, Input, type InputRef, Radio, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { KeyCap } from '../../ui/KeyCap'
import { keyOf } from '../../ui/keyMap'
import { useKeys } from '../../ui/keys'
import { dayFormats } from './dayFormats'
import { focusFirstRow } from './ListTable'

export const FilterBar = ({ children, onClear }: { children: ReactNode; onClear?: (() => void) | undefined }) => {
  const { t } = useTranslation()
  return (
    <form className="filters" aria-label={t('filter.label')} onSubmit={(event) => event.preventDefault()}>
      {children}
      {onClear ? (
        <Button type="link" size="small" data-testid="filter-clear" onClick={onClear}>
          {t('filter.clear')}
        </Button>
      ) : null}
    </form>
  )
}

export interface StoreName {
  storeCode: string
  storeName: string
}

interface StoreFilterProps {
  stores: readonly StoreName[]
  value: string
  onChange(storeCode: string): void
}

export const StoreFilter = ({ stores, value, onChange }: StoreFilterProps) => {
  const { t } = useTranslation()
  const known = stores.some(({ storeCode }) => storeCode === value) || value === ''
  const options = [
    { value: '', label: t('filter.allStores') },
    ...stores.map(({ storeCode, storeName }) => ({ value: storeCode, label: `${storeName} ${storeCode}` })),
    ...(known ? [] : [{ value, label: value }]),
  ]
  return (
    <div className="filter">
      <Select
        aria-label={t('filter.store')}
        data-testid="filter-store"
        style={{ width: 160 }}
        value={value}
        options={options}
        showSearch={{ optionFilterProp: 'label' }}
        onChange={onChange}
      />
    </div>
  )
}

const typingMs = 300

interface SearchFilterProps {
  value: string
  label?: string
  hint?: string
  width?: number
  onChange(text: string): void
}

/** Search text; F3 comes here, Enter goes on to the list. */
export const SearchFilter = ({ value, label, hint, width = 300, onChange }: SearchFilterProps) => {
  const { t } = useTranslation()
  const input = useRef<InputRef>(null)
  const typing = useTyping(value, onChange)
  useKeys('stock', { search: () => input.current?.focus({ cursor: 'all' }) })
  return (
    <div className="filter">
      <Input
        ref={input}
        aria-label={label ?? t('filter.search')}
        data-testid="filter-search"
        style={{ width }}
        placeholder={hint ?? t('filter.searchHint')}
        suffix={<KeyCap name={keyOf('stock', 'search')} />}
        maxLength={64}
        allowClear
        value={typing.text}
        onChange={(event) => typing.type(event.target.value)}
        onCompositionStart={() => typing.compose(true)}
        onCompositionEnd={(event) => typing.compose(false, event.currentTarget.value)}
        onPressEnter={() => typing.flush() || focusFirstRow()}
      />
    </div>
  )
}

const useTyping = (value: string, onChange: (text: string) => void) => {
  const [text, setText] = useState(value)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const composing = useRef(false)
  const told = useRef(value)
  const tell = (next: string): void => {
    clearTimeout(timer.current)
    if (next === told.current) return
    told.current = next
    onChange(next)
  }
  const later = (next: string): void => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => tell(next), next === '' ? 0 : typingMs)
  }
  useEffect(() => {
    if (value === told.current) return
    told.current = value
    setText(value)
  }, [value])
  useEffect(() => () => clearTimeout(timer.current), [])
  return {
    text,
    type: (next: string): void => {
      setText(next)
      if (!composing.current) later(next)
    },
    compose: (on: boolean, next?: string): void => {
      composing.current = on
      if (next !== undefined) later(next)
    },
    /** true when there was something to say yet */
    flush: (): boolean => {
      const waiting = text !== told.current
      tell(text)
      return waiting
    },
  }
}

interface TickFilterProps {
  label: string
  testId: string
  checked: boolean
  onChange(checked: boolean): void
}

export const TickFilter = ({ label, testId, checked, onChange }: TickFilterProps) => (
  <Checkbox data-testid={testId} checked={checked} onChange={(event) => onChange(event.target.checked)}>
    {label}
  </Checkbox>
)

interface SelectFilterProps {
  label: string
  testId: string
  value: string
  /** what no choice is called; it says what is chosen here, so no words stand beside it */
  all: string
  width: number
  options: { value: string; label: string }[]
  onChange(value: string): void
}

export const SelectFilter = ({ label, testId, value, all, width, options, onChange }: SelectFilterProps) => (
  <div className="filter">
    <Select
      aria-label={label}
      data-testid={testId}
      style={{ width }}
      value={value}
      options={[{ value: '', label: all }, ...options]}
      listHeight={420}
      popupMatchSelectWidth={false}
      showSearch={{ optionFilterProp: 'label' }}
      onChange={onChange}
    />
  </div>
)

interface DayRangeFilterProps {
  from: string
  to: string
  onChange(from: string, to: string): void
}

const dayText = (day: Dayjs | null | undefined): string => day?.format('YYYY-MM-DD') ?? ''
const dayValue = (text: string): Dayjs | null => (text === '' ? null : dayjs(text))

export const DayRangeFilter = ({ from, to, onChange }: DayRangeFilterProps) => {
  const { t } = useTranslation()
  return (
    <div className="filter" data-testid="filter-days">
      <DatePicker.RangePicker
        aria-label={t('filter.days')}
        style={{ width: 230 }}
        allowEmpty={[true, true]}
        format={dayFormats}
        placeholder={[t('filter.fromDay'), t('filter.toDay')]}
        value={[dayValue(from), dayValue(to)]}
        onChange={(days) => onChange(dayText(days?.[0]), dayText(days?.[1]))}
      />
    </div>
  )
}

interface ChoiceFilterProps {
  label: string
  testId: string
  value: string
  options: { value: string; label: string }[]
  onChange(value: string): void
}

export const ChoiceFilter = ({ label, testId, value, options, onChange }: ChoiceFilterProps) => (
  <div className="filter" data-testid={testId}>
    <span aria-hidden="true">{label}</span>
    <Radio.Group
      aria-label={label}
      optionType="button"
      value={value}
      options={options.map((option) => ({ ...option, 'data-testid': `${testId}-${option.value || 'all'}` }))}
      onChange={(event) => onChange(String(event.target.value))}
    />
  </div>
)
