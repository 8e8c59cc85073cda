/** One shop's window and its scanner, and what a person does there with papers of any type; scans and screens go into the diary. */
import type { Page } from '@playwright/test'
import type { Login } from '../devices/hubProcess'
import {
  ask,
  focusedTestId,
  lock,
  openModule,
  press,
  sees,
  signIn,
  still,
  textOf,
  typePin,
  typeText,
} from '../devices/person'
import type { StoreApp } from '../devices/storeApp'
import { until } from '../devices/waiting'
import type { Diary } from './diary'
import type { Gun } from './scanning'

const byId = (testId: string): string => `[data-testid="${testId}"]`
const cardsMax = 20
const callsMax = 5
/** a line to HQ that did not bring it in this time is asked again */
const hearsWithinMs = 4_000

export class Till {
  private signedIn = false

  constructor(
    readonly storeCode: string,
    readonly app: StoreApp,
    private readonly gun: Gun,
    private readonly diary: Diary,
  ) {}

  get page(): Page {
    return this.app.page
  }

  async photograph(name: string): Promise<void> {
    await still(this.page)
    await this.page.screenshot({ path: this.diary.screenFile(name) })
  }

  /** Whoever sits there goes, the next one types their PIN. */
  async seat(login: Login): Promise<void> {
    if (this.signedIn || (await this.page.locator(byId('sign-in')).count()) === 0) await lock(this.page)
    await signIn(this.page, login)
    this.signedIn = true
  }

  /** The piece code of a product, its count typed before it. */
  async scan(code: string, times = 1): Promise<string> {
    this.diary.scansSent += 1
    const shown = await this.gun.scanInTurn([{ code, times }])
    this.diary.scansShown += shown.length
    this.diary.latencies.push(...shown.map(({ ms }) => ms))
    return this.outcome()
  }

  async outcome(): Promise<string> {
    return (
      (await this.page
        .locator(byId('result'))
        .getAttribute('data-outcome', { timeout: 200 })
        .catch(() => null)) ?? ''
    )
  }

  /** Ctrl+N on the papers: the card of a type by arrows, then its fields, each by what it is called. */
  async begin(type: string, fields: readonly string[] = []): Promise<void> {
    await openModule(this.page, 'documents')
    await press(this.page, 'Control+n')
    await sees(this.page, byId(`new-${type}`))
    for (let moves = 0; (await focusedTestId(this.page)) !== `new-${type}`; moves++) {
      if (moves > cardsMax) throw new Error(`the arrows did not reach the card of ${type}`)
      await press(this.page, 'ArrowRight')
    }
    await press(this.page, 'Enter')
    await this.fill(fields)
  }

  /** The fields of a window that was just opened, the first has the focus; then the work screen. */
  async fill(fields: readonly string[]): Promise<void> {
    await until('a field with the focus', () =>
      this.page.evaluate(() => document.activeElement?.closest('.dialog-content input') !== null),
    )
    for (const [index, value] of fields.entries()) {
      if (index > 0) await press(this.page, 'Tab')
      await this.choose(value)
    }
  }

  async confirmNew(name: string): Promise<void> {
    await this.photograph(name)
    await press(this.page, 'Control+Enter')
    await sees(this.page, `${byId('receipt')}[data-state=draft]`)
    await sees(this.page, byId('scan-bar'))
  }

  /** A list opens under the field: what is typed finds, Enter takes. In a field of text it is just typed. */
  private async choose(value: string): Promise<void> {
    await typeText(this.page, value)
    const isList = await this.page.evaluate(() => document.activeElement?.getAttribute('role') === 'combobox')
    if (!isList) return
    // A list that was used before stays in the page, hidden.
    await sees(
      this.page,
      `.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option-active:has-text("${value}")`,
    )
    await press(this.page, 'Enter')
  }

  get documentId(): string {
    const documentId = /(?:receiving|documents)\/([0-9a-f-]{36})/.exec(this.page.url())?.[1]
    if (!documentId) throw new Error(`no document is open at ${this.page.url()}`)
    return documentId
  }

  document(documentId = this.documentId) {
    return ask(this.page, 'document.get', { documentId })
  }

  async submit(name: string): Promise<string> {
    await press(this.page, 'F12')
    await sees(this.page, byId('post-dialog'))
    await this.photograph(name)
    await press(this.page, 'Control+Enter')
    await sees(this.page, `${byId('receipt')}[data-state=submitted]`)
    return (await this.document()).header.number
  }

  async post(name: string): Promise<string> {
    await press(this.page, 'F12')
    await sees(this.page, byId('post-dialog'))
    await this.photograph(name)
    await press(this.page, 'Control+Enter')
    return this.posted()
  }

  /** Told first that it needs the manager; pressed again, the manager lends the right by PIN. */
  async postLent(name: string, manager: Login): Promise<string> {
    await press(this.page, 'F12')
    await sees(this.page, `${byId('result')}[data-outcome=words]`)
    await press(this.page, 'F12')
    await sees(this.page, byId('post-dialog'))
    await this.photograph(name)
    await press(this.page, 'Control+Enter')
    await this.lend(`${name}-lent`, manager)
    return this.posted()
  }

  async lend(name: string, manager: Login): Promise<void> {
    await sees(this.page, byId('override-pin'))
    await until('the PIN field', async () => (await focusedTestId(this.page)) === 'override-pin')
    await this.photograph(name)
    await typePin(this.page, manager.pin ?? '')
  }

  private async posted(): Promise<string> {
    await sees(this.page, byId('posted-number'))
    return textOf(this.page, 'posted-number')
  }

  /** Back to the list behind the window that says it is posted. */
  async leavePosted(): Promise<void> {
    await press(this.page, 'Escape')
    await until('the closed window', async () => (await this.page.locator(byId('posted-number')).count()) === 0)
  }

  /** What waits for the one who sits here: opened from the task on the first page, agreed to. */
  async agreeToFirst(name: string, number: string): Promise<void> {
    await openModule(this.page, 'home')
    await press(this.page, '3')
    await sees(this.page, `${byId('documents')}[data-tab=inbox]`)
    await sees(this.page, `${byId('documents-grid-row')}:has-text("${number}")`)
    await this.photograph(`${name}-inbox`)
    await press(this.page, 'Enter')
    await sees(this.page, `${byId('receipt')}[data-state=submitted]`)
    await press(this.page, 'F12')
    await sees(this.page, byId('decide-dialog'))
    await this.photograph(`${name}-decide`)
    await press(this.page, 'Control+Enter')
    await until('the closed decision', async () => (await this.page.locator(byId('decide-dialog')).count()) === 0)
  }

  /** F5 until the line to HQ brought it. */
  async hears(what: string, isTrue: () => Promise<boolean>): Promise<void> {
    for (let calls = 1; ; calls++) {
      await press(this.page, 'F5')
      const heard = await until(what, isTrue, { withinMs: hearsWithinMs, everyMs: 150 }).catch((error: unknown) => {
        if (calls >= callsMax) throw error
        return false
      })
      if (heard) return
    }
  }

  /** Nothing of this shop is known to itself alone any more. */
  secured(): Promise<void> {
    return this.hears(`everything of ${this.storeCode} at the hub`, async () => {
      const { sync } = await ask(this.page, 'app.status', {})
      return sync.state === 'online' && sync.unsecured === 0
    })
  }

  async stateOf(documentId: string): Promise<string> {
    return (await this.document(documentId)).header.state
  }

  /** on hand and the rest of one product on the shop floor, in stock units */
  async figures(sku: string) {
    const { rows } = await ask(this.page, 'stock.list', { search: sku, warehouseCode: `W${this.storeCode}` })
    const row = rows.find((one) => one.sku === sku)
    if (!row) throw new Error(`${this.storeCode} does not know ${sku}`)
    const { onHand, available, allocated, inTransit, quarantined } = row
    return {
      onHand: onHand / 1000,
      available: available / 1000,
      allocated: allocated / 1000,
      inTransit: inTransit / 1000,
      damaged: quarantined / 1000,
    }
  }

  async badge(state: string, unsecured: number): Promise<boolean> {
    const badge = this.page.locator(byId('sync-badge'))
    return (
      (await badge.getAttribute('data-state')) === state &&
      Number(await badge.getAttribute('data-unsecured')) === unsecured
    )
  }
}
