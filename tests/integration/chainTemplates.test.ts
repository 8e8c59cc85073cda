/**
 * 标签模板 of HQ: drawn there, published to whom it is for, printed at the shops with the dots HQ was shown, overtaken by a newer
 * one, withdrawn. A shop that was away gets the last word; HQ sees which PC has it.
 */
import { randomUUID } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { InputOf } from '../../src/contract/operations'
import { emitLabel } from '../../src/core/labels/emitLabel'
import type { LabelTemplate } from '../../src/core/labels/labelTemplate'
import { labelTemplates } from '../../src/core/labels/labelTemplates'
import { publish } from '../../src/hub/publish'
import { createDrawingThread } from '../../src/labels/drawingThread'
import { createLabelRenderer } from '../../src/labels/renderLabel'
import { contentOf } from '../../src/store/labels/labelContent'
import { storeNameOf } from '../../src/store/meta'
import { until } from '../support/devices/waiting'
import { ownTemplate } from '../support/labelContents'
import { tcpPrinter } from '../support/printers'
import { type Browser, beginStory, crisps, mints, type Story, type StoryStore } from '../support/story'
import { removeFolder, temporaryFolder } from '../support/world'

let story: Story
let north: StoryStore
let south: StoryStore
let hq: Browser

type Drawn = InputOf<'chainTemplate.save'>['template']
type Audience = InputOf<'chainTemplate.publish'>['audience']

const everybody: Audience = { kind: 'chain', codes: [] }
const renderer = createLabelRenderer()

const detailOf = (templateId: string, who: Browser = hq) => who.must('chainTemplate.get', { templateId })
const seenOf = async (templateId: string) => {
  const { version, publication } = (await detailOf(templateId)).template
  return { templateId, version, publication }
}
const save = async (templateId: string, template: Drawn, version = 0): Promise<void> => {
  await hq.must('chainTemplate.save', { templateId, version, template })
}
const tell = async (templateId: string, audience: Audience, isDefault = false): Promise<void> => {
  await hq.must('chainTemplate.publish', { ...(await seenOf(templateId)), audience, isDefault })
}
const published = async (name: string, audience: Audience, isDefault = false, template: Drawn = ownTemplate) => {
  const templateId = randomUUID()
  await save(templateId, { ...template, name })
  await tell(templateId, audience, isDefault)
  return templateId
}
const withdraw = async (templateId: string): Promise<void> => {
  await hq.must('chainTemplate.withdraw', await seenOf(templateId))
}
const shownAt = async (store: StoryStore) =>
  (await store.must('labelTemplate.list', {})).templates.filter(({ fromHq }) => fromHq)
const namesAt = async (store: StoryStore) => (await shownAt(store)).map(({ template }) => template.name).sort()

const wanted = async (store: StoryStore, sku: string) => {
  const lines = [{ row: 1, code: sku, copies: 1 }]
  const { added } = await store.must('label.add', { why: 'file', name: 'a.xlsx', lines })
  return added[0]?.jobId as string
}
const jobOf = async (store: StoryStore, jobId: string) =>
  (await store.database.read.one<never>('SELECT * FROM labelJob WHERE jobId = ?', [jobId])) as never
const printerFor = (store: StoryStore, template: string) =>
  store.must('device.saveSettings', { scanners: [], printers: [tcpPrinter('printer', 9100, { template })] })
const printed = async (store: StoryStore, jobId: string): Promise<Uint8Array | undefined> => {
  store.printed.length = 0
  await store.must('label.print', { jobIds: [jobId] })
  return store.printed[0]
}
/** What the printer gets for this job, had it been drawn with this template. */
const bytesOf = async (store: StoryStore, jobId: string, template: LabelTemplate): Promise<Uint8Array> => {
  const content = contentOf(await jobOf(store, jobId), await storeNameOf(store.database.read))
  const { bitmap, widthMm, heightMm, gapMm } = await renderer.draw(template, content, 203)
  const printer = tcpPrinter('printer', 9100)
  return emitLabel(printer.language, bitmap, { copies: 1, stock: { widthMm, heightMm, gapMm }, offset: printer })
}
const templateAtHq = async (templateId: string): Promise<LabelTemplate> =>
  (await detailOf(templateId)).published as LabelTemplate

beforeAll(async () => {
  story = await beginStory(['S001', 'S002'])
  ;[north, south] = story.stores as [StoryStore, StoryStore]
  await north.signIn('s001.manager')
  await south.signIn('s002.manager')
  hq = await story.browser('hq.operations')
}, 60_000)
afterAll(() => story.close())

describe('a template for the whole chain', () => {
  const templateId = randomUUID()

  test('a draft is HQ’s alone, and its preview is what is printed', async () => {
    await save(templateId, { ...ownTemplate, name: '总部价签' })
    await story.sync()
    expect(await namesAt(north)).toEqual([])
    expect((await detailOf(templateId)).template).toMatchObject({ state: 'draft', version: 1, publication: 0 })
    const atHq = await hq.must('chainTemplate.preview', { template: ownTemplate, dpi: 203 })
    const here = await north.must('labelTemplate.preview', { template: ownTemplate, dpi: 203 })
    expect(atHq).toEqual(here)
  })

  test('a drawing that never ends holds up neither a shop nor a page', async () => {
    const folder = temporaryFolder()
    const [file, marker] = [join(folder, 'hangs.js'), join(folder, 'asked')]
    const hangs = `require('node:fs').writeFileSync(${JSON.stringify(marker)}, ''); for (;;);`
    writeFileSync(file, `require('node:worker_threads').parentPort.on('message', () => { ${hangs} })`)
    const thread = createDrawingThread({ file, log: () => undefined })
    story.hub.runtime.labelRenderer = thread
    try {
      const stuck = hq.call('chainTemplate.preview', { template: ownTemplate, dpi: 203 })
      await until('the drawing', () => existsSync(marker))
      await story.sync()
      expect((await detailOf(templateId)).template).toMatchObject({ state: 'draft' })
      await thread.close()
      expect(await stuck).toMatchObject({ ok: false, error: { code: 'INTERNAL' } })
    } finally {
      delete story.hub.runtime.labelRenderer
      await thread.close()
      removeFolder(folder)
    }
    expect(await hq.must('chainTemplate.preview', { template: ownTemplate, dpi: 203 })).toMatchObject({ faults: [] })
  })

  test('published, HQ sees who has it: nobody, then everybody', async () => {
    await tell(templateId, everybody)
    expect((await detailOf(templateId)).template).toMatchObject({ state: 'published', storesTotal: 2, storesHave: 0 })
    await story.sync()
    expect(await namesAt(north)).toEqual(['总部价签'])
    expect(await namesAt(south)).toEqual(['总部价签'])
    const { template, stores } = await detailOf(templateId)
    expect(template).toMatchObject({ storesTotal: 2, storesHave: 2, publishedByName: expect.stringMatching(/./) })
    expect(stores).toMatchObject([
      { storeCode: 'S001', pcs: 1, pcsHave: 1, heardAt: expect.any(String), ageSeconds: expect.any(Number) },
      { storeCode: 'S002', pcs: 1, pcsHave: 1 },
    ])
  })

  test('a label comes out in it, dot by dot as HQ’s template draws it', async () => {
    await printerFor(north, templateId)
    const jobId = await wanted(north, crisps.sku)
    const bytes = await printed(north, jobId)
    expect(bytes).toEqual(await bytesOf(north, jobId, await templateAtHq(templateId)))
    expect(bytes).not.toEqual(await bytesOf(north, jobId, labelTemplates.priceTag50x30))
  })

  test('a newer version overtakes it; a shop that was away gets the last alone', async () => {
    south.line.up = false
    const wider = { ...ownTemplate, name: '总部价签', gapMm: 4 }
    await save(templateId, wider, 1)
    expect((await shownAt(north))[0]?.template.gapMm).toBe(ownTemplate.gapMm)
    await tell(templateId, everybody)
    await save(templateId, { ...wider, gapMm: 5 }, 2)
    await tell(templateId, everybody)
    await story.sync()
    expect((await shownAt(north))[0]).toMatchObject({ version: 3, template: { gapMm: 5 } })
    expect((await shownAt(south))[0]).toMatchObject({ version: 1 })
    const { template, stores, versions, publications } = await detailOf(templateId)
    expect(template).toMatchObject({ storesTotal: 2, storesHave: 1, publication: 3, version: 3 })
    expect(stores.map(({ storeCode, pcsHave }) => [storeCode, pcsHave])).toEqual([
      ['S002', 0],
      ['S001', 1],
    ])
    expect(versions.map(({ version }) => version)).toEqual([3, 2, 1])
    expect(publications.map((one) => [one.publication, one.version])).toEqual([
      [3, 3],
      [2, 2],
      [1, 1],
    ])
    south.line.up = true
    await story.sync()
    expect((await shownAt(south))[0]).toMatchObject({ version: 3, template: { gapMm: 5 } })
    expect((await detailOf(templateId)).template).toMatchObject({ storesHave: 2 })
  })

  test('an older word that comes again changes nothing', async () => {
    const first = await story.hub.database.read.one<{ body: string }>(
      `SELECT body FROM streamItem WHERE stream = 'labels' AND key = ? ORDER BY position LIMIT 1`,
      [templateId],
    )
    const body = JSON.parse(first?.body ?? '{}') as object
    await story.hub.database.write((tx) =>
      publish(tx, 'labels', [{ type: 'chainTemplate', key: templateId, scope: '', body }]),
    )
    await story.sync()
    expect((await shownAt(north))[0]).toMatchObject({ version: 3 })
    expect((await detailOf(templateId)).template).toMatchObject({ storesHave: 2 })
  })

  test('withdrawn, it leaves the lists, and a label that waits in it still prints', async () => {
    const jobId = await wanted(north, mints.sku)
    const template = await templateAtHq(templateId)
    await withdraw(templateId)
    await story.sync()
    expect(await namesAt(north)).toEqual([])
    expect((await detailOf(templateId)).template).toMatchObject({ state: 'withdrawn', storesTotal: 0 })
    expect(await printed(north, jobId)).toEqual(await bytesOf(north, jobId, template))
  })

  test('and it may come back', async () => {
    await tell(templateId, everybody)
    await story.sync()
    expect(await namesAt(south)).toEqual(['总部价签'])
    await withdraw(templateId)
    await story.sync()
  })
})

describe('for some', () => {
  const regionOf = async (code: string): Promise<string> =>
    (await story.hub.database.read.one<{ regionCode: string }>('SELECT regionCode FROM store WHERE code = ?', [code]))
      ?.regionCode as string

  test('stores by name, and regions with whatever stores they have', async () => {
    const one = await published('南店', { kind: 'stores', codes: ['S002'] })
    const region = await published('一区', { kind: 'regions', codes: [await regionOf('S001')] })
    await story.sync()
    expect(await namesAt(south)).toContain('南店')
    expect(await namesAt(north)).toEqual(['一区'])
    expect((await detailOf(one)).stores.map(({ storeCode }) => storeCode)).toEqual(['S002'])
    expect((await detailOf(one)).template).toMatchObject({ storesTotal: 1, storesHave: 1 })
    // narrowed: it goes where it no longer is meant for, and the shop was told so
    await tell(region, { kind: 'stores', codes: ['S002'] })
    await story.sync()
    expect(await namesAt(north)).toEqual([])
    expect(await namesAt(south)).toEqual(expect.arrayContaining(['一区', '南店']))
    for (const id of [one, region]) await withdraw(id)
    await story.sync()
  })

  test('who looks after one region sees what concerns it, never drafts, and publishes nothing', async () => {
    const east = await story.browser('re.manager')
    const draftId = randomUUID()
    await save(draftId, { ...ownTemplate, name: '还没好' })
    const [mine, other] = await regionsSplit()
    const seen = await published('东区的', { kind: 'regions', codes: [mine] })
    const unseen = await published('别区的', { kind: 'regions', codes: [other] })
    const { templates } = await east.must('chainTemplate.list', {})
    expect(templates.map(({ template }) => template.name)).toEqual(['东区的'])
    expect((await east.call('chainTemplate.get', { templateId: unseen })).ok).toBe(false)
    expect((await east.call('chainTemplate.get', { templateId: draftId })).ok).toBe(false)
    expect((await detailOf(seen, east)).stores.every(({ storeCode }) => storeCode !== '')).toBe(true)
    const answer = await east.call('chainTemplate.withdraw', await seenOf(seen))
    expect(answer).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } })
    for (const id of [seen, unseen, draftId]) await withdraw(id)
    await story.sync()
  })

  const regionsSplit = async (): Promise<[string, string]> => {
    const user = await story.hub.database.read.one<{ scopeCode: string }>(
      `SELECT scopeCode FROM userRole WHERE userId = 're.manager' AND scopeKind = 'region'`,
    )
    const rows = await story.hub.database.read.all<{ code: string }>('SELECT code FROM region WHERE code <> ?', [
      user?.scopeCode as string,
    ])
    return [user?.scopeCode as string, rows[0]?.code as string]
  }
})

describe('the template HQ wants labels to come out in', () => {
  const templateFor = async (store: StoryStore): Promise<string> => {
    const { template } = (await jobOf(store, await wanted(store, crisps.sku))) as { template: string }
    return template
  }

  test('it takes the place of ours for the same paper, once it is there; nearer words come first', async () => {
    await printerFor(north, 'priceTag40x30')
    const all = await published('默认', everybody, true)
    expect(await templateFor(north)).toBe('priceTag40x30')
    await story.sync()
    expect(await templateFor(north)).toBe(all)
    const near = await published('本店默认', { kind: 'stores', codes: ['S001'] }, true)
    await story.sync()
    expect(await templateFor(north)).toBe(near)
    await withdraw(near)
    await story.sync()
    expect(await templateFor(north)).toBe(all)
    expect((await shownAt(north)).map(({ isDefault }) => isDefault)).toEqual([true])
  })

  test('whoever loaded other paper, or a template of their own, has chosen; without a printer it is HQ’s', async () => {
    await printerFor(north, 'priceTag60x40')
    expect(await templateFor(north)).toBe('priceTag60x40')
    const own = randomUUID()
    await north.must('labelTemplate.save', { templateId: own, version: 0, template: { ...ownTemplate, name: '本店' } })
    await printerFor(north, own)
    expect(await templateFor(north)).toBe(own)
    await north.must('device.saveSettings', { scanners: [], printers: [] })
    const [all] = await shownAt(north)
    expect(await templateFor(north)).toBe(all?.template.id)
  })
})

describe('what a store cannot read', () => {
  test('waits for the upgrade: not shown, not printed, not told, and nothing is set aside', async () => {
    const templateId = await published('新花样', everybody)
    // as a later program would send it
    await story.hub.database.write((tx) =>
      tx.run(
        `UPDATE streamItem SET body = json_set(body, '$.body', json_replace(json_extract(body, '$.body'), '$.blocks[0].kind', 'hologram') || '')
         WHERE stream = 'labels' AND key = ?`,
        [templateId],
      ),
    )
    await story.sync()
    expect(await namesAt(north)).not.toContain('新花样')
    expect((await detailOf(templateId)).template).toMatchObject({ storesTotal: 2, storesHave: 0 })
    expect(await north.database.read.all('SELECT 1 FROM parkedItem')).toEqual([])
    await north.database.write((tx) =>
      tx.run(`UPDATE hqLabelTemplate SET body = replace(body, 'hologram', ?) WHERE templateId = ?`, [
        ...[ownTemplate.blocks[0]?.kind as string, templateId],
      ]),
    )
    await story.sync()
    expect(await namesAt(north)).toContain('新花样')
    expect((await detailOf(templateId)).stores.find(({ storeCode }) => storeCode === 'S001')).toMatchObject({
      pcsHave: 1,
    })
  })
})
