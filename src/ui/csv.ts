/**
 * A list as a file a spreadsheet opens: UTF-8 with a byte order mark, so that Excel reads Chinese, and CRLF. Text that
 * would run as a formula gets a quote before it; long digit codes get a tab behind them, or Excel shows 6.90123E+12.
 */
export type CsvCell = string | number | null | undefined

const byteOrderMark = '\uFEFF'

/** What a spreadsheet takes for a formula. A plain negative figure is none. */
const formula = /^[=+\-@\t\r]/
const figure = /^-?\d+(\.\d+)?$/
/** Excel keeps 15 digits and shows 12 and more as a power of ten; a leading zero vanishes. */
const fragileCode = /^(0\d+|\d{12,})$/

export const csvCell = (cell: CsvCell): string => {
  if (cell === null || cell === undefined) return ''
  const text = String(cell)
  if (typeof cell === 'string' && fragileCode.test(text)) return `${text}\t`
  const safe = formula.test(text) && !figure.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export const csvText = (rows: readonly (readonly CsvCell[])[]): string =>
  byteOrderMark + rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')

/** Characters no file system refuses. */
export const fileNameOf = (...parts: readonly string[]): string =>
  parts
    .filter((part) => part !== '')
    .join('-')
    .replace(/[\\/:*?"<>|\p{Cc}\s]+/gu, '_')
    .slice(0, 120)

/** Hands the file to the browser or the window; nothing is kept. */
export const saveFile = (name: string, content: string | Blob, mime = 'text/csv;charset=utf-8'): void => {
  const url = URL.createObjectURL(new Blob([content], { type: mime }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), revokeAfterMs)
}

const revokeAfterMs = 10_000
