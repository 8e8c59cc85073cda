/**
 * The central warehouse worked whole in a real browser: goods received with a photo and with little life left, a slip of
 * the finger undone, a return confirmed; and what whoever decides about a request sees of the sender.
 */
import { join } from 'node:path'
import { type Browser, expect, type Locator, type Page, test } from '@playwright/test'
import type { OutputOf } from '../../src/contract/operations'
import * as hq from '../support/demo/console'
import { todaysChain } from '../support/demo/goods'
import { askHub } from '../support/demo/onHand'
import { takePhoto } from '../support/demo/photo'
import { openBrowser } from '../support/devices/browser'
import { HubProcess } from '../support/devices/hubProcess'
import { still } from '../support/devices/person'
import { graveFindings, sideways } from './looks'
import { removeFolder, temporaryFolder } from './shop'

test.describe.configure({ mode: 'serial' })

const chain = todaysChain()
const yoghurt = chain.products.find(({ keepsLots, shelfLifeDays }) => keepsLots && shelfLifeDays === 30)
const crisps = { sku: '1030007' }
const mints = { sku: '1030031' }
const dayAhead = (days: number): string =>
  new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10)
let folder: string
let hub: HubProcess
let browser: Browser
let desk: Page
let second: Page

const at = (page: Page, testId: string): Locator => page.locator(`[data-testid="${testId}"]`)
const must = async <T>(page: Page, path: string, input: object): Promise<T> => {
  const answer = await askHub<T>(page, path, input)
  if (!answer.ok) throw new Error(`${path} was refused: ${answer.error.code}`)
  return answer.value
}
const open = async (page: Page, documentId: string): Promise<void> => {
  await page.goto(`${hub.consoleUrl}#/documents/${documentId}`)
  await at(page, 'receipt').waitFor()
}
const tidy = async (page: Page): Promise<void> => {
  // a button the pointer rests on is a lighter one
  await page.mouse.move(1, 1)
  await still(page)
  expect(await graveFindings(page)).toEqual([])
  expect(await sideways(page)).toEqual([])
}

/** As a person: find the product, give the quantity, Enter. */
const enter = async (sku: string, quantity: string): Promise<void> => {
  await at(desk, 'product-picker').locator('input').fill(sku)
  await desk.locator('.product-option', { hasText: sku }).first().click()
  await at(desk, 'entry-quantity').fill(quantity)
  await desk.keyboard.press('Enter')
}

test.beforeAll(async () => {
  folder = temporaryFolder()
  hub = await HubProcess.start(join(folder, 'hub'))
  browser = await openBrowser()
  desk = await hq.openConsole(browser, hub.consoleUrl)
  await hq.signIn(desk, hub.login('hq.operations'))
  second = await hq.openConsole(browser, hub.consoleUrl)
  await hq.signIn(second, hub.login('hq.manager'))
})
test.afterAll(async () => {
  await browser?.close()
  await hub?.stop()
  removeFolder(folder)
})

test('goods without an order: a slip undone, a photo added, little life left taken in when asked', async () => {
  const type = 'goodsReceipt'
  const { documentId } = await must<{ documentId: string }>(desk, 'document/create', {
    ...{ type, warehouseCode: 'WC01', counterpartyCode: 'GY001', reference: 'SH-1' },
  })
  await open(desk, documentId)
  await enter(crisps.sku, '20')
  await expect(at(desk, 'draft-line-1')).toHaveAttribute('data-sku', crisps.sku)
  await at(desk, 'line-damaged-1').fill('9')
  await desk.keyboard.press('Enter')
  await expect(at(desk, 'line-damaged-1')).toHaveValue('9')
  await at(desk, 'draft-undo').click()
  await expect(at(desk, 'line-damaged-1')).toHaveValue('0')
  await tidy(desk)

  await enter(yoghurt?.sku ?? '', '4')
  await at(desk, 'entry-expiry').fill(dayAhead(7))
  await at(desk, 'entry-lot').fill('Y1')
  await desk.keyboard.press('Enter')
  await expect(at(desk, 'entry-life')).toContainText(dayAhead(7))
  await expect(at(desk, 'entry-life')).toContainText('7')
  await tidy(desk)
  await at(desk, 'entry-take-short').click()
  await expect(at(desk, 'draft-line-2')).toContainText('Y1')

  await at(desk, 'tab-photos').click()
  const photo = join(folder, '破损.png')
  takePhoto(photo)
  await at(desk, 'photo-file').setInputFiles(photo)
  await expect(desk.locator('[data-testid="photos"] img')).toHaveCount(1)
  await tidy(desk)
  await at(desk, 'tab-lines').click()
  await at(desk, 'act-post').click()
  await at(desk, 'post-dialog-confirm').click()
  await expect(at(desk, 'receipt')).toHaveAttribute('data-state', 'posted')
  await open(second, documentId)
  await at(second, 'tab-photos').click()
  await expect(second.locator('[data-testid="photos"] img')).toHaveCount(1)
})

test('a return: agreed to by a second person, sent, and confirmed by the supplier with its number', async () => {
  const type = 'supplierReturn'
  const { documentId } = await must<{ documentId: string }>(desk, 'document/create', {
    ...{ type, warehouseCode: 'WC01', counterpartyCode: 'GY001', reasonCode: 'QUALITY' },
  })
  const line = { type, documentId, sku: crisps.sku, quantity: 5000 }
  const { header } = await must<OutputOf<'document.setLine'>>(desk, 'document/setLine', line)
  await must(desk, 'document/submit', { type, documentId, version: header.version })
  await second.goto(`${hub.consoleUrl}#/inbox?open=${documentId}`)
  await at(second, 'inbox-approve').click()
  await expect(at(second, 'inbox-outcomes')).toContainText('CGTH-HQ')
  await open(desk, documentId)
  await expect(at(desk, 'receipt')).toContainText('SQ-HQ-')
  await at(desk, 'act-post').click()
  await at(desk, 'post-dialog-confirm').click()
  await at(desk, 'act-confirm').click()
  await at(desk, 'confirm-dialog-reason').fill('对方单号 7788')
  await tidy(desk)
  await at(desk, 'confirm-dialog-confirm').click()
  await expect(at(desk, 'document-state')).toContainText('对方已确认')
  await expect(at(desk, 'act-confirm')).toHaveCount(0)
  await expect(at(desk, 'act-reverse')).toHaveCount(0)
})

const regional = { code: 'WR09', name: '华东区域仓', kind: 'regional', storeCode: null }

test('who decides about a request sees what the sender has, and what is granted beyond it or beyond what was asked', async () => {
  await must(desk, 'warehouse/save', { warehouse: regional })
  const type = 'transferRequest'
  const { documentId } = await must<{ documentId: string }>(desk, 'document/create', {
    ...{ type, warehouseCode: 'WR09', toWarehouseCode: 'WC01' },
  })
  const line = { type, documentId, sku: crisps.sku, quantity: 2000 }
  const { header } = await must<OutputOf<'document.setLine'>>(desk, 'document/setLine', line)
  await must(desk, 'document/submit', { type, documentId, version: header.version })
  await second.goto(`${hub.consoleUrl}#/inbox?open=${documentId}`)
  const row = at(second, 'inbox-line-1')
  // twenty came in, five went back
  await expect(row).toContainText('15')
  await at(second, 'granted-1').fill('3')
  await second.keyboard.press('Tab')
  await expect(row).toContainText('多于申请')
  await tidy(second)
  await at(second, 'granted-1').fill('16')
  await second.keyboard.press('Tab')
  await expect(row).toContainText('超过可调数量')
  await at(second, 'granted-1').fill('4')
  await second.keyboard.press('Tab')
  await at(second, 'inbox-approve').click()
  await expect(at(second, 'inbox-outcomes')).toContainText(header.number)
})

test('goods nobody planned are taken in with the reason', async () => {
  const { transfers } = await must<OutputOf<'transfer.list'>>(desk, 'transfer/list', {})
  const transferId = transfers[0]?.transferId
  expect(transfers[0]).toMatchObject({ fromWarehouseCode: 'WC01', toWarehouseCode: 'WR09', approvedTotal: 4000 })
  const sent = await must<{ documentId: string }>(desk, 'transfer/openDispatch', { transferId })
  const dispatch = { type: 'transferDispatch', documentId: sent.documentId }
  const line = { ...dispatch, sku: crisps.sku, quantity: 4000 }
  const { header } = await must<OutputOf<'document.setLine'>>(desk, 'document/setLine', line)
  await must(desk, 'document/post', { ...dispatch, version: header.version })
  const { documentId } = await must<{ documentId: string }>(desk, 'transfer/openReceipt', { transferId })
  await open(desk, documentId)
  await enter(crisps.sku, '4')
  await expect(at(desk, 'entry-told')).toContainText('4')
  await enter(mints.sku, '1')
  await expect(at(desk, 'entry-refused')).toHaveAttribute('data-code', 'PRODUCT_NOT_PLANNED')
  await at(desk, 'entry-unplanned').fill('混在箱里')
  await tidy(desk)
  await desk.keyboard.press('Enter')
  await expect(at(desk, 'draft-line-2')).toHaveAttribute('data-sku', mints.sku)
  await expect(at(desk, 'entry-unplanned')).toHaveCount(0)
})

test('prefixes of other numbers are set beside the rest, and none is given twice', async () => {
  await desk.goto(`${hub.consoleUrl}#/policy?tab=general`)
  await at(desk, 'policy-number-authorisation').fill('dbck')
  await expect(at(desk, 'policy-problems')).toContainText('DBCK')
  await expect(at(desk, 'policy-save')).toBeDisabled()
  await at(desk, 'policy-number-authorisation').fill('shou')
  await expect(at(desk, 'policy-problems')).toHaveCount(0)
  await tidy(desk)
})
