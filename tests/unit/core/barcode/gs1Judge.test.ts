// An independent judge of GS1: bwip-js refuses to draw a wrong element string, and we must refuse to read the same ones.
import bwip from 'bwip-js/node'
import { expect, test } from 'vitest'
import { readScan } from '../../../../src/core/barcode/readScan'

const drawable = (bracketed: string): boolean => {
  try {
    bwip.raw('gs1-128', bracketed, '')
    return true
  } catch {
    return false
  }
}
const readable = (bracketed: string): boolean =>
  readScan(`]C1${bracketed}`, { weighRules: [], year: 2026 }).kind === 'code'

test.each([
  '(01)06901234567892',
  '(01)06901234567893',
  '(01)0690123456789',
  '(00)369012345600000016',
  '(00)369012345600000017',
  '(02)06901234567892(37)24',
  '(01)06901234567892(17)261231(10)LOT42',
  '(01)06901234567892(17)261331',
  '(01)06901234567892(17)260230',
  '(01)06901234567892(15)260200',
  '(01)06901234567892(11)260101(21)S/N-1',
  '(01)06901234567892(10)ABCDEFGHIJKLMNOPQRSTU',
  '(01)06901234567892(10)A~B',
  '(01)06901234567892(3103)001234',
  '(01)06901234567892(3103)01234',
  '(01)96901234567895(3103)001234',
  '(01)06901234567892(7003)2612312500',
  '(410)6901234567892',
  '(410)6901234567893',
  '(01)06901234567892(30)12345678',
  '(01)06901234567892(8020)REF1',
])('%s', (bracketed) => {
  expect(readable(bracketed)).toBe(drawable(bracketed))
})

/** Read whole, as a wedge sends it: nothing in it had to be stepped over. */
const understood = (element: string): boolean => {
  const reading = readScan(`(01)06901234567892${element}`, { weighRules: [], year: 2026 })
  return reading.kind === 'code' && reading.unknownAis.length === 0
}

test.each([
  '(253)6901234567892',
  '(253)690123456789',
  '(423)156',
  '(4309)01234567890123456789',
  '(4309)0123456789012345678',
  '(4324)2611301200',
  '(4324)26113012000',
  '(7007)261130261201',
  '(7040)1ABC',
  '(7040)1ABCD',
  '(717)ABCDEFGHIJKLMNOPQRSTU',
  '(8008)26113012',
  '(8008)2611301',
  '(8008)261130123015',
  '(8008)2611301230150',
  '(8011)123456789012',
  '(8011)1234567890123',
  '(8111)0050',
  '(8111)005',
])('of no use to stock: %s', (element) => {
  expect(understood(element)).toBe(drawable(`(01)06901234567892${element}`))
})
