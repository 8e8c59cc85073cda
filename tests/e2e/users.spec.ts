/** The administrator adds somebody with a dated role, gives them a PIN, and the store's PC lets them in with it. */
import { type Browser, expect, type Page, test } from '@playwright/test'
import { storeDayOf } from '../../src/core/quantity/storeDay'
import * as hq from '../support/demo/console'
import { openBrowser } from '../support/devices/browser'
import { ask, signIn } from '../support/devices/person'
import { until } from '../support/devices/waiting'
import { graveFindings, languages, sideways, switchTo } from './looks'
import { closed, Shop } from './shop'

test.describe.configure({ mode: 'serial' })

let shop: Shop
let browser: Browser
let page: Page

const at = (testId: string) => page.locator(`[data-testid="${testId}"]`)
const day = (offset: number): string => storeDayOf(Date.now() + offset * 86_400_000)

test.beforeAll(async () => {
  test.setTimeout(120_000)
  shop = await Shop.open()
  browser = await openBrowser()
  page = await hq.openConsole(browser, shop.hub.consoleUrl)
  await hq.signIn(page, shop.hub.login('hq.admin'))
})
test.afterAll(async () => {
  await browser?.close()
  await closed(shop)
})

/** A choice by keyboard: the field, some of its words, Enter. */
const choose = async (testId: string, words: string): Promise<void> => {
  await at(testId).locator('input').focus()
  await page.keyboard.type(words)
  await page.keyboard.press('Enter')
}

const typeDay = async (testId: string, text: string): Promise<void> => {
  await at(testId).fill(text)
  await page.keyboard.press('Enter')
}

test('somebody new, with a role for some days', async () => {
  await at('area-people').click()
  await at('user-add').click()
  await at('user-id').fill('s001.relief')
  await at('user-name-field').fill('临时小吴')
  await choose('role-name-0', '店员')
  await choose('role-branch-0', '静安')
  await typeDay('role-from-0', day(0))
  await typeDay('role-until-0', day(3))
  await at('user-save').click()
  await expect(at('user-secrets')).toBeVisible()
  await expect(page).toHaveURL(/users\/s001\.relief$/)
})

test('a PIN shown once opens the store’s PC', async () => {
  await at('reset-pin').click()
  await page.keyboard.press('Control+Enter')
  await expect(at('fresh-secret')).toHaveText(/^\d{6}$/)
  const pin = ((await at('fresh-secret').textContent()) ?? '').trim()
  await at('secret-done').click()
  await expect(at('fresh-secret')).toHaveCount(0)
  await until('the store knows the new clerk', async () => {
    const { users } = await ask(shop.page, 'signIn.users', {})
    return users.some(({ userId }) => userId === 's001.relief')
  })
  await signIn(shop.page, { id: 's001.relief', pin })
  const { session } = await ask(shop.page, 'signIn.current', {})
  expect(session).toMatchObject({ userId: 's001.relief', roleName: '店员' })
})

test('what became of them is told', async () => {
  await at('tab-history').click()
  await expect(at('user-change-2')).toContainText('重设 PIN 或密码')
  await expect(at('user-change-1')).toContainText('静安旗舰店')
  await expect(at('user-change-1')).toContainText(day(3))
})

test('a right is ticked by arrow and Space, with a limit, and the matrix says so', async () => {
  await at('nav-roles').click()
  await at('tab-documents').click()
  await at('right-writeOff.post-storeManager').focus()
  await page.keyboard.press('ArrowLeft')
  await expect(at('right-writeOff.post-clerk')).toBeFocused()
  await page.keyboard.press('Space')
  await at('limit-writeOff.post-clerk').click()
  await at('limit-writeOff.post-clerk').fill('50')
  await page.keyboard.press('Enter')
  await expect(at('limit-writeOff.post-clerk')).toContainText('≤ ¥50')
  await at('roles-save').click()
  await at('roles-dialog-reason').fill('小额报损由店员过账')
  await page.keyboard.press('Control+Enter')
  await expect(at('roles-version')).toContainText('2')
  await at('nav-matrix').click()
  const cell = at('matrix-row-document.post-writeOff').locator('[data-role=clerk]')
  await expect(cell).toContainText('≤ ¥50')
})

test('ticks that are not saved are not lost without a word', async () => {
  await at('nav-roles').click()
  await at('tab-special').click()
  const box = at('right-transfer.sendOver-storeManager')
  await box.focus()
  await page.keyboard.press('Space')
  await expect(at('roles-save')).toBeVisible()
  await at('nav-matrix').click()
  await expect(at('leave-dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(at('leave-dialog')).toHaveCount(0)
  await expect(page).toHaveURL(/roles/)
  await at('sign-out').click()
  await expect(at('leave-dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(at('user-name')).toBeVisible()
  // somebody else saves meanwhile
  const other = await hq.openConsole(browser, shop.hub.consoleUrl)
  await hq.signIn(other, shop.hub.login('hq.admin'))
  await other.goto(`${shop.hub.consoleUrl}#/roles?tab=special`)
  await other.locator('[data-testid="right-transfer.sendOver-clerk"]').focus()
  await other.keyboard.press('Space')
  await other.locator('[data-testid="roles-save"]').click()
  await other.locator('[data-testid="roles-dialog-reason"]').fill('另一位管理员')
  await other.keyboard.press('Control+Enter')
  await expect(other.locator('[data-testid="roles-version"]')).toContainText('3')
  await other.close()
  await at('roles-save').click()
  await at('roles-dialog-reason').fill('店长可以多发')
  await page.keyboard.press('Control+Enter')
  await expect(at('roles-moved')).toBeVisible()
  await expect(at('roles-version')).toContainText('3')
  await at('roles-save').click()
  await at('roles-dialog-reason').fill('店长可以多发')
  await page.keyboard.press('Control+Enter')
  await expect(at('roles-version')).toContainText('4')
  await expect(at('roles-moved')).toHaveCount(0)
  await at('nav-matrix').click()
  await expect(at('leave-dialog')).toHaveCount(0)
})

/** One change to the settings as whoever makes them, saved with a reason. */
const saveSettings = async (on: Page, reason: string): Promise<void> => {
  await on.locator('[data-testid="policy-save"]').click()
  await on.locator('[data-testid="policy-dialog-reason"]').fill(reason)
  await on.keyboard.press('Control+Enter')
}

const typeSetting = async (on: Page, testId: string, text: string): Promise<void> => {
  await on.locator(`[data-testid="${testId}"]`).fill(text)
  await on.keyboard.press('Tab')
}

test('settings that are not saved stay when somebody else saves', async () => {
  const [mine, other] = [await openSettings(), await openSettings()]
  await typeSetting(mine, 'policy-tolerance', '3')
  await typeSetting(other, 'policy-min-remaining', '11')
  await saveSettings(other, '保质期放宽')
  await expect(other.locator('[data-testid="policy-save"]')).toHaveCount(0)
  await other.close()
  await saveSettings(mine, '允许多收 3%')
  await expect(mine.locator('[data-testid="policy-moved"]')).toBeVisible()
  await expect(mine.locator('[data-testid="policy-tolerance"]')).toHaveValue('3')
  await expect(mine.locator('[data-testid="policy-min-remaining"]')).toHaveValue('11')
  await saveSettings(mine, '允许多收 3%')
  await expect(mine.locator('[data-testid="policy-save"]')).toHaveCount(0)
  await expect(mine.locator('[data-testid="policy-moved"]')).toHaveCount(0)
  await expect(mine.locator('[data-testid="policy-tolerance"]')).toHaveValue('3')
  await mine.close()
})

const openSettings = async (): Promise<Page> => {
  const on = await hq.openConsole(browser, shop.hub.consoleUrl)
  await hq.signIn(on, shop.hub.login('hq.operations'))
  await on.goto(`${shop.hub.consoleUrl}#/policy?tab=general`)
  return on
}

test('who may only read the settings types nothing into them', async () => {
  await page.goto(`${shop.hub.consoleUrl}#/policy?tab=general`)
  await expect(at('policy-tolerance')).toBeDisabled()
})

const pages = ['/users', '/users/new', '/users/s001.manager', '/users/s001.relief?tab=history', '/organisation']
const largePages = ['/roles', '/roles?tab=documents', '/roles?tab=special', '/roles?tab=fixed', '/matrix']

/** Each page with its own time. */
for (const language of languages)
  for (const path of [...pages, ...largePages])
    test(`nothing serious for axe, nothing sticks out: ${path}, ${language}`, async () => {
      await switchTo(page, language)
      await page.goto(`${shop.hub.consoleUrl}#${path}`)
      await page.waitForLoadState('networkidle')
      expect.soft(await graveFindings(page), path).toEqual([])
      expect.soft(await sideways(page), path).toEqual([])
    })

test('a regional manager is offered what they may give, and no more', async () => {
  await switchTo(page, 'zh-CN')
  await at('sign-out').click()
  await hq.signIn(page, shop.hub.login('re.manager'))
  await at('area-people').click()
  await expect(at('user-hq.admin')).toHaveCount(0)
  await page.goto(`${shop.hub.consoleUrl}#/users/re.manager`)
  await expect(at('reset-pin')).toBeDisabled()
  await page.goto(`${shop.hub.consoleUrl}#/users/s001.lin`)
  await at('role-name-0').locator('input').focus()
  await page.keyboard.press('ArrowDown')
  await expect(page.locator('.ant-select-item-option')).toHaveText(['店员', '店长'])
  await page.keyboard.press('Escape')
  // who is not theirs is nobody, and there is a way back
  await page.goto(`${shop.hub.consoleUrl}#/users/hq.admin`)
  await expect(page.locator('main')).toContainText('没有这个账号，或者不归你管')
  await at('back').click()
  await expect(page).toHaveURL(/#\/users$/)
  await page.goto(`${shop.hub.consoleUrl}#/organisation`)
  await expect(page.locator('main')).toContainText('只能查看，不能修改')
})

test('who may not see cost is shown no value, not even of nothing', async () => {
  await at('sign-out').click()
  await hq.signIn(page, shop.hub.login('s001.lin'))
  await expect(at('tile-today')).toBeVisible()
  await expect(at('tile-value')).toHaveCount(0)
})
