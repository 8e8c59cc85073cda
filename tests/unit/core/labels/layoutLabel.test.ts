// Laying out labels with a ruler of plain numbers: a Chinese character is as wide as its size, a Latin one half of it.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type {
  BarsItem,
  LabelContent,
  LabelDpi,
  LabelWarning,
  LayoutItem,
  TextItem,
} from '../../../../src/core/labels/labelLayout'
import { mustNotPrint } from '../../../../src/core/labels/labelLayout'
import type { LabelTemplateId } from '../../../../src/core/labels/labelTemplates'
import { labelTemplateIds, labelTemplates } from '../../../../src/core/labels/labelTemplates'
import { symbologyOf } from '../../../../src/core/labels/layoutBars'
import { layoutLabel } from '../../../../src/core/labels/layoutLabel'
import { lotElements } from '../../../../src/core/labels/layoutMatrix'
import { splitPrice } from '../../../../src/core/labels/layoutPrice'
import { blockOfWarning } from '../../../../src/ui/labelTemplates/edits'

const measure = (text: string, size: number): number =>
  Array.from(text).reduce((total, one) => total + (one > '\u00ff' ? size : size * 0.56), 0)
const modulesOf = (symbology: string, text: string): number => (symbology === 'code128' ? 35 + text.length * 11 : 95)

const water: LabelContent = {
  name: '农夫山泉饮用天然水',
  spec: '550ml',
  unit: '瓶',
  priceFen: 1280,
  code: '6921168509256',
  sku: 'SP-100234',
  origin: '浙江杭州',
  date: '2026-11-22',
  storeName: '学院路店',
}
const lay = (id: LabelTemplateId, content: Partial<LabelContent> = {}, dpi: LabelDpi = 203) =>
  layoutLabel(labelTemplates[id], { ...water, ...content }, dpi, measure, modulesOf)
const textsOf = (items: LayoutItem[]): TextItem[] => items.filter((item) => item.kind === 'text')
const barsOf = (items: LayoutItem[]): BarsItem | undefined => items.find((item) => item.kind === 'bars')
const shown = (items: LayoutItem[]): string[] => textsOf(items).map(({ text }) => text)

describe('size', () => {
  test.each<[LabelTemplateId, LabelDpi, number, number]>([
    ['priceTag40x30', 203, 320, 240],
    ['priceTag60x40', 203, 480, 320],
    ['priceTag40x30', 300, 472, 354],
    ['goodsLabel60x40', 300, 709, 472],
  ])('%s at %i dpi is %i x %i dots', (id, dpi, widthDots, heightDots) => {
    expect(lay(id, {}, dpi).layout).toMatchObject({ widthDots, heightDots })
  })
})

describe('price', () => {
  test.each([
    [1280, '12', '80'],
    [5, '0', '05'],
    [0, '0', '00'],
    [1_234_567_890, '12345678', '90'],
  ])('%i fen is %s and %s', (fen, yuan, rest) => expect(splitPrice(fen)).toEqual({ yuan, fen: rest }))
  test.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('%d is no price', (fen) =>
    expect(splitPrice(fen)).toBeNull(),
  )

  test('is the largest thing on the label and names its unit', () => {
    const { layout, warnings } = lay('priceTag40x30')
    expect(warnings).toEqual([])
    expect(shown(layout.items)).toEqual(expect.arrayContaining(['¥', '12', '.', '80', '元/瓶']))
    const largest = textsOf(layout.items).sort((one, other) => other.sizeDots - one.sizeDots)[0]
    expect(largest?.text).toBe('12')
    expect(largest?.sizeDots).toBeGreaterThan(70)
  })
  test('shrinks and is never cut', () => {
    const { layout, warnings } = lay('priceTag40x30', { priceFen: 99_999_999 })
    expect(shown(layout.items)).toEqual(expect.arrayContaining(['999999', '99']))
    expect(warnings).toEqual([])
  })
  test('a missing price is said, on labels that show one', () => {
    expect(lay('priceTag40x30', { priceFen: null }).warnings).toEqual([{ code: 'priceMissing', params: {} }])
    expect(lay('goodsLabel60x40', { priceFen: null }).warnings).toEqual([])
  })
})

describe('name', () => {
  const nameLines = (name: string, id: LabelTemplateId = 'priceTag40x30') => {
    const { layout, warnings } = lay(id, { name })
    const lines = textsOf(layout.items).filter(
      ({ weight, ink, text }) => weight === 'bold' && ink === 'black' && /[一-龥]/.test(text),
    )
    return { lines: lines.map(({ text }) => text), size: lines[0]?.sizeDots, warnings }
  }
  test('a short one stands on one large line', () => {
    expect(nameLines('矿泉水')).toEqual({ lines: ['矿泉水'], size: 32, warnings: [] })
  })
  test('a long one takes two lines of like length', () => {
    const { lines, warnings } = nameLines('海天金标生抽酱油特级酿造家庭装')
    expect(lines.map((line) => line.length)).toEqual([7, 8])
    expect(warnings).toEqual([])
  })
  test('breaks before a bracket rather than inside it', () => {
    expect(nameLines('五常大米东北（稻花香二号真空装）').lines).toEqual(['五常大米东北', '（稻花香二号真空装）'])
  })
  test('keeps a Latin word and its number whole', () => {
    expect(nameLines('可口可乐经典原味汽水 330ml×24罐装').lines.join('|')).toMatch(/330ml/)
  })
  test('one that cannot fit is cut with an ellipsis, and says so', () => {
    const name = '特级'.repeat(40)
    const { lines, size, warnings } = nameLines(name)
    expect(lines).toHaveLength(2)
    expect(lines[1]).toMatch(/…$/)
    expect(size).toBe(20)
    expect(warnings).toEqual([{ code: 'nameCut', params: { name, shown: lines.join('') } }])
  })
  test('a figure is never cut in two', () => {
    const name = `${'特级'.repeat(12)}装 1.28L×2`
    expect(nameLines(name).lines[1]).toMatch(/[特级装]…$/)
  })
  test('none at all is said', () => {
    expect(lay('priceTag60x40', { name: ' ' }).warnings).toEqual([{ code: 'nameMissing', params: {} }])
  })
})

describe('words', () => {
  const laid = (text: string, w: number, align: 'left' | 'right' = 'left', dpi: LabelDpi = 203) => {
    const words = {
      kind: 'words',
      text,
      box: { x: 285, y: 20, w, h: 30 },
      size10: 28,
      weight: 'regular',
      align,
    } as const
    const template = { ...labelTemplates.priceTag40x30, blocks: [words] }
    const { layout, warnings } = layoutLabel(template, water, dpi, measure, modulesOf)
    const [item] = textsOf(layout.items)
    const right = (item?.x ?? 0) + measure(item?.text ?? '', item?.sizeDots ?? 0)
    return { item, warnings, right, edge: Math.ceil(((285 + w) * dpi) / 254), template }
  }
  test('keep their size where they fit', () => {
    expect(laid('会员价', 100)).toMatchObject({ item: { text: '会员价', sizeDots: 22 }, warnings: [] })
  })
  test('shrink to the size that can still be read', () => {
    const { item, warnings, right, edge } = laid('会员专享价', 100)
    expect(item).toMatchObject({ text: '会员专享价', sizeDots: 16 })
    expect(warnings).toEqual([])
    expect(right).toBeLessThanOrEqual(edge)
  })
  test.each(['left', 'right'] as const)('longer ones end at their box, %s, and it is said', (align) => {
    const { item, warnings, right, edge, template } = laid('会员专享价限时三天先到先得数量有限', 100, align)
    expect(item?.sizeDots).toBe(16)
    expect(item?.text).toMatch(/^会员专.*…$/)
    expect(right).toBeLessThanOrEqual(edge)
    expect(warnings).toEqual([
      { code: 'textCut', params: { field: 'words', text: '会员专享价限时三天先到先得数量有限', shown: item?.text } },
    ])
    expect(blockOfWarning(template.blocks, warnings[0] as LabelWarning)).toBe(1)
  })
  test('at 300 dpi two millimetres are more dots', () =>
    expect(laid('会员专享价限时三天', 100, 'left', 300).item?.sizeDots).toBe(24))
  test('of the templates that come with the product are never cut', () => {
    for (const id of labelTemplateIds) expect(lay(id).warnings.filter(({ code }) => code === 'textCut')).toEqual([])
  })
})

describe('bars', () => {
  test.each([
    ['6921168509256', 'ean13'],
    ['6921168509257', 'code128'],
    ['96385074', 'ean8'],
    ['036000291452', 'upca'],
    ['16901234567899', 'code128'],
    ['CGDD-S001-261122-0001', 'code128'],
    ['批次一', null],
    ['x'.repeat(65), null],
  ])('%s is %s', (code, symbology) => expect(symbologyOf(code)).toBe(symbology))

  test('EAN-13 on 40x30 at 203 dpi: two dots a module with its quiet zones inside the label', () => {
    const bars = barsOf(lay('priceTag40x30').layout.items)
    expect(bars).toMatchObject({ symbology: 'ean13', moduleDots: 2, modules: 95 })
    expect((bars?.x ?? 0) - 11 * 2).toBeGreaterThanOrEqual(0)
    expect((bars?.x ?? 0) + (95 + 7) * 2).toBeLessThanOrEqual(320)
  })
  test('a code too wide for its column takes the whole width', () => {
    const { layout, warnings } = lay('priceTag60x40', { code: 'SP-100234' })
    expect(barsOf(layout.items)?.moduleDots).toBeGreaterThanOrEqual(2)
    expect(warnings).toEqual([])
  })
  test('too long for two dots a module: text and a warning', () => {
    const { layout, warnings } = lay('priceTag40x30', { code: 'CGDD-S001-261122-0001' })
    expect(barsOf(layout.items)).toBeUndefined()
    expect(shown(layout.items)).toContain('CGDD-S001-261122-0001')
    expect(warnings).toEqual([{ code: 'barcodeTooDense', params: { code: 'CGDD-S001-261122-0001' } }])
  })
  test('no code and a code that has no bars', () => {
    expect(lay('priceTag40x30', { code: null }).warnings).toEqual([{ code: 'barcodeMissing', params: {} }])
    expect(lay('priceTag40x30', { code: '批次' }).warnings).toEqual([
      { code: 'barcodeNotDrawn', params: { code: '批次' } },
    ])
  })
})

describe('square codes', () => {
  const qrModules = (symbology: string, text: string): number =>
    symbology === 'qrcode' ? 21 : symbology === 'gs1datamatrix' ? 22 : modulesOf(symbology, text)
  const layKind = (id: LabelTemplateId, content: Partial<LabelContent>) =>
    layoutLabel(labelTemplates[id], { ...water, ...content }, 203, measure, qrModules)
  const matrixOf = (items: LayoutItem[]) => items.find((item) => item.kind === 'matrix')

  test('a zone is a QR code of its own code at whole dots, blank edge inside its box', () => {
    const matrix = matrixOf(layKind('zoneTag60x40', { code: 'ZG-Z-A1' }).layout.items)
    expect(matrix).toMatchObject({ symbology: 'qrcode', text: 'ZG-Z-A1', modules: 21, moduleDots: 7 })
    expect((matrix?.x ?? 0) - 4 * 7).toBeGreaterThanOrEqual(12)
  })
  test('a lot says goods, day and lot as GS1 writes them', () => {
    const lot = { lot: 'L1', expiryDate: '2027-01-31' }
    expect(lotElements({ ...water, ...lot })).toBe('(01)06921168509256(17)270131(10)L1')
    expect(lotElements({ ...water, lot: 'L1' })).toBe('(01)06921168509256(10)L1')
  })
  test.each([{ lot: '批1' }, { lot: 'A(1)' }, { lot: '' }, { lot: 'L1', code: 'SP-1' }])(
    'a lot that GS1 has no spelling for is text alone, and said: %o',
    (content) => {
      expect(layKind('lot60x40', content).warnings).toContainEqual({
        code: 'lotCodeNotDrawn',
        params: { lot: content.lot },
      })
    },
  )
  test('a carton has its GTIN-14 as ITF with bars above and below, anything else as Code 128', () => {
    const { items } = layKind('carton100x70', { code: '16921168509253' }).layout
    const bars = barsOf(items)
    expect(bars).toMatchObject({ symbology: 'itf14', moduleDots: 4, wideDots: 10 })
    expect(items.filter(({ kind }) => kind === 'rect')).toHaveLength(2)
    expect(barsOf(layKind('carton100x70', { code: '6921168509256' }).layout.items)?.symbology).toBe('ean13')
  })
})

describe('what must not be printed', () => {
  test.each<[Partial<LabelContent>, string]>([
    [{ name: '' }, 'nameMissing'],
    [{ priceFen: null }, 'priceMissing'],
    [{ priceFen: 99_999_999_999_999 }, 'priceTooWide'],
  ])('%o', (content, code) => {
    const { warnings, layout } = lay('priceTag40x30', content)
    expect(warnings.filter(mustNotPrint).map((warning) => warning.code)).toEqual([code])
    if (code !== 'nameMissing') expect(shown(layout.items)).not.toContain('¥')
  })
  test('a price without a unit is said', () => {
    expect(lay('priceTag40x30', { unit: '' }).warnings).toEqual([{ code: 'unitMissing', params: {} }])
  })
})

test('whatever the product and its code, no text stands on bars and the whole price is on the label', () => {
  const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 18 })
  const anyCode = fc.oneof(digits, fc.string({ maxLength: 40 }), fc.constantFrom('6921168509256', '96385074'))
  const arbitrary = fc.record({ name: fc.string({ maxLength: 80 }), spec: fc.string({ maxLength: 40 }), code: anyCode })
  const price = fc.integer({ min: 0, max: 9_999_999 })
  fc.assert(
    fc.property(
      arbitrary,
      price,
      fc.constantFrom(...labelTemplateIds),
      fc.constantFrom<LabelDpi>(203, 300),
      (texts, priceFen, id, dpi) => {
        const { layout } = lay(id, { ...texts, priceFen }, dpi)
        const bars = barsOf(layout.items)
        for (const item of textsOf(layout.items)) {
          expect(item.x + measure(item.text, item.sizeDots)).toBeLessThanOrEqual(layout.widthDots)
        }
        for (const item of textsOf(layout.items)) {
          if (bars === undefined) break
          const across =
            item.x < bars.x + bars.modules * bars.moduleDots && bars.x < item.x + measure(item.text, item.sizeDots)
          const down = item.baseline > bars.y && item.baseline - item.sizeDots * 0.74 < bars.y + bars.heightDots
          expect(across && down ? item.text : '').toBe('')
        }
        if (!labelTemplates[id].blocks.some(({ kind }) => kind === 'price')) return
        const { yuan, fen } = splitPrice(priceFen) ?? { yuan: '', fen: '' }
        expect(shown(layout.items)).toEqual(expect.arrayContaining([yuan, fen]))
      },
    ),
  )
})

test('whatever the product is called, all stays on the label and Chinese stays readable', () => {
  const words = fc.string({ unit: fc.constantFrom(...'特级酿造酱油（）·、 ABC12.5kg×😀…'), maxLength: 60 })
  const product = fc.record({ name: words, spec: words, unit: words, origin: words, sku: words, storeName: words })
  const price = fc.integer({ min: 0, max: 9_999_999 })
  fc.assert(
    fc.property(
      product,
      price,
      fc.constantFrom(...labelTemplateIds),
      fc.constantFrom<LabelDpi>(203, 300),
      (texts, priceFen, id, dpi) => {
        // A unit is a word; ten characters is what the catalogue allows.
        const { layout } = lay(id, { ...texts, unit: texts.unit.slice(0, 10), priceFen }, dpi)
        for (const item of textsOf(layout.items)) {
          expect(item.x).toBeGreaterThanOrEqual(0)
          expect(item.x + measure(item.text, item.sizeDots)).toBeLessThanOrEqual(layout.widthDots)
          expect(item.baseline).toBeLessThanOrEqual(layout.heightDots)
          if (/[一-龥]/.test(item.text)) expect(item.sizeDots).toBeGreaterThanOrEqual(16)
        }
      },
    ),
  )
})

describe('what a label of its kind cannot do without', () => {
  const held = (id: LabelTemplateId, content: Partial<LabelContent>) =>
    lay(id, content)
      .warnings.filter(mustNotPrint)
      .map(({ code }) => code)
  test.each([
    ['lot60x40', {}, 'lotMissing'],
    ['lot60x40', { kind: 'lot', lot: 'L1' }, 'lotMissing'],
    ['carton100x70', {}, 'packMissing'],
    ['zoneTag60x40', {}, 'placeMissing'],
    ['placeTag60x40', { kind: 'zone' }, 'placeMissing'],
  ] as const)('%s of %j is held back: %s', (id, content, code) => {
    expect(held(id, content)).toEqual([code])
  })
  test('with it, it is printed', () => {
    expect(held('lot60x40', { kind: 'lot', lot: 'L1', expiryDate: '2027-01-01' })).toEqual([])
    expect(held('carton100x70', { kind: 'carton', quantity: '24 瓶/箱' })).toEqual([])
    expect(held('zoneTag60x40', { kind: 'zone', code: 'ZG-Z-A1' })).toEqual([])
  })
})
