/** Lines of the log in words: every operation has them, and what a line changed reads as fields, before and after. */
import type { TFunction } from 'i18next'
import { describe, expect, test } from 'vitest'
import { operations } from '../../../src/contract/operations'
import { permissionText } from '../../../src/ui/documents'
import { enUS } from '../../../src/ui/i18n/enUS'
import { zhCN } from '../../../src/ui/i18n/zhCN'
import {
  aboutText,
  actText,
  changesOf,
  factsOf,
  fieldText,
  namedValue,
  notedByItself,
  operationText,
  type TrailRow,
  triedFor,
  valueIn,
  whoText,
} from '../../../src/ui/trail'
import { endOf, foundIn, outcomeOf } from '../../../src/ui/trailOutcome'

const lookUp = (words: object, key: string): unknown =>
  key.split('.').reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], words)
const tIn = (words: object): TFunction =>
  ((key: string, values: Record<string, unknown> = {}) => {
    const text = lookUp(words, key)
    if (typeof text !== 'string') return values.defaultValue ?? key
    return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name]))
  }) as TFunction
const t = tIn(zhCN)

const names = [...Object.keys(operations), ...notedByItself]

test('every operation is said in words, in both languages', () => {
  for (const name of names) {
    expect(operationText(t, name), name).toMatch(/\p{Script=Han}/u)
    expect(operationText(tIn(enUS), name), name).toMatch(/^[A-Z][^.]*$/)
  }
})

test('no operation has words that is none', () => {
  const known = new Set(names.map((name) => name.replace('.', '-')))
  expect(Object.keys(zhCN.operations).filter((key) => !known.has(key))).toEqual([])
})

test('a print says which one it was, and of what: a number, or what the paper is called', () => {
  const row = (operation: string, detail: object, number = '') =>
    ({ operation, detail, number, outcome: 'done' }) as TrailRow
  const first = row('paper.print', { form: 'document', after: { printed: 1 } }, 'CGRK-S001-261122-A0001')
  expect(actText(t, first)).toBe('打印单据')
  expect(aboutText(t, first)).toBe('CGRK-S001-261122-A0001')
  const again = row('paper.print', { form: 'document', before: { printed: 1 }, after: { printed: 2 } }, 'CGRK-1')
  expect(actText(t, again)).toBe('打印单据（补打，第 2 次）')
  expect(actText(tIn(enUS), again)).toMatch(/\(reprint, no\. 2\)$/)
  expect(actText(t, { ...again, outcome: 'refused' })).toBe('打印单据')
  const list = row('paper.print', { form: 'stock', warehouseCode: 'WS001', after: { printed: 1 } })
  expect(aboutText(t, list)).toBe('库存确认单 WS001')
  const label = row('label.print', { sku: 'SP1', name: '酸奶', reprint: true, after: { confirmed: 2 } })
  expect([actText(t, label), aboutText(t, label)]).toEqual(['打印标签（补打）', '酸奶'])
  expect(aboutText(t, row('user.create', { name: '小林' }))).toBe('')
})

test('a label that did not come out is no act that went well, and says why', () => {
  const row = (after: object, more: object = {}) =>
    ({
      operation: 'label.print',
      number: '',
      outcome: 'done',
      detail: { name: '酸奶', ...more, after },
    }) as unknown as TrailRow
  const ends = (one: TrailRow) => [actText(t, one), endOf(one), outcomeOf(t, one)]
  const refused = row({ failed: 1, problem: 'PRINTER_REFUSED' })
  expect(ends(refused)).toEqual(['打印标签（没打出）', 'labelNotOut', zhCN.errors.PRINTER_REFUSED])
  expect(namedValue(t, 'zh-CN', { path: 'problem', text: 'PRINTER_REFUSED', names: {} })).toBe(
    zhCN.errors.PRINTER_REFUSED,
  )
  const held = row({ failed: 2, problem: 'LABEL_PAPER_NOT_LOADED' })
  expect(ends(held)).toEqual(['打印标签（没打出）', 'labelNotOut', zhCN.errors.LABEL_PAPER_NOT_LOADED])
  const unsure = row({ unknown: 1, problem: 'PRINTER_RESET' }, { reprint: true })
  expect(ends(unsure)).toEqual(['打印标签（补打）（不确定）', 'labelUnsure', zhCN.errors.PRINTER_RESET])
  expect(actText(tIn(enUS), refused)).toMatch(/ \(Not printed\)$/)
  expect(ends(row({ handedOver: 1, problem: '' }))).toEqual(['打印标签', 'done', zhCN.trail.done])
  expect(ends(row({ handedOver: 1, problem: 'PRINTER_SILENT' }))).toEqual(['打印标签', 'done', zhCN.trail.done])
})

test('labels that were added say how they were found, also lines of before', () => {
  const about = (detail: object, number = '') =>
    aboutText(t, { operation: 'label.fill', number, detail: { ...detail, after: { lines: 1, copies: 1 } } })
  expect(about({ fill: 'receiptLots' }, 'CGRK-1')).toBe('CGRK-1')
  expect(about({ fill: 'lot', sku: 'SP1', lot: 'A1', name: '酸奶' })).toBe('酸奶 批号 A1')
  expect(about({ fill: 'lots', sku: 'SP1', name: '酸奶' })).toBe('临期批次 酸奶')
  expect(about({ fill: 'shelf', shelf: 'A01 – A09' })).toBe('一段货架 A01 – A09')
  expect(about({ fill: 'noLabel' })).toBe('有库存、没打过标签')
  expect(['receiptLots', 'lot', 'lots'].map((name) => about({ name }))).toEqual([
    '一张入库单的批次',
    '一个批次',
    '临期批次',
  ])
  expect(namedValue(t, 'zh-CN', { path: 'origin', text: 'lots', names: {} })).toBe('临期批次')
  expect(namedValue(t, 'zh-CN', { path: 'origin', text: 'CGRK-S001-A0001', names: {} })).toBe('CGRK-S001-A0001')
})

test('a name of a newer program stays as it is', () => expect(operationText(t, 'future.act')).toBe('future.act'))

test('who: a name; a PC that called under its own id is said to be one; else the program', () => {
  const row = (userId: string, deviceLetter: string, userName = '') =>
    whoText(t, 'zh-CN', { userId, deviceLetter, userName, userNameEn: '', outcome: 'done', detail: {} } as TrailRow)
  expect(row('s001.lin', 'A', '店员小林')).toBe('店员小林')
  expect(row('s001.gone', 'A')).toBe('s001.gone')
  expect(row('6c867a3a-c942-468b-b38a-0cfa731791cd', 'A')).toBe('门店电脑')
  expect(row('', '')).toBe('系统')
})

test('who was not let in is nobody; whose account it was is said, by name where there is one', () => {
  const row = (over: object) =>
    ({
      userId: '',
      userName: '',
      userNameEn: '',
      deviceLetter: '',
      outcome: 'refused',
      detail: {},
      names: {},
      ...over,
    }) as never
  const names = { 'hq.zhang': { name: '张敏', nameEn: 'Zhang Min' } }
  const tried = row({ detail: { userId: 'hq.zhang' }, names })
  expect(whoText(t, 'zh-CN', tried)).toBe('张敏（未登录）')
  expect(whoText(tIn(enUS), 'en-US', tried)).toBe('Zhang Min (not signed in)')
  expect(triedFor('zh-CN', tried)).toBe('张敏')
  expect(whoText(t, 'zh-CN', row({ detail: { userId: 'made.up' } }))).toBe('made.up（未登录）')
  expect(whoText(t, 'zh-CN', row({ outcome: 'done', detail: { userId: 'hq.zhang' }, names }))).toBe('系统')
})

describe('what a line changed', () => {
  test('fields before and after', () =>
    expect(
      changesOf({ before: { note: '甲', reasonCode: 'BROKEN' }, after: { note: '乙', reasonCode: 'BROKEN' } }),
    ).toEqual([
      { path: 'note', before: '甲', after: '乙' },
      { path: 'reasonCode', before: 'BROKEN', after: 'BROKEN' },
    ]))

  test('a bare word is a state, a bare figure a quantity, a bare day an expiry; facts stand beside', () => {
    const posted = { number: 'N1', before: 'draft', after: 'posted', reason: '' }
    expect(changesOf(posted)).toEqual([{ path: 'state', before: 'draft', after: 'posted' }])
    // the number became none by the act
    expect(factsOf(posted)).toEqual([{ path: 'number', text: 'N1' }])
    expect([changesOf({ sessionId: 'x' }), factsOf({ sessionId: 'x' })]).toEqual([
      [],
      [{ path: 'sessionId', text: 'x' }],
    ])
    expect(changesOf({ before: 1000, after: 3000 })).toEqual([{ path: 'quantity', before: '1000', after: '3000' }])
    expect(changesOf({ before: '2026-11-01', after: '2027-11-01' })[0]?.path).toBe('expiryDate')
  })

  test('a list of changes with paths, as a policy tells them', () =>
    expect(changesOf({ changes: [{ path: 'documents.writeOff.enabled', before: 'true', after: 'false' }] })).toEqual([
      { path: 'documents.writeOff.enabled', before: 'true', after: 'false' },
    ]))

  test('what no program of ours wrote is no crash', () => {
    for (const odd of [
      null,
      3,
      'text',
      [],
      { before: null, after: [1, [2]] },
      { changes: 'no' },
      { a: { b: { c: null } } },
    ])
      expect([changesOf(odd), factsOf(odd)].every(Array.isArray)).toBe(true)
  })
})

describe('what a look of the program found', () => {
  const row = (operation: string, detail: object) => ({ operation, outcome: 'done', code: '', detail }) as TrailRow
  const edited = { table: 'product', key: '["1030007"]', code: 'rowEdited', mark: 'ad5cc082' }

  test('is no act that went well, and says which row', () => {
    const odd = row('rows.odd', { why: 'foreignWrite', count: 1, found: [edited] })
    expect(endOf(odd)).toBe('found')
    expect(outcomeOf(t, odd)).toBe('商品 1030007：被改过，和最后一次操作留下的不一样')
    expect(outcomeOf(tIn(enUS), odd)).toMatch(/^Product 1030007: /)
    const two = row('rows.odd', { found: [edited, { ...edited, key: '["1030008"]' }] })
    expect(outcomeOf(t, two)).toMatch(/^共 2 处：商品 1030007/)
    expect(outcomeOf(t, row('trail.cut', { found: 'fencedLineGone', row: `${'0'.repeat(36)}/7` }))).toContain('第 7 条')
    expect(outcomeOf(t, row('rows.odd', { why: 'foreignWrite', count: 0, found: [] }))).toBe('登记的资料都和原来一样')
  })
  test('an act and a refusal are what they were', () => {
    expect(endOf(row('document.post', {}))).toBe('done')
    expect(endOf({ operation: 'rows.odd', outcome: 'refused', detail: {} })).toBe('refused')
  })
  test.each([null, [], { found: 3 }, { found: [null, { table: 'product' }, { ...edited, code: 'madeUp' }] }])(
    'what no program of ours wrote is left out: %j',
    (detail) => {
      for (const operation of ['rows.odd', 'trail.cut'])
        expect(foundIn({ operation, detail: detail as never })).toEqual([])
    },
  )
})

describe('in words', () => {
  test('paths', () => {
    expect(fieldText(t, 'documents.writeOff.approval.1.fromFen')).toContain('第 2 项')
    expect(fieldText(t, 'unheardOf')).toBe('unheardOf')
    expect(fieldText(t, 'rights.cost.view')).toBe(`权限 › ${permissionText(t, 'cost.view')}`)
  })
  test('ids by what people call them, users by name, states of every kind of thing, operations in words', () => {
    const id = '6c867a3a-c942-468b-b38a-0cfa731791cd'
    const names = { [id]: { name: 'S001 A', nameEn: '' }, 's001.lin': { name: '店员小林', nameEn: 'Lin' } }
    const say = (path: string, text: string, language = 'zh-CN') => namedValue(t, language, { path, text, names })
    expect(say('after.deviceId', id)).toBe('S001 A')
    expect(say('lentTo', 's001.lin')).toBe('店员小林')
    expect(say('holderId', 's001.lin', 'en-US')).toBe('Lin')
    // a role may be called as a user is
    expect(say('roles', 's001.lin')).toBe('s001.lin')
    expect(say('sessionId', '11111111-c942-468b-b38a-0cfa731791cd')).toBe('11111111')
    expect(say('state', 'revoked')).toBe('已停用')
    expect(say('state', 'posted')).toBe('已过账')
    expect(say('operation', 'document.post')).toBe('过账')
    expect(say('found', 'fenceForged')).toBe('封签文件不是这台电脑签的')
  })
  test('figures and words of ours', () => {
    expect(valueIn(t, 'quantity', '2500')).toBe('2.5')
    expect(valueIn(t, 'maxFen', '12345')).toBe('¥123.45')
    expect(valueIn(t, 'state', 'posted')).toBe('已过账')
    expect(valueIn(t, 'lineNo', '3')).toBe('3')
    expect(valueIn(t, 'active', 'true')).toBe('是')
    expect(valueIn(t, 'note', '')).toBe('—')
    // a role HQ made itself has no word of ours
    for (const path of ['rights.cost.view', 'specialRights.transfer.sendOver', 'documents.writeOff.rights.post'])
      expect(valueIn(t, path, 'clerk, auditor, nightShift')).toBe('店员, 稽核, nightShift')
  })
})
