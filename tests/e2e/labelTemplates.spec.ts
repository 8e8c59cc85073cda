/** 标签模板 by keyboard alone: a built-in one is copied, changed with the label before one's eyes, saved, chosen for a label. */
import { chmodSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import type { OutputOf } from '../../src/contract/operations'
import { ask, openModule, press, sees } from '../support/devices/person'
import { until } from '../support/devices/waiting'
import { graveFindings, languages, sideways, switchTo } from './looks'
import { clerk, closed, manager, removeFolder, Shop, temporaryFolder } from './shop'

test.describe.configure({ mode: 'serial' })

let shop: Shop
let pictures: string
/** what the system opens a PDF with: there while its file says so */
let programs: string
const viewerIsThere = (): string => join(programs, 'there')

test.beforeAll(async () => {
  test.setTimeout(120_000)
  pictures = process.env.ZHANGGUI_PICTURES ?? temporaryFolder()
  programs = temporaryFolder()
  const opener = join(programs, 'xdg-open')
  writeFileSync(opener, `#!/bin/sh\ntest -e '${viewerIsThere()}' || exit 3\n`)
  chmodSync(opener, 0o755)
  shop = await Shop.open({ PATH: `${programs}:${process.env.PATH}` })
  await shop.signIn(manager)
})
test.afterAll(async () => {
  await closed(shop)
  removeFolder(programs)
  if (!process.env.ZHANGGUI_PICTURES) removeFolder(pictures)
})

const photograph = (name: string): Promise<unknown> =>
  shop.page.screenshot({ path: join(pictures, `templates-${name}.png`) })

type Listed = OutputOf<'labelTemplate.list'>['templates'][number]
const templates = async (): Promise<Listed[]> => (await ask(shop.page, 'labelTemplate.list', {})).templates
const own = async (): Promise<Listed[]> => (await templates()).filter(({ builtIn }) => !builtIn)
const picture = (): Promise<string | null> => shop.page.getByTestId('editor-picture').getAttribute('src')
const left = async (): Promise<string> => shop.page.getByTestId('editor-x').inputValue()

test('from the labels F8 opens the list, with a picture of the current one', async () => {
  await openModule(shop.page, 'labels')
  await sees(shop.page, '[data-testid=labels]')
  await press(shop.page, 'F8')
  await sees(shop.page, '[data-testid=templates-grid] .grid-row')
  await sees(shop.page, '[data-testid=template-preview] img')
  await photograph('list')
  expect(await graveFindings(shop.page, 'electron')).toEqual([])
})

test('a built-in one is looked at, not changed', async () => {
  await press(shop.page, 'Enter')
  await sees(shop.page, '[data-testid=template-editor]')
  await sees(shop.page, '[data-testid=editor-picture]')
  await expect(shop.page.getByTestId('editor-name')).toBeDisabled()
  await expect(shop.page.getByTestId('editor-add')).toBeDisabled()
  await press(shop.page, 'Escape')
  await sees(shop.page, '[data-testid=templates-grid]')
})

test('copied, a block is chosen, moved by arrows on the label, and the picture follows; Ctrl+Z takes it back', async () => {
  await press(shop.page, 'Control+d')
  await sees(shop.page, '[data-testid=editor-picture]')
  await press(shop.page, 'F3')
  await press(shop.page, 'ArrowDown')
  await sees(shop.page, '[data-testid=editor-kept]')
  await photograph('editor-name')
  const [before, drawn] = [await left(), await picture()]
  await press(shop.page, 'F6')
  await press(shop.page, 'ArrowRight')
  await press(shop.page, 'ArrowRight')
  await until('half a millimetre twice', async () => Number(await left()) === Number(before) + 1)
  await until('another picture', async () => (await picture()) !== drawn)
  await press(shop.page, 'Control+z')
  await until('taken back', async () => (await left()) === before)
  await until('the picture of before', async () => (await picture()) === drawn)
})

test('what the rules ask for stays; a text is added, written and found on the label', async () => {
  await press(shop.page, 'F3')
  const rows = (): Promise<number> => shop.page.getByTestId('editor-list').getByRole('option').count()
  const count = await rows()
  await press(shop.page, 'Delete')
  expect(await rows()).toBe(count)
  // the lines of fields make room: a text may not stand on the name, the price or the bars
  await press(shop.page, 'ArrowDown', 'ArrowDown', 'Delete')
  await until('one less', async () => (await rows()) === count - 1)
  await press(shop.page, 'F4')
  await sees(shop.page, '[data-testid=editor-add-dialog]')
  await photograph('add')
  await shop.page.getByTestId('editor-add-words').click()
  await until('one more', async () => (await rows()) === count)
  const text = shop.page.getByTestId('editor-text')
  await text.fill('会员价')
  await until('a picture with it', async () => (await picture()) !== null)
  await expect(shop.page.getByTestId('editor-trouble')).toHaveCount(0)
  await photograph('editor-words')
  expect(await graveFindings(shop.page, 'electron')).toEqual([])
})

test('what cannot be printed is said beside the block and cannot be saved until it is mended', async () => {
  const size = shop.page.getByTestId('editor-size10')
  await size.fill('1')
  await size.press('Tab')
  await sees(shop.page, '[data-testid=editor-trouble]')
  await expect(shop.page.getByTestId('template-save')).toBeDisabled()
  await photograph('fault')
  await press(shop.page, 'Control+z')
  await expect(shop.page.getByTestId('editor-trouble')).toHaveCount(0)
})

test('tried on paper before it is saved, with Ctrl+T; no label counts as printed', async () => {
  const before = shop.printer.jobs.length
  await press(shop.page, 'Control+t')
  await sees(shop.page, '[data-testid=template-test-dialog]')
  await sees(shop.page, '[data-testid=template-test-printers]')
  await photograph('test')
  expect(await graveFindings(shop.page, 'electron')).toEqual([])
  await press(shop.page, 'Control+Enter')
  await expect(shop.page.getByTestId('template-test-dialog')).toHaveCount(0)
  await until('one label out', async () => shop.printer.jobs.length === before + 1)
  await sees(shop.page, '[data-testid=scan-echo][data-tone=info]')
  await photograph('tried')
  await sees(shop.page, '[data-testid=template-state][data-unsaved=true]')
  expect(await own()).toEqual([])
  expect((await ask(shop.page, 'label.queue', {})).jobs).toEqual([])
})

test('leaving unsaved asks; going to another module loses nothing; saved, it stands in the list', async () => {
  await openModule(shop.page, 'stock')
  await openModule(shop.page, 'labels')
  await press(shop.page, 'F8')
  await sees(shop.page, '[data-testid=template-state][data-unsaved=true]')
  await press(shop.page, 'Escape')
  await sees(shop.page, '[data-testid=template-leave]')
  await photograph('leave')
  await press(shop.page, 'Control+Enter')
  await sees(shop.page, '[data-testid=templates-grid]')
  await until('saved', async () => (await own()).length === 1)
  const [saved] = await own()
  expect(saved?.template.blocks).toContainEqual(expect.objectContaining({ kind: 'words', text: '会员价' }))
})

test('named anew, with F2', async () => {
  await press(shop.page, 'F2')
  await sees(shop.page, '[data-testid=template-rename-dialog]')
  await shop.page.getByTestId('template-rename-field').fill('会员价签')
  await press(shop.page, 'Control+Enter')
  await until('its name', async () => (await own())[0]?.template.name === '会员价签')
})

test('from the printers of the settings by F8, and back there; tried from the list', async () => {
  await press(shop.page, 'Escape')
  await sees(shop.page, '[data-testid=labels]')
  await openModule(shop.page, 'settings')
  await sees(shop.page, '[data-testid=settings-templates]')
  await photograph('settings')
  await press(shop.page, 'F8')
  await sees(shop.page, '[data-testid=templates-grid]')
  const before = shop.printer.jobs.length
  await press(shop.page, 'Control+t')
  await sees(shop.page, '[data-testid=template-test-printers]')
  await press(shop.page, 'Control+Enter')
  await until('one label out', async () => shop.printer.jobs.length === before + 1)
  await sees(shop.page, '[data-testid=scan-echo][data-tone=info]')
  await photograph('tested')
  await press(shop.page, 'Escape')
  await sees(shop.page, '[data-testid=settings]')
  await openModule(shop.page, 'labels')
  await press(shop.page, 'F8')
  await sees(shop.page, '[data-testid=templates-grid]')
})

test('chosen for a label, it draws it', async () => {
  await press(shop.page, 'Escape')
  await sees(shop.page, '[data-testid=labels]')
  const free = shop.chain.barcodes.find(({ packFactor, sku }) => packFactor === 1000 && sku !== '')
  await press(shop.page, 'F3')
  await shop.line.scan(free?.code ?? '')
  await until('a label', async () => (await ask(shop.page, 'label.queue', {})).jobs.length === 1)
  await sees(shop.page, '[data-testid=labels-waiting][data-count="1"]')
  await press(shop.page, 'Escape')
  await press(shop.page, 'Control+p')
  await sees(shop.page, '[data-testid=label-choose-dialog]')
  await photograph('choose')
  await shop.page.getByTestId('label-templates').getByText('会员价签').click()
  await press(shop.page, 'Control+Enter')
  const [template] = await own()
  const chosen = async (): Promise<boolean> =>
    (await ask(shop.page, 'label.queue', {})).jobs.some((job) => job.template === template?.template.id)
  await until('the template', chosen)
  await sees(shop.page, '[data-testid=label-preview] img')
  await photograph('chosen')
})

test('onto A4 stickers from the third one on, chosen by arrows; where nothing opens the PDF, nothing counts as printed', async () => {
  await press(shop.page, 'F6')
  await sees(shop.page, '[data-testid=label-sheet-dialog]')
  await shop.page.getByTestId('sticker-grid').focus()
  await press(shop.page, 'ArrowRight', 'ArrowDown', 'ArrowUp', 'ArrowRight')
  await sees(shop.page, '[data-testid=label-sheet-words][data-start="3"][data-pages="1"]')
  await photograph('sheet')
  expect(await graveFindings(shop.page, 'electron')).toEqual([])
  await press(shop.page, 'Control+Enter')
  await sees(shop.page, '[data-testid=label-sheet-printed]')
  await photograph('sheet-not-shown')
  const [job] = (await ask(shop.page, 'label.queue', {})).jobs
  expect(job).toMatchObject({ state: 'unknown', printed: 0, problem: 'PAPER_NOT_SHOWN' })
  await press(shop.page, 'Escape')
  const none = { batchId: job?.batchId ?? '', firstMissing: { jobId: job?.jobId ?? '', copy: 1 } }
  expect(await ask(shop.page, 'label.settle', none)).toEqual({ printed: 0, waiting: 1 })
})

test('shown by the system, it counts as printed', async () => {
  writeFileSync(viewerIsThere(), '')
  await sees(shop.page, '[data-testid=labels-waiting][data-count="1"]')
  await press(shop.page, 'F6')
  await sees(shop.page, '[data-testid=label-sheet-dialog]')
  await press(shop.page, 'Control+Enter')
  await sees(shop.page, '[data-testid=label-sheet-printed]')
  await photograph('sheet-printed')
  const [job] = (await ask(shop.page, 'label.queue', {})).jobs
  expect(job).toMatchObject({ state: 'handedOver', printed: 1, isReprint: true })
  await press(shop.page, 'Escape')
  rmSync(viewerIsThere())
})

test.describe('looked at', () => {
  for (const language of languages)
    test(`the editor fits the window in ${language}`, async () => {
      await switchTo(shop.page, language)
      await press(shop.page, 'F8')
      await sees(shop.page, '[data-testid=templates-grid]')
      await press(shop.page, 'Enter')
      await sees(shop.page, '[data-testid=editor-picture]')
      expect(await sideways(shop.page)).toEqual([])
      await photograph(`editor-${language}`)
      await press(shop.page, 'Escape')
      await press(shop.page, 'Escape')
      await sees(shop.page, '[data-testid=labels]')
    })
})

test('who may not design looks, and changes nothing', async () => {
  await shop.signIn(clerk)
  await openModule(shop.page, 'labels')
  await press(shop.page, 'F8')
  await sees(shop.page, '[data-testid=template-preview] img')
  await expect(shop.page.getByTestId('templates-copy')).toBeDisabled()
  await expect(shop.page.getByTestId('template-test')).toBeDisabled()
  await press(shop.page, 'Control+t')
  await expect(shop.page.getByTestId('template-test-dialog')).toHaveCount(0)
  await press(shop.page, 'Control+d')
  await press(shop.page, 'Enter')
  await sees(shop.page, '[data-testid=template-editor]')
  await expect(shop.page.getByTestId('editor-add')).toBeDisabled()
  expect((await own()).length).toBe(1)
})
