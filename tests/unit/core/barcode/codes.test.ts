// The table of codes, walked: every one is read as it is written down there, by the rule named there.
import { describe, expect, test } from 'vitest'
import { readScan, type ScanReading } from '../../../../src/core/barcode/readScan'
import { type CodeRow, codesByKind, type ReadCode, tableRules, tableYear } from './codes.table'

const read = (code: string): ScanReading => readScan(code, { weighRules: tableRules, year: tableYear })

/** As much of the reading as the row names. */
const asNamed = (reading: ScanReading, reads: CodeRow['reads']): unknown => {
  if ('unreadable' in reads) return { unreadable: reading.kind === 'unreadable' ? reading.reason : reading }
  if ('control' in reads) return { control: only(reading, Object.keys(reads.control)) }
  if (reading.kind !== 'code') return reading
  const { weighRule, otherwise, lookups } = reading
  const flat = { ...reading, weighRule: weighRule?.id, otherwise: otherwise?.lookups[0] }
  return only({ ...flat, lookups: lookups.slice(0, reads.lookups?.length) }, Object.keys(reads))
}

const only = (value: object, keys: readonly string[]): object =>
  Object.fromEntries(Object.entries(value).filter(([key]) => keys.includes(key)))

const rows = Object.values(codesByKind).flat()

test('the table is a table: no code twice, each with where it comes from', () => {
  expect(rows.length).toBeGreaterThanOrEqual(150)
  expect(new Set(rows.map(({ code }) => code)).size).toBe(rows.length)
  expect(rows.filter(({ from }) => from.length < 3)).toEqual([])
})

describe.each(Object.entries(codesByKind))('%s', (_kind, rowsOfKind) => {
  test.each(rowsOfKind.map((row): [string, CodeRow] => [row.from, row]))('%s', (_from, { code, reads }) => {
    expect(asNamed(read(code), reads)).toEqual(reads)
  })
})

test('a code has a second meaning only where the table says so', () => {
  const said = (reads: CodeRow['reads']): reads is ReadCode => 'rule' in reads
  const second = rows.filter(({ code, reads }) => {
    const reading = read(code)
    return (
      said(reads) &&
      reading.kind === 'code' &&
      reading.otherwise !== null &&
      reading.rule !== 'weighed' &&
      !reads.otherwise
    )
  })
  expect(second.map(({ code }) => code)).toEqual([])
})
