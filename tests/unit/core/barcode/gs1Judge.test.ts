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
