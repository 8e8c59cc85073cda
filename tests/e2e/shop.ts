/**
 * A shop for one file of journeys: a hub process, the store app in a real Electron enrolled to it, a serial line and a
 * label printer. Opened once a file; everything is ended, also when a journey failed.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { DocumentView } from '../../src/contract/schemas/document'
import type { PurchaseOrder } from '../../src/contract/schemas/masterData'
import type { DemoChain } from '../../src/hub/demo/demoChain'
import { orderOf, todaysChain } from '../support/demo/goods'
import { Gun } from '../support/demo/scanning'
import { HubProcess } from '../support/devices/hubProcess'
import { LabelPrinter } from '../support/devices/labelPrinter'
import { ask, lock, openModule, press, sees, signIn } from '../support/devices/person'
import { PtyPair } from '../support/devices/ptyPair'
import { StoreApp } from '../support/devices/storeApp'
import { until } from '../support/devices/waiting'
import { tcpPrinter } from '../support/printers'

export const clerk = 's001.lin'
export const manager = 's001.manager'
export const storeCode = 'S001'

export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'zhanggui-e2e-'))
export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true, maxRetries: 3 })

export class Shop {
  readonly chain: DemoChain = todaysChain()
  readonly gun: Gun

  private constructor(
    readonly folder: string,
    readonly hub: HubProcess,
    /** another shop's, which ends it */
    private readonly hubIsShared: boolean,
    readonly code: string,
    readonly app: StoreApp,
    readonly line: PtyPair,
    readonly printer: LabelPrinter,
  ) {
    this.gun = new Gun(app, line)
  }

  /** Enrolled by the launch arguments, scanner and printer set, nobody signed in. */
  static async open(env: Record<string, string> = {}): Promise<Shop> {
    const folder = temporaryFolder()
    const hub = await HubProcess.start(join(folder, 'hub'))
    return Shop.of(folder, hub, false, storeCode, hub.enrolmentCode, env)
  }

  /** A second shop of the same chain. */
  static async openAnother(hub: HubProcess, code: string): Promise<Shop> {
    return Shop.of(temporaryFolder(), hub, true, code, await hub.enrolmentCodeFor(code))
  }

  private static async of(
    folder: string,
    hub: HubProcess,
    hubIsShared: boolean,
    code: string,
    enrolmentCode: string,
    env: Record<string, string> = {},
  ) {
    const printer = await LabelPrinter.switchOn()
    const line = await PtyPair.plugIn()
    const enrol = { hubUrl: hub.url, code: enrolmentCode }
    const app = await StoreApp.start({ dataDir: join(folder, 'store'), enrol, env })
    const shop = new Shop(folder, hub, hubIsShared, code, app, line, printer)
    await shop.setDevices()
    return shop
  }

  get page(): Page {
    return this.app.page
  }

  /** Of people: they are data, whatever language the screen is in. A reason HQ gives has an English name of its own. */
  get names(): readonly string[] {
    return this.chain.users.map(({ name }) => name)
  }

  order(lines: number): PurchaseOrder {
    return orderOf(this.chain, storeCode, lines)
  }

  /** The same window, another user. */
  async signIn(userId: string): Promise<void> {
    if ((await this.page.locator('[data-testid=user-name]:visible').count()) > 0) await lock(this.page)
    await signIn(this.page, this.hub.login(userId))
  }

  async openDelivery(order: PurchaseOrder): Promise<void> {
    await openModule(this.page, 'receiving')
    await this.line.scan(order.deliveryNote)
    await sees(this.page, '[data-testid=receipt][data-state=draft]')
    await until('the receipt of this order', async () => (await this.receipt()).header.sourceNumber === order.number)
  }

  /** The open receipt as the backend holds it. */
  receipt(): Promise<DocumentView> {
    return receiptOf(this.page)
  }

  async close(): Promise<void> {
    await this.app.close()
    if (!this.hubIsShared) await this.hub.stop()
    await this.printer.stop()
    await this.line.close()
    removeFolder(this.folder)
  }

  private async setDevices(): Promise<void> {
    await signIn(this.page, this.hub.login(`${this.code.toLowerCase()}.manager`))
    const printers = [tcpPrinter(this.printer.host, this.printer.port)]
    const scanners = [{ path: this.line.devicePath, baudRate: 9600 }]
    await ask(this.page, 'device.saveSettings', { scanners, printers })
    await until('the open scanner', async () => (await ask(this.page, 'app.status', {})).scanners[0]?.state === 'open')
    await lock(this.page)
  }
}

export const receiptOf = (page: Page): Promise<DocumentView> => {
  const documentId = /(?:receiving|documents)\/([0-9a-f-]{36})/.exec(page.url())?.[1]
  if (!documentId) throw new Error(`no receipt is open at ${page.url()}`)
  return ask(page, 'document.get', { documentId })
}

/** By the arrows, from wherever the list stands: it remembers its tab, and comes back to the one a document belongs on. */
export const openTab = async (page: Page, list: string, tab: string): Promise<void> => {
  const body = page.locator(`[data-testid=${list}]`)
  for (let moves = 0; moves < 5; moves++) {
    if ((await body.getAttribute('data-tab')) === tab) return
    await press(page, 'ArrowRight')
  }
  throw new Error(`the arrows did not reach ${tab}`)
}

/** What a scan may have changed: quantities by line, and the tray. */
export const figuresOf = ({ lines, tray }: DocumentView) => ({
  received: Object.fromEntries(lines.filter((line) => line.quantity > 0).map((line) => [line.lineNo, line.quantity])),
  tray: tray.map(({ text, reason, scans }) => ({ text, reason, scans })),
})

/** Posts the open draft as whoever is signed in; the number it got. */
export const post = async (page: Page): Promise<string> => {
  await press(page, 'F12')
  await sees(page, '[data-testid=post-dialog]')
  await press(page, 'Control+Enter')
  await sees(page, '[data-testid=posted-number]')
  return ((await page.locator('[data-testid=posted-number]').textContent()) ?? '').trim()
}

/** Closes whatever shop a failed set-up may have left half open. */
export const closed = async (shop: Shop | undefined): Promise<void> => {
  if (shop && existsSync(shop.folder)) await shop.close()
}
