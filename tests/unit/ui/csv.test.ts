import { describe, expect, test } from 'vitest'
import { csvCell, csvText, fileNameOf } from '../../../src/ui/csv'

describe('a list as a file', () => {
  test('starts with the mark Excel needs, ends each row with CRLF', () =>
    expect(
      csvText([
        ['单号', '数量'],
        ['BSCK-1', 3],
      ]),
    ).toBe('\uFEFF单号,数量\r\nBSCK-1,3\r\n'))

  test.each([
    ['a comma, a quote and a break are wrapped', 'a,"b"\nc', '"a,""b""\nc"'],
    ['nothing is an empty cell', null, ''],
    ['figures stay figures', -12.5, '-12.5'],
    ['a negative figure as text too', '-12.5', '-12.5'],
    ['a short code stays', '1010001', '1010001'],
    ['a barcode keeps its digits', '6901234567892', '6901234567892\t'],
    ['a leading zero stays', '0012', '0012\t'],
  ])('%s', (_name, cell, text) => expect(csvCell(cell)).toBe(text))

  test.each(['=1+1', '+cmd|x', '-1+1', '@SUM(A1)', '\t=1', '\r=1'])('%j cannot run as a formula', (text) =>
    expect(csvCell(text).replace(/^"/, '').startsWith(`'`)).toBe(true),
  )

  test('a file name has nothing a file system refuses', () =>
    expect(fileNameOf('库存 查询', '', 'S001/2026:11', 'a\nb')).toBe('库存_查询-S001_2026_11-a_b'))
})
