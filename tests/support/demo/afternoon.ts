/**
 * The afternoon, step by step: a second shop joins and asks for goods, HQ grants less, they are sent, arrive short and
 * broken, HQ settles; then what else a day brings, each paper agreed to where it must be, one of them with the hub down.
 */
import { join } from 'node:path'
import type { Browser, Page } from '@playwright/test'
import { documentTypes } from '../../../src/core/documents/states'
import type { HubProcess } from '../devices/hubProcess'
import { ask, enrolPc, openModule, openTab, press, sees, setScanner, tabTo, textOf, typeText } from '../devices/person'
import { PtyPair } from '../devices/ptyPair'
import { StoreApp } from '../devices/storeApp'
import { until } from '../devices/waiting'
import * as hq from './console'
import { inStoreDays } from './days'
import type { Diary } from './diary'
import { equal } from './equal'
import { codesOf, todaysChain } from './goods'
import type { Noon } from './morning'
import { askHub, onHandAtHub, onHandAtStore, sameRows, totalPieces } from './onHand'
import { takePhoto } from './photo'
import { Gun } from './scanning'
import { Till } from './till'
import { verifyFile } from './verify'

/** What S002 asks of S001, what HQ grants, what arrives. */
const asked = [
  { sku: '1010015', asked: 24, granted: 24, good: 23, damaged: 0 },
  { sku: '1010021', asked: 24, granted: 12, good: 11, damaged: 1 },
  { sku: '1030040', asked: 6, granted: 6, good: 6, damaged: 0 },
] as const
const [soda, cola, chocolate] = asked
/** 15 bottles are worth 210.66: above what a shop may write off by itself, and above what needs no photo. */
const oil = { sku: '1040017', pieces: 15 }
const returned = [
  { sku: '1030065', pieces: 5 },
  { sku: '1030051', pieces: 6 },
]
/** Dairy, kept by lot: the day it expires is in its code. Shops take it with a third of its life left, or a manager's word. */
const dairy = [
  { sku: '1020014', pieces: 10, lot: 'YM2211', expiresInDays: 12 },
  { sku: '1020018', pieces: 8, lot: 'YM2212', expiresInDays: 20 },
]
const shortLived = { sku: '1020023', pieces: 4, lot: 'RS1107', expiresInDays: 5 }
const keyed = { sku: '1020004', pieces: 24, expiresInDays: 150 }
/** What the snack plate needs and the morning did not bring. */
const crisps = { sku: '1030002', pieces: 6 }
const plate = { name: '拼装 松果巷蔓越莓干', sku: '1030054', times: 2, parts: ['1030001', '1030002'] }
/** receipt, dispatch, write-off, return, lots, repack and internal use */
const papersOfS001 = 7
const used = { sku: '1040027', pieces: 2 }

export class Afternoon {
  private readonly chain = todaysChain()
  private hub!: HubProcess
  private browser!: Browser
  private line: PtyPair | null = null
  private second: StoreApp | null = null
  /** S001, where the morning was */
  private here!: Till
  /** S002 */
  private there!: Till
  private hqPage!: Page
  private readonly ids: Record<string, string> = {}
  private readonly numbers: Record<string, string> = {}

  constructor(
    private readonly diary: Diary,
    private readonly dataDir: string,
  ) {}

  async run({ hub, app, gun, browser }: Noon): Promise<void> {
    const { diary } = this
    this.hub = hub
    this.browser = browser
    this.here = new Till('S001', app, gun, diary)
    await diary.step('HQ makes a code, the PC of a second shop is enrolled with it', () => this.openSecondShop())
    await diary.step('the second shop asks the first for goods', () => this.askForGoods())
    await diary.step('headquarters grants less than was asked', () => this.grantLess())
    await diary.step('the first shop keeps what was granted, scans it and sends it', () => this.sendGoods())
    await diary.step('the second shop receives one short and one broken', () => this.receiveGoods())
    await diary.step('headquarters settles the missing piece', () => this.settleMissing())
    await diary.step('a write-off with a photo, above what the shop decides alone', () => this.writeOff())
    await diary.step('goods are to go back to their supplier', () => this.askReturn())
    await diary.step('the region manager agrees to both in the console', () => this.agreeInRegion())
    await diary.step('the write-off takes effect, the return leaves with its number', () => this.takeEffect())
    await diary.step('goods with lots come without an order: by GS1 code, by key, too old', () => this.receiveLots())
    await diary.step('what expires soon', () => this.lookAtExpiry())
    await diary.step('two snack plates are made by their recipe', () => this.repack())
    await diary.step('the hub is gone: goods are used, the manager agrees', () => this.useOffline())
    await diary.step('the hub is back: everything is secured', () => this.secureAll())
    await diary.step('the wrong goods were used: reversed', () => this.reverse())
    await diary.step('stock of both shops', () => this.lookAtStock())
    await diary.step('headquarters sees papers, stock and ledger of both', () => this.lookFromHq())
    await diary.step('shops and headquarters hold the same', () => this.compare())
    await diary.step('all three ledgers hold every invariant', () => this.verify())
  }

  async showFailure(): Promise<void> {
    const pages: [string, Page | undefined][] = [
      ['failure-S001', this.here?.page],
      ['failure-S002', this.there?.page],
      ['failure-hq', this.hqPage],
    ]
    for (const [name, page] of pages)
      await page?.screenshot({ path: join(this.diary.folder, 'screens', `${name}.png`) }).catch(() => undefined)
  }

  async end(): Promise<void> {
    await this.second?.close().catch(() => undefined)
    await this.line?.close()
  }

  // ---- The second shop ----

  private async openSecondShop(): Promise<void> {
    const page = await hq.openConsole(this.browser, this.hub.consoleUrl)
    await hq.signIn(page, this.hub.login('hq.admin'))
    const code = await hq.makeEnrolmentCode(page, 'S002')
    await this.shoot('hq-enrolment-code', page)
    await page.context().close()
    this.line = await PtyPair.plugIn()
    this.second = await StoreApp.start({ dataDir: join(this.dataDir, 'store-2') })
    this.there = new Till('S002', this.second, new Gun(this.second, this.line), this.diary)
    await enrolPc(this.there.page, this.hub.url, code)
    const enrolled = await textOf(this.there.page, 'enrol-store')
    if (!enrolled.includes('虹桥社区店')) throw new Error(`the PC was enrolled for ${enrolled}`)
    await this.there.photograph('S002-enrolled')
    await press(this.there.page, 'Enter')
    await sees(this.there.page, '[data-testid=sign-in]')
    await this.plugInScanner()
  }

  private async plugInScanner(): Promise<void> {
    const { page } = this.there
    await this.there.seat(this.hub.login('s002.manager'))
    await openModule(page, 'settings')
    await setScanner(page, (this.line as PtyPair).devicePath)
    await press(page, 'Control+s')
    await until('the scanner of the second shop', async () => {
      const { scanners } = await ask(page, 'app.status', {})
      return scanners.length === 1 && scanners[0]?.state === 'open'
    })
  }

  // ---- A transfer with a difference ----

  private async askForGoods(): Promise<void> {
    const { there } = this
    await there.seat(this.hub.login('s002.clerk'))
    await openModule(there.page, 'transfers')
    await there.photograph('S002-transfers')
    await press(there.page, 'Control+n')
    await sees(there.page, '[data-testid=new-dialog]')
    await there.fill(['静安旗舰店门店仓', '周末促销'])
    await there.confirmNew('S002-new-request')
    await there.scan(this.codeOf(soda.sku), soda.asked)
    await there.scan(this.codeOf(cola.sku), cola.asked)
    await this.pick(there, chocolate.sku, chocolate.asked)
    this.ids.request = there.documentId
    await there.photograph('S002-request')
    this.numbers.request = await there.submit('S002-request-submit')
    await there.photograph('S002-request-submitted')
    await there.secured()
  }

  /** F4: found by its name's first letters or its code, with its count, by key alone. */
  private async pick(till: Till, sku: string, pieces: number): Promise<void> {
    const { page } = till
    const before = (await till.document()).lines.length
    await press(page, 'F4')
    await sees(page, '[data-testid=pick-search]')
    await typeText(page, sku)
    await sees(page, `[data-testid=pick-row][data-key="${sku}"]`)
    await till.photograph(`${till.storeCode}-pick`)
    await press(page, 'Enter')
    await press(page, 'Control+a')
    await typeText(page, String(pieces))
    await press(page, 'Enter')
    await until('the picked line', async () => (await till.document()).lines.length === before + 1)
  }

  private async grantLess(): Promise<void> {
    this.hqPage = await hq.openConsole(this.browser, this.hub.consoleUrl)
    await hq.signIn(this.hqPage, this.hub.login('hq.operations'))
    await this.shoot('hq-overview')
    await hq.openInbox(this.hqPage)
    const number = this.numberOf('request')
    await hq.openWaiting(this.hqPage, number)
    await hq.grant(this.hqPage, 2, cola.granted)
    await this.shoot('hq-inbox-request')
    await hq.approve(this.hqPage, number)
    await this.shoot('hq-inbox-granted')
  }

  private async sendGoods(): Promise<void> {
    const { here } = this
    await here.seat(this.hub.login('s001.lin'))
    await here.hears('the granted transfer', async () => (await this.transfers(here)).length === 1)
    const [transfer] = await this.transfers(here)
    this.ids.transfer = transfer?.transferId ?? ''
    this.numbers.transfer = transfer?.number ?? ''
    equal('pieces granted', (transfer?.approvedTotal ?? 0) / 1000, sum(asked.map(({ granted }) => granted)))
    const { allocated, onHand, available } = await here.figures(cola.sku)
    equal('kept for the transfer', allocated, cola.granted)
    equal('still free', available, onHand - cola.granted)
    await this.showStock(here, '有占用', 3)
    await here.photograph('S001-stock-allocated')
    await openModule(here.page, 'transfers')
    await openTab(here.page, 'transfers', 'toSend')
    await sees(here.page, '[data-testid=transfers-grid-row]')
    await here.photograph('S001-to-send')
    await press(here.page, 'Enter')
    await sees(here.page, '[data-testid=transfer][data-state=awaitingDispatch]')
    await here.photograph('S001-transfer')
    await press(here.page, 'F12')
    await sees(here.page, '[data-testid=receipt][data-type=transferDispatch]')
    await sees(here.page, '[data-testid=scan-bar]')
    for (const { sku, granted } of asked) await here.scan(this.codeOf(sku), granted)
    await here.photograph('S001-dispatch')
    this.ids.dispatch = here.documentId
    this.numbers.dispatch = await here.postLent('S001-dispatch-post', this.hub.login('s001.manager'))
    await here.photograph('S001-dispatched')
    await here.leavePosted()
    await here.secured()
    equal('sent', (await here.figures(cola.sku)).onHand, onHand - cola.granted)
  }

  /** The list of stock down to those rows of which one figure is not zero. */
  private async showStock(till: Till, words: string, products: number): Promise<void> {
    await openModule(till.page, 'stock')
    await tabTo(till.page, 'stock-show')
    await this.chooseByArrow(till, words)
    await until(
      `${products} products: ${words}`,
      async () => (await till.page.locator('[data-testid=stock-grid-row]').count()) === products,
    )
  }

  /** In a list that is only picked from: down until these words are the current ones. */
  private async chooseByArrow(till: Till, words: string): Promise<void> {
    const active = till.page.locator(
      '.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option-active',
    )
    await press(till.page, 'ArrowDown')
    await active.waitFor()
    for (let moves = 0; !(await active.textContent())?.includes(words); moves++) {
      if (moves > 8) throw new Error(`the arrows did not reach ${words}`)
      await press(till.page, 'ArrowDown')
    }
    await press(till.page, 'Enter')
  }

  private transfers(till: Till) {
    return ask(till.page, 'transfer.list', {}).then(({ transfers }) => transfers)
  }

  private async receiveGoods(): Promise<void> {
    const { there } = this
    await there.seat(this.hub.login('s002.manager'))
    await there.hears('goods on their way', async () => (await this.transfers(there))[0]?.state === 'inTransit')
    equal('on the way to S002', (await there.figures(soda.sku)).inTransit, soda.granted)
    await this.showStock(there, '在途', 3)
    await there.photograph('S002-stock-in-transit')
    await openModule(there.page, 'transfers')
    await openTab(there.page, 'transfers', 'toReceive')
    await sees(there.page, '[data-testid=transfers-grid-row]')
    await there.photograph('S002-to-receive')
    await press(there.page, 'Enter')
    await sees(there.page, '[data-testid=transfer][data-state=inTransit]')
    await press(there.page, 'F12')
    await sees(there.page, '[data-testid=receipt][data-type=transferReceipt]')
    await sees(there.page, '[data-testid=scan-bar]')
    for (const { sku, good } of asked) await there.scan(this.codeOf(sku), good)
    // back to the line of the broken one, which is the second
    await this.toLine(there, 2)
    await this.markDamaged(there, cola.damaged, '瓶身破裂')
    await there.photograph('S002-receipt')
    this.ids.receipt = there.documentId
    this.numbers.receipt = await there.post('S002-receipt-post')
    await there.photograph('S002-received')
    await there.leavePosted()
    await there.secured()
    const { onHand, damaged } = await there.figures(cola.sku)
    equal('good pieces received', onHand, cola.good)
    equal('broken pieces set apart', damaged, cola.damaged)
  }

  private async toLine(till: Till, lineNo: number): Promise<void> {
    const row = till.page.locator(`[data-testid=lines-row][data-key="${lineNo}"]`)
    for (let moves = 0; moves < 10; moves++) {
      if ((await row.getAttribute('aria-selected')) === 'true') return
      await press(till.page, 'ArrowUp')
    }
    throw new Error(`the arrows did not reach line ${lineNo}`)
  }

  private async markDamaged(till: Till, pieces: number, why: string): Promise<void> {
    await press(till.page, 'Control+b')
    await sees(till.page, '[data-testid=side-quantity]')
    await press(till.page, 'Control+a')
    await typeText(till.page, String(pieces))
    await tabTo(till.page, 'side-note')
    await typeText(till.page, why)
    await till.photograph(`${till.storeCode}-damaged`)
    await press(till.page, 'Enter')
    await until('the damaged piece', async () => (await till.document()).header.damagedTotal === pieces * 1000)
  }

  private async settleMissing(): Promise<void> {
    const page = this.hqPage
    await hq.openTransfers(page)
    await page
      .locator(`[data-testid="transfer-row-${this.numberOf('transfer')}"][data-state=difference]`)
      .waitFor({ timeout: 30_000 })
    await this.shoot('hq-transfers')
    await hq.openTransfer(page, this.numberOf('transfer'))
    await this.shoot('hq-transfer-difference')
    await hq.beginSettling(page, 1, 'carrierLoss')
    await this.shoot('hq-settle')
    await hq.settle(page, '司机签字少 1 瓶')
    await page.locator('[data-testid=transfer][data-state=completed]').waitFor({ timeout: 15_000 })
    await this.shoot('hq-transfer-settled')
    const { here, there } = this
    for (const till of [here, there])
      await till.hears('the settled transfer', async () => (await this.transfers(till))[0]?.state === 'completed')
    await openModule(there.page, 'transfers')
    await openTab(there.page, 'transfers', 'done')
    await press(there.page, 'Enter')
    await sees(there.page, '[data-testid=transfer][data-state=completed]')
    await there.photograph('S002-transfer-completed')
    equal('nothing on its way any more', (await there.figures(soda.sku)).inTransit, 0)
  }

  // ---- Papers somebody elsewhere agrees to ----

  private async writeOff(): Promise<void> {
    const { here } = this
    await here.seat(this.hub.login('s001.lin'))
    await openModule(here.page, 'documents')
    await press(here.page, 'Control+n')
    await sees(here.page, '[data-testid=new-dialog]')
    await here.photograph('S001-new-document')
    await press(here.page, 'Escape')
    await here.begin('writeOff', ['破损', '货架倒塌'])
    await here.confirmNew('S001-new-write-off')
    await here.scan(this.codeOf(oil.sku), oil.pieces)
    this.ids.writeOff = here.documentId
    await this.refusedWithoutPhoto()
    await this.addPhoto()
    await here.photograph('S001-write-off')
    this.numbers.writeOff = await here.submit('S001-write-off-submit')
    await here.photograph('S001-write-off-submitted')
    equal('set apart at once', (await here.figures(oil.sku)).damaged, oil.pieces)
    await here.seat(this.hub.login('s001.manager'))
    await here.agreeToFirst('S001-write-off', this.numberOf('writeOff'))
    await here.photograph('S001-write-off-agreed')
    const { header } = await here.document(this.ids.writeOff)
    equal('waits for', header.pendingLevel, 'regionManager')
  }

  private async refusedWithoutPhoto(): Promise<void> {
    const { page } = this.here
    await press(page, 'F12')
    await sees(page, '[data-testid=post-dialog]')
    await press(page, 'Control+Enter')
    await sees(page, '[data-testid=post-problem][data-code=PHOTO_MISSING]')
    await this.here.photograph('S001-photo-missing')
    await press(page, 'Escape')
    await until('the closed window', async () => (await page.locator('[data-testid=post-dialog]').count()) === 0)
  }

  private async addPhoto(): Promise<void> {
    const { page } = this.here
    const file = join(this.dataDir, 'broken.jpg')
    takePhoto(file)
    await press(page, 'Control+o')
    await sees(page, '[data-testid=photos]')
    const chooser = page.waitForEvent('filechooser', { timeout: 10_000 })
    await press(page, 'Alt+a')
    await (await chooser).setFiles(file)
    await sees(page, '[data-testid=photo] img')
    await this.here.photograph('S001-photo')
    await press(page, 'Escape')
    await until('the closed photos', async () => (await page.locator('[data-testid=photos]').count()) === 0)
  }

  private async askReturn(): Promise<void> {
    const { here } = this
    await here.begin('supplierReturn', ['穗渡', '质量问题'])
    await here.confirmNew('S001-new-supplier-return')
    for (const { sku, pieces } of returned) await here.scan(this.codeOf(sku), pieces)
    this.ids.supplierReturn = here.documentId
    this.numbers.supplierReturn = await here.submit('S001-supplier-return-submit')
    await here.secured()
  }

  private async agreeInRegion(): Promise<void> {
    const page = await hq.openConsole(this.browser, this.hub.consoleUrl)
    await hq.signIn(page, this.hub.login('re.manager'))
    await hq.openInbox(page)
    await hq.openWaiting(page, this.numberOf('writeOff'))
    await page.locator('[data-testid=inbox-photos] img').first().waitFor({ timeout: 15_000 })
    await this.shoot('hq-inbox-write-off', page)
    await hq.approve(page, this.numberOf('writeOff'))
    await hq.openWaiting(page, this.numberOf('supplierReturn'))
    await this.shoot('hq-inbox-supplier-return', page)
    await hq.approve(page, this.numberOf('supplierReturn'))
    await this.shoot('hq-inbox-empty', page)
    await page.context().close()
  }

  private async takeEffect(): Promise<void> {
    const { here } = this
    const writeOff = this.ids.writeOff as string
    const supplierReturn = this.ids.supplierReturn as string
    await here.hears('the region’s word', async () => {
      const states = [await here.stateOf(writeOff), await here.stateOf(supplierReturn)]
      return states.join() === 'posted,approved'
    })
    equal('oil left', (await here.figures(oil.sku)).onHand, 0)
    equal('oil still set apart', (await here.figures(oil.sku)).damaged, 0)
    await this.openPaper(here, this.numberOf('writeOff'), 'posted')
    await here.photograph('S001-write-off-posted')
    await press(here.page, 'Control+h')
    await sees(here.page, '[data-testid=history-step]')
    await here.photograph('S001-write-off-history')
    await press(here.page, 'Escape')
    await this.openPaper(here, this.numberOf('supplierReturn'), 'approved')
    const { header } = await here.document()
    if (header.reference === '') throw new Error('the return has no authorisation number')
    await here.photograph('S001-supplier-return-approved')
    await here.post('S001-supplier-return-post')
    await here.photograph('S001-supplier-return-posted')
    await this.viewPosted(here)
    await press(here.page, 'F12')
    await sees(here.page, '[data-testid=confirm-reason]')
    await press(here.page, 'Control+a')
    await typeText(here.page, 'TH-88012')
    await here.photograph('S001-supplier-confirms')
    await press(here.page, 'Control+Enter')
    await until('the supplier’s word', async () =>
      (await here.document()).steps.some(({ step }) => step === 'confirmed'),
    )
    await here.photograph('S001-supplier-confirmed')
  }

  /** The paper behind the window that says it is posted. */
  private async viewPosted(till: Till): Promise<void> {
    await tabTo(till.page, 'posted-view')
    await press(till.page, 'Enter')
    await until('the closed window', async () => (await till.page.locator('[data-testid=posted-number]').count()) === 0)
  }

  /** Found by its number in the list of all papers. */
  private async openPaper(till: Till, number: string, state: string): Promise<void> {
    await openModule(till.page, 'documents')
    await openTab(till.page, 'documents', 'all')
    await press(till.page, 'F3', 'Control+a')
    await typeText(till.page, number)
    const rows = till.page.locator('[data-testid=documents-grid-row]')
    await until(
      'the paper alone',
      async () => (await rows.count()) === 1 && (await rows.filter({ hasText: number }).count()) === 1,
    )
    await press(till.page, 'Enter')
    await press(till.page, 'Enter')
    await sees(till.page, `[data-testid=receipt][data-state=${state}]`)
  }

  // ---- Lots ----

  private async receiveLots(): Promise<void> {
    const { here } = this
    await openModule(here.page, 'receiving')
    await press(here.page, 'Control+n')
    await sees(here.page, '[data-testid=without-order-dialog]')
    await here.fill(['牧遥谷', 'MYG-22117'])
    await here.confirmNew('S001-without-order')
    this.ids.lots = here.documentId
    // the manager opened it, the clerk does the scanning
    await here.seat(this.hub.login('s001.lin'))
    await sees(here.page, '[data-testid=receipt][data-state=draft]')
    for (const { sku, pieces, lot, expiresInDays } of dairy) {
      await here.scan(this.gs1Of(sku, lot, expiresInDays), pieces)
      await here.photograph(`S001-gs1-${sku}`)
    }
    equal('a lot past its day', await here.scan(this.gs1Of(shortLived.sku, 'RS0901', -3)), 'expired')
    await here.photograph('S001-expired')
    await this.acceptShortLife()
    await this.keyExpiry()
    await here.scan(this.codeOf(crisps.sku), crisps.pieces)
    await here.photograph('S001-lots')
    await here.seat(this.hub.login('s001.manager'))
    await sees(here.page, '[data-testid=receipt][data-state=draft]')
    this.numbers.lots = await here.post('S001-lots-post')
    await here.leavePosted()
  }

  /** Too little life left is not the receiver's own word: the manager lends theirs by PIN. */
  private async acceptShortLife(): Promise<void> {
    const { here } = this
    equal(
      'too short a life',
      await here.scan(this.gs1Of(shortLived.sku, shortLived.lot, shortLived.expiresInDays), shortLived.pieces),
      'shortLife',
    )
    await here.photograph('S001-short-life')
    await press(here.page, 'Alt+l')
    await here.lend('S001-short-life-lent', this.hub.login('s001.manager'))
    await until('the accepted lot', async () =>
      (await here.document()).lines.some(
        ({ sku, quantity }) => sku === shortLived.sku && quantity === shortLived.pieces * 1000,
      ),
    )
    await here.photograph('S001-short-life-taken')
  }

  /** A plain barcode says no lot: the day is asked and keyed in six figures. */
  private async keyExpiry(): Promise<void> {
    const { here } = this
    equal('asked for the lot', await here.scan(this.codeOf(keyed.sku), keyed.pieces), '')
    await sees(here.page, `[data-testid=lot-panel][data-sku="${keyed.sku}"]`)
    await typeText(here.page, inStoreDays(keyed.expiresInDays).slice(2).replaceAll('-', ''))
    await here.photograph('S001-lot-asked')
    await press(here.page, 'Enter')
    await until('the keyed lot', async () =>
      (await here.document()).lines.some(({ sku, quantity }) => sku === keyed.sku && quantity === keyed.pieces * 1000),
    )
  }

  private async lookAtExpiry(): Promise<void> {
    const { page } = this.here
    await openModule(page, 'stock')
    await press(page, 'Control+Tab')
    await sees(page, '[data-testid=near-expiry]')
    await until('three lots', async () => (await page.locator('[data-testid=expiry-grid-row]').count()) === 3)
    await this.here.photograph('S001-near-expiry')
    await press(page, 'Control+Tab')
  }

  // ---- The rest of a day ----

  private async repack(): Promise<void> {
    const { here } = this
    const before = await this.onHandOf(plate.parts)
    await here.begin('repack')
    await this.chooseRecipe()
    await here.confirmNew('S001-new-repack')
    await here.photograph('S001-repack')
    this.ids.repack = here.documentId
    this.numbers.repack = await here.post('S001-repack-post')
    await here.leavePosted()
    const after = await this.onHandOf(plate.parts)
    equal('parts used', before.map((pieces, at) => pieces - (after[at] ?? 0)).join(), '4,4')
    equal('plates made', (await here.figures(plate.sku)).onHand, plate.times)
  }

  private async chooseRecipe(): Promise<void> {
    const { page } = this.here
    await tabTo(page, 'input-recipe')
    await this.chooseByArrow(this.here, plate.name)
    await tabTo(page, 'input-recipe-times')
    await press(page, 'Control+a')
    await typeText(page, String(plate.times))
  }

  private async onHandOf(skus: readonly string[]): Promise<number[]> {
    const found: number[] = []
    for (const sku of skus) found.push((await this.here.figures(sku)).onHand)
    return found
  }

  private async useOffline(): Promise<void> {
    const { here } = this
    await here.secured()
    await this.hub.kill()
    await here.seat(this.hub.login('s001.lin'))
    await here.begin('internalUse', ['清洁领用', '擦地'])
    await here.confirmNew('S001-new-internal-use')
    await here.scan(this.codeOf(used.sku), used.pieces)
    this.ids.internalUse = here.documentId
    this.numbers.internalUse = await here.submit('S001-internal-use-submit')
    await here.seat(this.hub.login('s001.manager'))
    await here.agreeToFirst('S001-internal-use', this.numberOf('internalUse'))
    await until('the used goods', async () => (await here.stateOf(this.ids.internalUse as string)) === 'posted')
    await until('the badge that says offline', async () => (await this.badgeState()) === 'offline')
    await here.photograph('S001-used-offline')
  }

  private async badgeState(): Promise<string | null> {
    return this.here.page.locator('[data-testid=sync-badge]').getAttribute('data-state')
  }

  private async secureAll(): Promise<void> {
    await this.hub.start()
    await this.here.secured()
    await this.there.secured()
    await openModule(this.here.page, 'documents')
    await openTab(this.here.page, 'documents', 'all')
    await press(this.here.page, 'Escape')
    const rows = this.here.page.locator('[data-testid=documents-grid-row]')
    await until('all papers of the day', async () => (await rows.count()) >= papersOfS001)
    await this.here.photograph('S001-documents')
  }

  private async reverse(): Promise<void> {
    const { here } = this
    const before = (await here.figures(used.sku)).onHand
    await this.openPaper(here, this.numberOf('internalUse'), 'posted')
    await press(here.page, 'Shift+F12')
    await sees(here.page, '[data-testid=reverse-reason]')
    await typeText(here.page, '领错商品，应为清洁剂')
    await here.photograph('S001-reverse')
    await press(here.page, 'Control+Enter')
    await sees(here.page, '[data-testid=linked-band]')
    await until('the mirror', async () => (await here.document()).header.reversalOf === this.ids.internalUse)
    this.numbers.reversal = (await here.document()).header.number
    await here.photograph('S001-reversal')
    equal('back on the shelf', (await here.figures(used.sku)).onHand, before + used.pieces)
    await here.secured()
  }

  private async lookAtStock(): Promise<void> {
    for (const till of [this.here, this.there]) {
      await openModule(till.page, 'stock')
      // the list is as it was left: all of it again
      await press(till.page, 'Escape')
      await sees(till.page, '[data-testid=stock-grid-row]')
      await till.photograph(`${till.storeCode}-stock`)
    }
    const { page } = this.there
    await this.showStock(this.there, '有隔离', 1)
    await this.there.photograph('S002-stock-damaged')
    await press(page, 'Escape')
    await typeText(page, cola.sku)
    await until('one product', async () => (await page.locator('[data-testid=stock-grid-row]').count()) === 1)
    await press(page, 'Enter')
    await sees(page, '[data-testid=ledger-document]')
    await this.there.photograph('S002-ledger')
    await press(page, 'Escape', 'Escape')
  }

  private async lookFromHq(): Promise<void> {
    await this.hqPage.context().close()
    this.hqPage = await hq.openConsole(this.browser, this.hub.consoleUrl)
    const page = this.hqPage
    await hq.signIn(page, this.hub.login('hq.operations'))
    await this.shoot('hq-overview-evening')
    await hq.openReceipts(page)
    for (const name of [
      'dispatch',
      'receipt',
      'writeOff',
      'supplierReturn',
      'lots',
      'repack',
      'internalUse',
      'reversal',
    ])
      equal(`papers ${name} at HQ`, await hq.receiptRows(page, this.numberOf(name)), 1)
    await this.shoot('hq-documents')
    await hq.openReceipt(page, this.numberOf('writeOff'))
    await this.shoot('hq-write-off')
    await hq.openStock(page)
    await this.shoot('hq-stock')
    if ((await hq.openMovements(page, 'WS002', cola.sku)) === 0) throw new Error('no movements of what S002 received')
    await this.shoot('hq-ledger')
    await hq.closePanel(page)
    await page.locator('[data-testid=view-near-expiry]').click()
    await page.locator('[data-testid=near-expiry]').waitFor({ timeout: 15_000 })
    await this.shoot('hq-near-expiry')
    await page.locator('[data-testid=area-setup]').click()
    await page.locator('[data-testid=policy-version]').waitFor({ timeout: 15_000 })
    await this.shoot('hq-policy')
  }

  private async compare(): Promise<void> {
    const shops = []
    for (const till of [this.here, this.there]) {
      const store = await onHandAtStore(till.page)
      const hub = await onHandAtHub(this.hqPage, till.storeCode)
      shops.push({
        storeCode: till.storeCode,
        store: totalPieces(store),
        hub: totalPieces(hub),
        equal: sameRows(store, hub),
      })
    }
    this.diary.onHand = {
      store: sum(shops.map(({ store }) => store)),
      hub: sum(shops.map(({ hub }) => hub)),
      equal: shops.every((shop) => shop.equal),
      shops,
    }
    await this.listPapers()
    equal('on hand at HQ as in the shops', this.diary.onHand.equal, true)
    equal('papers HQ does not hold', this.diary.documents.filter(({ secured }) => !secured).length, 0)
  }

  /** Every paper of both shops, newest first, and those HQ wrote itself. */
  private async listPapers(): Promise<void> {
    const listed = { types: [...documentTypes], limit: 200 }
    const documents = new Map<string, Diary['documents'][number]>()
    for (const till of [this.here, this.there])
      for (const { documentId, number, type, linesTotal, state, security } of (
        await ask(till.page, 'document.list', listed)
      ).documents)
        documents.set(documentId, { number, type, lines: linesTotal, state, secured: security === 'secured' })
    const answer = await askHub<{
      documents: { documentId: string; number: string; type: string; linesTotal: number; state: string }[]
    }>(this.hqPage, 'document/list', listed)
    if (!answer.ok) throw new Error(`document.list was refused: ${answer.error.code}`)
    for (const { documentId, number, type, linesTotal, state } of answer.value.documents)
      if (!documents.has(documentId))
        documents.set(documentId, { number, type, lines: linesTotal, state, secured: true })
    this.diary.documents = [...documents.values()]
  }

  private async verify(): Promise<void> {
    const files = { store: this.here.app.databaseFile, store2: this.there.app.databaseFile, hub: this.hub.databaseFile }
    await this.here.app.close()
    await this.there.app.close()
    await this.hub.stop()
    const results = {
      store: await verifyFile(files.store),
      store2: await verifyFile(files.store2),
      hub: await verifyFile(files.hub),
    }
    const { store, store2, hub } = results
    const ok = store.ok && store2.ok && hub.ok
    this.diary.verify = { ok, checked: { store: store.checked, hub: hub.checked, store2: store2.checked } }
    equal('verified', ok, true)
  }

  private codeOf(sku: string): string {
    return codesOf(this.chain, sku).piece.code
  }

  /** As a scanner sends a GS1 code: which kind it is, then product, last day and lot. */
  private gs1Of(sku: string, lot: string, expiresInDays: number): string {
    const expiry = inStoreDays(expiresInDays).slice(2).replaceAll('-', '')
    return `]C101${this.codeOf(sku).padStart(14, '0')}17${expiry}10${lot}`
  }

  private numberOf(name: string): string {
    const number = this.numbers[name]
    if (!number) throw new Error(`no paper ${name} yet`)
    return number
  }

  private shoot(name: string, page = this.hqPage): Promise<void> {
    return hq.photograph(page, this.diary.screenFile(name))
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
