// The chain's own printed codes, as scanners of every setting send them.
import { describe, expect, test } from 'vitest'
import { readControl } from '../../../../src/core/barcode/readScan'

const number = 'PD-S001-261122-A0001'
/** none, Code 128 and GS1-128, QR and GS1 QR, Data Matrix and GS1 Data Matrix, Code 39, Aztec, what a keyboard adds */
const prefixes = ['', ']C0', ']C1', ']Q1', ']Q3', ']d1', ']d2', ']A0', ']z0', '  ']

describe.each(prefixes)('sent with %j before it', (prefix) => {
  test('a zone is a zone', () => {
    expect(readControl(`${prefix}ZG-Z-A03\r\n`)).toEqual({ kind: 'zone', text: 'ZG-Z-A03', zone: 'A03' })
  })

  test('a page is a page', () => {
    const text = `ZG-P-${number}-03`
    expect(readControl(prefix + text)).toEqual({ kind: 'page', text, number, page: 3 })
  })

  test('a command and a number are themselves', () => {
    expect(readControl(`${prefix}zg-c-x12`)).toMatchObject({ kind: 'command', command: { name: 'times', times: 12 } })
    expect(readControl(`${prefix}${number}`)).toEqual({ kind: 'document', text: number })
  })
})

test('goods are none of them, nor is what cannot be read', () => {
  for (const raw of ['6901234567892', ']E06901234567892', 'ZG-Z-', ']C0', '', 'ZG-Z-A03\u0007'])
    expect(readControl(raw)).toBeNull()
})
