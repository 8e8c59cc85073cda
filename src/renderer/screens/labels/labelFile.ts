/** A file of codes and copies as the backend takes it, or its faults by row. Without headings: code, copies. Pure. */
import type { InputOf, OutputOf } from '../../../contract/operations'
import { labelCopiesMax, labelLinesMax } from '../../../contract/operations/label'

type Line = InputOf<'label.add'>['lines'][number]
type Fault = OutputOf<'label.add'>['faults'][number]

export type LabelFileRows =
  | { ok: true; lines: Line[]; bad: Fault[] }
  | { ok: false; problem: 'noColumns' | 'tooMany' | 'empty' }

const codeHeading = /^(条码|商品条码|国际条码|编码|货号|商品编码|商品编号|barcode|ean|gtin|code|sku)$/i
const copiesHeading = /^(张数|份数|数量|标签数|copies|labels|quantity|qty)$/i

export const labelFileRows = (table: readonly (readonly string[])[]): LabelFileRows => {
  const head = table.findIndex((row) => row.some((cell) => cell.trim() !== ''))
  const heading = table[head] ?? []
  const codeAt = heading.findIndex((cell) => codeHeading.test(cell.trim()))
  const copiesAt = heading.findIndex((cell) => copiesHeading.test(cell.trim()))
  const isNamed = codeAt >= 0
  // a first row that says neither what its columns are nor a code
  if (!isNamed && !/\d/.test(heading[0] ?? '')) return { ok: false, problem: 'noColumns' }
  const columns = isNamed ? { code: codeAt, copies: copiesAt } : { code: 0, copies: 1 }
  const lines: Line[] = []
  const bad: Fault[] = []
  for (const [index, row] of table.entries()) {
    if (index < head || (isNamed && index === head) || row.every((cell) => cell.trim() === '')) continue
    const code = (row[columns.code] ?? '').trim().slice(0, 200)
    const copies = copiesOf((row[columns.copies] ?? '').trim())
    if (code === '' || copies === null) bad.push({ row: index + 1, code, reason: code === '' ? 'unknown' : 'tooMany' })
    else lines.push({ row: index + 1, code, copies })
  }
  if (lines.length + bad.length === 0) return { ok: false, problem: 'empty' }
  return lines.length > labelLinesMax ? { ok: false, problem: 'tooMany' } : { ok: true, lines, bad }
}

/** Nothing said means one. */
const copiesOf = (text: string): number | null => {
  if (text === '') return 1
  if (!/^\d{1,4}$/.test(text)) return null
  const copies = Number(text)
  return copies >= 1 && copies <= labelCopiesMax ? copies : null
}
