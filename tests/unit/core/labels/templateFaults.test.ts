// What may be saved as a template: what comes with the product is sound, and each way to spoil one is found and named.
import { describe, expect, test } from 'vitest'
import { labelTemplate as labelTemplateShape } from '../../../../src/contract/schemas/labelTemplate'
import type { LabelBlock, LabelTemplate } from '../../../../src/core/labels/labelTemplate'
import { labelTemplateIds, labelTemplates } from '../../../../src/core/labels/labelTemplates'
import { printerTest } from '../../../../src/core/labels/tags'
import { lockedBlocks, templateFaults } from '../../../../src/core/labels/templateFaults'
import { templateHints } from '../../../../src/core/labels/templateHints'

const tag = labelTemplates.priceTag40x30
const codesOf = (template: LabelTemplate): string[] => templateFaults(template).map(({ code }) => code)
const with_ = (kind: LabelBlock['kind'], change: Partial<LabelBlock>): LabelTemplate => ({
  ...tag,
  blocks: tag.blocks.map((block) => (block.kind === kind ? ({ ...block, ...change } as LabelBlock) : block)),
})
const without = (kind: LabelBlock['kind']): LabelTemplate => ({
  ...tag,
  blocks: tag.blocks.filter((block) => block.kind !== kind),
})

test.each(labelTemplateIds)('%s is sound, and comes back from JSON as it was', (id) => {
  const template = labelTemplates[id]
  expect(templateFaults(template)).toEqual([])
  expect(labelTemplateShape.parse(JSON.parse(JSON.stringify(template)))).toEqual(template)
})

test.each([
  [40, 30],
  [50, 30],
  [60, 40],
  [95, 38],
  [100, 70],
])('the printer test fits %i × %i', (widthMm, heightMm) =>
  expect(templateFaults(printerTest({ widthMm, heightMm, gapMm: 2 }))).toEqual([]),
)

describe('a price tag', () => {
  test('keeps its name, and its price with the unit it is for', () => {
    expect(codesOf(without('name'))).toEqual(['nameLost'])
    expect(codesOf(without('price'))).toEqual(['priceLost'])
    expect(lockedBlocks(tag)).toEqual(['name', 'price'])
  })
  test('in the arrangement for wide codes as well', () => {
    const wide = labelTemplates.priceTag60x40
    const wideCodeBlocks = (wide.wideCodeBlocks ?? []).filter(({ kind }) => kind !== 'price')
    expect(codesOf({ ...wide, wideCodeBlocks })).toEqual(['priceLost'])
  })
  test('shows a price that can be read, with room for a large one', () => {
    expect(codesOf(with_('price', { box: { x: 200, y: 100, w: 100, h: 90 } }))).toEqual(['priceTooSmall'])
    expect(codesOf(with_('price', { max10: 25 }))).toEqual(['priceTooSmall'])
  })
})

describe('nothing stands on the name or the price', () => {
  const boxOf = (kind: LabelBlock['kind']) => tag.blocks.find((block) => block.kind === kind)?.box ?? missing()
  const missing = (): never => {
    throw new Error('no such block')
  }
  const line = { size10: 28, weight: 'regular', align: 'left' } as const
  const over = (box: LabelBlock['box']): LabelBlock[] => [
    { kind: 'rect', box },
    { kind: 'rule', box: { ...box, y: box.y + 20, h: 0 }, thickness10: 4 },
    { kind: 'words', text: '会员价', box: { ...box, w: 60, h: 30 }, ...line },
    { kind: 'field', field: 'spec', box: { ...box, w: 60, h: 30 }, ...line, ink: 'black' },
    { kind: 'field', field: 'spec', box: { ...box, w: 60, h: 30 }, ...line, ink: 'white' },
    { kind: 'rows', box: { ...box, w: 60, h: 30 }, rows: [{ caption: '', field: 'sku' }], size10: 25, pitch10: 25 },
    { kind: 'ruler', box: { ...box, h: 30 } },
  ]
  test.each(over(boxOf('price')).map((block) => [block.kind, block] as const))('%s on the price', (_kind, block) => {
    expect(templateFaults({ ...tag, blocks: [...tag.blocks, block] })).toEqual([
      { code: 'priceCovered', block: 4, params: { other: 6 } },
    ])
    // behind it is no better: the price is black
    expect(codesOf({ ...tag, blocks: [block, ...tag.blocks] })).toEqual(['priceCovered'])
  })
  test.each(over(boxOf('name')).map((block) => [block.kind, block] as const))('%s on the name', (_kind, block) =>
    expect(codesOf({ ...tag, blocks: [...tag.blocks, block] })).toEqual(['nameCovered']),
  )
  test('a code on the name spoils both', () => {
    const matrix: LabelBlock = { kind: 'matrix', source: 'code', box: { x: 15, y: 14, w: 120, h: 120 }, align: 'left' }
    const blocks = [...tag.blocks.filter(({ kind }) => kind === 'name' || kind === 'price'), matrix]
    expect(codesOf({ ...tag, blocks })).toEqual(['codeCovered', 'nameCovered'])
  })
  test('in the arrangement for wide codes as well, and as thick as a rule is drawn', () => {
    const wide = labelTemplates.priceTag60x40
    const rule: LabelBlock = { kind: 'rule', box: { x: 275, y: 178, w: 300, h: 0 }, thickness10: 8 }
    expect(codesOf({ ...wide, wideCodeBlocks: [...(wide.wideCodeBlocks ?? []), rule] })).toEqual(['priceCovered'])
  })
})

describe('what is only looked at', () => {
  const line = { size10: 28, weight: 'regular', align: 'left' } as const
  const words = (x: number): LabelBlock => ({ kind: 'words', text: '特价', box: { x, y: 15, w: 100, h: 30 }, ...line })
  const field = (ink: 'black' | 'white'): LabelBlock => ({
    ...{ kind: 'field', field: 'spec', box: { x: 15, y: 15, w: 100, h: 30 }, ...line, ink },
  })
  const black: LabelBlock = { kind: 'rect', box: { x: 10, y: 10, w: 200, h: 40 } }
  test.each(labelTemplateIds)('nothing on %s', (id) => {
    const { blocks, wideCodeBlocks = [] } = labelTemplates[id]
    expect([...templateHints(blocks), ...templateHints(wideCodeBlocks)]).toEqual([])
  })
  test('text on text, beside both', () =>
    expect(templateHints([words(15), words(100)])).toEqual([
      { code: 'textsOverlap', block: 1, other: 2 },
      { code: 'textsOverlap', block: 2, other: 1 },
    ]))
  test('white on black is meant; white on paper and black on black are not', () => {
    expect(templateHints([black, field('white')])).toEqual([])
    expect(templateHints([field('white')])).toEqual([{ code: 'whiteOnWhite', block: 1, other: 0 }])
    expect(templateHints([black, field('black')])).toEqual([{ code: 'textOnBlack', block: 2, other: 1 }])
  })
})

describe('any template', () => {
  test('keeps its blocks on the label', () => {
    expect(codesOf(with_('name', { box: { x: 15, y: 14, w: 400, h: 70 } }))).toEqual(['outsideLabel'])
  })
  test.each(['min10', 'unit10', 'digits10', 'size10'])('asks for no text under two millimetres: %s', (size) => {
    const kind = ({ min10: 'name', unit10: 'price', digits10: 'bars', size10: 'rows' } as const)[size] ?? 'name'
    const [fault] = templateFaults(with_(kind, { [size]: 19 }))
    expect(fault).toMatchObject({ code: 'textTooSmall', params: { size10: 19, least10: 20 } })
  })
  test('gives each code a box of its own, large enough', () => {
    expect(codesOf(with_('bars', { box: { x: 15, y: 206, w: 200, h: 80 } }))).toEqual(['codeTooSmall'])
    expect(codesOf(with_('bars', { box: { x: 15, y: 160, w: 370, h: 80 } }))).toEqual(['codeCovered', 'priceCovered'])
    const matrix: LabelBlock = { kind: 'matrix', source: 'code', box: { x: 15, y: 102, w: 100, h: 100 }, align: 'left' }
    expect(codesOf({ ...tag, blocks: [...tag.blocks, matrix] })).toEqual(['codeTooSmall', 'codeCovered'])
  })
  test('has its bars once', () => {
    const [bars] = tag.blocks.filter(({ kind }) => kind === 'bars')
    expect(codesOf({ ...tag, blocks: [...tag.blocks, bars as LabelBlock] })).toContain('codeTwice')
  })
  test('has rows that fit their box', () => {
    expect(codesOf(with_('rows', { box: { x: 15, y: 102, w: 134, h: 50 } }))).toEqual(['boxTooSmall'])
    expect(codesOf(with_('rows', { pitch10: 20 }))).toEqual(['boxTooSmall'])
  })
  test('says which block, counted from one', () => {
    expect(templateFaults(with_('price', { max10: 25 }))[0]?.block).toBe(4)
  })
})

test.each([
  ['a fraction of a tenth', { widthMm: 40.5 }],
  ['an unknown word', { colour: 'red' }],
  ['no blocks', { blocks: [] }],
  ['a control character', { name: 'a\nb' }],
])('the shape refuses %s', (_what, change) => {
  expect(labelTemplateShape.safeParse({ ...tag, ...change }).success).toBe(false)
})
