/** The database file itself: refused unread when it is not safe, append-only where it must be, one writer at a time. */
import {
  closeSync,
  copyFileSync,
  mkdirSync,
  openSync,
  readFileSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import sqlite3 from 'sqlite3'
import type { EntitySchema } from 'typeorm'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { entitiesOf } from '../../src/database/entities'
import { migrationsOf } from '../../src/database/migrations'
import { Alarms1795910400004 } from '../../src/database/migrations/alarms'
import { Documents1795392000000 } from '../../src/database/migrations/documents'
import { OutsideAccounts1795824000000 } from '../../src/database/migrations/outsideAccounts'
import { TransferOrder1795428000000 } from '../../src/database/migrations/transferOrder'
import { type DatabaseKind, DatabaseRefused, openDatabase, openReadOnly } from '../../src/database/openDatabase'
import type { Database, Tx } from '../../src/database/unitOfWork'
import { chainHash, genesisHash } from '../../src/ledger/hashChain'
import { verifyLedger } from '../../src/ledger/verify'
import {
  enrol,
  openStore,
  order12,
  removeFolder,
  startHub,
  type TestHub,
  type TestStore,
  temporaryFolder,
} from '../support/world'

const folder = temporaryFolder()
afterAll(() => removeFolder(folder))

/** A tool of somebody else's: plain SQLite on the file, none of our code. */
const withTool = async (file: string, statements: readonly string[]): Promise<void> => {
  const connection = await new Promise<sqlite3.Database>((done, fail) => {
    const opened: sqlite3.Database = new sqlite3.Database(file, (error) => (error ? fail(error) : done(opened)))
  })
  for (const sql of statements) {
    await new Promise<void>((done, fail) => connection.exec(sql, (error) => (error ? fail(error) : done())))
  }
  await new Promise<void>((done) => connection.close(() => done()))
}

/** All rows of some tables, read by that same tool. */
const rowsWithTool = async (file: string, tables: readonly string[]): Promise<Record<string, unknown[]>> => {
  const connection = await new Promise<sqlite3.Database>((done, fail) => {
    const opened: sqlite3.Database = new sqlite3.Database(file, (error) => (error ? fail(error) : done(opened)))
  })
  const rows: Record<string, unknown[]> = {}
  for (const table of tables)
    rows[table] = await new Promise<unknown[]>((done, fail) =>
      connection.all(`SELECT * FROM ${table} ORDER BY 1, 2`, (error, found) => (error ? fail(error) : done(found))),
    )
  await new Promise<void>((done) => connection.close(() => done()))
  return rows
}

const refusalOf = async (kind: DatabaseKind, file: string): Promise<string> => {
  const outcome = await openDatabase(kind, file).catch((error: unknown) => error)
  if (outcome instanceof DatabaseRefused) return outcome.code
  if (outcome instanceof Error) throw outcome
  await (outcome as Database).close()
  return 'opened'
}

describe('a file that is not safe is refused and keeps every byte', () => {
  let good = ''
  beforeAll(async () => {
    good = join(folder, 'good.db')
    const database = await openDatabase('store', good)
    await database.write((tx) =>
      tx.insertRows(
        'region',
        Array.from({ length: 3000 }, (_, index) => ({ code: `R${index}`, name: `大区${index}` })),
      ),
    )
    await database.close()
  })

  const copied = (name: string): string => {
    const file = join(folder, name)
    copyFileSync(good, file)
    return file
  }
  const expectRefused = async (kind: DatabaseKind, file: string, code: string): Promise<void> => {
    const before = readFileSync(file)
    expect(await refusalOf(kind, file)).toBe(code)
    expect(readFileSync(file).equals(before)).toBe(true)
  }
  const overwrite = (file: string, at: number, bytes: Buffer): void => {
    const handle = openSync(file, 'r+')
    writeSync(handle, bytes, 0, bytes.length, at)
    closeSync(handle)
  }

  test('an untouched copy opens', async () => {
    expect(await refusalOf('store', copied('copy.db'))).toBe('opened')
  })

  test('bytes flipped in a page', async () => {
    const file = copied('flipped.db')
    const pages = readFileSync(file).length / 4096
    for (let page = 4; page < pages; page += 3) overwrite(file, page * 4096, Buffer.alloc(24, 0xa5))
    await expectRefused('store', file, 'DATABASE_DAMAGED')
  })

  test('the first page overwritten after its header', async () => {
    const file = copied('first-page.db')
    overwrite(file, 100, Buffer.alloc(400, 0xff))
    await expectRefused('store', file, 'DATABASE_DAMAGED')
  })

  test('cut off in the middle', async () => {
    const file = copied('short.db')
    truncateSync(file, 5 * 4096 + 100)
    await expectRefused('store', file, 'DATABASE_DAMAGED')
  })

  test('a garbage header, a text file, a file of zeros', async () => {
    const file = copied('header.db')
    overwrite(file, 0, Buffer.from('nonsense'))
    await expectRefused('store', file, 'DATABASE_DAMAGED')
    const text = join(folder, 'text.db')
    writeFileSync(text, '这不是数据库')
    await expectRefused('store', text, 'DATABASE_DAMAGED')
    const zeros = join(folder, 'zeros.db')
    writeFileSync(zeros, Buffer.alloc(8192))
    await expectRefused('store', zeros, 'DATABASE_DAMAGED')
  })

  test('another program’s SQLite file', async () => {
    const file = join(folder, 'foreign.db')
    await withTool(file, ['CREATE TABLE photos (id INTEGER)', 'INSERT INTO photos VALUES (1)'])
    await expectRefused('store', file, 'DATABASE_FOREIGN')
    await expectRefused('hub', file, 'DATABASE_FOREIGN')
  })

  test('the hub’s file opened as a store’s, and the other way round', async () => {
    const file = join(folder, 'hub-file.db')
    await (await openDatabase('hub', file)).close()
    await expectRefused('store', file, 'DATABASE_FOREIGN')
    await expectRefused('hub', copied('store-file.db'), 'DATABASE_FOREIGN')
  })

  test('a newer program’s schema', async () => {
    const file = copied('newer.db')
    await withTool(file, [`PRAGMA user_version = ${migrationsOf.store.length + 1}`])
    await expectRefused('store', file, 'DATABASE_NEWER')
  })

  test('a file where the folder should be', async () => {
    writeFileSync(join(folder, 'no-folder'), 'x')
    expect(await refusalOf('store', join(folder, 'no-folder', 'store.db'))).toBe('DATABASE_UNWRITABLE')
    expect(readFileSync(join(folder, 'no-folder'), 'utf8')).toBe('x')
  })

  test('an empty file is a new database', async () => {
    const file = join(folder, 'empty.db')
    writeFileSync(file, '')
    expect(await refusalOf('store', file)).toBe('opened')
  })

  test('the checker reads without writing a byte', async () => {
    const file = copied('checked.db')
    const before = readFileSync(file)
    const { read, close } = await openReadOnly(file)
    expect(await read.one('SELECT count(*) AS n FROM region')).toEqual({ n: 3000 })
    await expect(read.all(`INSERT INTO region VALUES ('X', 'x')`)).rejects.toThrow(/readonly/i)
    await close()
    expect(readFileSync(file).equals(before)).toBe(true)
  })
})

describe('migrations', () => {
  const columnsOf = async (database: Database, table: string) =>
    database.read.all<{ name: string; type: string; notnull: number; pk: number }>(`PRAGMA table_info(${table})`)
  const tablesOf = async (database: Database): Promise<string[]> =>
    (
      await database.read.all<{ name: string }>(
        `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'migrations' ORDER BY name`,
      )
    ).map(({ name }) => name)

  /** the operation log of the first version went into the trail */
  const ledgerTables = ['document', 'documentLine', 'event', 'log', 'meta', 'savedAnswer', 'stockBalance']
  const added: Record<string, string[]> = {
    Ledger: [...ledgerTables, 'stockMovement', 'trayEntry'],
    MasterData: [
      ...['barcode', 'category', 'policy', 'product', 'purchaseOrder', 'purchaseOrderLine', 'region', 'store'],
      ...['supplier', 'user', 'warehouse'],
    ],
    Store: ['credential', 'draftStep', 'labelJob', 'numberCounter', 'parkedItem', 'pullCursor', 'scan', 'signInGuard'],
    Hub: ['device', 'enrolmentCode', 'parkedEvent', 'session', 'streamHead', 'streamItem', 'userSecret'],
    Documents: ['attachment', 'documentStep', 'lot', 'recipe', 'transfer', 'transferLine', 'transferSettlement'],
    TransferOrder: [],
    OutsideAccounts: [],
    StandingSteps: [],
    Trail: ['trail'],
    HubSignIn: [],
    Alarms: ['alarm'],
    StoreSignIn: [],
    Users: ['userRole'],
    HubUsers: ['userChange', 'userRole'],
    Devices: ['deviceAbout', 'recoveryCode'],
    Audit: ['spotCheck'],
    EntryCounts: ['entryCount'],
    Barcodes: [],
    HubTries: ['provenAtPc', 'signInPace', 'signInTries'],
    Stocktakes: ['stocktake', 'stocktakeLine', 'stocktakeProduct', 'stocktakeRecount', 'stocktakeZone'],
    RowLines: [],
    CountArrivals: ['countArrival'],
    HubCountArrivals: ['countArrival'],
    CountedSince: [],
    HubCountedSince: [],
    CountSheets: ['countFile', 'countSheet', 'countSheetPrint'],
    PaperPrints: ['paperPrint'],
    CodeRequests: ['codeAnswer', 'codeQuestion'],
    HubStocktakes: ['stocktake', 'stocktakeLine', 'stocktakeProduct', 'stocktakeRecount', 'stocktakeZone'],
    StocktakesTold: [],
    RecountsWaived: [],
    PriceChanges: ['priceChangeHeard'],
    HubPriceChanges: ['priceChange', 'priceChangeLine', 'priceChangeStore'],
    ChainTemplates: ['hqLabelTemplate'],
    HubChainTemplates: [...['chainTemplate', 'chainTemplateHeard', 'chainTemplatePublication', 'chainTemplateVersion']],
    HubLabelsPrintedAt: [],
    LabelQueue: ['labelPrint'],
    LabelAbout: [],
    PullEpochs: [],
    HubStarts: ['hubStart', 'hubTold'],
    LabelTemplates: ['labelTemplate'],
    StocktakeTasks: ['stocktakeTask'],
    HubStocktakeTasks: ['stocktakeSchedule', 'stocktakeTask'],
  }
  /** HQ writes papers too since then: it counts numbers and keeps the steps of its drafts, and who changed the policy */
  const addedBy = (name: string, kind: DatabaseKind): string[] => [
    ...(added[name] as string[]),
    ...(name === 'Documents' && kind === 'hub' ? ['draftStep', 'numberCounter', 'policyChange'] : []),
  ]

  afterEach(() => vi.restoreAllMocks())

  /** A power cut in migration N: what came before it stays, itself leaves nothing, and the next start goes on. */
  const cases = (['store', 'hub'] as const).flatMap((kind) =>
    migrationsOf[kind].map((migration, index) => [kind, migration.name.replace(/\d+$/, ''), index] as const),
  )
  test.each(cases)(
    '%s, %s: a file of the version before keeps its rows and gets the new tables',
    async (kind, name, index) => {
      const file = join(folder, `${kind}-${index}.db`)
      const { prototype } = migrationsOf[kind][index] as (typeof migrationsOf)[typeof kind][number]
      vi.spyOn(prototype, 'up').mockRejectedValueOnce(new Error('power cut'))
      await expect(openDatabase(kind, file)).rejects.toThrow('power cut')
      if (index > 0) await withTool(file, [`INSERT INTO meta VALUES ('before', '"kept"')`])
      if (index > 1) await withTool(file, [`INSERT INTO region VALUES ('R-E', '华东大区')`])

      const database = await openDatabase(kind, file)
      const tables = await tablesOf(database)
      for (const table of addedBy(name, kind)) expect(tables).toContain(table)
      const names = migrationsOf[kind].map((migration) => migration.name.replace(/\d+$/, ''))
      expect(tables).toEqual(names.flatMap((each) => addedBy(each, kind)).sort())
      if (index > 0)
        expect(await database.read.one(`SELECT value FROM meta WHERE key = 'before'`)).toEqual({ value: '"kept"' })
      if (index > 1) expect(await database.read.all('SELECT code FROM region')).toEqual([{ code: 'R-E' }])
      expect(await database.read.one('PRAGMA user_version')).toEqual({ user_version: migrationsOf[kind].length })
      expect(await database.read.all('PRAGMA foreign_key_check')).toEqual([])
      await database.close()
    },
  )

  test.each(['store', 'hub'] as const)('%s: no migration runs twice, and none goes back', async (kind) => {
    const file = join(folder, `${kind}-twice.db`)
    await (await openDatabase(kind, file)).close()
    const again = await openDatabase(kind, file)
    expect(await again.read.one('SELECT count(*) AS n FROM migrations')).toEqual({ n: migrationsOf[kind].length })
    await again.close()
    for (const Migration of migrationsOf[kind]) await expect(new Migration().down()).rejects.toThrow(/down/)
  })

  test.each(['store', 'hub'] as const)('%s: the entities and the migrated columns are the same', async (kind) => {
    const database = await openDatabase(kind, join(folder, `${kind}-entities.db`))
    for (const entity of entitiesOf[kind] as EntitySchema[]) {
      const { tableName, columns } = entity.options
      const declared = Object.entries(columns)
        .map(([name, column]) => [
          name,
          String(column?.type).toUpperCase(),
          column?.nullable === true,
          column?.primary === true,
        ])
        .sort()
      const migrated = (await columnsOf(database, tableName as string))
        .map(({ name, type, notnull, pk }) => [name, type, notnull === 0 && pk === 0, pk > 0])
        .sort()
      expect([tableName, declared]).toEqual([tableName, migrated])
    }
    await database.close()
  })

  test('every table is STRICT', async () => {
    for (const kind of ['store', 'hub'] as const) {
      const database = await openDatabase(kind, join(folder, `${kind}-strict.db`))
      const loose = await database.read.all(
        `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0
           AND name NOT LIKE 'sqlite_%' AND name <> 'migrations'`,
      )
      expect(loose).toEqual([])
      await database.close()
    }
  })
})

describe('accounts outside our walls are summed beyond the bounds of a shelf', () => {
  const at = '2026-11-21T08:00:00.000Z'
  const rows = [
    ['inTransit:T-1', 0, 0],
    ['stock:WS001', 1_000_000_000_000, 999_999_999_999],
    ['supplier', -1_000_000_000_000, -999_999_999_999],
  ] as const
  const row = ([account, onHand, value]: readonly [string, number, number]) => ({
    ...{ account, sku: 'A', lot: '', onHand, allocated: 0, value, movedAt: at },
  })

  test.each(['store', 'hub'] as const)('%s: balances stay, and each kind of account has its bound', async (kind) => {
    const file = join(folder, `${kind}-balances.db`)
    vi.spyOn(OutsideAccounts1795824000000.prototype, 'up').mockRejectedValueOnce(new Error('not yet'))
    await expect(openDatabase(kind, file)).rejects.toThrow('not yet')
    const inserts = rows.map(
      ([account, onHand, value]) =>
        `INSERT INTO stockBalance (account, sku, lot, onHand, allocated, value, movedAt)
         VALUES ('${account}', 'A', '', ${onHand}, 0, ${value}, '${at}')`,
    )
    await withTool(file, inserts)

    const database = await openDatabase(kind, file)
    const balances = () => database.read.all('SELECT * FROM stockBalance ORDER BY account')
    expect(await balances()).toEqual(rows.map(row))
    const add = (account: string, onHand: number, value: number) =>
      database.write((tx) =>
        tx.run('UPDATE stockBalance SET onHand = onHand + ?, value = value + ? WHERE account = ?', [
          onHand,
          value,
          account,
        ]),
      )
    for (const [account] of rows.slice(0, 2)) {
      await expect(add(account, 1_000_000_000_001, 0)).rejects.toThrow(/CHECK/)
      await expect(add(account, 0, 1_000_000_000_001)).rejects.toThrow(/CHECK/)
    }
    await add('supplier', -8_999_000_000_000_000, -8_999_000_000_000_000)
    await expect(add('supplier', -1, 0)).rejects.toThrow(/CHECK/)
    await expect(add('supplier', 0, -2)).rejects.toThrow(/CHECK/)
    expect((await balances())[2]).toEqual(row(['supplier', -9_000_000_000_000_000, -8_999_999_999_999_999]))

    const indexes = await database.read.all<{ name: string }>(
      `SELECT name FROM sqlite_schema WHERE type = 'index' AND name IN ('stockBalanceSku', 'streamItemKey') ORDER BY 1`,
    )
    expect(indexes.map(({ name }) => name)).toEqual(
      kind === 'hub' ? ['stockBalanceSku', 'streamItemKey'] : ['stockBalanceSku'],
    )
    expect(await database.read.all(`SELECT name FROM sqlite_schema WHERE name LIKE 'new%'`)).toEqual([])
    await database.close()
  })
})

describe('people from before they had several roles', () => {
  test.each(['store', 'hub'] as const)(
    '%s: each keeps the one role they had, over the same branch, for good',
    async (kind) => {
      const file = join(folder, `${kind}-people.db`)
      const Users = migrationsOf[kind].find(({ name }) =>
        name.includes('Users'),
      ) as (typeof migrationsOf)['hub'][number]
      vi.spyOn(Users.prototype, 'up').mockRejectedValueOnce(new Error('not yet'))
      await expect(openDatabase(kind, file)).rejects.toThrow('not yet')
      await withTool(file, [
        `INSERT INTO user VALUES ('s001.lin', '店员小林', 'Clerk Lin', 'clerk', 'store', 'S001', 3, 1)`,
        `INSERT INTO user VALUES ('hq.admin', '系统管理员', 'Administrator', 'admin', 'chain', '', 1, 0)`,
      ])
      const database = await openDatabase(kind, file)
      expect(await database.read.all('SELECT * FROM user ORDER BY id')).toEqual([
        { id: 'hq.admin', name: '系统管理员', nameEn: 'Administrator', pinVersion: 1, active: 0 },
        { id: 's001.lin', name: '店员小林', nameEn: 'Clerk Lin', pinVersion: 3, active: 1 },
      ])
      const always = { validFrom: '', validUntil: '' }
      expect(await database.read.all('SELECT * FROM userRole ORDER BY userId')).toEqual([
        { userId: 'hq.admin', role: 'admin', scopeKind: 'chain', scopeCode: '', ...always },
        { userId: 's001.lin', role: 'clerk', scopeKind: 'store', scopeCode: 'S001', ...always },
      ])
      await database.close()
    },
  )
})

describe('events parked before there were alarms', () => {
  test('raise one each; an alarm is raised once while it is open, and stays as it was closed', async () => {
    const file = join(folder, 'hub-alarms.db')
    vi.spyOn(Alarms1795910400004.prototype, 'up').mockRejectedValueOnce(new Error('not yet'))
    await expect(openDatabase('hub', file)).rejects.toThrow('not yet')
    const at = '2026-11-21T08:00:00.000Z'
    await withTool(file, [
      `INSERT INTO device (deviceId, storeCode, letter, publicKey, tokenHash, state, enrolledAt)
       VALUES ('pc', 'S001', 'A', 'key', 'hash', 'active', '${at}')`,
      `INSERT INTO log (logId, deviceId, headSeq, headHash, ackedSeq) VALUES ('log', 'pc', 7, 'h', 7)`,
      ...[3, 5].map(
        (seq) => `INSERT INTO parkedEvent (logId, seq, reason, at) VALUES ('log', ${seq}, 'why "not"', '${at}')`,
      ),
    ])
    const database = await openDatabase('hub', file)
    const alarms = await database.read.all<{ alarmId: string; detail: string }>('SELECT * FROM alarm ORDER BY seq')
    const shared = {
      at,
      lastAt: at,
      kind: 'eventParked',
      storeCode: 'S001',
      deviceId: 'pc',
      logId: 'log',
      state: 'open',
    }
    expect(alarms).toMatchObject([
      { ...shared, seq: 3, about: 'log/3' },
      { ...shared, seq: 5, about: 'log/5' },
    ])
    for (const { alarmId, detail } of alarms) {
      expect(alarmId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/)
      expect(JSON.parse(detail)).toEqual({ ground: 'other', reason: 'why "not"' })
    }
    expect(await database.read.one('SELECT usersHeardAt, policyHeardAt, caughtUpAt FROM device')).toEqual({
      usersHeardAt: null,
      policyHeardAt: null,
      caughtUpAt: null,
    })
    await database.close()
  })
})

describe('transfers from before their papers were named', () => {
  const at = '2026-11-21T08:00:00.000Z'
  const logId = '00000000-0000-4000-8000-0000000000bb'
  const values = (row: Record<string, string | number | null>): string =>
    `(${Object.keys(row).join(', ')}) VALUES (${Object.values(row)
      .map((one) => (typeof one === 'string' ? `'${one}'` : `${one}`))
      .join(', ')})`
  const transfer = (transferId: string, note: string, calledOff: number): string =>
    `INSERT INTO transfer ${values({
      ...{ transferId, number: transferId, kind: 'transfer', state: 'awaitingDispatch', fromWarehouseCode: 'WS001' },
      ...{ fromStoreCode: 'S001', toWarehouseCode: 'WS002', toStoreCode: 'S002', requestId: '', requestNumber: '' },
      ...{ authorisationNumber: '', dueDate: '', note, createdByName: '总部', createdAt: at, dispatchesPosted: 1 },
      ...{ receiptsPosted: 0, calledOff },
    })}`
  const line = (transferId: string, sentQuantity: number): string =>
    `INSERT INTO transferLine ${values({
      ...{ transferId, lineNo: 1, sku: 'A', askedQuantity: 10_000, approvedQuantity: 10_000, sentQuantity },
      ...{
        receivedQuantity: 0,
        damagedQuantity: 0,
        settledQuantity: 0,
        reshipQuantity: 0,
        unitCost: 1,
        openValue: 0,
        lots: '[]',
      },
    })}`
  const paper = (documentId: string, sourceId: string, seq: number, closesSource: number): string =>
    `INSERT INTO document ${values({
      ...{ documentId, type: 'transferDispatch', number: documentId, state: 'posted', version: 2, round: 0 },
      ...{ writtenAt: 'store', storeCode: 'S001', warehouseCode: 'WS001', toWarehouseCode: 'WS002' },
      ...{ toCondition: 'stock', counterpartyCode: '', sourceId, sourceNumber: '', reference: '', reasonCode: '' },
      ...{ settlement: '', dueDate: '', note: '', refusal: '', policyVersion: 1, authorId: 's001.lin', holderId: '' },
      ...{ blind: 0, closesSource, reversalOf: '', contentHash: '', createdAt: at, postedAt: at, logId, seq },
    })}`

  test.each(['store', 'hub'] as const)('%s: what HQ knows is named, closed and called off stay so', async (kind) => {
    const file = join(folder, `${kind}-transfers.db`)
    vi.spyOn(TransferOrder1795428000000.prototype, 'up').mockRejectedValueOnce(new Error('not yet'))
    await expect(openDatabase(kind, file)).rejects.toThrow('not yet')
    await withTool(file, [
      `INSERT INTO log ${values({ logId, deviceId: 'PC-1', headSeq: 3, headHash: '', ackedSeq: 2 })}`,
      ...[transfer('open', '原话', 0), line('open', 3000), paper('told', 'open', 1, 0), paper('untold', 'open', 3, 0)],
      ...[transfer('closed', '', 0), line('closed', 6000), paper('closing', 'closed', 2, 1)],
      ...[transfer('calledOff', '不送了', 1), line('calledOff', 4000)],
    ])
    const database = await openDatabase(kind, file)
    const rows = await database.read.all(
      `SELECT t.transferId, papers, note, calledOffReason, droppedQuantity, sentQuantity
       FROM transfer t JOIN transferLine l ON l.transferId = t.transferId ORDER BY 1`,
    )
    expect(rows).toEqual([
      {
        ...{ transferId: 'calledOff', papers: '[]', note: '', calledOffReason: '不送了' },
        ...{ droppedQuantity: 10_000, sentQuantity: 4000 },
      },
      {
        ...{ transferId: 'closed', papers: '["closing"]', note: '', calledOffReason: '' },
        ...{ droppedQuantity: 4000, sentQuantity: 6000 },
      },
      {
        ...{ transferId: 'open', papers: '["told"]', note: '原话', calledOffReason: '' },
        ...{ droppedQuantity: 0, sentQuantity: 3000 },
      },
    ])
    await database.close()
  })
})

describe('documents of the first version carried over to the many types', () => {
  const at = '2026-11-21T08:00:00.000Z'
  const logId = '00000000-0000-4000-8000-0000000000aa'
  const [draftId, postedId, voidId] = ['d-draft', 'd-posted', 'd-void'] as const
  const movement = {
    ...{ line: 1, sku: 'A', lot: '', fromAccount: 'supplier', toAccount: 'stock:WS001', quantity: 2500 },
    ...{ unitCost: 12_345, value: 30_863, kind: 'goodsReceipt' },
  }
  const said = { documentId: postedId, postedById: 's001.manager', occurredAt: at }
  const payload = JSON.stringify({ type: 'goodsReceipt.posted', ...said, movements: [movement] })
  const hash = chainHash(genesisHash(logId), payload)

  const text = (value: string | number | null): string => (typeof value === 'string' ? `'${value}'` : `${value}`)
  const insert = (table: string, row: Record<string, string | number | null>): string =>
    `INSERT INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${Object.values(row).map(text).join(', ')})`
  const paper = (documentId: string, number: string, change: Record<string, string | number | null>) =>
    insert('document', {
      ...{ documentId, type: 'goodsReceipt', number, state: 'draft', version: 1, storeCode: 'S001' },
      ...{ warehouseCode: 'WS001', supplierCode: 'GY001', orderId: `order of ${documentId}`, orderNumber: 'CGDD-1' },
      ...{ deliveryNote: 'SH-1', dueDate: '2026-11-22', policyVersion: 1, authorId: 's001.lin', postedById: null },
      ...{ createdAt: at, occurredAt: null, postedAt: null, logId: null, seq: null, note: '', ...change },
    })
  const lineOf = (documentId: string, lineNo: number, sku: string, receivedQuantity: number): string =>
    insert('documentLine', {
      ...{ documentId, lineNo, sku, expectedQuantity: 12_000, receivedQuantity, unitCost: 12_345 },
      ...{ unplanned: lineNo === 2 ? 1 : 0, touchedAt: 0 },
    })
  const tray = (trayId: string, documentId: string, state: string): string =>
    insert('trayEntry', {
      ...{ trayId, documentId, text: 'NOBODY-KNOWS', reason: 'unknown', sku: null, quantity: 0, scans: 1 },
      ...{ state, decision: state === 'open' ? '' : '不收', scannedAt: at },
    })
  const stepOf = (stepNo: number, change: number, place: { lineNo?: number; trayId?: string; undoes?: number }) =>
    insert('draftStep', {
      ...{ documentId: draftId, stepNo, kind: place.undoes ? 'undo' : 'scan', scanId: `scan-${stepNo}` },
      ...{ lineNo: place.lineNo ?? null, trayId: place.trayId ?? null, change, undoes: place.undoes ?? null },
      ...{ userId: 's001.lin', recordedAt: at },
    })

  const posting = [
    insert('log', { logId, deviceId: 'PC-1', headSeq: 1, headHash: hash, ackedSeq: 1 }),
    insert('event', { logId, seq: 1, prevHash: genesisHash(logId), hash, payload, recordedAt: at }),
    ...[
      paper(postedId, 'CGRK-S001-261121-A0001', {
        ...{ state: 'posted', version: 7, postedById: 's001.manager', occurredAt: at, postedAt: at, logId, seq: 1 },
      }),
      lineOf(postedId, 1, 'A', 2500),
      lineOf(postedId, 2, 'B', 0),
      tray('t-posted', postedId, 'setAside'),
    ],
    insert('stockMovement', {
      ...movement,
      ...{ logId, seq: 1, documentId: postedId, occurredAt: at, recordedAt: at, userId: 's001.manager' },
    }),
    ...[1, -1].map((sign) =>
      insert('stockBalance', {
        ...{ account: sign === 1 ? 'stock:WS001' : 'supplier', sku: 'A', lot: '', allocated: 0, movedAt: at },
        ...{ onHand: sign * 2500, value: sign * 30_863 },
      }),
    ),
  ]
  const drafts = [
    ...[paper(draftId, 'CGRK-S001-261121-A0002', {}), lineOf(draftId, 1, 'A', 0), lineOf(draftId, 2, 'B', 0)],
    tray('t-open', draftId, 'open'),
    ...[stepOf(2, 1000, { lineNo: 1 }), stepOf(3, 2000, { lineNo: 1 }), stepOf(4, 0, { trayId: 't-open' })],
    ...[stepOf(5, -2000, { lineNo: 1, undoes: 3 })],
    insert('scan', {
      ...{ scanId: 'scan-2', documentId: draftId, source: 'wedge', raw: 'A', rule: 'text', outcome: 'firstOfLine' },
      ...{ sku: 'A', packName: '', quantity: 1000, userId: 's001.lin', scannedAt: at, recordedAt: at },
    }),
    ...[paper(voidId, 'CGRK-S001-261121-A0003', { version: 2 }), lineOf(voidId, 1, 'C', 4000)],
    `UPDATE document SET state = 'cancelled', note = '开错了' WHERE documentId = '${voidId}'`,
  ]

  const databases = {} as Record<DatabaseKind, Database>
  const before = {} as Record<DatabaseKind, Record<string, unknown[]>>

  beforeAll(async () => {
    for (const kind of ['store', 'hub'] as const) {
      const file = join(folder, `${kind}-first-version.db`)
      vi.spyOn(Documents1795392000000.prototype, 'up').mockRejectedValueOnce(new Error('not yet'))
      await expect(openDatabase(kind, file)).rejects.toThrow('not yet')
      await withTool(file, [...posting, ...(kind === 'store' ? drafts : [])])
      before[kind] = await rowsWithTool(
        file,
        kind === 'store' ? ['event', 'log', 'scan', 'stockMovement'] : ['event', 'log', 'stockMovement'],
      )
      databases[kind] = await openDatabase(kind, file)
    }
  })
  afterAll(async () => {
    for (const database of Object.values(databases)) await database.close()
  })

  const sides = ['store', 'hub'] as const
  const documentRow = (documentId: string, number: string, change: object) => ({
    ...{ documentId, type: 'goodsReceipt', number, state: 'draft', version: 1, round: 0, writtenAt: 'store' },
    ...{ storeCode: 'S001', warehouseCode: 'WS001', toWarehouseCode: '', toCondition: 'stock' },
    ...{ counterpartyCode: 'GY001', sourceId: `order of ${documentId}`, sourceNumber: 'CGDD-1', reference: 'SH-1' },
    ...{ reasonCode: '', settlement: '', dueDate: '2026-11-22', note: '', refusal: '', policyVersion: 1 },
    ...{ authorId: 's001.lin', submittedById: null, postedById: null, holderId: '', blind: 0, closesSource: 0 },
    ...{ reversalOf: '', contentHash: '', pendingLevel: null, value: null, createdAt: at, submittedAt: null },
    ...{ occurredAt: null, postedAt: null, logId: null, seq: null },
    ...change,
  })
  const lineRow = (documentId: string, lineNo: number, sku: string, change: object = {}) => ({
    ...{ documentId, lineNo, sku, lot: '', expiryDate: '', expectedQuantity: 12_000, quantity: 0, damagedQuantity: 0 },
    ...{ rejectedQuantity: 0, freeQuantity: 0, unitCost: 12_345, unplanned: lineNo === 2 ? 1 : 0, role: '' },
    ...{ condition: 'stock', splitOf: 0, note: '', touchedAt: 0, fromSeq: 0, atSeq: 0 },
    ...change,
  })
  const posted = documentRow(postedId, 'CGRK-S001-261121-A0001', {
    ...{ state: 'posted', version: 7, postedById: 's001.manager', value: 30_863, occurredAt: at, postedAt: at },
    ...{ logId, seq: 1 },
  })

  test('headers, in the words of every type', async () => {
    const all = (kind: DatabaseKind) => databases[kind].read.all('SELECT * FROM document ORDER BY documentId')
    expect(await all('hub')).toEqual([posted])
    expect(await all('store')).toEqual([
      documentRow(draftId, 'CGRK-S001-261121-A0002', { version: 5 }),
      posted,
      documentRow(voidId, 'CGRK-S001-261121-A0003', { state: 'cancelled', version: 2, note: '开错了' }),
    ])
  })

  test('lines with what was received, and the tray with what was decided', async () => {
    const lines = (kind: DatabaseKind) =>
      databases[kind].read.all('SELECT * FROM documentLine ORDER BY documentId, lineNo')
    const ofPosted = [lineRow(postedId, 1, 'A', { quantity: 2500 }), lineRow(postedId, 2, 'B')]
    expect(await lines('hub')).toEqual(ofPosted)
    expect(await lines('store')).toEqual([
      lineRow(draftId, 1, 'A', { quantity: 1000, touchedAt: 5 }),
      lineRow(draftId, 2, 'B'),
      ...ofPosted,
      lineRow(voidId, 1, 'C', { quantity: 4000 }),
    ])
    const trays = await databases.store.read.all('SELECT trayId, documentId, state, decision FROM trayEntry ORDER BY 1')
    expect(trays).toEqual([
      { trayId: 't-open', documentId: draftId, state: 'open', decision: '' },
      { trayId: 't-posted', documentId: postedId, state: 'setAside', decision: '不收' },
    ])
  })

  test('the history of the draft, and one step for the posting', async () => {
    const steps = await databases.store.read.all(
      'SELECT stepNo, kind, field, scanId, lineNo, trayId, change, undoes FROM draftStep WHERE documentId = ? ORDER BY 1',
      [draftId],
    )
    const scan = { kind: 'scan', field: 'quantity', lineNo: 1, trayId: null, undoes: null }
    expect(steps).toEqual([
      { ...scan, stepNo: 2, scanId: 'scan-2', change: 1000 },
      { ...scan, stepNo: 3, scanId: 'scan-3', change: 2000 },
      { ...scan, stepNo: 4, scanId: 'scan-4', lineNo: null, trayId: 't-open', change: 0 },
      { ...scan, stepNo: 5, scanId: 'scan-5', kind: 'undo', change: -2000, undoes: 3 },
    ])
    for (const kind of sides)
      expect(await databases[kind].read.all('SELECT * FROM documentStep')).toEqual([
        {
          ...{ documentId: postedId, stepNo: 1, step: 'posted', level: '', decision: '', contentHash: '' },
          ...{ userId: 's001.manager', userName: '', authorityId: '', reason: '', at, logId, seq: 1 },
        },
      ])
  })

  test('events, movements and scans byte for byte, and a ledger that verifies', async () => {
    for (const kind of sides) {
      for (const [table, rows] of Object.entries(before[kind]))
        expect(await databases[kind].read.all(`SELECT * FROM ${table} ORDER BY 1, 2`)).toEqual(
          table === 'log' ? (rows as object[]).map((row) => ({ ...row, kind: 'ledger' })) : rows,
        )
      expect(await databases[kind].read.all('PRAGMA foreign_key_check')).toEqual([])
      expect(await verifyLedger(databases[kind].read)).toMatchObject({ problems: [], checked: { events: 1 } })
    }
  })

  test('no table of the way there is left, and no trigger of the old shape', async () => {
    for (const kind of sides) {
      const names = await databases[kind].read.all<{ name: string; sql: string | null }>(
        `SELECT name, sql FROM sqlite_schema`,
      )
      expect(names.filter(({ name }) => /^new|^kept/.test(name))).toEqual([])
      expect(names.filter(({ sql }) => /newDocument|newTrayEntry|newStockMovement|keptStep/.test(sql ?? ''))).toEqual(
        [],
      )
    }
  })

  test.each([
    ['the posted header', `UPDATE document SET note = 'changed' WHERE documentId = '${postedId}'`],
    ['the posted header, replaced', `REPLACE INTO document SELECT * FROM document WHERE documentId = '${postedId}'`],
    ['the posted header, away', `DELETE FROM document WHERE documentId = '${postedId}'`],
    ['a posted line', `UPDATE documentLine SET quantity = 1 WHERE documentId = '${postedId}'`],
    ['a posted line, away', `DELETE FROM documentLine WHERE documentId = '${postedId}'`],
    [
      'a posted line, replaced',
      `REPLACE INTO documentLine SELECT * FROM documentLine WHERE documentId = '${postedId}'`,
    ],
    [
      'a line more',
      `INSERT INTO documentLine SELECT documentId, 99, sku, lot, expiryDate, 0, 1, 0, 0, 0, 1, 0, role, condition, 0, '', 0, 0, 0
         FROM documentLine WHERE documentId = '${postedId}' AND lineNo = 1`,
    ],
    ['a decision', `UPDATE trayEntry SET decision = '收' WHERE documentId = '${postedId}'`],
    ['a decision, away', `DELETE FROM trayEntry WHERE documentId = '${postedId}'`],
    [
      'an odd code more',
      `INSERT INTO trayEntry VALUES ('t-late', '${postedId}', 'X', 'unknown', NULL, 0, 1, 'open', '', '${at}', '')`,
    ],
    ['a movement', 'UPDATE stockMovement SET quantity = 1'],
    ['a movement, away', 'DELETE FROM stockMovement'],
    ['a movement, replaced', 'REPLACE INTO stockMovement SELECT * FROM stockMovement'],
    ['a step', `UPDATE documentStep SET userId = 'ghost'`],
    ['a step, away', 'DELETE FROM documentStep'],
    ['a step, replaced', 'REPLACE INTO documentStep SELECT * FROM documentStep'],
  ])('what was posted before stays as it was: %s', async (_what, sql) => {
    for (const kind of sides)
      await expect(databases[kind].write((tx) => tx.run(sql))).rejects.toThrow(/never|nothing is added|append-only/)
  })

  test.each([
    ['its header', `UPDATE document SET note = 'alive' WHERE documentId = '${voidId}'`],
    ['its state', `UPDATE document SET state = 'draft' WHERE documentId = '${voidId}'`],
    ['its line', `UPDATE documentLine SET quantity = 1 WHERE documentId = '${voidId}'`],
    ['its line, away', `DELETE FROM documentLine WHERE documentId = '${voidId}'`],
    ['a step of a draft', 'UPDATE draftStep SET change = 1'],
    ['a step of a draft, away', 'DELETE FROM draftStep'],
    ['a step of a draft, replaced', 'REPLACE INTO draftStep SELECT * FROM draftStep'],
    ['a scan', `UPDATE scan SET raw = 'B'`],
  ])('what was voided, scanned and undone before stays as it was: %s', async (_what, sql) => {
    await expect(databases.store.write((tx) => tx.run(sql))).rejects.toThrow(/never|append-only/)
  })

  test('the draft goes on: a step folds into its line, of whichever quantity it speaks', async () => {
    await databases.store.write(async (tx) => {
      for (const [stepNo, field, change] of [
        [6, 'quantity', 4000],
        [7, 'damaged', 1000],
        [8, 'rejected', 2000],
        [9, 'free', 500],
      ])
        await tx.run(
          `INSERT INTO draftStep (documentId, stepNo, kind, field, lineNo, change, userId, recordedAt)
             VALUES (?, ?, 'adjust', ?, 2, ?, 's001.lin', ?)`,
          [draftId, stepNo as number, field as string, change as number, at],
        )
    })
    const { read } = databases.store
    expect(await read.one('SELECT * FROM documentLine WHERE documentId = ? AND lineNo = 2', [draftId])).toEqual(
      lineRow(draftId, 2, 'B', {
        ...{ quantity: 4000, damagedQuantity: 1000, rejectedQuantity: 2000, freeQuantity: 500, touchedAt: 9 },
      }),
    )
    expect(await read.one('SELECT version FROM document WHERE documentId = ?', [draftId])).toEqual({ version: 9 })
  })
})

describe('the connections', () => {
  let database: Database
  beforeAll(async () => {
    database = await openDatabase('store', join(folder, 'connections.db'))
  })
  afterAll(() => database.close())

  const pragma = (name: string) => database.write((tx) => tx.one(`PRAGMA ${name}`))

  test('the writer is set up for power cuts and against tampering', async () => {
    expect(await pragma('synchronous')).toEqual({ synchronous: 2 })
    expect(await pragma('journal_mode')).toEqual({ journal_mode: 'wal' })
    expect(await pragma('recursive_triggers')).toEqual({ recursive_triggers: 1 })
    expect(await pragma('foreign_keys')).toEqual({ foreign_keys: 1 })
    expect(await pragma('cell_size_check')).toEqual({ cell_size_check: 1 })
    expect(await pragma('trusted_schema')).toEqual({ trusted_schema: 0 })
  })

  test('the reader cannot write', async () => {
    await expect(database.read.all(`INSERT INTO region VALUES ('X', 'x')`)).rejects.toThrow(/readonly/i)
    await expect(database.read.manager.query(`DELETE FROM meta`)).rejects.toThrow(/readonly/i)
  })

  test('the reader sees nothing of a write that did not commit', async () => {
    let seen: unknown[] = ['not asked']
    await database.write(async (tx) => {
      await tx.run(`INSERT INTO region VALUES ('R1', 'one')`)
      seen = await database.read.all(`SELECT code FROM region`)
    })
    expect(seen).toEqual([])
    expect(await database.read.all(`SELECT code FROM region`)).toEqual([{ code: 'R1' }])
  })

  test('fifty writes at once, ten of which fail: exactly the forty are there', async () => {
    const fails = (index: number): boolean => index % 5 === 3
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) =>
        database.write(async (tx) => {
          await tx.run('INSERT INTO category VALUES (?, ?, NULL)', [`C${index}`, 'first row'])
          await new Promise((done) => setTimeout(done, index % 4))
          await tx.insertRows('supplier', [{ code: `C${index}`, name: 'second row', contact: '', phone: '' }])
          if (fails(index)) throw new Error(`planned ${index}`)
          return index
        }),
      ),
    )
    expect(outcomes.map(({ status }) => status)).toEqual(
      Array.from({ length: 50 }, (_, index) => (fails(index) ? 'rejected' : 'fulfilled')),
    )
    const wanted = Array.from({ length: 50 }, (_, index) => index)
      .filter((index) => !fails(index))
      .map((index) => ({ code: `C${index}` }))
    expect(await database.read.all('SELECT code FROM category ORDER BY CAST(substr(code, 2) AS INTEGER)')).toEqual(
      wanted,
    )
    expect(await database.read.all('SELECT code FROM supplier ORDER BY CAST(substr(code, 2) AS INTEGER)')).toEqual(
      wanted,
    )
  })

  test('writes happen in the order of asking', async () => {
    const order: number[] = []
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        database.write(async () => {
          await new Promise((done) => setTimeout(done, (20 - index) % 5))
          order.push(index)
        }),
      ),
    )
    expect(order).toEqual(Array.from({ length: 20 }, (_, index) => index))
  })

  test('a write inside a write is refused instead of waiting for itself', async () => {
    await expect(database.write(() => database.write(async () => undefined))).rejects.toThrow(/write inside a write/)
    expect(await database.write(async () => 'still works')).toBe('still works')
  })

  test('a transaction cannot be used after its end', async () => {
    let kept: Tx | undefined
    await database.write(async (tx) => {
      kept = tx
    })
    const late = async () => kept?.run(`INSERT INTO region VALUES ('LATE', 'late')`)
    await expect(late()).rejects.toThrow(/after its end/)
  })

  test('TypeORM cannot open a transaction of its own on the writer', async () => {
    await expect(database.write((tx) => tx.manager.transaction(async () => undefined))).rejects.toThrow(/unitOfWork/)
  })

  test('what waits for the commit runs after it, and never after a rollback', async () => {
    const seen: string[] = []
    await database.write(async (tx) => {
      tx.afterCommit(() => seen.push('after commit'))
      await tx.run(`INSERT INTO region VALUES ('R2', 'two')`)
      seen.push('inside')
    })
    await database
      .write(async (tx) => {
        tx.afterCommit(() => seen.push('never'))
        throw new Error('planned')
      })
      .catch(() => seen.push('rolled back'))
    expect(seen).toEqual(['inside', 'after commit', 'rolled back'])
  })

  test('a statement that fails inside a write takes the whole write with it', async () => {
    await expect(
      database.write(async (tx) => {
        await tx.run(`INSERT INTO region VALUES ('R3', 'three')`)
        await tx.run(`INSERT INTO region VALUES ('R1', 'again')`)
      }),
    ).rejects.toThrow(/UNIQUE/)
    expect(await database.read.all(`SELECT code FROM region WHERE code = 'R3'`)).toEqual([])
  })
})

describe('what is written stays written', () => {
  let hub: TestHub
  let store: TestStore
  let postedId = ''
  let submittedId = ''

  beforeAll(async () => {
    mkdirSync(join(folder, 'written'))
    hub = await startHub(join(folder, 'written'))
    store = await openStore(join(folder, 'written'))
    await enrol(store, hub)
    await store.signIn('s001.manager')
    postedId = (await store.must('goodsReceipt.open', { orderId: order12.documentId })).documentId
    const scan = {
      scanId: crypto.randomUUID(),
      source: 'test',
      raw: order12.lines[0]?.sku as string,
      scannedAt: new Date().toISOString(),
    }
    await store.must('document.scan', { type: 'goodsReceipt', documentId: postedId, scan })
    const odd = { ...scan, scanId: crypto.randomUUID(), raw: 'NOBODY-KNOWS' }
    const tray = (await store.must('document.scan', { type: 'goodsReceipt', documentId: postedId, scan: odd })).tray
    const entry = { type: 'goodsReceipt' as const, documentId: postedId, trayId: tray?.trayId as string }
    await store.must('document.setAside', { ...entry, reason: '不收' })
    const { header } = await store.must('document.get', { documentId: postedId })
    await store.must('document.post', { type: 'goodsReceipt', documentId: postedId, version: header.version })
    submittedId = (await store.must('document.create', { type: 'transferRequest', toWarehouseCode: 'WC01' })).documentId
    const sku = order12.lines[1]?.sku as string
    const asked = { type: 'transferRequest' as const, documentId: submittedId }
    const { header: request } = await store.must('document.setLine', { ...asked, sku, quantity: 1000 })
    await store.must('document.submit', { ...asked, version: request.version })
    await store.must('app.syncNow', {})
    const hq = await hub.browser('hq.operations')
    await hq.call('document.get', { documentId: crypto.randomUUID() })
  })
  afterAll(async () => {
    await store.close()
    await hub.close()
  })

  const sides = (): [string, Database][] => [
    ['store', store.database],
    ['hub', hub.database],
  ]
  /** the others are read out of its bytes */
  const storedIn = (table: string): string => (table === 'trail' ? 'logId, seq, hash, payload' : '*')
  const rowsOf = (database: Database, table: string) =>
    database.read.all(`SELECT ${storedIn(table)} FROM ${table} ORDER BY 1, 2`)

  /** table -> a column that can be set */
  const appendOnly: Record<string, string> = {
    event: 'payload',
    stockMovement: 'quantity',
    trail: 'hash',
    documentStep: 'reason',
    scan: 'raw',
    draftStep: 'change',
  }

  test.each(Object.keys(appendOnly))('%s takes no UPDATE, no DELETE and no REPLACE', async (table) => {
    for (const [side, database] of sides()) {
      if (side === 'hub' && ['scan', 'draftStep'].includes(table)) continue
      const before = await rowsOf(database, table)
      expect(before.length).toBeGreaterThan(0)
      const column = appendOnly[table] as string
      const row = before[0] as Record<string, string | number | null>
      const columns = Object.keys(row)
      const marks = columns.map(() => '?').join(', ')
      const attempts: ((tx: Tx) => Promise<void>)[] = [
        (tx) => tx.run(`UPDATE ${table} SET ${column} = ${column}`),
        (tx) => tx.run(`DELETE FROM ${table}`),
        (tx) => tx.run(`INSERT OR REPLACE INTO ${table} (${columns.join(', ')}) VALUES (${marks})`, Object.values(row)),
        (tx) => tx.run(`REPLACE INTO ${table} (${columns.join(', ')}) SELECT ${columns.join(', ')} FROM ${table}`),
        (tx) => tx.run(`UPDATE OR REPLACE ${table} SET ${column} = ${column}`),
      ]
      for (const attempt of attempts) await expect(database.write(attempt)).rejects.toThrow(/append-only/)
      expect(await rowsOf(database, table)).toEqual(before)
    }
  })

  /** documents as they stand: their headers, lines and trays */
  const papers = async (database: Database) =>
    Promise.all(['document', 'documentLine', 'trayEntry'].map((table) => rowsOf(database, table)))
  const expectKept = async (sql: (documentId: string) => string, documentId: string): Promise<void> => {
    for (const [, database] of sides()) {
      const before = await papers(database)
      await expect(database.write((tx) => tx.run(sql(documentId)))).rejects.toThrow(/never|nothing is added/)
      expect(await papers(database)).toEqual(before)
    }
  }

  const contents: [string, (documentId: string) => string][] = [
    ['a line', (id) => `UPDATE documentLine SET quantity = quantity + 1 WHERE documentId = '${id}'`],
    ['a line less', (id) => `DELETE FROM documentLine WHERE documentId = '${id}' AND lineNo = 1`],
    ['a replaced line', (id) => `REPLACE INTO documentLine SELECT * FROM documentLine WHERE documentId = '${id}'`],
    [
      'a line more',
      (id) =>
        `INSERT INTO documentLine VALUES ('${id}', 99, 'X', '', '', 0, 1000, 0, 0, 0, 1, 1, '', 'stock', 0, '', 0, 0, 0)`,
    ],
    [
      'an odd code more',
      (id) => `INSERT INTO trayEntry VALUES ('late', '${id}', 'X', 'unknown', NULL, 0, 1, 'open', '', '', '')`,
    ],
    ['its existence', (id) => `DELETE FROM document WHERE documentId = '${id}'`],
    ['a replaced row', (id) => `REPLACE INTO document SELECT * FROM document WHERE documentId = '${id}'`],
  ]

  test.each([
    ['its state', (id: string) => `UPDATE document SET state = 'draft', seq = NULL WHERE documentId = '${id}'`],
    ['its note', (id: string) => `UPDATE document SET note = 'changed' WHERE documentId = '${id}'`],
    ['a decision', (id: string) => `UPDATE trayEntry SET decision = '收' WHERE documentId = '${id}'`],
    ['a decision less', (id: string) => `DELETE FROM trayEntry WHERE documentId = '${id}'`],
    ...contents,
  ])('a posted document changes in nothing: %s', async (_what, sql) => {
    await expectKept(sql, postedId)
  })

  test.each(contents)('what was handed in stands still until it was decided: %s', async (_what, sql) => {
    await expectKept(sql, submittedId)
  })

  test('a balance has bounds, an acknowledgement is never ahead of the log', async () => {
    const refuse = (sql: string) => expect(store.database.write((tx) => tx.run(sql))).rejects.toThrow(/CHECK/)
    await refuse('UPDATE stockBalance SET onHand = 1000000000001')
    await refuse('UPDATE stockBalance SET allocated = -1')
    await refuse('UPDATE log SET ackedSeq = headSeq + 1')
  })
})
