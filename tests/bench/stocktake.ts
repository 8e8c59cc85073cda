/** Figures of a large stocktake: twenty thousand products, every one of them off, reviewed, narrowed and handed in. */
import { join } from 'node:path'
import { assert } from '../../src/core/result'
import { demoChain } from '../../src/hub/demo/demoChain'
import { enrol, openStore, removeFolder, startHub, type TestStore, temporaryFolder } from '../support/world'
import { bareHandIn, bareTransaction, type Figure, figure, median, timed } from './durable'

const products = 20_000
const zones = ['A', 'B', 'C', 'D'].map((code) => ({ code, name: code, temporary: false }))
const looks = 5
const reviewMsMax = 1000
const filterMsMax = 200

export const stocktakeFigures = async (): Promise<Figure[]> => {
  const folder = temporaryFolder()
  const hub = await startHub(folder, undefined, chainOf())
  const store = await openStore(folder)
  try {
    await enrol(store, hub)
    await store.signIn('s001.manager')
    const { stocktakeId } = await counted(store)
    await quiet(store)
    const found = await timed(() => store.must('stocktake.closeCounting', { stocktakeId }))
    await quiet(store)
    const shown = await medianOf(() => store.must('stocktake.review', { stocktakeId }))
    const narrowed = await medianOf(() =>
      store.must('stocktake.review', { stocktakeId, show: 'variance', search: '水' }),
    )
    const bare = await bareTransaction(join(folder, 'bare.db'), bareHandIn(products))
    const { version } = await store.must('stocktake.get', { stocktakeId })
    const handedIn = await timed(() =>
      store.must('stocktake.submit', { stocktakeId, version, uncounted: 'leave', uncountedReason: '' }),
    )
    return [
      within('stocktake of 20,000 lines: counting closed, every difference found', found, reviewMsMax),
      within('stocktake of 20,000 lines: review shown', shown, reviewMsMax),
      within('stocktake of 20,000 lines: review narrowed', narrowed, filterMsMax),
      figure(
        ...(['stocktake of 20,000 lines handed in and posted', handedIn, 'ms', bare, 4] as const),
        '≤ 4 × the bare transaction of the same rows',
      ),
    ]
  } finally {
    await store.close()
    await hub.close()
    removeFolder(folder)
  }
}

/** HQ has all of it: it runs in this process here, and its work is not the shop's. */
const quiet = (store: TestStore): Promise<void> => store.backend.sync.syncNow()

const within = (name: string, ms: number, msMax: number): Figure => figure(name, ms, 'ms', msMax, 1, `≤ ${msMax} ms`)

const medianOf = async (work: () => Promise<unknown>): Promise<number> => {
  const ms: number[] = []
  for (let look = 0; look < looks; look += 1) ms.push(await timed(work))
  return median(ms)
}

/** Nobody above the manager has to agree, so handing in posts at once. */
const chainOf = () => {
  const world = demoChain({ storeDay: '2026-11-22', extraProducts: products + 2000 })
  world.policy.documents.stocktakeGain.approval = []
  world.policy.documents.stocktakeLoss.approval = []
  return world
}

/** Counted from a file, one piece more than the books say of each product. */
const counted = async (store: TestStore): Promise<{ stocktakeId: string }> => {
  const rows = await store.database.read.all<{ sku: string; code: string }>(
    `SELECT p.sku, min(b.code) AS code FROM product p JOIN barcode b ON b.sku = p.sku AND b.packFactor = 1000
     WHERE p.status = 'active' AND p.keepsLots = 0 AND p.weighed = 0
     GROUP BY p.sku ORDER BY p.sku LIMIT ?`,
    [products],
  )
  assert(rows.length === products, 'the catalogue has as many products as are counted')
  const { stocktakeId } = await store.must('stocktake.open', {
    ...{ scope: { kind: 'list', skus: rows.map(({ sku }) => sku) }, blind: true, note: '', zones },
    ...{ tolerancePermille: 1000, toleranceFen: 99_999_999 },
  })
  const { papers } = await store.must('countSheet.takeFile', {
    ...{ stocktakeId, name: 'bench.csv' },
    rows: rows.map(({ code }, index) => [index + 2, code, '1', zones[index % zones.length]?.code ?? '', '', '']),
  })
  for (const { documentId } of papers) {
    const { header } = await store.must('document.get', { documentId })
    await store.must('document.submit', { type: 'stocktakeCount', documentId, version: header.version })
  }
  return { stocktakeId }
}
