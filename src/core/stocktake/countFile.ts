/**
 * A file of counts, as a handheld or a spreadsheet writes it: what each cell says, and what is wrong with it. Nothing is
 * guessed: a code a spreadsheet turned into 6.90123E+12 is a fault. Which products and zones there are is known elsewhere.
 */
import { readControl } from '../barcode/readScan'
import { parseQuantity } from '../quantity/quantity'
import { parseExpiry } from '../stock/lots'

export const fileColumns = ['barcode', 'quantity', 'zone', 'lot', 'expiry'] as const
export type FileColumn = (typeof fileColumns)[number]

export const fileFaults = [
  'barcodeMissing',
  /** a spreadsheet kept the number and lost its digits */
  'barcodeExponent',
  'barcodeUnknown',
  'barcodeSeveral',
  /** a scale's own label weighs what it lies on; how much that was is nothing a file can say twice */
  'barcodeScale',
  'quantityMissing',
  'quantityWrong',
  'quantityNotWhole',
  'quantityTooLarge',
  'zoneMissing',
  'zoneUnknown',
  /** whoever takes the file in counts, or counted, that zone already */
  'zoneCounted',
  'beyondRecount',
  'zoneTooLarge',
  'lotMissing',
  'lotUnused',
  'expiryMissing',
  'expiryWrong',
  'expiryContradicts',
] as const
export type FileFaultName = (typeof fileFaults)[number]

/** the row's number in the file, then its cells */
export type FileRow = readonly [number, string, string, string, string, string]

export interface FileFault {
  row: number
  column: FileColumn
  fault: FileFaultName
  text: string
}

export interface ReadRow {
  row: number
  barcode: string
  /** thousandths; of whatever the code stands for */
  quantity: number
  zone: string
  lot: string
  expiryDate: string
}

const exponent = /^\d+([.,]\d+)?E\+?\d+$/i
/** Excel marks text that looks like a number with a quote, and our own export ends long codes with a tab. */
const plain = (cell: string): string => cell.replace(/^'/, '').trim()

/** Either the row, or everything that is wrong with it. */
export const readFileRow = ([row, ...cells]: FileRow): ReadRow | FileFault[] => {
  const [barcode = '', amount = '', place = '', lot = '', day = ''] = cells.map(plain)
  const faults: FileFault[] = []
  const fault = (column: FileColumn, name: FileFaultName, text: string): void =>
    void faults.push({ row, column, fault: name, text })
  if (barcode === '') fault('barcode', 'barcodeMissing', '')
  else if (exponent.test(barcode)) fault('barcode', 'barcodeExponent', barcode)
  const quantity = parseQuantity(amount)
  if (amount === '') fault('quantity', 'quantityMissing', '')
  else if (quantity === null) fault('quantity', 'quantityWrong', amount)
  if (place === '') fault('zone', 'zoneMissing', '')
  const expiryDate = day === '' ? '' : parseExpiry(day.replaceAll('/', '-'))
  if (expiryDate === null) fault('expiry', 'expiryWrong', day)
  if (faults.length > 0 || quantity === null || expiryDate === null) return faults
  return { row, barcode, quantity, zone: zoneNamed(place), lot, expiryDate }
}

/** A handheld writes the label it scanned, with its scanner's prefix or without; a person the code on it. */
const zoneNamed = (text: string): string => {
  const code = readControl(text)
  return code?.kind === 'zone' ? code.zone : text.toUpperCase()
}
