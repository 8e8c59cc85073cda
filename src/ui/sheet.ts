/**
 * A list as an Excel file. Figures stay figures and codes stay text, so nothing turns into 6.90123E+12 and nothing runs as
 * a formula: a cell is written with its type. The writer is loaded when somebody first exports.
 */
import dayjs from 'dayjs'
import { costValueToFen, moneyText, quantityText } from '../core/quantity/quantity'
import { type CsvCell, saveFile } from './csv'

export type SheetRow = readonly CsvCell[]

const columnCharsMin = 8
const columnCharsMax = 48

/** First row is the heading. Widths follow the longest cell; a Chinese character takes two. */
export const sheetBlob = async (rows: readonly SheetRow[]): Promise<Blob> => {
  const { default: writeExcelFile } = await import('write-excel-file/universal')
  const data = rows.map((row, index) => row.map((cell) => cellOf(cell, index === 0)))
  const columns = (rows[0] ?? []).map((_, column) => ({ width: widthOf(rows.map((row) => row[column])) }))
  return writeExcelFile(data, { columns, stickyRowsCount: 1 }).toBlob()
}

const cellOf = (cell: CsvCell, heading: boolean) => {
  if (cell === null || cell === undefined || cell === '') return null
  const style = heading ? { fontWeight: 'bold' as const } : {}
  return typeof cell === 'number'
    ? { value: cell, type: Number, ...style }
    : { value: cell.slice(0, cellTextMax), type: String, ...style }
}

/** Excel's own limit for a cell */
const cellTextMax = 32_767

const widthOf = (cells: readonly CsvCell[]): number => {
  const longest = cells.reduce((most: number, cell) => Math.max(most, charsOf(String(cell ?? ''))), 0)
  return Math.min(columnCharsMax, Math.max(columnCharsMin, longest + 2))
}

const charsOf = (text: string): number => [...text].reduce((sum, letter) => sum + (letter > '\u2e7f' ? 2 : 1), 0)

export const saveSheet = async (name: string, rows: readonly SheetRow[]): Promise<void> =>
  saveFile(`${name}.xlsx`, await sheetBlob(rows), 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')

/** Figures for a file: numbers a spreadsheet can add up. Shown only; nothing is booked from them. */
export const quantityCell = (quantity: number | null): number | '' =>
  quantity === null ? '' : Number(quantityText(quantity))

/** 2026-11-22 14:05: whole, for a file is read long after */
export const timeCell = (iso: string | null): string => (iso ? dayjs(iso).format('YYYY-MM-DD HH:mm') : '')

export const valueCell = (value: number | null): number | '' =>
  value === null ? '' : Number(moneyText(costValueToFen(value)))
