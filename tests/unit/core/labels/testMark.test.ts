/** The mark on a template that is tried: on every label, within it, and off its codes where there is room. */
import { expect, test } from 'vitest'
import type { LabelBlock, LabelTemplate } from '../../../../src/core/labels/labelTemplate'
import { labelTemplateIds, labelTemplates } from '../../../../src/core/labels/labelTemplates'
import { sampleContentOf } from '../../../../src/core/labels/sampleContent'
import { markedTest, testMark } from '../../../../src/core/labels/testMark'

const marksOf = (before: readonly LabelBlock[], after: readonly LabelBlock[] = []): LabelBlock[] => {
  expect(after.slice(0, before.length)).toEqual(before)
  return after.slice(before.length)
}

test.each(labelTemplateIds)('%s, in both arrangements', (id) => {
  const template = labelTemplates[id]
  const marked = markedTest(template, sampleContentOf(template.kind))
  for (const [before, after] of [
    [template.blocks, marked.template.blocks],
    [template.wideCodeBlocks ?? [], marked.template.wideCodeBlocks],
  ] as const) {
    if (before.length === 0) continue
    const [rect, words] = marksOf(before, after)
    if (rect?.kind !== 'rect' || words?.kind !== 'field') throw new Error('no mark')
    const { x, y, w, h } = rect.box
    expect(x >= 0 && y >= 0 && x + w <= template.widthMm * 10 && y + h <= template.heightMm * 10).toBe(true)
    expect(marked.content[words.field]).toBe(testMark)
    expect(JSON.stringify(before)).not.toContain(`"field":"${words.field}"`)
    for (const block of before) {
      if (block.kind !== 'bars' && block.kind !== 'matrix') continue
      const { box } = block
      const apart = x >= box.x + box.w || x + w <= box.x || y >= box.y + box.h || y + h <= box.y
      expect(apart).toBe(true)
    }
  }
})

test('a label that is one code from edge to edge is marked all the same', () => {
  const box = { x: 0, y: 0, w: 200, h: 100 }
  const template: LabelTemplate = {
    ...{ id: 'x', kind: 'goods', name: 'x', nameEn: '', widthMm: 20, heightMm: 10, gapMm: 2 },
    blocks: [{ kind: 'bars', box, digits10: 20, align: 'center' }],
  }
  expect(markedTest(template, sampleContentOf('goods')).template.blocks).toHaveLength(3)
})
