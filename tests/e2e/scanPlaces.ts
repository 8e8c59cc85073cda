/**
 * Where the keys of a scanner may land in an open receipt, and what has to come of them there: the log in its order, and
 * every line, the tray and the sum to the piece. A button pressed by a scan, or a digit left in a figure, shows in the sums.
 */
import { expect } from '@playwright/test'
import { codesOf } from '../support/demo/goods'
import { press, sees } from '../support/devices/person'
import { wedgeScan, wedgeScans } from '../support/devices/realKeys'
import { until } from '../support/devices/waiting'
import { closingCode, type ScanLog } from './scanLog'
import type { Shop } from './shop'

/** A receipt on the screen; each of `pieces` is one piece of its goods, every other code is unknown. */
export interface Desk {
  shop: Shop
  log: ScanLog
  /** code → SKU */
  pieces: ReadonlyMap<string, string>
}

type Place = (desk: Desk, sent: readonly string[], gapMs: number) => Promise<void>

/** The codes of an order's goods that count one piece each and ask nothing. */
export const piecesOf = ({ chain }: Shop, lines: readonly { sku: string }[]): Map<string, string> => {
  const asking = new Set(chain.products.filter((one) => one.keepsLots || one.weighed).map(({ sku }) => sku))
  const plain = lines.filter(({ sku }) => !asking.has(sku))
  return new Map(plain.map(({ sku }) => [codesOf(chain, sku).piece.code, sku]))
}

interface Sums {
  total: number
  damaged: number
  lines: Record<string, number>
  tray: Record<string, number>
}

const sumsOf = async (shop: Shop): Promise<Sums> => {
  const { header, lines, tray } = await shop.receipt()
  return {
    total: header.quantityTotal,
    damaged: header.damagedTotal,
    lines: Object.fromEntries(lines.map(({ sku, quantity }) => [sku, quantity])),
    tray: Object.fromEntries(tray.map(({ text, scans }) => [text, scans])),
  }
}

const withScans = (before: Sums, pieces: Desk['pieces'], codes: readonly string[]): Sums => {
  const sums = { ...before, lines: { ...before.lines }, tray: { ...before.tray } }
  for (const code of codes) {
    const sku = pieces.get(code)
    if (sku === undefined) sums.tray[code] = (sums.tray[code] ?? 0) + 1
    else {
      sums.lines[sku] = (sums.lines[sku] ?? 0) + 1000
      sums.total += 1000
    }
  }
  return sums
}

const isCounted = async (
  { shop, log, pieces }: Desk,
  sent: readonly string[],
  send: (after: number) => Promise<void>,
) => {
  const [before, after] = [await sumsOf(shop), await log.last()]
  await send(after)
  await log.hasExactly(after, sent)
  expect(await sumsOf(shop)).toEqual(withScans(before, pieces, [...sent, closingCode]))
}

/** Behind an open dialog nothing is counted; that it was scanned is in the log. */
const isHeldBack = async ({ shop, log }: Desk, sent: readonly string[], gapMs: number) => {
  const [before, after] = [await sumsOf(shop), await log.last()]
  await wedgeScans(sent, { gapMs })
  await log.hasExactly(after, sent)
  expect(await sumsOf(shop)).toEqual(before)
}

const intoBar: Place = async (desk, sent, gapMs) => {
  await press(desk.shop.page, 'F3')
  await isCounted(desk, sent, () => wedgeScans(sent, { gapMs }))
  await expect(desk.shop.page.locator('[data-testid=scan-bar]')).toHaveValue('')
}

/** Pressed, the button takes the last scan back. */
const ontoButton: Place = async (desk, sent, gapMs) => {
  const { shop, log } = desk
  await isCounted(desk, sent, async (after) => {
    for (const [index, code] of sent.entries()) {
      await shop.page.locator('[data-testid=undo]').focus()
      await wedgeScan(code, { gapMs, end: index % 2 ? 'Tab' : 'Return' })
      await until('its log', async () => (await log.logged(after)).length > index)
    }
  })
}

const intoCell: Place = async (desk, sent, gapMs) => {
  const { shop, log, pieces } = desk
  const [first = ''] = pieces.keys()
  // a line to edit
  await isCounted(desk, [first], () => wedgeScan(first, { gapMs }))
  await press(shop.page, 'ArrowDown')
  const cell = shop.page.locator('[data-testid=quantity-cell]')
  await isCounted(desk, sent, async (after) => {
    for (const [index, code] of sent.entries()) {
      await press(shop.page, 'F3', 'F2')
      await sees(shop.page, '[data-testid=quantity-cell]')
      await wedgeScan(code, { gapMs })
      await until('its log', async () => (await log.logged(after)).length > index)
      await expect(cell).toHaveCount(0)
    }
  })
}

const behindDialog: Place = async (desk, sent, gapMs) => {
  const { page } = desk.shop
  const tray = page.locator('[data-testid=tray]')
  await press(page, 'Control+u')
  await expect(tray).toBeVisible()
  await isHeldBack(desk, sent, gapMs)
  await expect(tray).toBeVisible()
  await press(page, 'Escape')
  await expect(tray).toHaveCount(0)
}

/** Enter in this one would book what stands in it as damaged. */
const intoDialogField: Place = async (desk, sent, gapMs) => {
  const { page } = desk.shop
  await press(page, 'F3', 'ArrowDown', 'Control+b')
  const field = page.locator('[data-testid=side-quantity]')
  await expect(field).toBeFocused()
  await field.fill('3')
  await isHeldBack(desk, sent, gapMs)
  await expect(field).toBeFocused()
  await expect(field).toHaveValue('3')
  await press(page, 'Escape')
  await expect(field).toHaveCount(0)
}

/** `letters`: an input method leaves them alone here. */
export const receiptPlaces: readonly { name: string; letters: boolean; scan: Place }[] = [
  { name: 'into the scan bar, one behind the other', letters: true, scan: intoBar },
  { name: 'while a button has the focus', letters: true, scan: ontoButton },
  { name: 'while a quantity is being edited', letters: false, scan: intoCell },
  { name: 'while a dialog is open', letters: true, scan: behindDialog },
  { name: 'while a field of a dialog has the focus', letters: false, scan: intoDialogField },
]
