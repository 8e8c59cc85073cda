// What an edit of a label template does, and which block a fault or a warning is told beside. Unit tests, no page.
import { describe, expect, test } from 'vitest'
import { labelBlock } from '../../../src/contract/schemas/labelTemplate'
import { labelWarningCodes } from '../../../src/core/labels/labelLayout'
import type { LabelTemplate } from '../../../src/core/labels/labelTemplate'
import { labelTemplateIds, labelTemplates } from '../../../src/core/labels/labelTemplates'
import { templateFaults } from '../../../src/core/labels/templateFaults'
import { templateHints } from '../../../src/core/labels/templateHints'
import {
  addableKinds,
  blockAt,
  blockOfWarning,
  blocksOf,
  faultsOf,
  freshBlock,
  nudged,
  placedBlock,
  resized,
  shifted,
  shownAlone,
  whyKept,
  withBlocks,
} from '../../../src/ui/labelTemplates/edits'

const tag: LabelTemplate = labelTemplates.priceTag40x30
const both: LabelTemplate = labelTemplates.priceTag60x40
const at = (kind: string, template = tag): number => template.blocks.findIndex((block) => block.kind === kind)

describe('moving and sizing', () => {
  const words = freshBlock('words', '特价', tag)

  test('half a millimetre, and never over an edge', () => {
    expect(nudged(words, 5, -5, tag).box).toEqual({ ...words.box, x: 20, y: 10 })
    expect(nudged(words, -100, -100, tag).box).toEqual({ ...words.box, x: 0, y: 0 })
    expect(nudged(words, 9000, 9000, tag).box).toEqual({ ...words.box, x: 200, y: 270 })
    expect(resized(words, 9000, 9000, tag).box).toEqual({ ...words.box, w: 385, h: 285 })
    expect(resized(words, -9000, -9000, tag).box).toEqual({ ...words.box, w: 0, h: 0 })
  })

  test('one that is larger than the label stays where it can be seen', () => {
    const large = { ...words, box: { x: 10, y: 10, w: 900, h: 900 } }
    expect(nudged(large, -5, -5, tag).box).toMatchObject({ x: 0, y: 0 })
  })

  test('earlier and later in the list, and nothing beyond its ends', () => {
    const [first, second] = tag.blocks
    expect(shifted(tag.blocks, 0, 1).slice(0, 2)).toEqual([second, first])
    expect(shifted(tag.blocks, 1, -1).slice(0, 2)).toEqual([second, first])
    expect(shifted(tag.blocks, 0, -1)).toEqual(tag.blocks)
    expect(shifted(tag.blocks, tag.blocks.length - 1, 1)).toEqual(tag.blocks)
  })
})

describe('what the rules ask for', () => {
  test('stays: the name and the price of a price tag, and the last block of anything', () => {
    expect(whyKept(tag, tag.blocks, at('name'))).toBe('name')
    expect(whyKept(tag, tag.blocks, at('price'))).toBe('price')
    expect(whyKept(tag, tag.blocks, at('bars'))).toBe(null)
    const twice = [...tag.blocks, freshBlock('price', '', tag)]
    expect(whyKept(tag, twice, at('price'))).toBe(null)
    const page = labelTemplates.printerTest40x30
    expect(whyKept(page, page.blocks.slice(0, 1), 0)).toBe('last')
  })

  test('what stands once is not offered again, and a ruler only for the test page', () => {
    expect(addableKinds(tag, tag.blocks)).not.toContain('bars')
    expect(addableKinds(tag, tag.blocks)).not.toContain('ruler')
    expect(addableKinds(tag, [])).toEqual(expect.arrayContaining(['bars', 'name', 'price', 'words']))
  })
})

test.each(labelTemplateIds)(
  'whatever is added to %s is of the right shape, inside the label, and large enough',
  (id) => {
    const template = labelTemplates[id]
    for (const kind of [...addableKinds(template, []), 'ruler' as const]) {
      const block = freshBlock(kind, '文字', template)
      expect(labelBlock.safeParse(block).success, kind).toBe(true)
      const alone = templateFaults({ ...template, wideCodeBlocks: undefined, blocks: [block] })
      expect(
        alone.filter((fault) => fault.block > 0),
        kind,
      ).toEqual([])
    }
  },
)

describe('where something new goes', () => {
  test.each(labelTemplateIds)(
    'on %s nothing new stands on a name, a price or a code, nor on text where there is room',
    (id) => {
      const template = labelTemplates[id]
      for (const kind of ['words', 'field'] as const) {
        const { block, isFree } = placedBlock(kind, '文字', template, template.blocks)
        const blocks = [...template.blocks, block]
        expect(labelBlock.safeParse(block).success).toBe(true)
        expect(templateFaults({ ...template, blocks, wideCodeBlocks: undefined })).toEqual([])
        if (isFree) expect(templateHints(blocks)).toEqual([])
      }
    },
  )
  test('the first free spot, smaller where only that fits', () => {
    const blocks = tag.blocks.filter(({ kind }) => kind !== 'rows')
    const { block, isFree } = placedBlock('words', '特价', tag, blocks)
    expect(isFree).toBe(true)
    expect(block.box).toEqual({ x: 15, y: 95, w: 120, h: 30 })
  })
  test('a full label says so, and the text goes over another text', () => {
    const { block, isFree } = placedBlock('words', '特价', tag, tag.blocks)
    expect(isFree).toBe(false)
    const blocks = [...tag.blocks, block]
    expect(templateFaults({ ...tag, blocks })).toEqual([])
    expect(templateHints(blocks).map(({ code }) => code)).toContain('textsOverlap')
  })
})

describe('two arrangements', () => {
  test('are edited apart, and each is drawn and judged by itself', () => {
    const changed = withBlocks(both, 'wide', blocksOf(both, 'wide').slice(0, 3))
    expect(changed.blocks).toEqual(both.blocks)
    expect(faultsOf(changed, 'usual')).toEqual([])
    expect(faultsOf(changed, 'wide').map(({ code }) => code)).toEqual(['nameLost', 'priceLost'])
    expect(shownAlone(changed, 'wide')).toMatchObject({ blocks: changed.wideCodeBlocks })
    expect(shownAlone(changed, 'wide')).not.toHaveProperty('wideCodeBlocks')
  })

  test('without a second one, the first is meant', () => expect(blocksOf(tag, 'wide')).toEqual(tag.blocks))
})

describe('which block', () => {
  test('is under a point: the smallest there', () => {
    const blocks = blocksOf(both, 'usual')
    const [band, shop] = [
      blocks.findIndex(({ kind }) => kind === 'rect'),
      blocks.findIndex(({ kind }) => kind === 'field'),
    ]
    expect(blockAt(blocks, 100, 35)).toBe(shop)
    expect(blockAt(blocks, 18, 35)).toBe(band)
    expect(blockAt(blocks, 599, 399)).toBe(-1)
  })

  test('a warning speaks of', () => {
    const told = (code: string, params = {}): number => blockOfWarning(tag.blocks, { code, params })
    expect(told('nameCut')).toBe(at('name') + 1)
    expect(told('priceTooWide')).toBe(at('price') + 1)
    expect(told('unitMissing')).toBe(at('price') + 1)
    expect(told('barcodeTooDense')).toBe(at('bars') + 1)
    expect(told('checkDigitWrong')).toBe(at('bars') + 1)
    expect(told('textCut', { field: 'origin' })).toBe(at('rows') + 1)
    expect(told('textCut', { field: 'lot' })).toBe(0)
  })

  test('every warning there is finds its block on a template that has all kinds', () => {
    const all = [...addableKinds(tag, []), 'field' as const].map((kind) => freshBlock(kind, '文字', tag))
    for (const code of labelWarningCodes)
      expect(blockOfWarning(all, { code, params: { field: 'spec' } }), code).toBeGreaterThan(0)
  })
})
