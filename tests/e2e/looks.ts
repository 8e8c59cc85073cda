/** How a page looks to those who check it: by axe, by its width, and by the language its words are in. */
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { until } from '../support/devices/waiting'

export const languages = ['zh-CN', 'en-US'] as const

/**
 * What axe calls serious or critical, by all its rules. What passed is not carried out of the page: of one with thousands of
 * cells that is 11 MB, and 15 of 17 seconds. Legacy mode carries findings alone, opens no page of its own (Electron's window
 * would not let it), and leaves out frames of other origins, which no page has: so it is the same in the browser and in the app.
 */
export const graveFindings = async (page: Page, _where?: 'browser' | 'electron'): Promise<string[]> => {
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .options({ resultTypes: ['violations'] })
    .analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 3)
          .map(({ html }) => html.slice(0, 160))
          .join(' | ')}`,
    )
}

export const switchTo = async (page: Page, language: (typeof languages)[number]): Promise<void> => {
  if ((await page.evaluate(() => document.documentElement.lang)) === language) return
  await page.locator('[data-testid=language]:visible').first().click()
  await until(language, async () => (await page.evaluate(() => document.documentElement.lang)) === language)
}

/** Elements that stick out of the window, the page itself first. */
export const sideways = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const root = document.documentElement
    const found = root.scrollWidth > window.innerWidth ? [`page ${root.scrollWidth} wide`] : []
    for (const bar of document.querySelectorAll('.top-bar, .page-head, .receipt-head, .receipt-foot, .scan-line')) {
      if (bar.scrollWidth > bar.clientWidth + 1)
        found.push(`${bar.className}: ${bar.scrollWidth} in ${bar.clientWidth}`)
    }
    return found
  })

/** Words that stayed Chinese although the screen is English; names of goods, people and places are data, not words. */
export const chineseWords = (page: Page, names: readonly string[]): Promise<string[]> =>
  page.evaluate((known) => {
    const data =
      '[data-testid=store-name], [data-testid=user-name], [role=gridcell], .printer-head b, .label-words-name, [data-testid=label-out-of], .receipt-supplier, .receipt-details, .list-row, .result-body, .difference-row, .facts, .ant-segmented, [aria-live], [lang="zh-CN"]'
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const found: string[] = []
    while (walker.nextNode()) {
      const text = known.reduce((left, name) => left.replaceAll(name, ''), walker.currentNode.textContent ?? '')
      const parent = walker.currentNode.parentElement
      if (/[\u4e00-\u9fff]/.test(text) && parent && !parent.closest(data) && parent.checkVisibility())
        found.push(text.trim())
    }
    return found
  }, names)
