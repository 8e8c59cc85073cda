/**
 * What a person does at the store's window, with the keyboard alone. Keys come at the pace of fingers: faster ones would
 * rightly be taken for a scanner's.
 */
import type { Page } from '@playwright/test'
import type { Answer } from '../../../src/contract/client'
import type { InputOf, OperationName, OutputOf } from '../../../src/contract/operations'
import { keyOf } from '../../../src/ui/keyMap'
import { pause, until } from './waiting'

/** Above what counts as a scanner (median 40 ms), far below a slow typist. */
const keyGapMs = 48
const tabsMax = 60

export const typeText = async (page: Page, text: string): Promise<void> => {
  await page.keyboard.type(text, { delay: keyGapMs })
  await pause(keyGapMs)
}

export const press = async (page: Page, ...keys: string[]): Promise<void> => {
  for (const key of keys) {
    await page.keyboard.press(key)
    await pause(keyGapMs)
  }
}

export const focusedTestId = (page: Page): Promise<string | null> =>
  page.evaluate(() => document.activeElement?.closest('[data-testid]')?.getAttribute('data-testid') ?? null)

/** Tab until the thing with this test id has the focus. */
export const tabTo = async (page: Page, testId: string): Promise<void> => {
  for (let tabs = 0; tabs < tabsMax; tabs++) {
    if ((await focusedTestId(page)) === testId) return
    await press(page, 'Tab')
  }
  throw new Error(`${tabsMax} times Tab did not reach ${testId}`)
}

export const sees = (page: Page, selector: string, withinMs = 15_000): Promise<unknown> =>
  page.waitForSelector(selector, { state: 'visible', timeout: withinMs })

const byId = (testId: string): string => `[data-testid="${testId}"]`

export const textOf = async (page: Page, testId: string): Promise<string> =>
  ((await page.locator(byId(testId)).first().textContent()) ?? '').trim()

export const enrolPc = async (page: Page, hubUrl: string, code: string): Promise<void> => {
  await sees(page, byId('enrolment'))
  await tabTo(page, 'enrol-url')
  await typeText(page, hubUrl)
  await tabTo(page, 'enrol-code')
  await typeText(page, code)
  await press(page, 'Enter')
  await sees(page, byId('enrol-result'), 60_000)
}

export const pickUser = async (page: Page, userId: string): Promise<void> => {
  await sees(page, byId(`user-${userId}`))
  const users = await page.locator('[role=radio]').count()
  for (let moves = 0; moves <= users; moves++) {
    if ((await page.locator(byId(`user-${userId}`)).getAttribute('aria-checked')) === 'true') return
    await press(page, 'ArrowDown')
  }
  throw new Error(`the arrows did not reach ${userId}`)
}

export const typePin = async (page: Page, pin: string): Promise<void> => {
  await typeText(page, pin)
  await press(page, 'Enter')
}

export const signIn = async (page: Page, { id, pin }: { id: string; pin: string | null }): Promise<void> => {
  await pickUser(page, id)
  await typePin(page, pin ?? '')
  await sees(page, byId('user-name'))
}

export const lock = async (page: Page): Promise<void> => {
  await press(page, 'Control+l')
  await sees(page, byId('sign-in'))
}

const moduleBodies = {
  home: 'home',
  receiving: 'receiving-list',
  documents: 'documents',
  transfers: 'transfers',
  stock: 'stock',
  labels: 'labels',
  settings: 'settings',
  trail: 'trail',
  stocktakes: 'stocktakes',
} as const

export const openModule = async (page: Page, name: keyof typeof moduleBodies): Promise<void> => {
  await press(page, keyOf('global', name))
  if (name === 'stock') await leaveNearExpiry(page)
  await sees(page, byId(moduleBodies[name]))
}

/** The tab one was on last is remembered. */
const leaveNearExpiry = async (page: Page): Promise<void> => {
  await sees(page, `${byId('stock')}, ${byId('near-expiry')}`)
  if (await page.locator(byId('near-expiry')).isVisible()) await press(page, 'Control+Shift+Tab')
}

/** Ctrl+Enter in a dialog that may still be reading what it asks about. */
export const confirmDialog = async (page: Page, name: string): Promise<void> => {
  await sees(page, `${byId(`${name}-confirm`)}:enabled`)
  await press(page, 'Control+Enter')
}

const tabsOfPageMax = 8

/** Right arrow until this tab of a list is open: which one was last is remembered. */
export const openTab = async (page: Page, body: string, tab: string): Promise<void> => {
  for (let moves = 0; moves <= tabsOfPageMax; moves++) {
    if ((await page.locator(byId(body)).getAttribute('data-tab')) === tab) return
    await press(page, 'ArrowRight')
  }
  throw new Error(`the arrows did not reach ${tab} of ${body}`)
}

export const setScanner = async (page: Page, path: string): Promise<void> => {
  await tabTo(page, 'scanner-add')
  await press(page, 'Enter')
  await sees(page, byId('scanner-path-0'))
  // The new row stands before the button.
  for (let tabs = 0; tabs < 6 && (await focusedTestId(page)) !== 'scanner-path-0'; tabs++)
    await press(page, 'Shift+Tab')
  await tabTo(page, 'scanner-path-0')
  await typeText(page, path)
}

export const setPrinter = async (page: Page, host: string, port: number): Promise<void> => {
  await tabTo(page, 'printer-add')
  await press(page, 'Space')
  await tabTo(page, 'printer-host-0')
  await typeText(page, host)
  await tabTo(page, 'printer-port-0')
  await press(page, 'Control+a')
  await typeText(page, String(port))
  await tabTo(page, 'printer-language-0')
  await press(page, 'Enter', 'ArrowDown')
  await sees(page, '.ant-select-item-option-active:has-text("ZPL")')
  await press(page, 'Enter')
}

/** The fields of a printer that is saved already. */
export const openPrinterFields = async (page: Page): Promise<void> => {
  await page.locator(byId('printer-edit-0')).focus()
  await press(page, 'Enter')
  await sees(page, byId('printer-host-0'))
}

export const saveSettings = async (page: Page): Promise<void> => {
  await press(page, 'Control+s')
  await until('the scanner and printer in the status', async () => {
    const status = await ask(page, 'app.status', {})
    return status.scanners.every(({ state }) => state === 'open') && status.printerSet
  })
}

/** No animation runs and nothing is being read any more: what a picture shows is what a person sees. */
export const still = async (page: Page): Promise<void> => {
  await until('a still page', () =>
    page.evaluate(() => {
      const moving = document.getAnimations().some((animation) => {
        const endless = animation.effect?.getTiming().iterations === Number.POSITIVE_INFINITY
        return animation.playState === 'running' && !endless
      })
      return !moving && !document.querySelector('[data-testid=loading-state]')
    }),
  )
}

/** Decides about the code that is current in the tray. */
export const decide = async (page: Page, how: 'setAside' | 'accept', reason: string): Promise<void> => {
  await press(page, how === 'accept' ? 'Alt+a' : 'Alt+s')
  await sees(page, byId('tray-reason'))
  await typeText(page, reason)
  const openBefore = await openTrayRows(page)
  await press(page, 'Control+Enter')
  await until('the decision', async () => (await openTrayRows(page)) < openBefore)
}

const openTrayRows = (page: Page): Promise<number> => page.locator(`${byId('tray-row')}[data-state=open]`).count()

/** What the page's own bridge answers; for reading figures, never for doing the work. */
export const asked = <N extends OperationName>(page: Page, name: N, input: InputOf<N>): Promise<Answer<OutputOf<N>>> =>
  page.evaluate(
    ([operation, value, requestId]) => {
      if (!window.zhanggui) throw new Error('the page has no bridge')
      return window.zhanggui.invoke(operation as string, value, requestId as string)
    },
    [name, input, crypto.randomUUID()] as const,
  ) as Promise<Answer<OutputOf<N>>>

/** The value; waits while the backend is coming back, as the page's own client does. */
export const ask = async <N extends OperationName>(page: Page, name: N, input: InputOf<N>): Promise<OutputOf<N>> => {
  const answer = await until(`an answer to ${name}`, async () => {
    const given = await asked(page, name, input)
    return !given.ok && given.error.code === 'STORE_RESTARTING' ? null : given
  })
  if (!answer.ok) throw new Error(`${name} was refused: ${answer.error.code}`)
  return answer.value
}
