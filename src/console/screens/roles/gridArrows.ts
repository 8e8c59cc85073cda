/** Arrows go from tick to tick of a matrix, by row and column; Tab alone would need hundreds of strokes. */
import type { KeyboardEvent } from 'react'

const moves: Record<string, readonly [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

export const onGridArrow = (event: KeyboardEvent<HTMLTableElement>): void => {
  const move = moves[event.key]
  const cell = (event.target as Element).closest('td')
  const isTick = event.target instanceof HTMLInputElement && event.target.type === 'checkbox'
  if (!move || !cell || !isTick || event.ctrlKey || event.altKey || event.metaKey) return
  const rows = [...event.currentTarget.rows].filter((row) => row.querySelector('input[type=checkbox]'))
  const at = rows.indexOf(cell.parentElement as HTMLTableRowElement)
  const to = rows[at + move[0]]?.cells[cell.cellIndex + move[1]]?.querySelector<HTMLElement>('input[type=checkbox]')
  event.preventDefault()
  to?.focus()
}
