/** What headquarters sees in a real browser of a shop's PC that tells what nobody did, and how it is dealt with by keyboard. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Browser, expect, type Page, test } from '@playwright/test'
import * as hq from '../support/demo/console'
import { openBrowser } from '../support/devices/browser'
import { HubProcess, repoRoot } from '../support/devices/hubProcess'
import { graveFindings } from './looks'
import { removeFolder, temporaryFolder } from './shop'

test.describe.configure({ mode: 'serial' })

let folder: string
let hub: HubProcess
let browser: Browser
let page: Page
let forged: { number: string; honest: string }

const at = (testId: string) => page.locator(`[data-testid=${testId}]`)
const rows = () => page.locator('[data-testid^="alarm-row-"]')

test.beforeAll(async () => {
  folder = temporaryFolder()
  hub = await HubProcess.start(join(folder, 'hub'))
  forged = await forge()
  browser = await openBrowser()
})
test.afterAll(async () => {
  await browser?.close()
  await hub?.stop()
  removeFolder(folder)
})

const forge = async (): Promise<{ number: string; honest: string }> => {
  const script = join(repoRoot, 'tests/support/demo/forge.ts')
  const pin = hub.login('s001.manager').pin ?? ''
  const args = ['--import', 'tsx', script, join(folder, 'store'), hub.url, hub.enrolmentCode, pin]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: repoRoot, timeout: 60_000 })
  return JSON.parse(stdout) as { number: string; honest: string }
}

const keepPicture = async (name: string): Promise<void> => {
  const target = process.env.ALARM_PICTURES
  if (target) await page.screenshot({ path: join(target, `${name}.png`) })
}

test('the menu and the overview say how many wait, and lead there', async () => {
  page = await hq.openConsole(browser, hub.consoleUrl)
  await hq.signIn(page, hub.login('hq.auditor'))
  await expect(at('area-alarm-badge')).toContainText('6')
  await expect(at('task-alarms')).toContainText('6')
  await keepPicture('overview')
  await at('task-alarms').click()
  await expect(rows()).toHaveCount(6)
  expect(await graveFindings(page)).toEqual([])
})

test('an alarm says in words what was told, in whose name, and why it is not believed', async () => {
  await at('filter-search').fill(forged.number)
  await expect(rows()).toHaveCount(1)
  const detail = at('alarm-detail')
  await expect(detail).toContainText(forged.number)
  await expect(detail).toContainText('店员小林')
  await expect(at('alarm-why')).toContainText('没有做这一步的权限')
  await expect(page.locator('[data-testid^="alarm-goods-"]')).toHaveCount(2)
  await keepPicture('alarm')
  expect(await graveFindings(page)).toEqual([])
})

test('closed by keyboard with a note, it leaves what waits and is found among the closed', async () => {
  await at('filter-search').press('Enter')
  await page.keyboard.press('c')
  const note = at('alarm-close-dialog-reason')
  await expect(note).toBeVisible()
  await note.fill('问过店长，是测试机，已收回')
  await keepPicture('closing')
  await page.keyboard.press('Control+Enter')
  await expect(rows()).toHaveCount(0)
  await at('filter-clear').click()
  await expect(rows()).toHaveCount(5)
  await expect(at('alarm-badge')).toContainText('5')
  await keepPicture('alarms')
  await at('filter-alarm-state').getByText('已处理').click()
  await expect(rows()).toHaveCount(1)
  await expect(at('alarm-note')).toContainText('是测试机')
  await keepPicture('closed')
  expect(await graveFindings(page)).toEqual([])
})

test('in English too', async () => {
  await at('filter-alarm-state').getByText('全部').click()
  await at('language').click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en-US')
  await expect(rows()).toHaveCount(6)
  await keepPicture('english')
  expect(await graveFindings(page)).toEqual([])
  await page.context().close()
})

test('a region sees its shop’s alarms and closes none; another region sees nothing', async () => {
  page = await hq.openConsole(browser, hub.consoleUrl)
  await hq.signIn(page, hub.login('re.manager'))
  await page.goto(`${hub.consoleUrl}#/alarms`)
  await expect(rows()).toHaveCount(5)
  await expect(at('nav-alarms')).toHaveAttribute('aria-current', 'page')
  await expect(at('alarm-close')).toBeDisabled()
  await page.context().close()
  page = await hq.openConsole(browser, hub.consoleUrl)
  await hq.signIn(page, hub.login('rs.manager'))
  await page.goto(`${hub.consoleUrl}#/alarms`)
  await expect(at('alarm-badge')).toHaveCount(0)
  await expect(at('alarms')).toContainText('没有待处理的告警')
  await page.context().close()
})
