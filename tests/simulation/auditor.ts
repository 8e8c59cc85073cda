/**
 * An independent model of what must be true. It shares no code with the product: it is told only what was acknowledged to
 * a person, folds that by itself, and holds it against the files.
 */
import { verifyLedger } from '../../src/ledger/verify'
import type { SimulatedHub, SimulatedStore, StoreCode } from './world'

interface Step {
  /** the draft's version after it: the order in which the store did things */
  version: number
  sku: string | null
  trayId: string | null
  quantity: number
  /** a decision stays; scans and typed changes can be taken back */
  undoable: boolean
}

interface Draft {
  steps: Step[]
  decidedTrays: Set<string>
}

interface Acknowledged {
  drafts: Map<string, Draft>
  /** what the store's log tells, in order: each posted receipt with what it brought, each voided draft with nothing */
  told: { documentId: string; step: 'posted' | 'cancelled'; brought: Map<string, number> }[]
  scans: Map<string, { documentId: string; added: number }>
}

export class AuditFailed extends Error {}

const fail = (what: string, found: unknown, expected: unknown): AuditFailed => {
  return new AuditFailed(`${what}: found ${JSON.stringify(found)}, expected ${JSON.stringify(expected)}`)
}

const same = (what: string, found: unknown, expected: unknown): void => {
  if (JSON.stringify(found) !== JSON.stringify(expected)) throw fail(what, found, expected)
}

const sorted = (figures: Map<string, number>): [string, number][] =>
  [...figures].filter(([, figure]) => figure !== 0).sort(([one], [other]) => (one < other ? -1 : 1))

const add = (figures: Map<string, number>, key: string, figure: number): void =>
  void figures.set(key, (figures.get(key) ?? 0) + figure)

export class Auditor {
  private readonly told = new Map<StoreCode, Acknowledged>()
  /** orders HQ published, by store, with the stream position they got */
  readonly published: { storeCode: StoreCode; orderId: string; position: number }[] = []
  /** stores that have not talked to HQ to the end since it was put back to an older copy: it may hold less than they think */
  private readonly unheard = new Set<StoreCode>()
  private kept = 0

  backedUp(): void {
    this.kept = this.published.length
  }

  /** What HQ published since then is nobody's word any more: a store may have it or not. */
  restored(codes: readonly StoreCode[]): void {
    this.published.length = Math.min(this.published.length, this.kept)
    for (const code of codes) this.unheard.add(code)
  }

  heardAll(code: StoreCode): void {
    this.unheard.delete(code)
  }

  private of(code: StoreCode): Acknowledged {
    const known = this.told.get(code) ?? { drafts: new Map(), told: [], scans: new Map() }
    this.told.set(code, known)
    return known
  }

  opened(code: StoreCode, documentId: string): void {
    const { drafts } = this.of(code)
    if (!drafts.has(documentId)) drafts.set(documentId, { steps: [], decidedTrays: new Set() })
  }

  scanned(code: StoreCode, documentId: string, scanId: string, step: Omit<Step, 'undoable'>, added: number): void {
    const known = this.of(code)
    const earlier = known.scans.get(scanId)
    if (earlier) {
      same(`${code} answers a repeated scan as before`, added, earlier.added)
      return
    }
    known.scans.set(scanId, { documentId, added })
    known.drafts.get(documentId)?.steps.push({ ...step, undoable: true })
  }

  /** A scan that came to a question: written down, and no step of its draft. */
  asked(code: StoreCode, documentId: string, scanId: string): void {
    this.of(code).scans.set(scanId, { documentId, added: 0 })
  }

  changed(code: StoreCode, documentId: string, step: Omit<Step, 'undoable'>): void {
    this.of(code)
      .drafts.get(documentId)
      ?.steps.push({ ...step, undoable: true })
  }

  undone(code: StoreCode, documentId: string, sku: string | null): void {
    const draft = this.of(code).drafts.get(documentId)
    if (!draft) return
    const last = draft.steps
      .filter((step) => step.undoable && !(step.trayId && draft.decidedTrays.has(step.trayId)))
      .reduce<Step | null>((latest, step) => (latest && latest.version > step.version ? latest : step), null)
    if (!last) throw fail(`${code} undid something`, sku, 'nothing to undo')
    same(`${code} undid the last step`, sku, last.sku)
    draft.steps.splice(draft.steps.indexOf(last), 1)
  }

  decided(
    code: StoreCode,
    documentId: string,
    trayId: string,
    accepted: { sku: string; quantity: number } | null,
    version: number,
  ): void {
    const draft = this.of(code).drafts.get(documentId)
    draft?.decidedTrays.add(trayId)
    if (accepted)
      draft?.steps.push({ version, sku: accepted.sku, trayId: null, quantity: accepted.quantity, undoable: false })
  }

  posted(code: StoreCode, documentId: string): void {
    const known = this.of(code)
    const draft = known.drafts.get(documentId)
    if (!draft) {
      const before = known.told.filter((one) => one.documentId === documentId && one.step === 'posted')
      same(`${code} posts a document once`, before.length, 1)
      return
    }
    known.told.push({ documentId, step: 'posted', brought: broughtBy(draft) })
    known.drafts.delete(documentId)
  }

  cancelled(code: StoreCode, documentId: string): void {
    const known = this.of(code)
    if (known.drafts.delete(documentId)) known.told.push({ documentId, step: 'cancelled', brought: new Map() })
  }

  private onHand(code: StoreCode, events: number): [string, number][] {
    const total = new Map<string, number>()
    for (const { brought } of this.of(code).told.slice(0, events))
      for (const [sku, figure] of brought) add(total, sku, figure)
    return sorted(total)
  }

  /** After every step. */
  async check(hub: SimulatedHub, stores: readonly SimulatedStore[]): Promise<void> {
    for (const store of stores) {
      await this.checkStore(store)
      await this.checkHubOf(hub, store)
      await this.checkPulled(store)
    }
    same(
      'events waiting for people at the hub',
      await hub.database.read.all('SELECT logId, seq, reason FROM parkedEvent'),
      [],
    )
    const logs = await hub.database.read.all<{ logId: string }>(
      `SELECT logId FROM log WHERE kind = 'ledger' ORDER BY logId`,
    )
    const known = stores.map(({ enrolment }) => enrolment.logId)
    same(
      'logs at the hub that no store has',
      logs.filter(({ logId }) => !known.includes(logId)),
      [],
    )
  }

  private async checkStore({ code, account, database }: SimulatedStore): Promise<void> {
    const { drafts, told, scans } = this.of(code)
    same(`stock of ${code}`, await balances(database, account), this.onHand(code, told.length))
    const rows = await database.read.all<{ scanId: string; documentId: string; quantity: number }>(
      'SELECT scanId, documentId, quantity FROM scan ORDER BY scanId',
    )
    const expected = [...scans].map(([scanId, { documentId, added }]) => ({ scanId, documentId, quantity: added }))
    same(
      `scans of ${code}`,
      rows,
      expected.sort((one, other) => (one.scanId < other.scanId ? -1 : 1)),
    )
    for (const [documentId, draft] of drafts) {
      const lines = await database.read.all<{ sku: string; figure: number }>(
        'SELECT sku, sum(quantity) AS figure FROM documentLine WHERE documentId = ? GROUP BY sku',
        [documentId],
      )
      const found = new Map(lines.map(({ sku, figure }) => [sku, figure]))
      same(`draft ${documentId} of ${code}`, sorted(found), sorted(broughtBy(draft)))
    }
    const finished = await database.read.all<{ documentId: string; state: string; seq: number }>(
      `SELECT documentId, state, seq FROM document WHERE state IN ('posted', 'cancelled') ORDER BY seq`,
    )
    same(
      `receipts of ${code}`,
      finished.map(({ documentId, state, seq }) => [seq, state, documentId]),
      told.map(({ documentId, step }, index) => [index + 1, step, documentId]),
    )
  }

  /** The hub holds a prefix of the store's log, byte for byte, and the stock that follows from just that prefix. */
  private async checkHubOf(hub: SimulatedHub, { code, account, database, enrolment }: SimulatedStore): Promise<void> {
    const { logId } = enrolment
    // the ledger's own check holds the hash against the bytes
    const sql = 'SELECT seq, hash FROM event WHERE logId = ? ORDER BY seq'
    const [own, held] = [await database.read.all(sql, [logId]), await hub.database.read.all(sql, [logId])]
    same(`what the hub holds of ${code}`, held, own.slice(0, held.length))
    same(`stock of ${code} at the hub`, await balances(hub.database, account), this.onHand(code, held.length))
    const log = await database.read.one<{ ackedSeq: number; headSeq: number }>(
      'SELECT ackedSeq, headSeq FROM log WHERE logId = ?',
      [logId],
    )
    if (!this.unheard.has(code) && (log?.ackedSeq ?? 0) > held.length)
      throw fail(`${code} calls an event secured that HQ does not hold`, log?.ackedSeq, held.length)
  }

  /** Whatever lies behind the cursor is here. */
  private async checkPulled({ code, database }: SimulatedStore): Promise<void> {
    // a position it heard may be another's by now: what counts is that the next talk brings it all
    if (this.unheard.has(code)) return
    const cursor = await database.read.one<{ position: number }>(
      `SELECT position FROM pullCursor WHERE stream = 'orders'`,
    )
    const rows = await database.read.all<{ documentId: string }>('SELECT documentId FROM purchaseOrder')
    const here = new Set(rows.map(({ documentId }) => documentId))
    const missing = this.published.filter(
      ({ storeCode, position, orderId }) =>
        storeCode === code && position <= (cursor?.position ?? 0) && !here.has(orderId),
    )
    same(`orders of ${code} behind its cursor that are not here`, missing, [])
  }

  /** The ledger's own check, on all three. */
  async verify(hub: SimulatedHub, stores: readonly SimulatedStore[]): Promise<void> {
    for (const { database } of [hub, ...stores])
      same('problems of a ledger', (await verifyLedger(database.read)).problems, [])
  }

  /** When the network is well again and everybody has talked: nothing is unsecured and HQ has it all. */
  async checkHealed(hub: SimulatedHub, stores: readonly SimulatedStore[]): Promise<void> {
    await this.check(hub, stores)
    await this.verify(hub, stores)
    for (const { code, account, database, enrolment } of stores) {
      const { told } = this.of(code)
      const log = await database.read.one('SELECT headSeq, ackedSeq FROM log WHERE logId = ?', [enrolment.logId])
      same(`log of ${code} when healed`, log, { headSeq: told.length, ackedSeq: told.length })
      const held = await hub.database.read.one('SELECT headSeq FROM log WHERE logId = ?', [enrolment.logId])
      same(`log of ${code} at the hub when healed`, held, { headSeq: told.length })
      same(
        `stock of ${code} at the hub when healed`,
        await figures(hub.database, account),
        await figures(database, account),
      )
      const orders = await database.read.all<{ documentId: string }>('SELECT documentId FROM purchaseOrder')
      const here = new Set(orders.map(({ documentId }) => documentId))
      same(
        `orders of ${code} that never came`,
        this.published.filter(({ storeCode, orderId }) => storeCode === code && !here.has(orderId)),
        [],
      )
    }
  }
}

const broughtBy = (draft: Draft): Map<string, number> => {
  const brought = new Map<string, number>()
  for (const { sku, quantity } of draft.steps) if (sku !== null) add(brought, sku, quantity)
  return brought
}

type WithRead = SimulatedStore['database']

const balances = async (database: WithRead, account: string): Promise<[string, number][]> =>
  (
    await database.read.all<{ sku: string; onHand: number }>(
      'SELECT sku, onHand FROM stockBalance WHERE account = ? ORDER BY sku',
      [account],
    )
  )
    .filter(({ onHand }) => onHand !== 0)
    .map(({ sku, onHand }) => [sku, onHand])

const figures = (database: WithRead, account: string): Promise<unknown[]> =>
  database.read.all(
    'SELECT account, sku, lot, onHand, allocated, value FROM stockBalance WHERE account = ? ORDER BY sku, lot',
    [account],
  )
