/**
 * One busy morning of a shop and of HQ, told for every table there is: scans, drafts, decisions, a reversal, goods on their
 * way, a stocktake from paper and file, a code nobody knew. Both files are left closed and in order.
 */
import { randomUUID } from 'node:crypto'
import type { Answer } from '../../src/contract/client'
import { storeDayOf } from '../../src/core/quantity/storeDay'
import type { Database } from '../../src/database/unitOfWork'
import type { Row, Side, Value } from './databaseTool'
import { ownTemplate } from './labelContents'
import {
  enrol,
  openStore,
  order12,
  order60,
  pieceCode,
  scanOf,
  startHub,
  type TestBrowser,
  type TestClock,
  type TestHub,
  type TestStore,
} from './world'

/** good EAN nobody has */
const strangeCode = '6901234567892'

const value = async <T>(asked: Promise<Answer<T>>): Promise<T> => {
  const answer = await asked
  if (!answer.ok) throw new Error(`refused: ${JSON.stringify(answer.error)}`)
  return answer.value
}

const versionOf = async (store: TestStore, documentId: string): Promise<number> =>
  (await store.must('document.get', { documentId })).header.version

const receive = async (store: TestStore, clock: TestClock, orderId: string): Promise<string> => {
  clock.pass(60_000)
  const { documentId } = await store.must('goodsReceipt.open', { orderId })
  const receipt = { type: 'goodsReceipt' as const, documentId }
  const { lines } = await store.must('document.get', { documentId })
  for (const line of lines.slice(0, 3))
    await store.must('document.scan', { ...receipt, scan: scanOf(pieceCode(line.sku)) })
  await store.must('document.adjust', { ...receipt, lineNo: 4, mode: 'add', quantity: 9000 })
  await store.must('document.adjust', { ...receipt, lineNo: 4, mode: 'subtract', quantity: 1000 })
  await store.must('document.undo', receipt)
  await store.must('document.post', { ...receipt, version: await versionOf(store, receipt.documentId) })
  return receipt.documentId
}

const writeOffs = async (store: TestStore, sku: string): Promise<void> => {
  const writeOff = { type: 'writeOff' as const }
  await store.signIn('s001.lin')
  const broken = { ...writeOff, ...(await store.must('document.create', { ...writeOff, reasonCode: 'BROKEN' })) }
  await store.must('document.setLine', { ...broken, sku, quantity: 1000 })
  const version = await versionOf(store, broken.documentId)
  const { header } = await store.must('document.submit', { ...broken, version })
  await store.signIn('s001.manager')
  const yes = { contentHash: header.contentHash, decision: 'approved' as const, reason: '' }
  await store.must('document.decide', { ...broken, ...yes })
  const again = await store.must('document.create', { ...writeOff, reasonCode: 'BROKEN', copyOf: broken.documentId })
  await store.must('document.submit', { ...writeOff, ...again, version: 1 })
}

const leaveDraft = async (store: TestStore, sku: string): Promise<void> => {
  const draft = {
    type: 'goodsReceipt' as const,
    ...(await store.must('goodsReceipt.open', { orderId: order60.documentId })),
  }
  await store.must('document.scan', { ...draft, scan: scanOf(pieceCode(sku)) })
  await store.must('document.scan', { ...draft, scan: scanOf('4006381333931') })
  await store.must('document.adjust', { ...draft, lineNo: 2, mode: 'add', quantity: 3000 })
  await store.must('document.setHeader', { ...draft, note: '晚班' })
  await store.call('document.post', { ...draft, version: 1 })
}

/** One piece, pushed by HQ, sent by the shop, on the draft of the central warehouse. */
const sendToCentral = async (store: TestStore, hq: TestBrowser, sku: string): Promise<void> => {
  const { transferId } = await value(
    hq.call('transfer.push', {
      ...{ kind: 'transfer', fromWarehouseCode: 'WS001', toWarehouseCode: 'WC01', dueDate: '2026-11-23', note: '' },
      lines: [{ sku, quantity: 1000 }],
    }),
  )
  await store.must('app.syncNow', {})
  const sent = { type: 'transferDispatch' as const, ...(await store.must('transfer.openDispatch', { transferId })) }
  await store.must('document.adjust', { ...sent, lineNo: 1, mode: 'set', quantity: 1000 })
  await store.must('document.post', { ...sent, version: await versionOf(store, sent.documentId) })
  await store.must('app.syncNow', {})
  const { documentId } = await value(hq.call('transfer.openReceipt', { transferId }))
  await hq.call('document.adjust', {
    ...{ type: 'transferReceipt', documentId, lineNo: 1, mode: 'set', quantity: 1000 },
  })
  await store.must('app.syncNow', {})
}

/** The dock asks what a strange code is, HQ answers. */
const askAboutCode = async (store: TestStore, hub: TestHub, sku: string): Promise<void> => {
  const { documentId } = await store.must('goodsReceipt.openWithoutOrder', { supplierCode: 'GY001', deliveryNote: '' })
  const paper = { type: 'goodsReceipt' as const, documentId }
  const { tray } = await store.must('document.scan', { ...paper, scan: scanOf(strangeCode) })
  await store.must('document.link', { ...paper, trayId: tray?.trayId as string, sku, packFactor: 12_000, note: '整箱' })
  await store.must('app.syncNow', {})
  const buyer = await hub.browser('hq.purchasing')
  const answer = { code: strangeCode, sku, kind: 'ean13' as const, packFactor: 12_000, packName: '箱' }
  await value(buyer.call('codeRequest.link', answer))
  await store.must('app.syncNow', {})
}

const plan = (skus: string[]) => ({
  ...{ scope: { kind: 'list' as const, skus }, blind: true, tolerancePermille: 0, toleranceFen: 0, note: '月底' },
})

/** HQ asks for a count each week, and for this one today. */
const askForCount = async (store: TestStore, hq: TestBrowser, sku: string): Promise<string> => {
  const stores = { kind: 'stores' as const, storeCodes: ['S001'] }
  await value(
    hq.call('stocktakeSchedule.save', {
      ...{ name: '每周抽盘', plan: plan([sku]), stores, recurrence: { kind: 'weekly', weekdays: [3] } },
      ...{ startDay: '2026-12-01', endDay: '', daysToDo: 1 },
    }),
  )
  const { tasks } = await value(
    hq.call('stocktakeTask.assign', { name: '抽盘', plan: plan([sku]), stores, dueDate: '2026-11-30' }),
  )
  await store.must('app.syncNow', {})
  return tasks[0]?.taskId as string
}

/** Counted on paper and again from a file, recounted, explained and handed in; another is left on the shelves. */
const countShelf = async (store: TestStore, taskId: string, others: string[]): Promise<void> => {
  const { stocktakeId, number, zones } = await store.must('stocktakeTask.open', { taskId })
  const zoneCode = zones[0]?.code as string
  const handIn = async (documentId: string) =>
    store.must('document.submit', { type: 'stocktakeCount', documentId, version: await versionOf(store, documentId) })
  await store.must('stocktake.addZone', { stocktakeId, zone: { code: 'T1', name: '堆头', temporary: true } })
  await store.must('countSheet.print', { stocktakeId, zoneCodes: [], language: 'zh-CN' })
  await store.must('paper.saveSettings', { queue: 'Q1', size: 'threePart' })
  await store.must('labelTemplate.save', { templateId: randomUUID(), version: 0, template: ownTemplate })
  const { documents: papersThere } = await store.must('document.list', { types: ['goodsReceipt'], limit: 1 })
  for (const { documentId } of papersThere)
    for (const to of ['viewer', 'printer'] as const) {
      const what = { form: 'document' as const, documentId }
      await store.must('paper.print', { what, size: 'a4', language: 'zh-CN', to })
    }
  const list = { what: { form: 'stock' as const, warehouseCode: 'WS001' }, size: 'a4' as const, to: 'viewer' as const }
  await store.must('paper.print', { ...list, language: 'zh-CN' })
  const { lines } = await store.must('countSheet.page', { number, page: 1 })
  const { line, sku } = lines[0] as (typeof lines)[number]
  await store.signIn('s001.lin')
  const wrong = await store.must('stocktake.startCount', { stocktakeId, zoneCode: 'T1' })
  await store.must('stocktake.dropCount', { ...wrong, reason: '选错了区域' })
  const first = await store.must('countSheet.enter', { stocktakeId, page: 1, line, quantity: 3000 })
  await handIn(first.documentId)
  const rows: [number, string, string, string, string, string][] = [[2, pieceCode(sku), '1', 'T1', '', '']]
  const { papers } = await store.must('countSheet.takeFile', { stocktakeId, name: '手持机.csv', rows })
  for (const { documentId } of papers) await handIn(documentId)
  await store.signIn('s001.manager')
  await store.must('stocktake.recount', { stocktakeId, zones: [{ zoneCode, skus: [sku] }], note: '再数一遍' })
  const again = await store.must('stocktake.startCount', { stocktakeId, zoneCode })
  await store.must('document.scan', { type: 'stocktakeCount', ...again, scan: scanOf(pieceCode(sku)), times: 5 })
  await handIn(again.documentId)
  await store.must('stocktake.closeCounting', { stocktakeId })
  const review = await store.must('stocktake.review', { stocktakeId, show: 'open' })
  const open = review.lines.map((one) => ({ sku: one.sku, lot: one.lot }))
  if (open.length > 0) await store.must('stocktake.accept', { stocktakeId, lines: open, reason: '两人核对过' })
  const { version } = await store.must('stocktake.get', { stocktakeId })
  await store.must('stocktake.submit', { stocktakeId, version, uncounted: 'leave', uncountedReason: '' })
  const next = await store.must('stocktake.open', { ...plan(others), zones: [] })
  await store.must('countSheet.print', { stocktakeId: next.stocktakeId, zoneCodes: [], language: 'zh-CN' })
  const zone = next.zones[0]?.code as string
  await store.must('stocktake.startCount', { stocktakeId: next.stocktakeId, zoneCode: zone })
}

/** HQ changes a price from today and another from a later day, and thinks better of that one; the shop prints its label. */
const changePrices = async (store: TestStore, hq: TestBrowser, clock: TestClock, sku: string): Promise<void> => {
  const change = (effectiveDate: string, priceFen: number) =>
    value(hq.call('price.change', { effectiveDate, note: '周末促销', lines: [{ sku, priceFen }] }))
  const { changeId } = await change('2099-12-31', 12_300)
  await value(hq.call('price.cancel', { changeId, reason: '不做了' }))
  const { number } = await change(storeDayOf(clock.nowMs()), 12_300)
  await store.must('app.syncNow', {})
  // as the printer's answer leaves it
  await store.database.write((tx) =>
    tx.run(`UPDATE labelJob SET state = 'handedOver', printed = 1 WHERE origin = ?`, [number]),
  )
}

/** HQ draws a template, gives it to the shop, and takes it back. */
const shareTemplate = async (store: TestStore, hq: TestBrowser): Promise<void> => {
  const templateId = randomUUID()
  const template = { ...ownTemplate, name: '总部价签' }
  await value(hq.call('chainTemplate.save', { templateId, version: 0, template }))
  const seen = { templateId, version: 1, publication: 0 }
  await value(
    hq.call('chainTemplate.publish', { ...seen, audience: { kind: 'stores', codes: ['S001'] }, isDefault: false }),
  )
  await store.must('app.syncNow', {})
  await value(hq.call('chainTemplate.withdraw', { ...seen, publication: 1 }))
}

/** The shop is enrolled and HQ can be heard. */
export const workThrough = async (hub: TestHub, store: TestStore, clock: TestClock): Promise<void> => {
  await store.signIn('s001.manager')
  const first = await store.must('document.get', { documentId: await receive(store, clock, order60.documentId) })
  const sku = first.lines.find(({ lineNo }) => lineNo === 4)?.sku as string
  const mistake = await receive(store, clock, order12.documentId)
  await store.must('document.reverse', { type: 'goodsReceipt', documentId: mistake, reason: '记错了' })
  await store.must('scan.identify', { scan: scanOf(order12.deliveryNote), where: 'home' })
  await writeOffs(store, sku)
  await leaveDraft(store, sku)
  await store.must('app.syncNow', {})
  const hq = await hub.browser('hq.operations')
  await sendToCentral(store, hq, sku)
  await askAboutCode(store, hub, sku)
  await changePrices(store, hq, clock, sku)
  await shareTemplate(store, hq)
  const others = first.lines.slice(0, 3).map((line) => line.sku)
  await countShelf(store, await askForCount(store, hq, sku), others)
  await store.must('app.syncNow', {})
}

/** Answers the two files. */
export const busyMorning = async (folder: string, clock: TestClock): Promise<Record<Side, string>> => {
  const hub = await startHub(folder, clock)
  const store = await openStore(folder, clock)
  await enrol(store, hub)
  await workThrough(hub, store, clock)
  await store.call('signIn.withPin', { userId: 's001.lin', pin: '999999' })
  await fillEmpty(store.database)
  await fillEmpty(hub.database)
  await store.close()
  await hub.close()
  return { store: store.file, hub: hub.file }
}

/** where a word made up will not do */
const madeUp: Record<string, Value> = {
  'alarm.state': 'open',
  'alarm.closedAt': null,
  'attachment.dataBase64': null,
  'policy.body': '{}',
  'transferLine.lots': '[]',
}

/** of papers a draft: nothing is added to another */
const parentSql = (table: string): string =>
  `SELECT * FROM ${table} ${table === 'document' ? `ORDER BY state = 'draft' DESC` : ''} LIMIT 1`

/** What this morning had no use for gets a row through the program's own connection, as if it had. */
const fillEmpty = (database: Database): Promise<void> =>
  database.write(async (tx) => {
    const names = await tx.all<{ name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table'`)
    for (const { name } of names) {
      if (await tx.one(`SELECT 1 AS found FROM ${name}`)) continue
      const columns = await tx.all<{ name: string; type: string }>(`PRAGMA table_info(${name})`)
      const parents = await tx.all<{ table: string; from: string; to: string }>(`PRAGMA foreign_key_list(${name})`)
      const row: Row = {}
      for (const column of columns) {
        const parent = parents.find(({ from }) => from === column.name)
        const word = madeUp[`${name}.${column.name}`]
        if (parent) row[column.name] = (await tx.one<Row>(parentSql(parent.table)))?.[parent.to] ?? null
        else row[column.name] = word === undefined ? (column.type === 'INTEGER' ? 1 : 'made up') : word
      }
      await tx.insertRows(name, [row])
    }
  })
