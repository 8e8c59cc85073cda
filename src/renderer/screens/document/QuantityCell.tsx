/** The received quantity while it is edited: pre-selected, Enter keeps, Esc restores, more than six figures stand in red. */
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { hasTooMany, takesText } from './quantityEdit'

interface QuantityCellProps {
  text: string
  label: string
  onText(text: string): void
  onEnd(commit: boolean): void
}

export const QuantityCell = ({ text, label, onText, onEnd }: QuantityCellProps) => {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.select(), [])
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    onEnd(event.key === 'Enter')
  }
  return (
    <input
      ref={field}
      className="quantity-cell"
      data-testid="quantity-cell"
      aria-label={label}
      inputMode="decimal"
      value={text}
      aria-invalid={hasTooMany(text)}
      onChange={(event) => takesText(event.target.value) && onText(event.target.value)}
      onKeyDown={onKeyDown}
      onBlur={() => onEnd(false)}
    />
  )
}
