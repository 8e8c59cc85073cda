/**
 * One seeded run: two shops receive goods, the network does what it likes, the hub restarts or is put back to an older
 * copy. After every step the auditor looks; at the end the network heals and everything must agree.
 */
import { createHash } from 'node:crypto'
import type { ScanResult } from '../../src/contract/schemas/document'
import { publish } from '../../src/hub/publish'
import { seeded } from '../support/seeded'
import { chain, createClock, pieceCode, removeFolder, temporaryFolder } from '../support/world'
import { AuditFailed, Auditor } from './auditor'
import { createNetwork, type PlantedBug } from './network'
import {
  deliverTo,
  openHub,
  openSimulatedStore,
  type SimulatedHub,
  type SimulatedStore,
  storeCodes,
  uuidOf,
} from './world'

export interface RunResult {
  seed: number
  ok: boolean
  /** what the auditor found, with the step */
  problem: string
  steps: number
  posts: number
  scans: number
  network: Record<string, number>
  /** hash of all that happened: the same seed gives the same */
  trace: string
}

interface DraftAtHand {
  documentId: string
  orderId: string
  version: number
}

interface SentScan {
  documentId: string
  input: { documentId: string; scan: { scanId: string; source: string; raw: string; scannedAt: string }; times: number }
}

interface Shop {
  store: SimulatedStore
  orders: string[]
  drafts: DraftAtHand[]
  sent: SentScan[]
  lastPost: { documentId: string; version: number; requestId: string } | null
}

const strangeCodes = ['谁也不认识', '6900000999999', '123', 'AB\u0007CD']

export const simulate = async (
  seed: number,
  options: { steps?: number; bug?: PlantedBug } = {},
): Promise<RunResult> => {
  const { steps = 120, bug = null } = options
  const random = seeded(seed)
  const clock = createClock()
  const folder = temporaryFolder()
  const auditor = new Auditor()
  const trace = createHash('sha256')
  const result: RunResult = { seed, ok: true, problem: '', steps: 0, posts: 0, scans: 0, network: {}, trace: '' }
  // goods of an order HQ forgot wait for people there: in a run in which it forgets, shops receive on those it kept
  const hubForgets = random.chance(0.4)
  const hub = await openHub(folder, clock, random)
  if (hubForgets) await hub.backUp()
  const network = createNetwork(deliverTo(hub, random), random, bug)
  const shops: Shop[] = []
  for (const code of storeCodes) {
    const shop = { drafts: [], sent: [], lastPost: null } as unknown as Shop
    shop.store = await openSimulatedStore(
      code,
      folder,
      clock,
      random,
      network.clientOf(() => shop.store),
    )
    shop.orders = chain.purchaseOrders.filter((order) => order.storeCode === code).map(({ documentId }) => documentId)
    shops.push(shop)
  }
  const stores = shops.map(({ store }) => store)
  const say = (...words: unknown[]): void => void trace.update(`${words.join(' ')}\n`)

  const codeOf = (answer: { ok: boolean; error?: { code: string } }): string =>
    answer.ok ? 'OK' : (answer.error?.code ?? '')

  const ask = (shop: Shop, what: string, code: string): void => {
    say(result.steps, shop.store.code, what, code)
    if (code === 'INTERNAL') throw new AuditFailed(`${shop.store.code} ${what} was answered with INTERNAL`)
  }

  const open = async (shop: Shop): Promise<void> => {
    const orderId = random.pick(shop.orders)
    const answer = await shop.store.call('goodsReceipt.open', { orderId })
    ask(shop, 'open', codeOf(answer))
    if (!answer.ok) return
    const { documentId } = answer.value
    auditor.opened(shop.store.code, documentId)
    if (!shop.drafts.some((draft) => draft.documentId === documentId))
      shop.drafts.push({ documentId, orderId, version: 1 })
  }

  const rawCode = (draft: DraftAtHand): string => {
    if (random.chance(0.1)) return random.pick(strangeCodes)
    if (random.chance(0.1)) return pieceCode(random.pick(chain.products.slice(0, 40)).sku)
    const order = orderOf(draft.orderId)
    return pieceCode(random.pick(order).sku)
  }

  const ordersMade = new Map(chain.purchaseOrders.map((order) => [order.documentId, order.lines]))
  const orderOf = (orderId: string) => ordersMade.get(orderId) ?? []

  const takeScan = async (shop: Shop, sent: SentScan): Promise<void> => {
    const { store } = shop
    const unsaved = bug === 'scanAnsweredUnsaved' && random.chance(0.05)
    const answer = unsaved
      ? unsavedAnswer(sent)
      : await store.call('document.scan', { type: 'goodsReceipt', ...sent.input })
    ask(shop, 'scan', codeOf(answer))
    if (!answer.ok) return
    // cases or pieces? Nobody answers: the scan is on record, and nothing was added
    if (answer.value.outcome === 'packDoubt') return auditor.asked(store.code, sent.documentId, sent.input.scan.scanId)
    result.scans += 1
    const { line, tray, added, header } = answer.value
    const step = { version: header.version, sku: line?.sku ?? null, trayId: tray?.trayId ?? null, quantity: added }
    auditor.scanned(store.code, sent.documentId, sent.input.scan.scanId, step, added)
    if (!shop.sent.includes(sent)) shop.sent.push(sent)
  }

  /** what a screen would see if the answer were given before the commit */
  const unsavedAnswer = (sent: SentScan) => ({
    ok: true as const,
    value: {
      line: null,
      tray: null,
      added: 0,
      header: { version: 1 },
      text: sent.input.scan.raw,
    } as unknown as ScanResult,
  })

  const newScan = (draft: DraftAtHand): SentScan => ({
    documentId: draft.documentId,
    input: {
      documentId: draft.documentId,
      scan: {
        scanId: uuidOf(random),
        source: 'simulated',
        raw: rawCode(draft),
        scannedAt: new Date(clock.nowMs()).toISOString(),
      },
      times: random.chance(0.3) ? random.integer(2, 5) : 1,
    },
  })

  const scan = async (shop: Shop): Promise<void> => {
    const draft = pickDraft(shop)
    if (draft) await takeScan(shop, newScan(draft))
  }

  const scanBurst = async (shop: Shop): Promise<void> => {
    const draft = pickDraft(shop)
    if (!draft) return
    for (const each of Array.from({ length: random.integer(3, 8) }, () => newScan(draft))) await takeScan(shop, each)
  }

  const repeatScan = async (shop: Shop): Promise<void> => {
    const still = shop.sent.filter(({ documentId }) => shop.drafts.some((draft) => draft.documentId === documentId))
    if (still.length === 0) return
    const sent = random.pick(still)
    if (bug !== 'scanRetriedWithNewId') return takeScan(shop, sent)
    // the screen meant the same scan; what reached the store had another id
    const answer = await shop.store.call('document.scan', {
      type: 'goodsReceipt',
      ...sent.input,
      scan: { ...sent.input.scan, scanId: uuidOf(random) },
    })
    ask(shop, 'scan again', codeOf(answer))
  }

  const adjust = async (shop: Shop): Promise<void> => {
    const draft = pickDraft(shop)
    if (!draft) return
    const lineNo = random.integer(1, 12)
    const input = {
      documentId: draft.documentId,
      lineNo,
      mode: random.pick(['add', 'subtract', 'set'] as const),
      quantity: random.integer(0, 6) * 1000,
      // whoever presses keys at random has looked at the goods
      sure: true as const,
    }
    const { read } = shop.store.database
    const before = await read.one<{ quantity: number }>(
      'SELECT quantity FROM documentLine WHERE documentId = ? AND lineNo = ?',
      [draft.documentId, lineNo],
    )
    const answer = await shop.store.call('document.adjust', { type: 'goodsReceipt', ...input })
    ask(shop, 'adjust', codeOf(answer))
    if (!answer.ok) return
    const { line, header } = answer.value
    const received = before?.quantity ?? 0
    const quantity = { add: input.quantity, subtract: -input.quantity, set: input.quantity - received }[input.mode]
    auditor.changed(shop.store.code, draft.documentId, {
      version: header.version,
      sku: line?.sku ?? null,
      trayId: null,
      quantity,
    })
  }

  const undo = async (shop: Shop): Promise<void> => {
    const draft = pickDraft(shop)
    if (!draft) return
    const answer = await shop.store.call('document.undo', { type: 'goodsReceipt', documentId: draft.documentId })
    ask(shop, 'undo', codeOf(answer))
    if (answer.ok) auditor.undone(shop.store.code, draft.documentId, answer.value.line?.sku ?? null)
  }

  const decide = async (shop: Shop, draft: DraftAtHand): Promise<void> => {
    const got = await shop.store.call('document.get', { documentId: draft.documentId })
    if (!got.ok) return
    for (const entry of got.value.tray.filter(({ state }) => state === 'open')) {
      const accept = entry.sku !== null && random.chance(0.5)
      const input = { documentId: draft.documentId, trayId: entry.trayId, reason: '定了' }
      const answer = await shop.store.call(accept ? 'document.acceptUnplanned' : 'document.setAside', {
        type: 'goodsReceipt',
        ...input,
      })
      ask(shop, accept ? 'accept' : 'set aside', codeOf(answer))
      if (!answer.ok) continue
      const accepted = accept ? { sku: entry.sku as string, quantity: entry.quantity } : null
      auditor.decided(shop.store.code, draft.documentId, entry.trayId, accepted, answer.value.header.version)
    }
  }

  const post = async (shop: Shop): Promise<void> => {
    const draft = pickDraft(shop)
    if (!draft) return
    await decide(shop, draft)
    const got = await shop.store.call('document.get', { documentId: draft.documentId })
    if (!got.ok) return
    const request = { documentId: draft.documentId, version: got.value.header.version, requestId: uuidOf(random) }
    await sendPost(shop, request)
  }

  const sendPost = async (
    shop: Shop,
    request: { documentId: string; version: number; requestId: string },
  ): Promise<void> => {
    const { documentId, version, requestId } = request
    const answer = await shop.store.call('document.post', { type: 'goodsReceipt', documentId, version }, requestId)
    ask(shop, 'post', codeOf(answer))
    if (!answer.ok) return
    if (shop.lastPost?.requestId !== requestId) result.posts += 1
    auditor.posted(shop.store.code, documentId)
    shop.drafts = shop.drafts.filter((draft) => draft.documentId !== documentId)
    shop.lastPost = request
  }

  const repeatPost = async (shop: Shop): Promise<void> => {
    if (shop.lastPost) await sendPost(shop, shop.lastPost)
  }

  const cancel = async (shop: Shop): Promise<void> => {
    const draft = pickDraft(shop)
    if (!draft) return
    const answer = await shop.store.call('document.cancel', {
      type: 'goodsReceipt',
      documentId: draft.documentId,
      reason: '不要了',
    })
    ask(shop, 'cancel', codeOf(answer))
    if (!answer.ok) return
    auditor.cancelled(shop.store.code, draft.documentId)
    shop.drafts = shop.drafts.filter(({ documentId }) => documentId !== draft.documentId)
  }

  const pickDraft = (shop: Shop): DraftAtHand | undefined =>
    shop.drafts.length === 0 ? undefined : random.pick(shop.drafts)

  const sync = async (shop: Shop): Promise<void> => {
    await shop.store.sync()
    const { state, problem } = shop.store.backend.sync.state()
    if (state === 'online') auditor.heardAll(shop.store.code)
    ask(shop, `sync ${state}`, problem === '' ? 'OK' : problem)
  }

  const reopen = async (shop: Shop): Promise<void> => {
    await shop.store.reopen()
    ask(shop, 'reopen', 'OK')
  }

  const hubStep = async (): Promise<void> => {
    const what = hubForgets
      ? random.pick(['restart', 'backUp', 'restore', 'lostDay', 'lostDay', 'publish', 'late'] as const)
      : random.pick(['restart', 'publish', 'publish', 'late'] as const)
    say(result.steps, 'hub', what)
    if (what === 'restart') await hub.restart()
    if (what === 'late') await network.deliverLate(false)
    if (what === 'lostDay') await lostDay()
    if (what === 'publish') await publishOrder()
    if (what === 'backUp') await hub.backUp()
    if (what === 'backUp') auditor.backedUp()
    if (what === 'restore') await restore()
  }

  const restore = async (): Promise<void> => {
    if (await hub.restore(random.chance(0.5))) auditor.restored(storeCodes)
  }

  /** Everybody hears a day's orders; HQ is put back to before them, and gives their positions to others. */
  const lostDay = async (): Promise<void> => {
    for (let orders = random.integer(1, 3); orders > 0; orders -= 1) await publishOrder()
    network.healthy = true
    for (const shop of shops) await sync(shop)
    network.healthy = false
    await restore()
    await publishOrder()
  }

  const publishOrder = async (): Promise<void> => {
    const shop = random.pick(shops)
    const code = shop.store.code
    const source = random.pick(chain.purchaseOrders.filter((order) => order.storeCode === code))
    const documentId = uuidOf(random)
    const order = {
      ...source,
      documentId,
      number: `CGDD-${documentId.slice(0, 8)}`,
      lines: source.lines.slice(0, random.integer(2, 8)),
    }
    await hub.database.write((tx) =>
      publish(tx, 'orders', [{ type: 'purchaseOrder', key: documentId, scope: code, body: order }]),
    )
    const head = await hub.database.read.one<{ position: number }>(
      `SELECT position FROM streamHead WHERE stream = 'orders'`,
    )
    auditor.published.push({ storeCode: code, orderId: documentId, position: head?.position ?? 0 })
    ordersMade.set(documentId, order.lines)
    if (!hubForgets) shop.orders.push(documentId)
  }

  const shopSteps: ((shop: Shop) => Promise<void>)[] = [
    ...[open, scan, scanBurst, scanBurst, scanBurst, repeatScan, repeatScan, adjust, adjust, undo],
    ...[post, post, post, post, repeatPost, sync, sync, sync, reopen],
  ]
  /** a shop without a draft opens one; voiding a draft is rare */
  const shopStep = (shop: Shop): Promise<void> => {
    if (shop.drafts.length === 0 && random.chance(0.6)) return open(shop)
    return random.chance(0.02) ? cancel(shop) : random.pick(shopSteps)(shop)
  }

  const run = async (): Promise<void> => {
    for (result.steps = 1; result.steps <= steps; result.steps += 1) {
      clock.pass(random.integer(100, 60_000))
      if (random.chance(0.12)) await hubStep()
      else await shopStep(random.pick(shops))
      await auditor.check(hub, stores)
      if (result.steps % 30 === 0) await auditor.verify(hub, stores)
    }
    await heal(hub, stores)
  }

  const heal = async (theHub: SimulatedHub, all: readonly SimulatedStore[]): Promise<void> => {
    network.healthy = true
    await network.deliverLate(true)
    for (const store of all) {
      await store.sync()
      auditor.heardAll(store.code)
    }
    await auditor.checkHealed(theHub, all)
  }

  try {
    await run()
  } catch (error) {
    if (!(error instanceof AuditFailed)) throw error
    Object.assign(result, { ok: false, problem: `step ${result.steps}: ${error.message.slice(0, 600)}` })
  } finally {
    for (const store of stores) await store.close()
    await hub.close()
    removeFolder(folder)
  }
  return Object.assign(result, { network: network.counts, trace: trace.digest('hex') })
}
