/** What people do with documents: in the shop by keys and scanner alone, at headquarters in a browser. */
import { createCanvas } from '@napi-rs/canvas'
import { expect, type Locator, type Page } from '@playwright/test'
import type { OutputOf } from '../../src/contract/operations'
import type { DocumentView } from '../../src/contract/schemas/document'
import type { DocumentType } from '../../src/core/documents/states'
import { quantityText } from '../../src/core/quantity/quantity'
import { codesOf } from '../support/demo/goods'
import { askHub } from '../support/demo/onHand'
import { ask, openModule, press, sees, still, tabTo, typeText } from '../support/devices/person'
import { until } from '../support/devices/waiting'
import { openTab, receiptOf, type Shop } from './shop'

const byId = (testId: string): string => `[data-testid="${testId}"]`
/** News travel by themselves: a shop asks every five seconds, a busy machine takes its time. */
const newsMs = 40_000

// ---- In the shop ----

/** A choice in a header, by what is typed of it. */
export const choose = async (page: Page, field: string, text: string, wanted: string): Promise<void> => {
  await tabTo(page, `input-${field}`)
  await typeText(page, text)
  await sees(page, `.ant-select-item-option-active:has-text("${wanted}")`)
  await press(page, 'Enter')
  await expect(page.locator(byId(`input-${field}`))).toContainText(wanted)
}

export const fillHeader = async (page: Page, field: string, text: string): Promise<void> => {
  await tabTo(page, `input-${field}`)
  await typeText(page, text)
}

/** Ctrl+N among the papers, the card of its type, then whatever its header is given. */
export const newPaper = async (page: Page, type: DocumentType, header: () => Promise<void>): Promise<void> => {
  await openModule(page, 'documents')
  await press(page, 'Control+n')
  await sees(page, byId('new-dialog'))
  await tabTo(page, `new-${type}`)
  await press(page, 'Enter')
  await sees(page, byId('field-note'))
  await header()
  await press(page, 'Control+Enter')
  await sees(page, `[data-testid=receipt][data-type=${type}][data-state=draft]`)
}

/** A product by its number, without a scanner. */
export const pick = async (page: Page, sku: string, pieces: number): Promise<void> => {
  await press(page, 'F4')
  await sees(page, byId('pick-dialog'))
  await tabTo(page, 'pick-search')
  await typeText(page, sku)
  await sees(page, `[data-testid=pick-row][data-key="${sku}"][aria-selected=true]`)
  await press(page, 'Enter')
  await expect(page.locator(byId('pick-quantity'))).toBeFocused()
  await press(page, 'Control+a')
  await typeText(page, String(pieces))
  await press(page, 'Enter')
  await expect(page.locator(byId('pick-dialog'))).toHaveCount(0)
}

/** Scanned piece by piece where it is one, with its count typed before where there are more. */
export const scan = async (shop: Shop, sku: string, pieces: number): Promise<void> => {
  const { code } = codesOf(shop.chain, sku).piece
  await shop.gun.scanInTurn([{ code, times: pieces }])
}

/** Ctrl+B, Ctrl+J, Ctrl+G about the line that was scanned last. */
export const setSide = async (page: Page, key: 'b' | 'j' | 'g', pieces: number, why = ''): Promise<void> => {
  await press(page, `Control+${key}`)
  await sees(page, byId('side-dialog'))
  await expect(page.locator(byId('side-quantity'))).toBeFocused()
  await press(page, 'Control+a')
  await typeText(page, String(pieces))
  if (why !== '') {
    await tabTo(page, 'side-note')
    await typeText(page, why)
  }
  await press(page, 'Enter')
  await expect(page.locator(byId('side-dialog'))).toHaveCount(0)
}

export const submit = async (page: Page): Promise<void> => {
  await press(page, 'F12')
  await sees(page, byId('post-dialog'))
  await press(page, 'Control+Enter')
  await sees(page, '[data-testid=receipt][data-state=submitted]')
}

/** The shop's manager types their own PIN at this screen. */
export const lend = async (shop: Shop, managerId: string): Promise<void> => {
  await sees(shop.page, byId('override-dialog'))
  await expect(shop.page.locator(byId(`override-user-${managerId}`))).toHaveAttribute('aria-checked', 'true')
  await expect(shop.page.locator(byId('override-pin'))).toBeFocused()
  await typeText(shop.page, shop.hub.login(managerId).pin ?? '')
  await press(shop.page, 'Enter')
  await expect(shop.page.locator(byId('override-dialog'))).toHaveCount(0)
}

/** From the list of all papers, found by its number. */
export const openPaper = async (page: Page, number: string): Promise<void> => {
  await openModule(page, 'documents')
  await openTab(page, 'documents', 'all')
  await press(page, 'F3')
  await press(page, 'Control+a')
  await typeText(page, number)
  await until(`the one row of ${number}`, async () => {
    const rows = page.locator(byId('documents-grid-row'))
    return (await rows.count()) === 1 && ((await rows.first().textContent()) ?? '').includes(number)
  })
  await press(page, 'Enter')
  await expect(page.locator(byId('documents-grid-body'))).toBeFocused()
  await press(page, 'Enter')
  await expect(page.locator(byId('receipt-number'))).toHaveText(number)
}

/** Ctrl+O, then Alt+A: the window asks for a file and gets a picture. */
export const addPhoto = async (page: Page): Promise<void> => {
  await press(page, 'Control+o')
  await sees(page, byId('photos'))
  const chooser = page.waitForEvent('filechooser', { timeout: 15_000 })
  await press(page, 'Alt+a')
  await (await chooser).setFiles({ name: '破损.png', mimeType: 'image/png', buffer: picture() })
  await sees(page, byId('photo'))
  await press(page, 'Escape')
  await expect(page.locator(byId('photos'))).toHaveCount(0)
}

const picture = (): Buffer => {
  const canvas = createCanvas(320, 240)
  const context = canvas.getContext('2d')
  context.fillStyle = '#884422'
  context.fillRect(0, 0, 320, 240)
  context.fillStyle = '#eeeeee'
  context.fillRect(40, 60, 120, 90)
  return canvas.toBuffer('image/png')
}

export const paperOf = (page: Page, documentId: string): Promise<DocumentView> =>
  ask(page, 'document.get', { documentId })

/** Without a hand: the screen shows the document in that state once the news is here. */
export const becomes = async (page: Page, state: string): Promise<DocumentView> => {
  await sees(page, `[data-testid=receipt][data-state=${state}]`, newsMs)
  return receiptOf(page)
}

/** Goods on the shelf to begin with: received without an order, whole, by whoever is signed in. No journey of its own. */
export const stockUp = async (page: Page, goods: Readonly<Record<string, number>>): Promise<void> => {
  const type = 'goodsReceipt' as const
  const { documentId } = await ask(page, 'goodsReceipt.openWithoutOrder', { supplierCode: 'GY001', deliveryNote: '' })
  for (const [sku, pieces] of Object.entries(goods))
    await ask(page, 'document.setLine', { type, documentId, sku, quantity: pieces * 1000 })
  const { header } = await paperOf(page, documentId)
  await ask(page, 'document.post', { type, documentId, version: header.version })
}

/** Pieces of one product in one warehouse: on the shelf, set apart, on their way. */
export interface Lying {
  onHand: number
  quarantined: number
}

type Stock = OutputOf<'stock.list'>

const lyingOf = ({ rows }: Stock, warehouseCode: string, sku: string): Lying => {
  const row = rows.find((one) => one.warehouseCode === warehouseCode && one.sku === sku)
  return { onHand: (row?.onHand ?? 0) / 1000, quarantined: (row?.quarantined ?? 0) / 1000 }
}

export const lyingInShop = async (page: Page, warehouseCode: string, sku: string): Promise<Lying> =>
  lyingOf(await ask(page, 'stock.list', { search: sku, limit: 100 }), warehouseCode, sku)

export const lyingAtHub = async (page: Page, warehouseCode: string, sku: string): Promise<Lying> =>
  lyingOf(await hubAnswer<Stock>(page, 'stock/list', { search: sku, limit: 100 }), warehouseCode, sku)

/** What headquarters knows becomes what it should be; it hears of it with the shop's next word. */
export const hubComesTo = (page: Page, warehouseCode: string, sku: string, wanted: Lying): Promise<unknown> =>
  until(
    `${sku} in ${warehouseCode} at headquarters: ${JSON.stringify(wanted)}`,
    async () => JSON.stringify(await lyingAtHub(page, warehouseCode, sku)) === JSON.stringify(wanted),
    { withinMs: newsMs, everyMs: 300 },
  )

export const shopComesTo = (page: Page, warehouseCode: string, sku: string, wanted: Lying): Promise<unknown> =>
  until(
    `${sku} in ${warehouseCode} in the shop: ${JSON.stringify(wanted)}`,
    async () => JSON.stringify(await lyingInShop(page, warehouseCode, sku)) === JSON.stringify(wanted),
    { withinMs: newsMs, everyMs: 300 },
  )

// ---- Transfers in the shop ----

/** The row of a transfer on one of the tabs, once this shop has heard of it; opened. */
export const openTransfer = async (page: Page, tab: string, number: string): Promise<void> => {
  await openModule(page, 'transfers')
  await openTab(page, 'transfers', tab)
  const row = page.locator(byId('transfers-grid-row')).filter({ hasText: number })
  await expect(row).toHaveCount(1, { timeout: newsMs })
  // The newest stands first, but others may be there; the arrows go to it.
  for (let moves = 0; moves < 20 && (await row.getAttribute('aria-selected')) !== 'true'; moves++)
    await press(page, 'ArrowDown')
  await expect(row).toHaveAttribute('aria-selected', 'true')
  await press(page, 'Enter')
  await expect(page.locator(byId('transfer-number'))).toHaveText(number)
}

const transferFigures = ['asked', 'approved', 'sent', 'received', 'damaged', 'settled', 'inTransit'] as const
export type TransferFigures = Readonly<Record<(typeof transferFigures)[number], number>>

/** In both programs a line of a transfer has a cell for each figure. */
export const showsFigures = async (row: Locator, wanted: TransferFigures): Promise<void> => {
  for (const name of transferFigures)
    await expect(row.locator(`[data-column=${name}]`), name).toHaveText(quantityText(wanted[name] * 1000), {
      timeout: newsMs,
    })
}

// ---- At headquarters ----

export const hubAnswer = async <T>(page: Page, path: string, input: object): Promise<T> => {
  const answer = await askHub<T>(page, path, input)
  if (!answer.ok) throw new Error(`${path} was refused: ${answer.error.code}`)
  return answer.value
}

export const inboxRow = (page: Page, number: string): Locator => page.locator(byId(`inbox-row-${number}`))

/** The paper in the list of those that wait, its row with the focus, its content beside it. */
export const openInbox = async (page: Page, number: string): Promise<void> => {
  await page.locator(byId('nav-inbox')).click()
  await expect(inboxRow(page, number)).toBeVisible({ timeout: newsMs })
  await inboxRow(page, number).locator('[data-row-link]').focus()
  await expect(page.locator(byId('inbox-detail'))).toHaveAttribute('data-number', number)
  await still(page)
}

/** A: exactly what stands there. */
export const approve = async (page: Page, number: string): Promise<void> => {
  await inboxRow(page, number).locator('[data-row-link]').focus()
  await page.keyboard.press('a')
  await expect(page.locator(byId('inbox-outcomes'))).toContainText(number)
  await expect(inboxRow(page, number)).toHaveCount(0)
}

/** R, and why. */
export const refuse = async (page: Page, number: string, reason: string): Promise<void> => {
  await inboxRow(page, number).locator('[data-row-link]').focus()
  await page.keyboard.press('r')
  await expect(page.locator(byId('refuse-dialog-reason'))).toBeFocused()
  await typeText(page, reason)
  await page.keyboard.press('Control+Enter')
  await expect(page.locator(byId('inbox-outcomes'))).toContainText(number)
  await expect(inboxRow(page, number)).toHaveCount(0)
}

export const openAtHub = async (page: Page, consoleUrl: string, documentId: string): Promise<void> => {
  await page.goto(`${consoleUrl}#/documents/${documentId}`)
  await page.locator(byId('receipt')).waitFor({ timeout: 15_000 })
}
