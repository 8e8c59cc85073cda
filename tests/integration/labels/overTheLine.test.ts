/**
 * HQ publishes a template as the default, the shop pulls it, a label is asked for and goes over a real TCP line: what arrives
 * at the printer, drawn by a renderer that is none of ours, is what HQ's template says, dot for dot.
 */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LabelTemplate } from '../../../src/core/labels/labelTemplate'
import { labelTemplates } from '../../../src/core/labels/labelTemplates'
import type { LabelJobRow } from '../../../src/database/entities'
import { createLabelRenderer } from '../../../src/labels/renderLabel'
import { createPrinting } from '../../../src/main/printing'
import { contentOf } from '../../../src/store/labels/labelContent'
import { storeNameOf } from '../../../src/store/meta'
import { LabelPrinter } from '../../support/devices/labelPrinter'
import { ownTemplate } from '../../support/labelContents'
import { tcpPrinter } from '../../support/printers'
import { type Browser, beginStory, crisps, type Story, type StoryStore } from '../../support/story'
import { differingDots, drawnZpl, pictureOf } from '../../support/zplPicture'

let story: Story
let shop: StoryStore
let hq: Browser
let device: LabelPrinter

const renderer = createLabelRenderer()
const templateId = randomUUID()
/** without the line under the name, so that no template of the product could be taken for it */
const drawnAtHq = { ...ownTemplate, name: '总部价签', blocks: ownTemplate.blocks.filter((_block, at) => at !== 1) }

const jobOf = (jobId: string): Promise<LabelJobRow> =>
  shop.database.read.one<LabelJobRow>('SELECT * FROM labelJob WHERE jobId = ?', [jobId]) as Promise<LabelJobRow>

/** What arrived, against one drawing of what was meant. */
const apartFrom = async (arrived: Uint8Array, template: LabelTemplate, job: LabelJobRow): Promise<number> => {
  const content = contentOf(job, await storeNameOf(shop.database.read))
  const { bitmap, widthMm, heightMm } = await renderer.draw(template, content, 203)
  const picture = await pictureOf(await drawnZpl(arrived, { widthMm, heightMm }, 203))
  expect([picture.width, picture.height]).toEqual([bitmap.widthDots, bitmap.heightDots])
  return differingDots(bitmap, picture)
}

beforeAll(async () => {
  device = await LabelPrinter.switchOn()
  const printing = createPrinting({ scannerPorts: () => [] })
  story = await beginStory(['S001'], undefined, { print: printing.print, printerStatus: printing.printerStatus })
  shop = story.stores[0] as StoryStore
  await shop.signIn('s001.manager')
  hq = await story.browser('hq.operations')
  // the product's own paper is loaded: what HQ wants takes its place
  await shop.must('device.saveSettings', { scanners: [], printers: [tcpPrinter(device.host, device.port)] })
}, 60_000)
afterAll(async () => {
  await story.close()
  await device.stop()
})

test('from HQ’s drawing to the printer’s end of the line', { timeout: 60_000 }, async () => {
  await hq.must('chainTemplate.save', { templateId, version: 0, template: drawnAtHq })
  const seen = { templateId, version: 1, publication: 0 }
  await hq.must('chainTemplate.publish', { ...seen, audience: { kind: 'chain', codes: [] }, isDefault: true })
  await story.sync()

  const lines = [{ row: 1, code: crisps.sku, copies: 2 }]
  const { added } = await shop.must('label.add', { why: 'file', name: 'a.xlsx', lines })
  const jobId = added[0]?.jobId as string
  const { jobs } = await shop.must('label.queue', {})
  expect(jobs.find((job) => job.jobId === jobId)).toMatchObject({ template: templateId, state: 'queued' })
  await shop.must('label.print', { jobIds: [jobId] })
  await device.waitForJobs(1)

  const arrived = device.jobs[0] as Buffer
  const text = arrived.toString('latin1')
  expect(text.match(/\^XA/g)).toHaveLength(1)
  expect(text).toMatch(/\^PQ2\b/)
  const job = await jobOf(jobId)
  expect(job).toMatchObject({ state: 'handedOver', printed: 1 })
  const { published } = await hq.must('chainTemplate.get', { templateId })
  expect(await apartFrom(arrived, published as LabelTemplate, job)).toBe(0)
  expect(await apartFrom(arrived, labelTemplates.priceTag40x30, job)).toBeGreaterThan(0)
})

test('withdrawn, the next label comes out in the product’s own again', { timeout: 60_000 }, async () => {
  await hq.must('chainTemplate.withdraw', { templateId, version: 1, publication: 1 })
  await story.sync()
  const lines = [{ row: 1, code: crisps.sku, copies: 1 }]
  const { added } = await shop.must('label.add', { why: 'file', name: 'b.xlsx', lines })
  const jobId = added[0]?.jobId as string
  await shop.must('label.print', { jobIds: [jobId] })
  await device.waitForJobs(2)
  expect(await apartFrom(device.jobs[1] as Buffer, labelTemplates.priceTag40x30, await jobOf(jobId))).toBe(0)
})
