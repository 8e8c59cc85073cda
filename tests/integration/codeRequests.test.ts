/** 未知条码: a shop links a code nobody knows and asks HQ; HQ answers once, and the next scan anywhere knows it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { InputOf } from '../../src/contract/operations'
import { barcodesMax, type Product } from '../../src/contract/schemas/masterData'
import { productPublication, publish } from '../../src/hub/publish'
import {
  agrees,
  type Browser,
  beginStory,
  changePolicy,
  crisps,
  mints,
  post,
  read,
  refuses,
  type Story,
  type StoryStore,
  spirit,
} from '../support/story'
import { chain, scanOf } from '../support/world'

const type = 'goodsReceipt' as const
/** good EANs nobody has */
const caseCode = '6901234567892'
const giftCode = '6901234567908'

let story: Story
let north: StoryStore
let south: StoryStore
let buyer: Browser

beforeAll(async () => {
  story = await beginStory(['S001', 'S002'])
  ;[north, south] = story.stores as [StoryStore, StoryStore]
  await north.signIn('s001.manager')
  await south.signIn('s002.manager')
  buyer = await story.browser('hq.purchasing')
})
afterAll(() => story.close())

const openReceipt = async (store: StoryStore, note: string): Promise<string> =>
  (await store.must('goodsReceipt.openWithoutOrder', { supplierCode: 'GY001', deliveryNote: note })).documentId

const scan = (store: StoryStore, documentId: string, raw: string) =>
  store.must('document.scan', { type, documentId, scan: scanOf(raw) })

const oddOf = async (store: StoryStore, documentId: string, raw: string): Promise<string> =>
  (await scan(store, documentId, raw)).tray?.trayId as string

const trayOf = async (store: StoryStore, documentId: string) => (await read(store, documentId)).tray
const linesOf = async (store: StoryStore, documentId: string) =>
  (await read(store, documentId)).lines.map(({ sku, quantity }) => [sku, quantity])
const open = async (browser: Browser, input: Partial<InputOf<'codeRequest.list'>> = {}) =>
  browser.must('codeRequest.list', { state: 'open', ...input })
const link = (more: Partial<InputOf<'codeRequest.link'>> = {}): InputOf<'codeRequest.link'> => ({
  ...{ code: caseCode, sku: crisps.sku, kind: 'ean13', packFactor: 12_000, packName: '箱', ...more },
})

describe('at the dock', () => {
  let paper: string
  let trayId: string

  beforeAll(async () => {
    paper = await openReceipt(north, 'WZ-1')
    trayId = await oddOf(north, paper, caseCode)
    await scan(north, paper, caseCode)
  })

  test('two scans of a strange case are two cases of what somebody says it is, and HQ is asked', async () => {
    const linked = await north.must('document.link', {
      ...{ type, documentId: paper, trayId, sku: crisps.sku, packFactor: 12_000, note: '箱子上没有别的码' },
    })
    expect(linked).toMatchObject({ line: { sku: crisps.sku, quantity: 24_000 }, header: { trayOpen: 0 } })
    expect(await trayOf(north, paper)).toMatchObject([
      { state: 'linked', sku: crisps.sku, quantity: 24_000, scans: 2, code: caseCode, asked: true, answer: null },
    ])
    await story.sync()
    expect((await open(buyer)).requests).toMatchObject([
      {
        ...{ code: caseCode, kind: 'ean13', checkDigitGood: true, state: 'open', holders: [], answer: null },
        questions: [
          { storeCode: 'S001', times: 1, note: '箱子上没有别的码', proposal: { sku: crisps.sku, packFactor: 12_000 } },
        ],
      },
    ])
  })

  test('undone, the code waits again with its scans, and what was asked stays asked', async () => {
    await north.must('document.undo', { type, documentId: paper })
    expect(await linesOf(north, paper)).toEqual([[crisps.sku, 0]])
    expect(await trayOf(north, paper)).toMatchObject([{ state: 'open', sku: null, quantity: 0, scans: 2, asked: true }])
  })

  test('taken away with its line it waits again too; set aside before, it is set aside again', async () => {
    await north.must('document.setAside', { type, documentId: paper, trayId, reason: '先放着' })
    const { line } = await north.must('document.link', { type, documentId: paper, trayId, sku: crisps.sku })
    expect(line).toMatchObject({ quantity: 2000 })
    await north.must('document.removeLine', { type, documentId: paper, lineNo: line?.lineNo as number })
    expect(await trayOf(north, paper)).toMatchObject([{ state: 'setAside', decision: '先放着', sku: null }])
  })

  test('a paper does not wait for HQ: posted with the code set aside', async () => {
    const gift = await oddOf(north, paper, giftCode)
    await north.must('codeRequest.ask', { type, documentId: paper, trayId: gift, note: '赠品？' })
    await north.must('document.setLine', { type, documentId: paper, sku: crisps.sku, quantity: 3000 })
    await story.sync()
    const early = { ...(await read(north, paper)).header }
    await refuses(
      story,
      () => north.call('document.post', { type, documentId: paper, version: early.version }),
      'TRAY_NOT_EMPTY',
    )
    await north.must('document.setAside', { type, documentId: paper, trayId: gift, reason: '等总部' })
    await post(north, paper)
    await story.sync()
    expect((await open(buyer, { search: giftCode })).requests).toMatchObject([
      { code: giftCode, questions: [{ proposal: null, note: '赠品？', userName: expect.any(String) }] },
    ])
  })
})

describe('at HQ', () => {
  test('a code is listed once with every store that asked, and how often', async () => {
    const paper = await openReceipt(south, 'WZ-2')
    const trayId = await oddOf(south, paper, caseCode)
    await south.must('codeRequest.ask', { type, documentId: paper, trayId })
    await south.must('codeRequest.ask', { type, documentId: paper, trayId })
    await story.sync()
    const { requests, open: waiting } = await open(buyer)
    expect(waiting).toBe(2)
    expect(requests.map(({ code }) => code)).toEqual([caseCode, giftCode])
    expect(requests[0]?.questions.map(({ storeCode, times }) => [storeCode, times])).toEqual([
      ['S001', 2],
      ['S002', 2],
    ])
    const first = await open(buyer, { limit: 1 })
    expect([first.requests.length, first.more]).toEqual([1, true])
    expect((await open(buyer, { limit: 1, after: caseCode })).requests.map(({ code }) => code)).toEqual([giftCode])
    expect((await open(buyer, { storeCode: 'S002' })).requests.map(({ code }) => code)).toEqual([caseCode])
  })

  test('whoever watches a region sees its own stores’ questions and answers none', async () => {
    const [east, far] = [await story.browser('re.manager'), await story.browser('rs.manager')]
    expect((await open(east)).requests.map(({ code }) => code)).toEqual([caseCode, giftCode])
    expect(await open(far)).toEqual({ requests: [], more: false, open: 0 })
    await refuses(story, () => east.call('codeRequest.link', link()), 'FORBIDDEN')
    await refuses(story, () => east.call('codeRequest.refuse', { code: caseCode, reason: '不收' }), 'FORBIDDEN')
  })

  test('what cannot be is refused, and a code of something else is not given away unseen', async () => {
    await refuses(story, () => buyer.call('codeRequest.link', link({ code: '999' })), 'CODE_REQUEST_NOT_FOUND')
    await refuses(story, () => buyer.call('codeRequest.link', link({ sku: '没有' })), 'PRODUCT_NOT_FOUND')
    await refuses(story, () => buyer.call('codeRequest.link', link({ kind: 'ean8' })), 'CODE_KIND')
    await refuses(story, () => buyer.call('codeRequest.link', link({ packFactor: 1500 })), 'QUANTITY_NOT_WHOLE')
    await refuses(story, () => buyer.call('codeRequest.link', link({ packName: '' })), 'INVALID_INPUT')
  })

  test('linked, the next scan in any store is a case of twelve', async () => {
    const answered = await buyer.must('codeRequest.link', link())
    expect(answered).toMatchObject({
      state: 'answered',
      holders: [{ sku: crisps.sku, packFactor: 12_000, packName: '箱' }],
      answer: { decision: 'linked', answerNo: 1, sku: crisps.sku },
    })
    await refuses(story, () => buyer.call('codeRequest.link', link()), 'CODE_ANSWERED')
    await story.sync()
    const paper = await openReceipt(north, 'WZ-3')
    expect(await scan(north, paper, caseCode)).toMatchObject({ added: 12_000, packName: '箱' })
    await north.must('document.cancel', { type, documentId: paper, reason: '试扫' })
  })

  test('the store that waits hears of it, and counts what lay in the tray with one word', async () => {
    const { news } = await south.must('codeRequest.news', {})
    expect(news).toMatchObject([{ code: caseCode, decision: 'linked', scans: 1 }])
    const { documentId } = news[0] as (typeof news)[number]
    const [odd] = await trayOf(south, documentId)
    expect(odd).toMatchObject({
      ...{ asked: false, known: { sku: crisps.sku, packFactor: 12_000, packName: '箱' } },
      answer: { decision: 'linked' },
    })
    const known = { sku: odd?.known?.sku as string, packFactor: odd?.known?.packFactor as number }
    await refuses(
      story,
      () => south.call('codeRequest.ask', { type, documentId, trayId: odd?.trayId as string }),
      'CODE_KNOWN',
    )
    await south.must('document.link', { type, documentId, trayId: odd?.trayId as string, ...known })
    expect(await linesOf(south, documentId)).toEqual([[crisps.sku, 12_000]])
    expect((await south.must('codeRequest.news', {})).news).toEqual([])
    await post(south, documentId)
  })

  test('refused, the reason is read at the dock; asked once more after it, it waits again', async () => {
    const paper = await openReceipt(north, 'WZ-4')
    const trayId = await oddOf(north, paper, giftCode)
    await buyer.must('codeRequest.refuse', { code: giftCode, reason: '赠品不入库' })
    await refuses(story, () => buyer.call('codeRequest.refuse', { code: giftCode, reason: '再说' }), 'CODE_ANSWERED')
    await story.sync()
    expect(await trayOf(north, paper)).toMatchObject([
      { asked: false, known: null, answer: { decision: 'refused', reason: '赠品不入库' } },
    ])
    expect((await north.must('codeRequest.news', {})).news).toMatchObject([
      { code: giftCode, decision: 'refused', reason: '赠品不入库' },
    ])
    await north.must('codeRequest.ask', { type, documentId: paper, trayId, note: '供应商说要卖' })
    await story.sync()
    expect((await open(buyer)).requests).toMatchObject([{ code: giftCode, state: 'open', questions: [{ times: 1 }] }])
  })

  test('a question that crossed the answer on its way is answered by it', async () => {
    const crossing = '6901234567915'
    const first = await openReceipt(north, 'WZ-5')
    const trayId = await oddOf(north, first, crossing)
    await north.must('codeRequest.ask', { type, documentId: first, trayId })
    await story.sync()
    south.line.up = false
    const second = await openReceipt(south, 'WZ-6')
    await south.must('codeRequest.ask', { type, documentId: second, trayId: await oddOf(south, second, crossing) })
    await buyer.must('codeRequest.link', link({ code: crossing, packFactor: 1000, packName: '' }))
    south.line.up = true
    await story.sync()
    expect((await open(buyer, { search: crossing })).requests).toEqual([])
    const answered = await buyer.must('codeRequest.list', { state: 'answered', search: crossing })
    expect(answered.requests[0]?.questions.map(({ storeCode, open: waits }) => [storeCode, waits])).toEqual([
      ['S001', false],
      ['S002', false],
    ])
    expect(await trayOf(south, second)).toMatchObject([{ known: { sku: crisps.sku, packFactor: 1000 } }])
  })

  test('two products share a code only where somebody was told, and then each scan asks which it is', async () => {
    const chosen = chain.products.find(({ sku }) => sku === mints.sku) as Product
    const own = chain.barcodes.filter(({ sku }) => sku === mints.sku)
    const known = { code: giftCode, sku: mints.sku, kind: 'ean13' as const, packFactor: 1000, packName: '' }
    // HQ took it down for another product meanwhile
    await story.hub.database.write((tx) => publish(tx, 'master', [productPublication(chosen, [...own, known])]))
    const shared = link({ code: giftCode, packFactor: 1000, packName: '' })
    await refuses(story, () => buyer.call('codeRequest.link', shared), 'BARCODE_TAKEN', { sku: mints.sku })
    await buyer.must('codeRequest.link', { ...shared, shared: true })
    await story.sync()
    const paper = await openReceipt(north, 'WZ-7')
    const asked = await scan(north, paper, giftCode)
    expect(asked.outcome).toBe('ambiguous')
    expect(asked.candidates?.map(({ sku }) => sku)).toEqual([crisps.sku, mints.sku])
    await north.must('document.cancel', { type, documentId: paper, reason: '试扫' })
  })

  test('a product has no more codes than travel with it', async () => {
    const crowded = '6901234567922'
    const paper = await openReceipt(north, 'WZ-8')
    await north.must('codeRequest.ask', { type, documentId: paper, trayId: await oddOf(north, paper, crowded) })
    await story.sync()
    const chosen = chain.products.find(({ sku }) => sku === spirit.sku) as Product
    const many = Array.from({ length: barcodesMax }, (_none, at) => ({
      ...{ code: `ZZ-${at}`, sku: spirit.sku, kind: 'other' as const, packFactor: 1000, packName: '' },
    }))
    await story.hub.database.write((tx) => publish(tx, 'master', [productPublication(chosen, many)]))
    const one = link({ code: crowded, sku: spirit.sku, packFactor: 1000, packName: '' })
    await refuses(story, () => buyer.call('codeRequest.link', one), 'BARCODES_TOO_MANY', { max: barcodesMax })
  })

  test('a right that is HQ’s to give', async () => {
    const hq = await story.browser('hq.operations')
    await changePolicy(hq, '采购不再答复条码', (policy) => {
      policy.rights['codeRequest.decide'] = ['hqOperations']
    })
    await refuses(story, () => buyer.call('codeRequest.refuse', { code: giftCode, reason: '不收' }), 'FORBIDDEN')
    await story.sync()
  })

  test('and both ledgers agree', () => agrees(story))
})
