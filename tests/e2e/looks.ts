/** How a page looks to those who check it: by axe, by its width, and by the language its words are in. */
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { until } from '../support/devices/waiting'

export const languages = ['zh-CN', 'en-US'] as const

/** What axe calls serious or critical. */
export const graveFindings = async (page: Page, where: 'browser' | 'electron' = 'browser'): Promise<string[]> => {
  await markAlike(page)
  const hidden = `[${alike}], [${alike}] * { visibility: hidden !important }`
  const unseen = await page.addStyleTag({ content: hidden })
  // Legacy mode in Electron: the other one opens a page of its own, which Electron's window does not let it.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(where === 'electron').analyze()
  await unseen.evaluate((style) => (style as Element).remove())
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

const alike = 'data-looked-at-alike'

/**
 * A row of which every cell was seen twice before, axe need not look at: a matrix of some hundred rows took it a minute. Seen
 * is the same elements with the same attributes, painted in the same colours and sizes; where a name is missing, or an id comes
 * twice, it is another cell. The row keeps its place, so that what scrolls still does.
 */
const markAlike = (page: Page): Promise<void> =>
  page.evaluate((mark) => {
    const seen = new Map<string, number>()
    const ids = new Map<string, number>()
    for (const { id } of document.querySelectorAll('[id]')) ids.set(id, (ids.get(id) ?? 0) + 1)
    const named = new Set(['aria-label', 'title', 'alt', 'href', 'for', 'id', 'aria-labelledby', 'aria-describedby'])
    const looks = (element: Element): string => {
      const { color, backgroundColor, fontSize, fontWeight, opacity, display, visibility } = getComputedStyle(element)
      const attributes = [...element.attributes]
        .filter(({ name }) => name !== mark && !name.startsWith('data-'))
        .map(({ name, value }) => `${name}=${named.has(name) ? value.trim() !== '' : value}`)
      const hasWords = [...element.childNodes].some((node) => node.nodeType === 3 && node.nodeValue?.trim())
      const twice = element.id !== '' && (ids.get(element.id) ?? 0) > 1
      return [
        ...[element.tagName, ...attributes.sort(), hasWords, twice],
        ...[color, backgroundColor, fontSize, fontWeight, opacity, display, visibility],
      ].join(' ')
    }
    const deepLooks = (element: Element): string => [element, ...element.querySelectorAll('*')].map(looks).join('\n')
    const tables: (Element | null)[] = [...document.querySelectorAll('table')]
    const isKnown = (key: string): boolean => {
      const times = seen.get(key) ?? 0
      seen.set(key, times + 1)
      return times > 1
    }
    for (const row of document.querySelectorAll('tbody > tr')) {
      // what lies under a cell paints it too
      const under = `${tables.indexOf(row.closest('table'))} ${looks(row.parentElement as Element)} ${looks(row)}`
      const parts = ['', ...[...row.children].map(deepLooks)].map((part) => isKnown(`${under}\n${part}`))
      row.toggleAttribute(mark, parts.every(Boolean))
    }
  }, alike)

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
      '[data-testid=store-name], [data-testid=user-name], [role=gridcell], .receipt-supplier, .receipt-details, .list-row, .result-body, .difference-row, .facts, .ant-segmented, [aria-live], [lang="zh-CN"]'
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
