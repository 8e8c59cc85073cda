/** What is known while a printer is set up: what a ruler means, which language is next, what a change forgets. */
import { describe, expect, test } from 'vitest'
import { labelPrinter, printerLanguages } from '../../../src/contract/schemas/printer'
import {
  canBeAsked,
  freeNumber,
  freshConnections,
  freshWizard,
  isConnectionWhole,
  isRulerOpen,
  languageToTry,
  newPrinterId,
  printersWith,
  rulerMm,
  rulerSays,
  stepAfter,
  stepBefore,
  trimmedConnection,
  withConnection,
  withLanguage,
  withPaper,
  wizardAgain,
} from '../../../src/renderer/screens/printers/wizard'
import { tcpPrinter } from '../../support/printers'

const page = { widthMm: 40, heightMm: 30, bars: '2100000000005', square: 'ZGT-ZPL203-0000' }

describe('a ruler', () => {
  test.each([
    [203, 30, 30, 'right'],
    [203, 30, 29, 'right'],
    [203, 30, 31, 'right'],
    // drawn for 203 and printed by 300: 30 × 203 / 300
    [203, 30, 20.3, 'other'],
    [203, 30, 21, 'other'],
    [300, 30, 44.3, 'other'],
    [300, 30, 43.5, 'other'],
    [203, 30, 44, 'odd'],
    [300, 30, 20, 'odd'],
    [203, 30, 25, 'odd'],
  ] as const)('of %i dpi: %f mm that measure %f are %s', (dpi, drawn, measured, says) => {
    expect(rulerSays(dpi, drawn, measured)).toBe(says)
  })

  test.each([
    [40, 30],
    [60, 30],
    [95, 30],
    [30, 20],
    [20, 10],
    [12, 10],
  ])('on a label %i mm wide shows %i', (width, mm) => {
    expect(rulerMm(width)).toBe(mm)
  })
})

test('what measures wrong is changed, or somebody says to go on, before the next step', () => {
  const printed = { ...freshWizard([], 'x'), page }
  expect(isRulerOpen(printed)).toBe(false)
  expect(isRulerOpen({ ...printed, measuredMm: 30 })).toBe(false)
  expect(isRulerOpen({ ...printed, measuredMm: 20.3 })).toBe(true)
  expect(isRulerOpen({ ...printed, measuredMm: 25 })).toBe(true)
  expect(isRulerOpen({ ...printed, measuredMm: 20.3, rulerTaken: true })).toBe(false)
  const changed = { ...printed, measuredMm: 20.3, rulerTaken: true, ...withPaper(printed, { dpi: 300 }) }
  expect(changed).toMatchObject({ page: null, measuredMm: null, rulerTaken: false })
  expect(isRulerOpen(changed)).toBe(false)
})

describe('languages', () => {
  test('each is tried once, from where one is, and then none is left', () => {
    let state = { ...freshWizard([], 'x'), ...withLanguage(freshWizard([], 'x'), 'escpos') }
    const order: string[] = []
    for (;;) {
      order.push(state.draft.language)
      state = { ...state, heard: { ...state.heard, [state.draft.language]: 'nothing' } }
      const next = languageToTry(state)
      if (next === null) break
      state = { ...state, ...withLanguage(state, next) }
    }
    expect(order).toEqual(['escpos', 'epl', 'tspl', 'zpl'])
    expect([...order].sort()).toEqual([...printerLanguages].sort())
  })

  test('the commonest of label printers here is tried first', () => {
    expect(freshWizard([], 'x').draft.language).toBe('tspl')
    expect(printerLanguages).toEqual(['tspl', 'zpl', 'escpos', 'epl'])
  })

  test('a queue and EPL cannot be asked', () => {
    const { draft } = freshWizard([], 'x')
    expect(canBeAsked(draft)).toBe(true)
    expect(canBeAsked({ ...draft, language: 'epl' })).toBe(false)
    expect(canBeAsked({ ...draft, connection: { kind: 'spooler', queue: 'Q' } })).toBe(false)
  })
})

test('what was found out about one printer, language or paper is forgotten with it', () => {
  const known = {
    ...freshWizard([], 'x'),
    ...{ heard: { zpl: 'cameOut' as const }, page, barsRead: true, squareRead: true, measuredMm: 30 },
    status: { state: 'ready' as const, detail: '' },
  }
  const asked = { ...known, draft: { ...known.draft, asked: true } }
  const elsewhere = withConnection(asked, { kind: 'spooler', queue: 'Q' })
  expect(elsewhere).toMatchObject({ heard: {}, page: null, barsRead: false, status: null, draft: { asked: false } })
  expect(withLanguage(asked, 'tspl')).toMatchObject({ page: null, status: null, draft: { asked: false } })
  const otherPaper = withPaper(asked, { dpi: 300 })
  expect(otherPaper).toMatchObject({ page: null, measuredMm: null, barsRead: false, draft: { asked: true, dpi: 300 } })
})

test('a new serial printer holds the PC back when it is full; a saved one keeps what it has', () => {
  expect(freshConnections.serial).toMatchObject({ flow: 'hardware' })
  const connection = { kind: 'serial' as const, path: 'COM3', baudRate: 9600 }
  expect(labelPrinter.parse(tcpPrinter('', 1, { connection })).connection).toEqual(connection)
  expect(wizardAgain([], tcpPrinter('', 1, { connection })).draft.connection).toEqual(connection)
  expect(
    labelPrinter.safeParse(tcpPrinter('', 1, { connection: { ...connection, flow: 'both' } as never })).success,
  ).toBe(false)
})

test('steps go on and back, and end at both ends', () => {
  expect(stepBefore('connection')).toBe('connection')
  expect(stepAfter('connection')).toBe('language')
  expect(stepAfter('summary')).toBe('summary')
})

test('no printer gets the id of one that was removed: labels wait for that one by its id', () => {
  const ids = Array.from({ length: 100 }, newPrinterId)
  expect(new Set(ids).size).toBe(100)
  for (const id of ids) expect(labelPrinter.safeParse(tcpPrinter('a', 1, { id })).success).toBe(true)
  expect(ids.some((id) => /^\d{1,3}$/.test(id))).toBe(false)
})

test.each([
  [{ kind: 'tcp', host: ' 10.0.0.1 ', port: 9100 }, true],
  [{ kind: 'tcp', host: '', port: 9100 }, false],
  [{ kind: 'tcp', host: 'a b', port: 9100 }, false],
  [{ kind: 'serial', path: ' ', baudRate: 9600 }, false],
  [{ kind: 'spooler', queue: 'Q' }, true],
] as const)('%o is enough to go on: %s', (connection, whole) => {
  expect(isConnectionWhole(connection)).toBe(whole)
})

test('it is saved in its own place, as the newest, or as the first; names and numbers are free ones', () => {
  const [one, two] = [tcpPrinter('a', 1), tcpPrinter('b', 2, { id: '2', name: '标签机 2' })]
  const again = { ...two, dpi: 300 as const }
  expect(printersWith([one, two], again, false)).toEqual([one, again])
  expect(printersWith([one, two], again, true)).toEqual([again, one])
  expect(printersWith([one], two, false)).toEqual([one, two])
  expect(freeNumber([one, two], (number) => `标签机 ${number}`)).toBe(1)
  expect(freeNumber([{ ...one, name: '标签机 1' }, two], (number) => `标签机 ${number}`)).toBe(3)
  expect(wizardAgain([one, two], two)).toMatchObject({
    name: '标签机 2',
    isFirst: false,
    draft: { template: two.template },
  })
  expect(trimmedConnection({ kind: 'tcp', host: ' a ', port: 1 })).toEqual({ kind: 'tcp', host: 'a', port: 1 })
})
