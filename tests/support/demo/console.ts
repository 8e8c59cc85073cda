/** What a user at headquarters does in the console, in a real browser. */
import type { Browser, Page } from '@playwright/test'
import type { Login } from '../devices/hubProcess'
import { still } from '../devices/person'

const byId = (testId: string): string => `[data-testid="${testId}"]`
const viewport = { width: 1366, height: 768 }

export const openConsole = async (browser: Browser, url: string): Promise<Page> => {
  const page = await (await browser.newContext({ viewport, locale: 'zh-CN' })).newPage()
  await page.goto(url, { timeout: 15_000 })
  return page
}

export const signIn = async (page: Page, { id, password }: Login): Promise<void> => {
  await page.locator(byId('sign-in-user')).fill(id)
  await page.locator(byId('sign-in-password')).fill(password)
  await page.keyboard.press('Enter')
  await page.locator(byId('user-name')).waitFor({ timeout: 15_000 })
}

export const openStock = async (page: Page): Promise<void> => {
  await page.locator(byId('nav-stock')).click()
  await page.locator(byId('stock')).waitFor({ timeout: 15_000 })
}

export const openReceipts = async (page: Page): Promise<void> => {
  await page.locator(byId('nav-documents')).click()
  await page.locator(byId('receipts')).waitFor({ timeout: 15_000 })
}

export const stockRows = (page: Page): Promise<number> => page.locator('[data-testid^="stock-row-"]').count()

export const receiptRows = (page: Page, number: string): Promise<number> =>
  page.locator(byId(`receipt-row-${number}`)).count()

/** fresh, offline or never: how the console shows the age of a shop's figures. */
export const ageStateOf = (page: Page, storeCode: string): Promise<string | null> =>
  page
    .locator(byId(`age-${storeCode}`))
    .first()
    .getAttribute('data-state')

export const openReceipt = async (page: Page, number: string): Promise<void> => {
  await page
    .locator(byId(`receipt-row-${number}`))
    .getByRole('link')
    .first()
    .click()
  await page.locator(`${byId('receipt')}[data-number="${number}"]`).waitFor({ timeout: 15_000 })
}

/** Of the receipt that is open. */
export const movementRows = async (page: Page, sku: string): Promise<number> => {
  await page.locator(byId('tab-movements')).click()
  await page.locator(byId('movements')).waitFor({ timeout: 15_000 })
  return page.locator(byId(`movement-row-${sku}`)).count()
}

/** A one-time code for a PC of this store, by whoever may make one. */
export const makeEnrolmentCode = async (page: Page, storeCode: string): Promise<string> => {
  await page.locator(byId('area-setup')).click()
  await page.locator(byId('nav-devices')).click()
  await page.locator(byId('create-code')).click()
  await page.locator(byId('activation-store')).fill(storeCode)
  await page.keyboard.press('Enter')
  const code = page.locator(byId('activation-code'))
  await code.waitFor({ timeout: 15_000 })
  return ((await code.textContent()) ?? '').trim()
}

export const openInbox = async (page: Page): Promise<void> => {
  await page.locator(byId('nav-inbox')).click()
  await page.locator(byId('inbox')).waitFor({ timeout: 15_000 })
}

/** The paper of this number beside the list, the focus in its row. */
export const openWaiting = async (page: Page, number: string): Promise<void> => {
  const link = page.locator(byId(`inbox-row-${number}`)).locator('[data-row-link]')
  await link.waitFor({ timeout: 20_000 })
  await link.click()
  await page.locator(`${byId('inbox-detail')}[data-number="${number}"]`).waitFor({ timeout: 15_000 })
}

/** How many are granted of a line instead of what was asked. */
export const grant = async (page: Page, lineNo: number, pieces: number): Promise<void> => {
  const field = page.locator(byId(`granted-${lineNo}`))
  await field.click()
  await page.keyboard.press('Control+a')
  await page.keyboard.type(String(pieces))
  await page.keyboard.press('Enter')
}

/** A on the row: agreed to what is shown. It no longer waits then. */
export const approve = async (page: Page, number: string): Promise<void> => {
  const row = page.locator(byId(`inbox-row-${number}`))
  await row.locator('[data-row-link]').focus()
  await page.keyboard.press('a')
  await row.waitFor({ state: 'detached', timeout: 15_000 })
}

export const openTransfers = async (page: Page): Promise<void> => {
  await page.locator(byId('nav-transfers')).click()
  await page.locator(byId('transfers')).waitFor({ timeout: 15_000 })
}

export const openTransfer = async (page: Page, number: string): Promise<void> => {
  await page
    .locator(byId(`transfer-row-${number}`))
    .locator('[data-row-link]')
    .click()
  await page.locator(`${byId('transfer')}[data-number="${number}"]`).waitFor({ timeout: 15_000 })
}

/** All that is open of a line ends in one of the named ways. */
export const beginSettling = async (page: Page, lineNo: number, way: string): Promise<void> => {
  await page.locator(byId(`settle-${lineNo}`)).click()
  await page.locator(byId('settle-dialog')).waitFor({ timeout: 15_000 })
  await page.locator(byId(`way-${way}`)).click()
}

export const settle = async (page: Page, note: string): Promise<void> => {
  await page.locator(byId('settle-dialog-reason')).fill(note)
  await page.keyboard.press('Control+Enter')
  await page.locator(byId('settle-dialog')).waitFor({ state: 'detached', timeout: 15_000 })
}

/** The movements of one product in one warehouse, beside the list of stock. */
export const openMovements = async (page: Page, warehouseCode: string, sku: string): Promise<number> => {
  await page.locator(`${byId(`stock-row-${sku}`)}[data-warehouse="${warehouseCode}"] [data-row-link]`).click()
  const rows = page.locator(byId('movements')).locator('tbody tr')
  await rows.first().waitFor({ timeout: 15_000 })
  return rows.count()
}

export const closePanel = async (page: Page): Promise<void> => {
  await page.keyboard.press('Escape')
  await page.locator(byId('movements-panel')).waitFor({ state: 'detached', timeout: 15_000 })
}

/** Nothing is being read any more and nothing moves: then the picture is what a person sees. */
export const photograph = async (page: Page, path: string): Promise<void> => {
  await still(page)
  await page.screenshot({ path })
}
