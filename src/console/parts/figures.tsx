/** Quantities as they stand in a column: zero is quiet, below zero is loud, a difference has its sign. */
import { quantityText } from '../../core/quantity/quantity'
import { signedQuantity } from '../../ui/format'
import { unitCostDigits } from '../../ui/money'

export const Quantity = ({ value, strong = false }: { value: number | null; strong?: boolean }) => {
  if (value === null) return <span className="zero">—</span>
  if (value === 0) return <span className="zero">0</span>
  if (value < 0) return <b className="bad">{quantityText(value)}</b>
  return strong ? <b>{quantityText(value)}</b> : quantityText(value)
}

export const Difference = ({ value }: { value: number }) => {
  if (value === 0) return <span className="zero">0</span>
  return <b className={value < 0 ? 'bad' : 'look'}>{signedQuantity(value)}</b>
}

/** Unit cost is kept to 1/10,000 yuan; trailing zeros beyond the fen say nothing. */
export const unitCostText = (unitCost: number | null): string => {
  if (unitCost === null) return ''
  return `¥${unitCostDigits(unitCost)}`
}

/** The same figure for a file. */
export const unitCostCell = (unitCost: number | null): number | '' =>
  unitCost === null ? '' : Number(unitCostDigits(unitCost))
