// Which goods stand on which page, and which zone's pages they stand on. Pure.
import { describe, expect, test } from 'vitest'
import { readControlCode } from '../../../../src/core/barcode/controlCodes'
import { html } from '../../../../src/core/paper/html'
import { readFileRow } from '../../../../src/core/stocktake/countFile'
import { linesPerPage, pagesOf, sheetLinesOf, sheetSource, zoneOfShelf } from '../../../../src/core/stocktake/sheets'

const zone = (code: string, temporary = false) => ({ code, temporary })

describe('pages', () => {
  test('25 lines each, in the order of the shelves; goods kept by lot take two', () => {
    const products = Array.from({ length: 26 }, (_one, index) => ({
      ...{ sku: `${index}`, shelf: 'A01', keepsLots: index === 0 },
    }))
    const pages = pagesOf(sheetLinesOf(products))
    expect(pages.map(({ length }) => length)).toEqual([linesPerPage, 2])
    expect(pages[0]?.slice(0, 3)).toEqual([
      { sku: '0', part: 1 },
      { sku: '0', part: 2 },
      { sku: '1', part: 1 },
    ])
    expect(pagesOf([])).toEqual([])
  })
  test('a line names its page by a code a scanner reads', () => {
    const source = sheetSource('PD-S001-261123-A0001', 7, 25)
    expect(source).toBe('ZG-P-PD-S001-261123-A0001-07 #25')
    expect(readControlCode(source.split(' ')[0] ?? '')).toMatchObject({ kind: 'page', page: 7 })
  })
})

describe('the zone of a shelf', () => {
  test.each([
    ['A03-2', ['A03', 'A0'], 'A03'],
    ['a03-2', ['A03'], 'A03'],
    // the whole bay, not what only begins alike
    ['A03-2', ['A0', 'A'], 'A0'],
    ['C01-1', ['A', 'OTHER'], 'OTHER'],
    ['', ['A', 'OTHER'], 'OTHER'],
    ['C01-1', ['A', 'B'], null],
    ['C01-1', ['SHOP'], 'SHOP'],
  ])('%s among %j', (shelf, codes, found) =>
    expect(
      zoneOfShelf(
        shelf,
        codes.map((code) => zone(code)),
      ),
    ).toBe(found),
  )
  test('a temporary display lists nothing', () =>
    expect(zoneOfShelf('T01-1', [zone('T01', true), zone('B')])).toBe('B'))
})

describe('a row of a file', () => {
  test('a label that was scanned, a day as people write it, a code Excel keeps as text', () =>
    expect(readFileRow([3, "'0690", '1.5', 'zg-z-a01', 'B1', '2027/01/31'])).toEqual({
      ...{ row: 3, barcode: '0690', quantity: 1500, zone: 'A01', lot: 'B1', expiryDate: '2027-01-31' },
    }))
  test.each(['6.90123E+12', '6.9E12', '6,9e+12', '69E+11'])('%s is a fault, and nothing is guessed', (code) =>
    expect(readFileRow([2, code, '1', 'A01', '', ''])).toEqual([
      { row: 2, column: 'barcode', fault: 'barcodeExponent', text: code },
    ]),
  )
})

test('text is never markup', () =>
  expect(html`<b>${'<i>&"\''}</b>${[html`<u>${1}</u>`]}`.markup).toBe('<b>&lt;i&gt;&amp;&quot;&#39;</b><u>1</u>'))
