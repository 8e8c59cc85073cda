/**
 * A figure typed by hand: plain text so that nothing is rounded, read digit by digit, marked while it is no figure.
 * Enter or leaving the field commits it, Esc takes it back.
 */
import { Input, type InputRef } from 'antd'
import { type Ref, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { moneyText, parseQuantity, quantityText } from '../../core/quantity/quantity'
import { parseUnitCost, parseYuan, unitCostDigits } from '../../ui/money'

interface FieldProps {
  label: string
  testId: string
  /** null: empty */
  value: number | null
  unit?: string | undefined
  width?: number
  disabled?: boolean
  autoFocus?: boolean
  inputRef?: Ref<InputRef>
  /** at every key; null while what stands there is no figure */
  onChange?(figure: number | null): void
  /** Enter, or leaving the field changed */
  onCommit?(figure: number): void
  /** as `onCommit`, where what stood there was taken out; without it the figure comes back */
  onEmpty?(): void
  /** the focus went elsewhere, changed or not */
  onLeave?(): void
}

interface FigureFieldProps extends FieldProps {
  parse(text: string): number | null
  show(figure: number): string
  /** said while it is no figure */
  rule: string
}

const FigureField = ({ label, testId, value, unit, width = 92, parse, show, rule, ...props }: FigureFieldProps) => {
  const shown = value === null ? '' : show(value)
  const [typed, setTyped] = useState<string | null>(null)
  const text = typed ?? shown
  const parsed = parse(text)
  const wrong = text !== '' && parsed === null
  // what is no figure stays to be seen and mended
  const commit = (): void => {
    if (wrong) return
    setTyped(null)
    if (text === shown) return
    if (parsed === null) props.onEmpty?.()
    else props.onCommit?.(parsed)
  }
  return (
    <Input
      ref={props.inputRef ?? null}
      className="figure-field"
      aria-label={label}
      aria-invalid={wrong}
      data-testid={testId}
      style={{ width }}
      inputMode="decimal"
      autoComplete="off"
      maxLength={12}
      autoFocus={props.autoFocus ?? false}
      data-autofocus={props.autoFocus ?? false}
      // left out, the form around it says so
      {...(props.disabled === undefined ? {} : { disabled: props.disabled })}
      value={text}
      status={wrong ? 'error' : ''}
      title={wrong ? rule : ''}
      suffix={unit ? <small className="muted">{unit}</small> : null}
      onFocus={(event) => event.target.select()}
      onChange={(event) => {
        setTyped(event.target.value)
        props.onChange?.(parse(event.target.value))
      }}
      onPressEnter={commit}
      onBlur={() => {
        commit()
        props.onLeave?.()
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || typed === null) return
        event.stopPropagation()
        setTyped(null)
      }}
    />
  )
}

export const QuantityField = (props: FieldProps) => {
  const { t } = useTranslation()
  return <FigureField {...props} parse={parseQuantity} show={quantityText} rule={t('entry.badQuantity')} />
}

/** Yuan on the screen, integer fen in the data. */
export const YuanField = (props: FieldProps) => {
  const { t } = useTranslation()
  return <FigureField {...props} parse={parseYuan} show={yuanText} rule={t('entry.badMoney')} />
}

/** Whole yuan are how people say limits. */
export const yuanText = (fen: number): string => moneyText(fen).replace(/\.00$/, '')

export const UnitCostField = (props: FieldProps) => {
  const { t } = useTranslation()
  return <FigureField {...props} parse={parseUnitCost} show={unitCostDigits} rule={t('entry.badCost')} />
}

export const WholeField = (props: FieldProps) => {
  const { t } = useTranslation()
  return <FigureField {...props} parse={parseWhole} show={String} rule={t('entry.badWhole')} />
}

const parseWhole = (text: string): number | null => (/^\d{1,6}$/.test(text.trim()) ? Number(text.trim()) : null)
