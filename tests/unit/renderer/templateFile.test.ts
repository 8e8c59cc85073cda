// A label template carried as a file: the same after a round, and nothing that is not one is taken. And names nobody has yet.
import { expect, test } from 'vitest'
import { labelTemplateIds, labelTemplates } from '../../../src/core/labels/labelTemplates'
import { freeName, readTemplateFile, templateFileText } from '../../../src/renderer/screens/templates/templateFile'

test.each(labelTemplateIds)('%s comes back as it went', (id) => {
  const { id: _, ...template } = labelTemplates[id]
  expect(readTemplateFile(templateFileText(labelTemplates[id]))).toEqual({ ok: true, template })
})

test.each([
  ['not JSON', 'unreadable'],
  ['', 'unreadable'],
  ['[]', 'other'],
  ['null', 'other'],
  ['{"format":"something else","template":{}}', 'other'],
  ['{"format":"zhanggui-label-template"}', 'damaged'],
  [templateFileText(labelTemplates.priceTag40x30).replace('"kind": "name"', '"kind": "nom"'), 'damaged'],
  [templateFileText({ ...labelTemplates.priceTag40x30, widthMm: 4000 }), 'damaged'],
  [templateFileText({ ...labelTemplates.priceTag40x30, ...({ script: 'x' } as object) }), 'damaged'],
])('%s is told apart and not taken', (text, problem) => expect(readTemplateFile(text)).toEqual({ ok: false, problem }))

test('a copy takes the first name that is free, within the length a name may have', () => {
  expect(freeName('价签', ['价签'], '副本')).toBe('价签 副本')
  expect(freeName('价签', ['价签', '价签 副本'], '副本')).toBe('价签 副本 2')
  expect(freeName('价签', [], '')).toBe('价签')
  expect(freeName('价签', ['价签'], '')).toBe('价签 1')
  expect(freeName('长'.repeat(40), ['长'.repeat(40)], '副本')).toBe(`${'长'.repeat(37)} 副本`)
})
