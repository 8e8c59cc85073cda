/**
 * A file a person chose, as rows of texts: CSV in UTF-8, UTF-16 or GB18030 (what Chinese Excel writes), separated by comma,
 * tab or semicolon; or the first sheet of an .xlsx. Nothing is made of a cell here: what it says is for whoever asked.
 */
import { readXlsx } from './readXlsx'

export type TableProblem = 'empty' | 'oldExcel' | 'unreadable' | 'tooLarge'
export type Table = { ok: true; rows: string[][] } | { ok: false; problem: TableProblem }

/** A handheld's file of 30,000 lines is a tenth of it. */
const bytesMax = 20 * 1024 * 1024

const startsWith = (bytes: Uint8Array, ...start: number[]): boolean => start.every((byte, at) => bytes[at] === byte)

export const readTable = async (file: Blob): Promise<Table> => {
  if (file.size > bytesMax) return { ok: false, problem: 'tooLarge' }
  const bytes = new Uint8Array(await file.arrayBuffer())
  // the container old Excel wrote; and that of a workbook with a password
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) return { ok: false, problem: 'oldExcel' }
  const rows = startsWith(bytes, 0x50, 0x4b) ? readXlsx(bytes) : csvRows(decoded(bytes))
  if (rows === null) return { ok: false, problem: 'unreadable' }
  return rows.some((row) => row.some((cell) => cell.trim() !== ''))
    ? { ok: true, rows }
    : { ok: false, problem: 'empty' }
}

/** UTF-8 where it is that without a fault; text of a Chinese code page practically never is. */
export const decoded = (bytes: Uint8Array): string => {
  if (startsWith(bytes, 0xff, 0xfe)) return new TextDecoder('utf-16le').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

/** The separator is whichever the first line has most of. */
const separatorOf = (text: string): string => {
  const first = text.slice(0, text.search(/[\r\n]|$/))
  const counts = [',', '\t', ';'].map((separator) => ({ separator, times: first.split(separator).length }))
  return counts.reduce((most, one) => (one.times > most.times ? one : most)).separator
}

/** Quotes as RFC 4180 has them: a quoted cell may hold separators, line ends and doubled quotes. */
export const csvRows = (text: string): string[][] => {
  const separator = separatorOf(text)
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let quoted = false
  const endRow = (): void => {
    rows.push([...row, cell])
    row = []
    cell = ''
  }
  for (let at = 0; at < text.length; at++) {
    const letter = text.charAt(at)
    if (quoted) {
      if (letter !== '"') cell += letter
      else if (text.charAt(at + 1) === '"') cell += text.charAt(at++)
      else quoted = false
    } else if (letter === '"' && cell === '') quoted = true
    else if (letter === separator) {
      row.push(cell)
      cell = ''
    } else if (letter === '\n') endRow()
    else if (letter !== '\r') cell += letter
  }
  if (cell !== '' || row.length > 0) endRow()
  return rows
}
