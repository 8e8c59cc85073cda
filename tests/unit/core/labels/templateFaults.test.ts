// What may be saved as a template: what comes with the product is sound, and each way to spoil one is found and named.
import { describe, expect, test } from 'vitest'
import { labelTemplate as labelTemplateShape } from '../../../../src/contract/schemas/labelTemplate'
import type { LabelBlock, LabelTemplate } from '../../../../src/core/labels/labelTemplate'
import { labelTemplateIds, labelTemplates } from '../../../../src/core/labels/labelTemplates'
import { printerTest } from '../../../../src/core/labels/tags'
import { lockedBlocks, templateFaults } from '../../../../src/core/labels/templateFaults'

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
    expect(codesOf(with_('bars', { box: { x: 15, y: 160, w: 370, h: 80 } }))).toEqual(['codeCovered'])
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
