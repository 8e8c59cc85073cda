/** A template saved under older rules, with something over the price: none of its labels goes out, and what it says counts as no price tag. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LabelBlock, LabelTemplate } from '../../../src/core/labels/labelTemplate'
import { labelTemplates } from '../../../src/core/labels/labelTemplates'
import { tcpPrinter } from '../../support/printers'
import { stockUp } from '../../support/story'
import {
  chain,
  enrol,
  openStore,
  removeFolder,
  startHub,
  type TestHub,
  type TestStore,
  temporaryFolder,
} from '../../support/world'

const folder = temporaryFolder()
let hub: TestHub
let store: TestStore
const [coveredId, plainId] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222']
const { id: _, ...tag } = labelTemplates.priceTag40x30
const price = tag.blocks.find(({ kind }) => kind === 'price') as LabelBlock
const covered = { ...tag, blocks: [...tag.blocks, { kind: 'rect', box: price.box }] } as Omit<LabelTemplate, 'id'>

/** As a program of before would have left it. */
const spoil = (templateId: string): Promise<unknown> =>
  store.database.write((tx) =>
    tx.run('UPDATE labelTemplate SET body = ? WHERE templateId = ?', [
      JSON.stringify({ ...covered, id: templateId }),
      templateId,
    ]),
  )

beforeAll(async () => {
  hub = await startHub(folder)
  store = await openStore(folder)
  await enrol(store, hub)
  await store.signIn('s001.manager')
  await store.must('device.saveSettings', { scanners: [], printers: [tcpPrinter('small', 9100, { id: '1' })] })
  const saved = { version: 0, template: { ...tag, name: '盖住价格', nameEn: '' } }
  await store.must('labelTemplate.save', { templateId: coveredId, ...saved })
  await spoil(coveredId)
  const plain = { ...tag, kind: 'goods' as const, blocks: tag.blocks.filter(({ kind }) => kind !== 'price') }
  const noPrice = { templateId: plainId, version: 0, template: { ...plain, name: '只有品名', nameEn: '' } }
  await store.must('labelTemplate.save', noPrice)
})
afterAll(async () => {
  await store.close()
  await hub.close()
  removeFolder(folder)
})
beforeEach(() => {
  store.printed.length = 0
})

let next = 30
const plain = chain.products.filter(({ status, weighed, keepsLots }) => status === 'active' && !weighed && !keepsLots)
const oneIn = async (template: string, sku = plain[next++]?.sku ?? ''): Promise<string> => {
  const lines = [{ row: 1, code: sku, copies: 1 }]
  return (await store.must('label.add', { why: 'scan', name: '', template, lines })).added[0]?.jobId ?? ''
}
const jobOf = async (jobId: string) => (await store.must('label.queue', {})).jobs.find((job) => job.jobId === jobId)

describe('something covers the price', () => {
  test('at the label printer it is held back with that word, also from what goes by itself; the others are printed', async () => {
    const [held, good] = [await oneIn(coveredId), await oneIn('priceTag40x30')]
    expect(await store.must('label.print', { jobIds: [held, good] })).toMatchObject({
      ...{ handedOver: 1, failed: 1, problem: 'LABEL_TEMPLATE_UNFIT' },
    })
    expect(store.printed).toHaveLength(1)
    store.backend.labels.wake()
    await store.backend.labels.settled()
    expect(store.printed).toHaveLength(1)
    expect(await jobOf(held)).toMatchObject({ state: 'failed', problem: 'LABEL_TEMPLATE_UNFIT', printed: 0 })
  })

  test('the preview says so', async () => {
    const { warnings } = await store.must('label.preview', { jobId: await oneIn(coveredId) })
    expect(warnings.map(({ code }) => code)).toContain('templateUnfit')
  })

  test('on a sheet of stickers it is left out, and the others are printed', async () => {
    const [held, good] = [await oneIn(coveredId), await oneIn('priceTag40x30')]
    const sheet = { layout: 'a4of3x8', startAt: 1, language: 'zh-CN' } as const
    expect(await store.must('label.printSheet', { ...sheet, jobIds: [held, good] })).toMatchObject({
      ...{ printed: 1, held: 1 },
    })
    expect(await jobOf(held)).toMatchObject({ state: 'failed', problem: 'LABEL_TEMPLATE_UNFIT', printed: 0 })
  })

  test('mended, it is printed', async () => {
    const jobId = await oneIn(coveredId)
    await store.must('label.print', { jobIds: [jobId] })
    const { templates } = await store.must('labelTemplate.list', {})
    const version = templates.find(({ template }) => template.id === coveredId)?.version ?? 0
    const mended = { ...tag, name: '盖住价格', nameEn: '' }
    await store.must('labelTemplate.save', { templateId: coveredId, version, template: mended })
    expect(await store.must('label.print', { jobIds: [jobId] })).toMatchObject({ handedOver: 1, failed: 0 })
    await spoil(coveredId)
  })
})

describe('what counts as a price tag', () => {
  const found = async (kind: 'noLabel' | 'priceChanged'): Promise<number> =>
    (await store.must('label.fillChoices', { filter: { kind } })).found
  const printed = async (sku: string, template: string): Promise<void> => {
    const jobId = await oneIn(template, sku)
    expect(await store.must('label.print', { jobIds: [jobId] })).toMatchObject({ handedOver: 1 })
  }

  test('a label without a price leaves the goods without a price tag; one with the price ends that', async () => {
    const sku = plain[next++]?.sku ?? ''
    await stockUp(store, [{ sku, quantity: 2000 }])
    await store.backend.receiptLabels.settled()
    // the receipt's own label, out of the way
    await store.database.write((tx) => tx.run('DELETE FROM labelJob WHERE sku = ?', [sku]))
    await store.database.write((tx) => tx.run('DELETE FROM labelPrint WHERE sku = ?', [sku]))
    const before = await found('noLabel')
    expect(before).toBeGreaterThan(0)
    await printed(sku, plainId)
    expect(await found('noLabel')).toBe(before)
    await printed(sku, 'priceTag40x30')
    expect(await found('noLabel')).toBe(before - 1)
  })

  test('after a new price, a label without one leaves it changed; only a tag at that price ends it', async () => {
    const sku = plain[next++]?.sku ?? ''
    await printed(sku, 'priceTag40x30')
    const before = await found('priceChanged')
    await store.database.write((tx) => tx.run('UPDATE product SET priceFen = priceFen + 100 WHERE sku = ?', [sku]))
    expect(await found('priceChanged')).toBe(before + 1)
    await printed(sku, plainId)
    expect(await found('priceChanged')).toBe(before + 1)
    await printed(sku, 'priceTag40x30')
    expect(await found('priceChanged')).toBe(before)
  })
})
