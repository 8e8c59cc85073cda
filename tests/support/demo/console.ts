/** What a user at headquarters does in the console, in a real browser. */
import type { Browser, Page } from '@playwright/test'
import type { Login } from '../devices/hubProcess'

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
  await page.locator(byId('nav-receipts')).click()
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
