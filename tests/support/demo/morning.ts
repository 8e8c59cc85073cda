/**
 * The receiving morning, step by step as the shop lives it: enrol, receive by scanner, refuse, post, labels, stock, a
 * second delivery without a line to HQ, and what HQ then sees. The afternoon goes on with what it leaves running.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from '@playwright/test'
import { openBrowser } from '../devices/browser'
import { HubProcess } from '../devices/hubProcess'
import { LabelPrinter } from '../devices/labelPrinter'
import {
  ask,
  decide,
  enrolPc,
  lock,
  openModule,
  openTab,
  press,
  saveSettings,
  sees,
  setPrinter,
  setScanner,
  signIn,
  still,
  textOf,
  typeText,
} from '../devices/person'
import { PtyPair } from '../devices/ptyPair'
import { renderLabel } from '../devices/renderLabels'
import { StoreApp } from '../devices/storeApp'
import { until } from '../devices/waiting'
import * as hq from './console'
import type { Diary } from './diary'
import { equal } from './equal'
import { orderOf, planReceiving, planWhole, todaysChain } from './goods'
import { onHandAtHub, onHandAtStore, sameRows, totalPieces } from './onHand'
import { Gun, type Shown } from './scanning'

const storeCode = 'S001'
const clerk = 's001.lin'
const manager = 's001.manager'
const burstEveryMs = 100

export interface Noon {
  hub: HubProcess
  app: StoreApp
  gun: Gun
  browser: Browser
}

export class Morning {
  private readonly chain = todaysChain()
  private readonly delivery = planReceiving(this.chain, orderOf(this.chain, storeCode, 60))
  private readonly secondOrder = orderOf(this.chain, storeCode, 12)
  private hub!: HubProcess
  private app: StoreApp | null = null
  private line: PtyPair | null = null
  private printer: LabelPrinter | null = null
  private browser: Browser | null = null
  private gun!: Gun
  private readonly numbers: string[] = []

  constructor(
    private readonly diary: Diary,
    private readonly dataDir: string,
  ) {}

  async run(): Promise<void> {
    const { diary } = this
    await diary.step('the hub, the printer and the serial line are switched on', () => this.switchOn())
    await diary.step('the store app opens', () => this.openApp())
    await diary.step('the PC is enrolled with a one-time code and pulls its data', () => this.enrol())
    await diary.step('the manager sets the scanner and the label printer', () => this.setDevices())
    await diary.step('a clerk signs in and scans the delivery note', () => this.openDelivery())
    await diary.step('one of each: piece, case, again, unknown, bad check digit, not on the order', () =>
      this.scanSpecials(),
    )
    await diary.step('20 codes, 100 ms apart', () => this.scanBurst())
    await diary.step('the rest of the delivery', () => this.scanRest())
    await diary.step('the clerk may not post', () => this.refuseClerk())
    await diary.step('the manager decides about the odd codes', () => this.emptyTray())
    await diary.step('the manager posts the receipt', () => this.post())
    await diary.step('the labels reach the printer and read back', () => this.checkLabels())
    await diary.step('stock and its ledger', () => this.lookAtStock())
    await diary.step('the hub is gone: a second delivery is received and posted', () => this.receiveOffline())
    await diary.step('the hub is back: both receipts are there once', () => this.secure())
    await diary.step('headquarters sees stock with its age, the receipt and its movements', () => this.lookFromHq())
    await diary.step('a manager of another region sees nothing of it', () => this.lookFromElsewhere())
  }

  /** What is running at noon; it is still ours to end. */
  handOver(): Noon {
    if (!this.app || !this.browser) throw new Error('the morning did not come to its end')
    return { hub: this.hub, app: this.app, gun: this.gun, browser: this.browser }
  }

  async showFailure(): Promise<void> {
    await this.app?.screenshot(join(this.diary.folder, 'screens', 'failure.png')).catch(() => undefined)
  }

  /** Whatever was started, in the order that lets each finish. */
  async end(): Promise<void> {
    await this.browser?.close().catch(() => undefined)
    await this.app?.close().catch(() => undefined)
    await this.hub?.stop()
    await this.printer?.stop()
    await this.line?.close()
  }

  private get page(): Page {
    if (!this.app) throw new Error('the app is not open')
    return this.app.page
  }

  private async photograph(name: string): Promise<void> {
    await still(this.page)
    await this.page.screenshot({ path: this.diary.screenFile(name) })
  }

  private async switchOn(): Promise<void> {
    this.hub = await HubProcess.start(join(this.dataDir, 'hub'))
    this.printer = await LabelPrinter.switchOn()
    this.line = await PtyPair.plugIn()
  }

  private async openApp(): Promise<void> {
    this.app = await StoreApp.start({ dataDir: join(this.dataDir, 'store') })
    this.gun = new Gun(this.app, this.line as PtyPair)
    await sees(this.page, '[data-testid=enrolment]')
    await this.photograph('enrolment')
  }

  private async enrol(): Promise<void> {
    await enrolPc(this.page, this.hub.url, this.hub.enrolmentCode)
    await this.photograph('enrolled')
    await press(this.page, 'Enter')
    await sees(this.page, '[data-testid=sign-in]')
    await this.photograph('sign-in')
    const { products } = await ask(this.page, 'app.status', {})
    equal('products on the PC', products, this.chain.products.length)
  }

  private async setDevices(): Promise<void> {
    await signIn(this.page, this.hub.login(manager))
    await this.photograph('home')
    await openModule(this.page, 'settings')
    await setScanner(this.page, (this.line as PtyPair).devicePath)
    const { host, port } = this.printer as LabelPrinter
    await setPrinter(this.page, host, port)
    await saveSettings(this.page)
    await this.photograph('settings')
    await lock(this.page)
  }

  private async openDelivery(): Promise<void> {
    await signIn(this.page, this.hub.login(clerk))
    await openModule(this.page, 'receiving')
    await this.photograph('receiving')
    await this.openByNote(this.delivery.order.deliveryNote)
    const { header, lines } = await this.receipt()
    equal('lines of the receipt', header.linesTotal, 60)
    equal('received at the start', header.quantityTotal, 0)
    equal(
      'expected',
      header.expectedTotal,
      sum(this.delivery.order.lines.map(({ orderedQuantity }) => orderedQuantity)),
    )
    equal('lines that already received something', lines.filter(({ quantity }) => quantity > 0).length, 0)
    await this.photograph('receipt-opened')
  }

  private async scanSpecials(): Promise<void> {
    for (const [name, scan] of Object.entries(this.delivery.specials)) {
      this.count(1, await this.gun.scanInTurn([scan]))
      equal(`outcome of ${name}`, await this.outcome(), scan.outcome)
      await this.photograph(`scan-${name}`)
    }
  }

  private async scanBurst(): Promise<void> {
    const codes = this.delivery.burst.map(({ code }) => code)
    this.count(codes.length, await this.gun.scanAll(codes, burstEveryMs))
    await this.photograph('burst')
  }

  private async scanRest(): Promise<void> {
    this.count(this.delivery.rest.length, await this.gun.scanInTurn(this.delivery.rest))
    await this.photograph('all-scanned')
    const { lines } = await this.receipt()
    for (const { lineNo, quantity } of lines) equal(`line ${lineNo}`, quantity, this.delivery.received.get(lineNo))
    await press(this.page, 'Control+Tab', 'Control+Tab')
    await this.photograph('differences')
    await press(this.page, 'Control+Tab')
  }

  private async refuseClerk(): Promise<void> {
    await press(this.page, 'F12')
    await sees(this.page, '[data-testid=result][data-outcome=words]')
    await this.photograph('clerk-may-not-post')
    equal('state after the clerk tried', (await this.receipt()).header.state, 'draft')
  }

  private async emptyTray(): Promise<void> {
    await lock(this.page)
    await signIn(this.page, this.hub.login(manager))
    await sees(this.page, '[data-testid=receipt][data-state=draft]')
    await press(this.page, 'Control+u')
    await sees(this.page, '[data-testid=tray]')
    await this.photograph('tray')
    for (let open = 3; open > 0; open--) {
      const current = await this.page.locator('[data-testid=tray-row][aria-selected=true]').getAttribute('data-reason')
      if (current === 'notOnOrder') await decide(this.page, 'accept', '供应商补发')
      else await decide(this.page, 'setAside', '不认识，退给司机')
    }
    await this.photograph('tray-decided')
    await press(this.page, 'Escape')
    await until('the closed tray', async () => (await this.page.locator('[data-testid=tray]').count()) === 0)
  }

  private async post(): Promise<void> {
    await press(this.page, 'F12')
    await sees(this.page, '[data-testid=post-dialog]')
    await this.photograph('post')
    const counted = async (name: string): Promise<number> =>
      Number(await this.page.locator(`[data-testid=summary-${name}]`).getAttribute('data-count'))
    equal('short lines', await counted('short'), this.delivery.shortLines.length)
    equal('lines over', await counted('over'), this.delivery.overLines.length)
    equal('unplanned lines', await counted('unplanned'), 1)
    equal('codes set aside', await counted('setAside'), 2)
    this.numbers.push(await this.confirmPost())
    await this.photograph('posted')
  }

  private async checkLabels(): Promise<void> {
    const printer = this.printer as LabelPrinter
    // One label a product: the lines that received anything, and the one that was not on the order.
    const wanted = [...this.delivery.received.values()].filter((quantity) => quantity > 0).length + 1
    await printer.waitForLabels(wanted)
    let readable = 0
    for (const [index, job] of printer.labels.entries()) {
      writeFileSync(this.diary.labelFile(index + 1, 'zpl'), job)
      const { png, codes } = await renderLabel(job)
      writeFileSync(this.diary.labelFile(index + 1, 'png'), png)
      if (codes.length === 1) readable += 1
    }
    equal('labels', printer.labels.length, wanted)
    equal('labels whose bars read back', readable, wanted)
    await press(this.page, 'Escape')
    await openModule(this.page, 'labels')
    await sees(this.page, '[data-testid=label-state]')
    await this.photograph('labels')
  }

  private async lookAtStock(): Promise<void> {
    const line = this.delivery.order.lines[7]
    if (!line) throw new Error('the order is too short')
    await openModule(this.page, 'stock')
    await this.photograph('stock')
    await typeText(this.page, line.sku)
    await until(
      'the product alone',
      async () => (await keysOfRows(this.page, 'stock-grid-row')).join() === `WS001 ${line.sku}`,
    )
    await press(this.page, 'Enter')
    await sees(this.page, '[data-testid=ledger-document]')
    await this.photograph('ledger')
    equal('document in the ledger', await textOf(this.page, 'ledger-document'), this.numbers[0])
    await press(this.page, 'Escape', 'Escape')
    await lock(this.page)
  }

  private async receiveOffline(): Promise<void> {
    await this.hub.kill()
    await signIn(this.page, this.hub.login(clerk))
    await openModule(this.page, 'receiving')
    await this.openByNote(this.secondOrder.deliveryNote)
    const scans = planWhole(this.chain, this.secondOrder)
    this.count(scans.length, await this.gun.scanInTurn(scans))
    await this.photograph('second-receipt')
    await lock(this.page)
    await signIn(this.page, this.hub.login(manager))
    await press(this.page, 'F12')
    await sees(this.page, '[data-testid=post-dialog]')
    this.numbers.push(await this.confirmPost())
    await until('the badge that says offline', () => this.badge('offline', 1))
    await this.photograph('posted-offline')
    await press(this.page, 'Escape')
    await sees(this.page, '[data-testid=receiving-list]')
  }

  private async secure(): Promise<void> {
    await this.hub.start()
    await press(this.page, 'F5')
    await until('everything at the hub', () => this.badge('online', 0), { withinMs: 30_000 })
    await openModule(this.page, 'receiving')
    await openTab(this.page, 'receiving-list', 'done')
    await sees(this.page, '[data-testid=done-row]')
    await this.photograph('both-secured')
    const { documents } = await ask(this.page, 'document.list', { types: ['goodsReceipt'], states: ['posted'] })
    this.diary.documents = documents.map(({ number, linesTotal, state, security }) => ({
      number,
      type: 'goodsReceipt',
      lines: linesTotal,
      state,
      secured: security === 'secured',
    }))
    equal(
      'posted receipts',
      documents
        .map(({ number }) => number)
        .sort()
        .join(),
      [...this.numbers].sort().join(),
    )
    equal('receipts HQ does not hold', documents.filter(({ security }) => security !== 'secured').length, 0)
  }

  private async lookFromHq(): Promise<void> {
    this.browser = await openBrowser()
    const page = await hq.openConsole(this.browser, this.hub.consoleUrl)
    await hq.signIn(page, this.hub.login('hq.operations'))
    const [line] = this.delivery.order.lines
    const number = this.numbers[0] ?? ''
    await hq.openStock(page)
    equal('age of the shop’s figures', await hq.ageStateOf(page, storeCode), 'fresh')
    await page.screenshot({ path: join(this.diary.folder, 'hub.png') })
    await hq.openReceipts(page)
    for (const one of this.numbers) equal(`receipts ${one} at HQ`, await hq.receiptRows(page, one), 1)
    await page.screenshot({ path: this.diary.screenFile('hq-receipts') })
    await hq.openReceipt(page, number)
    await page.screenshot({ path: this.diary.screenFile('hq-receipt') })
    equal('movements at HQ', await hq.movementRows(page, line?.sku ?? ''), 1)
    await page.screenshot({ path: this.diary.screenFile('hq-movements') })
    const [store, hub] = [await onHandAtStore(this.page), await onHandAtHub(page, storeCode)]
    this.diary.onHand = { store: totalPieces(store), hub: totalPieces(hub), equal: sameRows(store, hub) }
    equal('on hand at HQ as in the shop', this.diary.onHand.equal, true)
    await page.context().close()
  }

  private async lookFromElsewhere(): Promise<void> {
    const page = await hq.openConsole(this.browser as Browser, this.hub.consoleUrl)
    await hq.signIn(page, this.hub.login('rs.manager'))
    await hq.openStock(page)
    equal('rows of stock', await hq.stockRows(page), 0)
    await hq.openReceipts(page)
    for (const number of this.numbers) equal(`receipts ${number}`, await hq.receiptRows(page, number), 0)
    await page.screenshot({ path: this.diary.screenFile('hq-other-region') })
    await page.context().close()
  }

  private async openByNote(note: string): Promise<void> {
    await this.gun.line.scan(note)
    await sees(this.page, '[data-testid=receipt][data-state=draft]')
    this.diary.scansSent += 1
    this.diary.scansShown += 1
  }

  private count(sent: number, shown: readonly Shown[]): void {
    this.diary.scansSent += sent
    this.diary.scansShown += shown.length
    this.diary.latencies.push(...shown.map(({ ms }) => ms))
  }

  private outcome(): Promise<string | null> {
    return this.page.locator('[data-testid=result]').getAttribute('data-outcome')
  }

  /** The open receipt as the backend holds it. */
  private async receipt() {
    const documentId = /receiving\/([0-9a-f-]+)/.exec(this.page.url())?.[1]
    if (!documentId) throw new Error('no receipt is open')
    return ask(this.page, 'document.get', { documentId })
  }

  private async confirmPost(): Promise<string> {
    await press(this.page, 'Control+Enter')
    await sees(this.page, '[data-testid=posted-number]')
    return textOf(this.page, 'posted-number')
  }

  private async badge(state: string, unsecured: number): Promise<boolean> {
    const badge = this.page.locator('[data-testid=sync-badge]')
    return (
      (await badge.getAttribute('data-state')) === state &&
      Number(await badge.getAttribute('data-unsecured')) === unsecured
    )
  }
}

const keysOfRows = (page: Page, testId: string): Promise<(string | undefined)[]> =>
  page.locator(`[data-testid=${testId}]`).evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset.key))

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
