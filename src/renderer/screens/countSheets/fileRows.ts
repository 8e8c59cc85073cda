/** Which columns of a file mean what, by their headings or their order, and its rows as the backend takes them. Pure. */
import { type CountFileRow, countFileLimits } from '../../../contract/schemas/countSheet'
import { type FileColumn, fileColumns } from '../../../core/stocktake/countFile'

const headings: Record<FileColumn, RegExp> = {
  barcode: /^(条码|商品条码|国际条码|编码|货号|商品编码|商品编号|barcode|ean|gtin|code|sku)$/i,
  quantity: /^(数量|实盘|实盘数|实盘数量|盘点数量|quantity|qty|count|counted)$/i,
  zone: /^(区域|区域编号|货架|货位|zone|area|location)$/i,
  lot: /^(批次|批号|lot|batch)$/i,
  expiry: /^(效期|有效期|到期日|到期日期|expiry|expiry ?date|best before)$/i,
}

export type FileRows =
  | { ok: true; rows: CountFileRow[]; hasZones: boolean }
  | { ok: false; problem: 'noColumns' | 'tooMany' }

/** Without headings: barcode, quantity, zone, lot, expiry, in that order. `zoneCode` where the file names no zones. */
export const fileRows = (table: readonly (readonly string[])[], zoneCode: string): FileRows => {
  const head = table.findIndex((row) => row.some((cell) => cell.trim() !== ''))
  const named = columnsNamed(table[head] ?? [])
  if (named === null && !/^['\d]/.test((table[head]?.[0] ?? '').trim())) return { ok: false, problem: 'noColumns' }
  const columns = named ?? { barcode: 0, quantity: 1, zone: 2, lot: 3, expiry: 4 }
  const first = named === null ? head : head + 1
  const body = table.slice(first)
  const hasZones = columns.zone !== null && body.some((row) => (row[columns.zone ?? -1] ?? '').trim() !== '')
  const rows = body.flatMap((row, index): CountFileRow[] => {
    if (row.every((cell) => cell.trim() === '')) return []
    const cell = (column: FileColumn): string =>
      (row[columns[column] ?? -1] ?? '').trim().slice(0, countFileLimits.cellChars)
    return [
      [
        first + index + 1,
        cell('barcode'),
        cell('quantity'),
        hasZones ? cell('zone') : zoneCode,
        cell('lot'),
        cell('expiry'),
      ],
    ]
  })
  return rows.length > countFileLimits.rows ? { ok: false, problem: 'tooMany' } : { ok: true, rows, hasZones }
}

/** Null: the first row is no heading. A barcode and a quantity are the least. */
const columnsNamed = (row: readonly string[]): Record<FileColumn, number | null> | null => {
  const at = (column: FileColumn): number | null => {
    const index = row.findIndex((cell) => headings[column].test(cell.trim()))
    return index < 0 ? null : index
  }
  const found = Object.fromEntries(fileColumns.map((column) => [column, at(column)])) as Record<
    FileColumn,
    number | null
  >
  return found.barcode === null || found.quantity === null ? null : found
}
