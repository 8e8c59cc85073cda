/**
 * 稽核: the figures HQ looks at, against a small world made by hand, also within one region and without the right to see
 * cost. Ends with what an auditor notes about a paper.
 */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { genesisHash } from '../../src/ledger/hashChain'
import { verifyLedger } from '../../src/ledger/verify'
import { batchOf, codeOfPush, enrolmentOf } from '../support/forger'
import {
  type Browser,
  beginStory,
  changePolicy,
  crisps,
  decide,
  draft,
  handIn,
  headerOf,
  mints,
  refuses,
  type Story,
  type StoryStore,
  stockUp,
  versioned,
} from '../support/story'
import { pieceCode, pinOf, scanOf } from '../support/world'

let story: Story
let [shop, other] = [] as StoryStore[] as [StoryStore, StoryStore]
let hq: Browser
let east: Browser
let auditor: Browser

const month = { from: '2026-11-01', to: '2026-11-30' }
const broken = { reasonCode: 'BROKEN' }
/** by number, as people call them */
const made = { writeOff: '', near: '', lent: '', undone: '', mirror: '' }

beforeAll(async () => {
  story = await beginStory(['S001', 'S003'])
  ;[shop, other] = story.stores as [StoryStore, StoryStore]
  await shop.signIn('s001.manager')
  await stockUp(shop, [{ sku: crisps.sku, quantity: 100_000 }])
  await other.signIn('s003.manager')
  await stockUp(other, [{ sku: crisps.sku, quantity: 200_000 }])
  await writeOffs()
  await lentAndUndone()
  await found()
  await story.sync()
  hq = await story.browser('hq.operations')
  east = await story.browser('re.manager')
  auditor = await story.browser('hq.auditor')
})
afterAll(() => story.close())

/** Four bags in one shop; in the other eighty, 184.80 yuan, just below the 200 at which the region is asked. */
const writeOffs = async (): Promise<void> => {
  await shop.signIn('s001.lin')
  const small = await draft(shop, 'writeOff', broken, [{ sku: crisps.sku, quantity: 4000 }])
  await handIn(shop, small)
  await shop.signIn('s001.manager')
  story.clock.pass(60_000)
  await decide(shop, small)
  await other.signIn('s003.clerk')
  const near = await draft(other, 'writeOff', broken, [{ sku: crisps.sku, quantity: 80_000 }])
  await handIn(other, near)
  await other.signIn('s003.manager')
  story.clock.pass(3_000)
  await decide(other, near)
  made.writeOff = (await headerOf(shop, small)).number
  made.near = (await headerOf(other, near)).number
}

/** A receipt the clerk posts under the manager's right, two of its lines scanned and one typed; another one is undone. */
const lentAndUndone = async (): Promise<void> => {
  const type = 'goodsReceipt'
  const { documentId } = await shop.must('goodsReceipt.openWithoutOrder', {
    supplierCode: 'GY001',
    deliveryNote: 'SH-1',
  })
  await shop.signIn('s001.lin')
  await shop.must('document.takeOver', { type, documentId })
  await shop.must('document.scan', { type, documentId, scan: scanOf(pieceCode(mints.sku)) })
  await shop.must('document.scan', { type, documentId, scan: scanOf(pieceCode(mints.sku)) })
  await shop.must('document.setLine', { type, documentId, sku: crisps.sku, quantity: 3000 })
  const grant = {
    userId: 's001.manager',
    pin: pinOf('s001.manager'),
    operation: 'document.post',
    documentId,
    type,
  } as const
  const { overrideId } = await shop.must('override.grant', grant)
  await shop.must('document.post', { ...(await versioned(shop, documentId)), overrideId })
  made.lent = (await headerOf(shop, documentId)).number
  await shop.signIn('s001.manager')
  const receipt = await stockUp(shop, [{ sku: mints.sku, quantity: 2000 }])
  made.undone = (await headerOf(shop, receipt)).number
  story.clock.pass(2 * 3_600_000)
  const mirror = await shop.must('document.reverse', { type, documentId: receipt, reason: '记错了' })
  made.mirror = mirror.number
  await undoneWriteOff()
}

/** Two bags written off and taken back the same day. */
const undoneWriteOff = async (): Promise<void> => {
  await shop.signIn('s001.lin')
  const documentId = await draft(shop, 'writeOff', broken, [{ sku: crisps.sku, quantity: 2000 }])
  await handIn(shop, documentId)
  await shop.signIn('s001.manager')
  await decide(shop, documentId)
  await shop.must('document.reverse', { type: 'writeOff', documentId, reason: '找到了' })
}

/** A bag more than the books said. */
const found = async (): Promise<void> => {
  await shop.signIn('s001.lin')
  const documentId = await draft(shop, 'overage', { reasonCode: 'FOUND' }, [{ sku: crisps.sku, quantity: 1000 }])
  await handIn(shop, documentId)
  await shop.signIn('s001.manager')
  await decide(shop, documentId)
}

const shopPlace = { storeCode: 'S001', storeName: '静安旗舰店', regionCode: 'R-E', regionName: '华东大区' }
const eastSum = { regionCode: 'R-E', regionName: '华东大区' }

describe('figures of the chain', () => {
  test('adjustments by store, type, reason and who wrote them; what was taken back counts against', async () => {
    const { rows, regions, more } = await hq.must('audit.adjustments', month)
    expect(more).toBe(false)
    expect(
      rows.map(({ storeCode, type, userId, papers, reversed, pieces, gain, loss, net, gross }) => [
        ...[storeCode, type, userId, papers, reversed, pieces],
        ...[gain, loss, net, gross],
      ]),
    ).toEqual([
      ['S003', 'writeOff', 's003.clerk', 1, 0, -80_000, 0, 1_848_000, -1_848_000, 1_848_000],
      // 46200 of them were written off and put back: once in gross, nowhere else
      ['S001', 'writeOff', 's001.lin', 2, 1, -4000, 0, 92_400, -92_400, 138_600],
      ['S001', 'overage', 's001.lin', 1, 0, 1000, 23_100, 0, 23_100, 23_100],
    ])
    expect(rows[1]).toMatchObject({
      ...shopPlace,
      type: 'writeOff',
      reasonCode: 'BROKEN',
      reasonName: '破损',
      reasonNameEn: 'Broken',
    })
    expect(
      regions.map(({ regionCode, pieces, gain, loss, net, gross, share }) => [
        ...[regionCode, pieces, gain, loss],
        ...[net, gross, share],
      ]),
    ).toEqual([
      // what was found does not hide what was lost
      ['R-E', -3000, 23_100, 92_400, -69_300, 161_700, 80],
      ['R-S', -80_000, 0, 1_848_000, -1_848_000, 1_848_000, 920],
    ])
  })

  test('the write-off rate: written off ÷ what came in, and ÷ what lies there', async () => {
    const { stores, categories, regions } = await hq.must('audit.writeOffRate', month)
    const inbound = 2_310_000 + 128_200
    expect(stores).toEqual([
      expect.objectContaining({
        storeCode: 'S003',
        writeOff: 1_848_000,
        inbound: 4_620_000,
        rate: 400,
        stock: 2_772_000,
        rateOfStock: 667,
      }),
      {
        ...shopPlace,
        pieces: 4000,
        writeOff: 92_400,
        inbound,
        rate: 38,
        stock: inbound - 92_400 + 23_100,
        rateOfStock: 39,
      },
    ])
    expect(categories.find(({ categoryCode }) => categoryCode === '0301')).toMatchObject({
      pieces: 84_000,
      writeOff: 1_940_400,
    })
    expect(regions.map(({ regionCode, rate }) => [regionCode, rate])).toEqual([
      ['R-E', 38],
      ['R-S', 400],
    ])
  })

  test('papers undone: which, by whom, how long after, why', async () => {
    const { rows, regions } = await hq.must('audit.reversals', month)
    expect(rows.find(({ number }) => number === made.mirror)).toMatchObject({
      ...shopPlace,
      type: 'goodsReceipt',
      originalNumber: made.undone,
      originalUserName: '店长老程',
      userId: 's001.manager',
      afterSeconds: 7200,
      value: 58_900,
      reason: '记错了',
    })
    expect(regions).toEqual([{ ...eastSum, papers: 2, value: 58_900 + 46_200 }])
  })

  test('a lent right: who to whom, for what act, once and not twice', async () => {
    const { rows, regions } = await hq.must('audit.overrides', month)
    expect(rows).toEqual([
      expect.objectContaining({
        ...shopPlace,
        userId: 's001.lin',
        userName: '店员小林',
        lenderId: 's001.manager',
        lenderName: '店长老程',
        operation: 'document.post',
        number: made.lent,
        type: 'goodsReceipt',
        value: 128_200,
      }),
    ])
    expect(regions).toEqual([{ ...eastSum, acts: 1 }])
  })

  test('entries: two scans and one typed line of the clerk in that receipt, three lines typed in write-offs and an overage', async () => {
    const { rows } = await hq.must('audit.entries', month)
    expect(rows.find(({ userId }) => userId === 's001.lin')).toEqual({
      ...shopPlace,
      userId: 's001.lin',
      userName: '店员小林',
      userNameEn: 'Clerk Lin',
      scans: 2,
      typed: 4,
      typedShare: 667,
      papers: 4,
    })
    expect(rows.find(({ userId }) => userId === 's003.clerk')).toMatchObject({ scans: 0, typed: 1, typedShare: 1000 })
  })

  test('what is counted as a line is taken is what all lines say', async () => {
    const counted = await story.hub.database.read.all(
      'SELECT day, logId, userId, documentId, scans, typed FROM entryCount ORDER BY 1, 2, 3, 4',
    )
    const told = await story.hub.database.read.all(
      `SELECT date(at, '+8 hours') AS day, logId, userId, documentId, sum(entry = 'scan') AS scans, sum(entry = 'typed') AS typed
       FROM trail WHERE entry <> '' GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`,
    )
    expect(counted.length).toBeGreaterThan(3)
    expect(counted).toEqual(told)
    expect((await verifyLedger(story.hub.database.read)).problems).toEqual([])
  })

  test('too few are compared, so nobody is marked and nobody is cleared', async () => {
    const { rows, compared } = await hq.must('audit.outliers', month)
    expect(rows).toEqual([])
    expect(compared.find(({ kind, measure }) => kind === 'store' && measure === 'writeOffRate')?.rows).toBe(2)
  })

  test('another month has none of it', async () => {
    const before = { from: '2026-10-01', to: '2026-10-31' }
    expect((await hq.must('audit.adjustments', before)).rows).toEqual([])
    expect((await hq.must('audit.entries', before)).rows).toEqual([])
    expect((await hq.must('audit.spotChecks', { ...before, count: 5 })).papers).toEqual([])
  })

  test('a period that ends before it begins is no period', async () => {
    const answer = await hq.call('audit.entries', { from: '2026-11-02', to: '2026-11-01' })
    expect(answer).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT' } })
  })
})

describe('who may see what', () => {
  const lists = ['audit.adjustments', 'audit.reversals', 'audit.overrides', 'audit.entries', 'audit.outliers'] as const

  test('a region sees its own stores alone, also when it asks for another', async () => {
    for (const name of lists) {
      const { rows } = await east.must(name, month)
      expect(new Set((rows as { storeCode: string }[]).map(({ storeCode }) => storeCode)), name).not.toContain('S003')
      expect((await east.must(name, { ...month, storeCode: 'S003' })).rows, name).toEqual([])
    }
    const { stores, regions, categories } = await east.must('audit.writeOffRate', month)
    expect(stores.map(({ storeCode, writeOff }) => [storeCode, writeOff])).toEqual(
      [
        ['S001', 92_400],
        ['S002', 0],
      ].filter(([code]) => stores.some(({ storeCode }) => storeCode === code)),
    )
    expect(regions.map(({ regionCode }) => regionCode)).toEqual(['R-E'])
    expect(categories.find(({ categoryCode }) => categoryCode === '0301')?.writeOff).toBe(92_400)
    const checks = await east.must('audit.spotChecks', { ...month, count: 50 })
    expect(new Set([...checks.papers, ...checks.products].map(({ storeCode }) => storeCode))).toEqual(new Set(['S001']))
  })

  test('purchasing sees none of it', async () => {
    const purchasing = await story.browser('hq.purchasing')
    expect(await purchasing.call('audit.entries', month)).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } })
  })

  test('without the right to see cost: no value, nothing reckoned from one, and no reason that tells of one', async () => {
    await changePolicy(hq, '稽核不看成本', (policy) => {
      policy.rights['cost.view'] = policy.rights['cost.view'].filter((role) => role !== 'auditor')
    })
    const blind = await story.browser('hq.auditor')
    const answers = await Promise.all([
      ...lists.map((name) => blind.must(name, month)),
      blind.must('audit.writeOffRate', month),
      blind.must('audit.spotChecks', { ...month, count: 50 }),
    ])
    const figures = /"(value|gain|loss|net|gross|share|writeOff|inbound|stock|rate|rateOfStock|valueFen)":(?!null)/
    for (const answer of answers) expect(JSON.stringify(answer)).not.toMatch(figures)
    const { papers } = await blind.must('audit.spotChecks', { ...month, count: 50 })
    expect(papers.flatMap(({ reasons }) => reasons.map(({ reason }) => reason))).not.toContain('nearLimit')
    expect((await blind.must('audit.adjustments', month)).rows.map(({ papers }) => papers)).toEqual([2, 1, 1])
  })
})

describe('spot checks', () => {
  const papers = async (asker: Browser) => (await asker.must('audit.spotChecks', { ...month, count: 20 })).papers

  test('just below the limit, agreed to in three seconds: first on the list, with its figures', async () => {
    const [first] = await papers(hq)
    expect(first).toMatchObject({ number: made.near, value: 1_848_000, score: 36, checked: null })
    expect(first?.reasons).toEqual([
      { reason: 'nearLimit', points: 25, valueFen: 18_480, fromFen: 20_000, level: 'regionManager' },
      { reason: 'quick', points: 10, seconds: 3 },
      { reason: 'value', points: 1, valueFen: 18_480 },
    ])
  })

  test('a lent right and an undone paper are there too, a mirror is not', async () => {
    const all = await papers(hq)
    const reasons = (number: string) => all.find((one) => one.number === number)?.reasons.map(({ reason }) => reason)
    expect(reasons(made.lent)).toContain('lent')
    // told by the trail and by the paper's own history, and one act all the same, as on the page of lent rights
    const lent = all.find((one) => one.number === made.lent)?.reasons.find(({ reason }) => reason === 'lent')
    expect(lent).toMatchObject({ acts: 1 })
    expect(reasons(made.undone)).toContain('reversed')
    expect(reasons(made.mirror)).toBeUndefined()
  })

  test('what was found is noted; a newer word counts; the trail knows', async () => {
    const [first] = await papers(hq)
    const documentId = first?.documentId as string
    await auditor.must('audit.noteSpotCheck', { documentId, finding: 'odd', note: '照片不是这批货' })
    story.clock.pass(1000)
    await auditor.must('audit.noteSpotCheck', { documentId, finding: 'fine', note: '' })
    const checked = (await papers(hq)).find((paper) => paper.documentId === documentId)?.checked
    expect(checked).toMatchObject({ finding: 'fine', note: '', userName: '总部稽核专员' })
    const told = await story.hub.database.read.all(
      `SELECT userId FROM trail WHERE operation = 'audit.noteSpotCheck' AND outcome = 'done' AND documentId = ?`,
      [documentId],
    )
    expect(told).toEqual([{ userId: 'hq.auditor' }, { userId: 'hq.auditor' }])
  })

  test('what is odd is said in words, and of a paper one may see', async () => {
    const documentId = (await papers(hq))[0]?.documentId as string
    const odd = { documentId, finding: 'odd' as const, note: ' ' }
    await refuses(story, () => hq.call('audit.noteSpotCheck', odd), 'INVALID_INPUT')
    const far = { documentId, finding: 'fine' as const, note: '' }
    await refuses(story, () => east.call('audit.noteSpotCheck', far), 'DOCUMENT_NOT_FOUND')
  })

  test('products written off are there to be counted', async () => {
    const { products } = await hq.must('audit.spotChecks', { ...month, count: 20 })
    expect(products.find(({ warehouseCode }) => warehouseCode === 'WS003')).toMatchObject({
      sku: crisps.sku,
      onHand: 120_000,
      changed: -80_000,
    })
  })
})

describe('who stands apart', () => {
  /** Papers as the hub holds them, of people who wrote off some forty yuan each, and one who wrote off seven hundred. */
  const invent = (userId: string, papers: number, value: number): Promise<void> =>
    story.hub.database.write(async (tx) => {
      const [paper] = await tx.all<Record<string, string | number | null>>(`SELECT * FROM document WHERE number = ?`, [
        made.writeOff,
      ])
      const columns = Object.keys(paper ?? {})
      for (let n = 0; n < papers; n += 1) {
        const own = { documentId: randomUUID(), number: `${userId}-${n}`, authorId: userId, value }
        const row: Record<string, string | number | null> = { ...paper, ...own }
        await tx.run(
          `INSERT INTO document (${columns.join()}) VALUES (${columns.map(() => '?').join()})`,
          columns.map((column) => row[column] ?? null),
        )
      }
    })

  test('is named with the median and how far off, for the store alone as well, and their papers are to be looked at', async () => {
    for (const [at, value] of [40_000, 42_000, 45_000, 47_000, 50_000, 52_000].entries())
      await invent(`usual.${at}`, 8, value)
    await invent('wild', 8, 900_000)
    const { rows } = await hq.must('audit.outliers', month)
    const wild = rows.find(({ userId, measure }) => userId === 'wild' && measure === 'adjustmentValue')
    expect(wild).toMatchObject({ kind: 'operator', storeCode: 'S001', value: 72_000, count: 8 })
    expect(wild?.timesPermille).toBeGreaterThan(3500)
    expect(wild?.median).toBeLessThan(5000)
    expect(rows.filter(({ userId }) => userId.startsWith('usual'))).toEqual([])
    expect((await hq.must('audit.outliers', { ...month, storeCode: 'S001' })).rows).toContainEqual(wild)
    expect((await hq.must('audit.outliers', { ...month, storeCode: 'S003' })).rows).not.toContainEqual(wild)
    const { papers } = await hq.must('audit.spotChecks', { ...month, count: 200 })
    const theirs = papers.filter(({ userId }) => userId === 'wild')
    expect(theirs).toHaveLength(8)
    expect(theirs[0]?.reasons).toContainEqual({ reason: 'outlier', points: 20, measures: ['adjustmentValue'] })
  })
})

test('what a PC tells of another store’s paper says nothing of that paper, and counts for nothing there', async () => {
  const enrolment = await enrolmentOf(other)
  const paper = await story.hub.database.read.one<{ documentId: string }>(
    'SELECT documentId FROM document WHERE number = ?',
    [made.undone],
  )
  const documentId = paper?.documentId as string
  const at = '2026-11-22T03:00:00.000Z'
  const own = { at, userId: 's003.clerk', outcome: 'done', documentId }
  const lines = [
    JSON.stringify({ ...own, operation: 'document.post', authorityId: 's003.manager' }),
    JSON.stringify({ ...own, operation: 'document.setLine', detail: {} }),
  ]
  const logId = randomUUID()
  const batch = { ...batchOf(enrolment, lines, { logId, prevHash: genesisHash(logId) }), kind: 'trail' }
  expect(await codeOfPush(story.hub, enrolment, batch)).toBe('OK')
  const { rows } = await hq.must('audit.overrides', { ...month, storeCode: 'S003' })
  expect(rows).toMatchObject([{ documentId, number: '', type: null, value: null }])
  const { papers } = await hq.must('audit.spotChecks', { ...month, count: 50 })
  const named = papers.find((one) => one.documentId === documentId)
  expect(JSON.stringify(named?.reasons ?? [])).not.toContain('lent')
})

test('a code keyed in counts as typed, the same code scanned as a scan', async () => {
  const counts = async () => {
    await story.sync()
    const { rows } = await hq.must('audit.entries', month)
    const { scans, typed } = rows.find(({ userId }) => userId === 's003.clerk') ?? { scans: 0, typed: 0 }
    return { scans, typed }
  }
  const before = await counts()
  await other.signIn('s003.clerk')
  const documentId = await draft(other, 'writeOff', broken, [])
  const enter = (source: string) => {
    const scan = { ...scanOf(pieceCode(crisps.sku)), source }
    return other.must('document.scan', { type: 'writeOff', documentId, scan })
  }
  for (const source of ['typed', 'serial:1', 'typed']) await enter(source)
  expect(await counts()).toEqual({ scans: before.scans + 1, typed: before.typed + 2 })
})
