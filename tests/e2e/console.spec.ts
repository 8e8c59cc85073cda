/** What headquarters sees in a real browser of what a shop posted, and what another region does not. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Browser, expect, type Page, test } from '@playwright/test'
import type { OutputOf } from '../../src/contract/operations'
import { moneyText } from '../../src/core/quantity/quantity'
import * as hq from '../support/demo/console'
import { orderOf, todaysChain } from '../support/demo/goods'
import { askHub } from '../support/demo/onHand'
import { openBrowser } from '../support/devices/browser'
import { HubProcess, repoRoot } from '../support/devices/hubProcess'
import { graveFindings } from './looks'
import { removeFolder, storeCode, temporaryFolder } from './shop'

test.describe.configure({ mode: 'serial' })

const chain = todaysChain()
const order = orderOf(chain, storeCode, 12)
const line = order.lines[0]
let folder: string
let hub: HubProcess
let browser: Browser
let page: Page
let posted: { documentId: string; number: string }

test.beforeAll(async () => {
  folder = temporaryFolder()
  hub = await HubProcess.start(join(folder, 'hub'))
  posted = await receiveAndPost()
  browser = await openBrowser()
})
test.afterAll(async () => {
  await browser?.close()
  await hub?.stop()
  removeFolder(folder)
})

/** By the shop's own backend without its window, in a process of its own: whole, but for one line a piece short. */
const receiveAndPost = async (): Promise<{ documentId: string; number: string }> => {
  const script = join(repoRoot, 'tests/support/demo/postOne.ts')
  const pin = hub.login('s001.manager').pin ?? ''
  const args = ['--import', 'tsx', script, join(folder, 'store'), hub.url, hub.enrolmentCode, pin]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: repoRoot, timeout: 60_000 })
  const posted = JSON.parse(stdout) as { documentId: string; number: string; unsecured: number }
  expect(posted.unsecured).toBe(0)
  return posted
}

test('a wrong password is refused in words', async () => {
  page = await hq.openConsole(browser, hub.consoleUrl)
  await page.locator('[data-testid=sign-in-user]').fill('hq.operations')
  await page.locator('[data-testid=sign-in-password]').fill('wrong')
  await page.keyboard.press('Enter')
  await expect(page.locator('[data-testid=sign-in-message]')).toHaveAttribute('data-code', 'WRONG_PASSWORD')
  expect(await graveFindings(page)).toEqual([])
})

test('headquarters sees the shop’s stock with its age', async () => {
  await hq.signIn(page, hub.login('hq.operations'))
  await expect(page.locator(`[data-testid=store-row-${storeCode}]`)).toBeVisible()
  expect(await graveFindings(page)).toEqual([])
  await hq.openStock(page)
  expect(await hq.stockRows(page)).toBe(12)
  expect(await hq.ageStateOf(page, storeCode)).toBe('fresh')
  const row = page.locator(`[data-testid=stock-row-${line?.sku}]`)
  await expect(row).toHaveAttribute('data-store', storeCode)
  await expect(row).toContainText(String((line?.orderedQuantity ?? 0) / 1000))
  await expect(row).toContainText(moneyText((((line?.orderedQuantity ?? 0) / 1000) * (line?.unitCost ?? 0)) / 100))
  expect(await graveFindings(page)).toEqual([])
})

test('the movements of one product lead to the receipt', async () => {
  await page.locator(`[data-testid=stock-row-${line?.sku}]`).getByRole('link').first().click()
  await expect(page.locator(`[data-testid=movement-row-${posted.number}]`)).toHaveCount(1)
  expect(await graveFindings(page)).toEqual([])
  await page.keyboard.press('Escape')
  await expect(page.locator('[data-testid=movements-panel]')).toHaveCount(0)
})

test('the receipt is there once, with its lines, its difference and its movements', async () => {
  await hq.openReceipts(page)
  expect(await hq.receiptRows(page, posted.number)).toBe(1)
  expect(await graveFindings(page)).toEqual([])
  await hq.openReceipt(page, posted.number)
  await expect(page.locator('[data-testid^="receipt-line-"]')).toHaveCount(12)
  await expect(page.locator('[data-testid=receipt-line-2]')).toContainText('-1')
  expect(await graveFindings(page)).toEqual([])
  expect(await hq.movementRows(page, line?.sku ?? '')).toBe(1)
  await expect(page.locator('[data-testid^="movement-row-"]')).toHaveCount(12)
  expect(await graveFindings(page)).toEqual([])
})

test('English on every page, and nothing serious for axe there either', async () => {
  await page.locator('[data-testid=language]').click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en-US')
  const top = ['nav-overview', 'nav-inbox', 'nav-documents', 'nav-transfers', 'nav-stock']
  for (const name of [...top, 'area-setup', 'nav-policy', 'nav-warehouses', 'nav-devices']) {
    await page.locator(`[data-testid=${name}]`).click()
    await page.waitForLoadState('networkidle')
    expect(await graveFindings(page), name).toEqual([])
  }
  await page.locator('[data-testid=language]').click()
})

test('a list is found with its filters again after looking elsewhere; what waits is filtered like any list', async () => {
  const at = (testId: string) => page.locator(`[data-testid=${testId}]`)
  await at('nav-documents').click()
  await at('filter-search').fill(posted.number)
  await expect(page).toHaveURL(/q=/)
  await at('nav-inbox').click()
  await at('filter-value').fill('500')
  await at('filter-value').press('Enter')
  await expect(page).toHaveURL(/min=50000/)
  await at('nav-documents').click()
  await expect(at('filter-search')).toHaveValue(posted.number)
  await expect(page.locator('[data-testid^="receipt-row-"]')).toHaveCount(1)
  await at('nav-inbox').click()
  await expect(at('filter-value')).toHaveValue('500')
  await at('filter-value').fill('')
  await at('filter-value').press('Enter')
  await expect(page).not.toHaveURL(/min=/)
})

test('a link to the receipt keeps where it leads, and a page without a session asks for one', async () => {
  await page.goto(`${hub.consoleUrl}#/receipts/${posted.documentId}?tab=movements`)
  await expect(page.locator('[data-testid^="movement-row-"]')).toHaveCount(12)
  await page.locator('[data-testid=sign-out]').click()
  await expect(page.locator('[data-testid=sign-in]')).toBeVisible()
  expect(await askHub(page, 'stock/list', {})).toMatchObject({ ok: false, error: { code: 'UNAUTHENTICATED' } })
  await page.context().close()
})

test('the shop’s own region sees it', async () => {
  const east = await hq.openConsole(browser, hub.consoleUrl)
  await hq.signIn(east, hub.login('re.manager'))
  await hq.openReceipts(east)
  expect(await hq.receiptRows(east, posted.number)).toBe(1)
  await east.context().close()
})

test('a manager of another region sees nothing of it, and a direct link answers not found', async () => {
  const south = await hq.openConsole(browser, hub.consoleUrl)
  await hq.signIn(south, hub.login('rs.manager'))
  await expect(south.locator(`[data-testid=store-row-${storeCode}]`)).toHaveCount(0)
  await hq.openStock(south)
  expect(await hq.stockRows(south)).toBe(0)
  await hq.openReceipts(south)
  expect(await hq.receiptRows(south, posted.number)).toBe(0)
  await south.goto(`${hub.consoleUrl}#/receipts/${posted.documentId}`)
  await expect(south.locator('[data-testid=failed-state]')).toContainText('找不到这张单据')
  await expect(south.locator('body')).not.toContainText(posted.number)
  const documentId = posted.documentId
  const notFound = { ok: false, error: { code: 'DOCUMENT_NOT_FOUND' } }
  expect(await askHub(south, 'document/get', { documentId })).toMatchObject(notFound)
  expect(await askHub(south, 'stock/movements', { documentId })).toMatchObject(notFound)
  expect(
    await askHub(south, 'stock/movements', { warehouseCode: `W${storeCode}`, sku: line?.sku ?? '' }),
  ).toMatchObject({ ok: false, error: { code: 'STORE_NOT_FOUND' } })
  const list = await askHub<OutputOf<'stock.list'>>(south, 'stock/list', { storeCode })
  expect(list.ok ? list.value.rows : []).toEqual([])
  await south.context().close()
})
