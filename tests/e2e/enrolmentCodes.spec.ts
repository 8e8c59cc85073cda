/** Activation codes at headquarters: which are out, that another voids the first, and taking one back. */
import { join } from 'node:path'
import { type Browser, expect, test } from '@playwright/test'
import * as hq from '../support/demo/console'
import { openBrowser } from '../support/devices/browser'
import { HubProcess } from '../support/devices/hubProcess'
import { removeFolder, storeCode, temporaryFolder } from './shop'

const folder = temporaryFolder()
let hub: HubProcess
let browser: Browser

test.beforeAll(async () => {
  hub = await HubProcess.start(join(folder, 'hub'))
  browser = await openBrowser()
})
test.afterAll(async () => {
  await browser?.close()
  await hub?.stop()
  removeFolder(folder)
})

test('a code that is out is listed, told of before another is made, and taken back', async () => {
  const page = await hq.openConsole(browser, hub.consoleUrl)
  const at = (testId: string) => page.locator(`[data-testid=${testId}]`)
  await hq.signIn(page, hub.login('hq.admin'))
  await at('area-setup').click()
  await at('nav-devices').click()
  await expect(at('open-codes')).toContainText(storeCode)
  await at('create-code').click()
  await at('activation-store').fill(storeCode)
  await expect(at('activation-open-already')).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(at('activation-code')).toHaveText(/^[A-Z0-9]{4}-[A-Z0-9]{4}$/)
  await page.keyboard.press('Escape')
  await expect(at('activation')).toHaveCount(0)
  await at(`cancel-code-${storeCode}`).focus()
  await page.keyboard.press('Enter')
  await expect(at('cancel-code')).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await expect(at('open-codes')).toHaveCount(0)
})
