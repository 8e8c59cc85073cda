/** What the set-up of a printer asks of the store's backend: test pages whose codes read back, states, queues, the log. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DraftPrinter, LabelPrinter, PrinterStatus } from '../../src/contract/schemas/printer'
import { emitLabel } from '../../src/core/labels/emitLabel'
import { labelTemplateIds, labelTemplates } from '../../src/core/labels/labelTemplates'
import { sampleContentOf } from '../../src/core/labels/sampleContent'
import { createLabelRenderer } from '../../src/labels/renderLabel'
import { renderLabel } from '../support/devices/renderLabels'
import { ownTemplate } from '../support/labelContents'
import { draftPrinter, tcpPrinter } from '../support/printers'
import {
  createClock,
  enrol,
  openStore,
  removeFolder,
  startHub,
  type TestHub,
  type TestStore,
  temporaryFolder,
} from '../support/world'

const folder = temporaryFolder()
let hub: TestHub
let store: TestStore
/** what the shell was asked about */
const asked: LabelPrinter[] = []
let status: PrinterStatus = { state: 'ready', detail: '' }

beforeAll(async () => {
  const clock = createClock()
  hub = await startHub(folder, clock)
  const host = {
    printerStatus: async ({ printer }: { printer: LabelPrinter }) => {
      asked.push(printer)
      return status
    },
  }
  store = await openStore(temporaryFolder(), clock, { host })
  await enrol(store, hub)
  await store.signIn('s001.manager')
}, 60_000)
afterAll(async () => {
  await store.close()
  await hub.close()
  removeFolder(folder)
})

const printed = async (printer: DraftPrinter, page: 'hello' | 'whole') => {
  const answer = await store.must('printer.printTest', { printer, page })
  return { answer, bytes: Buffer.from(store.printed.at(-1) ?? []) }
}

describe('a test page', () => {
  test.each([
    ['priceTag40x30', 203, 8],
    ['priceTag40x30', 300, 12],
    ['priceTag60x40', 203, 8],
    ['shelfStrip95x38', 300, 12],
    ['carton100x70', 203, 8],
  ] as const)('for %s at %i dpi says in its codes what was answered', async (template, dpi, dotsPerMm) => {
    const { answer, bytes } = await printed({ ...draftPrinter, template, dpi }, 'whole')
    expect(answer.bars).toMatch(/^21\d{11}$/)
    expect(answer.square).toBe(`ZGT-ZPL${dpi}-${answer.bars.slice(-5, -1)}`)
    const { codes } = await renderLabel(bytes, dotsPerMm)
    expect([...codes].sort()).toEqual([`EAN13 ${answer.bars}`, `QRCode ${answer.square}`])
    const { readings } = await store.must('scan.read', { raws: [answer.bars, answer.square] })
    expect(readings.map(({ text, unreadable }) => [text, unreadable])).toEqual([
      [answer.bars, false],
      [answer.square, false],
    ])
  })

  test('has codes of its own each time: an older page is not taken for the newest', async () => {
    const pages = await Promise.all([1, 2, 3].map(() => printed(draftPrinter, 'whole')))
    expect(new Set(pages.map(({ answer }) => answer.bars)).size).toBe(3)
  })

  test.each([
    ['zpl', '^XA'],
    ['tspl', 'SIZE 40 mm,30 mm'],
    ['escpos', 'v0'],
    ['epl', 'GW'],
  ] as const)('to find the language speaks %s, and has no codes', async (language, command) => {
    const { answer, bytes } = await printed({ ...draftPrinter, language }, 'hello')
    expect(bytes.toString('latin1')).toContain(command)
    expect(answer).toMatchObject({ bars: '', square: '', widthMm: 40, heightMm: 30 })
  })

  test('on the stock of a template of the shop, and without codes where there is no room', async () => {
    const templateId = crypto.randomUUID()
    const small = { ...ownTemplate, name: '小标签', widthMm: 25, heightMm: 15, kind: 'goods' as const, blocks: [] }
    const saved = await store.call('labelTemplate.save', { templateId, version: 0, template: small as never })
    const template = saved.ok ? templateId : 'priceTag40x30'
    const { answer } = await printed({ ...draftPrinter, template }, 'whole')
    expect(answer.bars === '' && answer.square === '').toBe(saved.ok)
  })

  test('goes to the printer as it is being set up, moved by its offset, and no settings change', async () => {
    const before = await store.must('device.settings', {})
    const { bytes: straight } = await printed(draftPrinter, 'hello')
    const { bytes: moved } = await printed({ ...draftPrinter, offsetX10: 20 }, 'hello')
    expect(Buffer.compare(straight, moved)).not.toBe(0)
    expect(await store.must('device.settings', {})).toEqual(before)
    const [line] = await store.database.read.all<{ payload: string }>(
      `SELECT payload FROM trail WHERE operation = 'printer.printTest' ORDER BY seq DESC LIMIT 1`,
    )
    expect((JSON.parse(line?.payload ?? '{}') as { detail: object }).detail).toMatchObject({
      ...{ printer: '192.168.1.50:9100', page: 'hello', language: 'zpl', dpi: 203 },
    })
  })

  test.each([
    [{ ok: true, confirmed: true }, 'confirmed'],
    [{ ok: true, silent: true }, 'silent'],
    [{ ok: true }, 'handedOver'],
  ] as const)('of a printer that answers %o is %s', async (answer, state) => {
    store.printer.answer = answer
    expect(await store.must('printer.printTest', { printer: draftPrinter, page: 'hello' })).toMatchObject({ state })
    store.printer.answer = { ok: true }
  })
})

test('one that is being set up is asked as it is, one of the settings as it is saved', async () => {
  const printer = tcpPrinter('10.0.0.7', 9100, { asked: true })
  await store.must('device.saveSettings', { scanners: [], printers: [printer] })
  expect(await store.must('printer.status', { printerId: '1' })).toEqual({ state: 'ready', detail: '' })
  expect(asked.at(-1)).toEqual(printer)
  status = { state: 'PRINTER_HEAD_OPEN', detail: '01' }
  expect(await store.must('printer.probe', { printer: draftPrinter })).toEqual(status)
  expect(asked.at(-1)).toEqual({ ...draftPrinter, id: 'new', name: '192.168.1.50:9100' })
})

describe('a template tried on paper, saved or not', () => {
  const sampleCode = '2100000000005'
  const renderer = createLabelRenderer()
  const dots = async (bytes: Uint8Array) => (await renderLabel(Buffer.from(bytes), 8)).codes

  test('comes out of the printer of the settings, its code readable, in its language; told, and not counted', async () => {
    const printers = [tcpPrinter('10.0.0.7', 9100), tcpPrinter('10.0.0.8', 9100, { id: '2', name: '二号机' })]
    await store.must('device.saveSettings', { scanners: [], printers })
    store.printed.length = 0
    const answer = await store.must('labelTemplate.printTest', { template: ownTemplate, printerId: '2' })
    expect(answer).toEqual({ state: 'handedOver' })
    expect(store.printed).toHaveLength(1)
    expect([...(await dots(store.printed[0] as Uint8Array))]).toEqual([`EAN13 ${sampleCode}`])
    expect(await store.must('label.queue', {})).toMatchObject({ jobs: [], waiting: 0 })
    expect(await store.database.read.all('SELECT * FROM labelPrint')).toEqual([])
    const [line] = await store.database.read.all<{ payload: string }>(
      `SELECT payload FROM trail WHERE operation = 'labelTemplate.printTest' ORDER BY seq DESC LIMIT 1`,
    )
    expect((JSON.parse(line?.payload ?? '{}') as { detail: object }).detail).toEqual({
      ...{ name: ownTemplate.name, printer: '10.0.0.8:9100' },
    })
    expect((await store.must('labelTemplate.list', {})).templates.some(({ builtIn }) => !builtIn)).toBe(false)
  })

  test.each([
    [{ ok: true, confirmed: true }, 'confirmed'],
    [{ ok: true, silent: true }, 'silent'],
  ] as const)('of a printer that answers %o is %s', async (answer, state) => {
    store.printer.answer = answer
    expect(await store.must('labelTemplate.printTest', { template: ownTemplate, printerId: '1' })).toEqual({ state })
    store.printer.answer = { ok: true }
  })

  test.each(labelTemplateIds)('%s is marked as a test, and a code it shows still reads', async (id) => {
    const { id: _, ...template } = labelTemplates[id]
    const { bitmap } = await renderer.draw(id, sampleContentOf(template.kind), 203)
    const plain = emitLabel('zpl', bitmap, { copies: 1, stock: template, offset: tcpPrinter('', 1) })
    await store.must('labelTemplate.printTest', { template, printerId: '1' })
    const marked = store.printed.at(-1) as Uint8Array
    expect(Buffer.compare(plain, marked)).not.toBe(0)
    expect(await dots(marked)).toEqual(await dots(plain))
  })
})

test('queues with their state, for labels and papers alike; the log', async () => {
  expect(await store.must('printer.queues', {})).toEqual({
    ...{ listed: true, takesPapers: true, queues: [{ queue: 'Q1', state: 'idle' }] },
  })
  expect(await store.must('paper.queues', {})).toEqual({ spooler: true, queues: ['Q1'] })
  expect(await store.must('printer.log', {})).toEqual({ entries: [] })
})

test('who may not set devices up tries no address', async () => {
  await store.must('signIn.out', {})
  await store.signIn('s001.lin')
  const answers = [
    await store.call('printer.probe', { printer: draftPrinter }),
    await store.call('printer.printTest', { printer: draftPrinter, page: 'hello' }),
    await store.call('labelTemplate.printTest', { template: ownTemplate, printerId: '1' }),
  ]
  for (const answer of answers) expect(answer).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } })
})
