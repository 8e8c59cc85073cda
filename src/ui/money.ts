/** Money typed by hand, digit by digit: no float ever touches it. The other direction is in core/quantity and format. */

/** "12.3" yuan -> 1230 fen; null for anything else, negative amounts included */
export const parseYuan = (text: string): number | null => scaled(text, 7, 2)

/** "3.25" yuan -> 32500, the 1/10,000 yuan unit costs are kept in */
export const parseUnitCost = (text: string): number | null => scaled(text, 5, 4)

/** 32500 -> "3.25", 30000 -> "3.00" */
export const unitCostDigits = (unitCost: number): string =>
  `${Math.trunc(unitCost / 10_000)}.${String(unitCost % 10_000).padStart(4, '0')}`.replace(/0{1,2}$/, '')

const scaled = (text: string, wholeMax: number, decimals: number): number | null => {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(text.trim())
  const [, whole = '', rest = ''] = match ?? []
  if (!match || whole.length > wholeMax || rest.length > decimals) return null
  return Number(whole) * 10 ** decimals + Number(rest.padEnd(decimals, '0'))
}
