/**
 * The tables whose rows the trail marks one by one: a row that changes is noted by the writing connection, and the next line
 * of the trail (ledger/rowMarks) tells what it was left as. The notes are temporary triggers, so no path can forget one, and
 * the file holds nothing a database tool could write a note into. A new table is one entry here.
 *
 * Not here, because it is known otherwise: the ledger, papers and scans, which the chains, the events and the marks of papers
 * and drafts tell; saved answers, which are spent; what the hub notes at each of its own starts (hub/epoch.ts), which its stores
 * know better; and what changes by itself all day long, which is named with its column.
 */

export interface WatchedTable {
  /** rows of one key are marked together */
  by: readonly string[]
  /** what else of a row counts; a column that is added later is marked once the program that names it starts */
  columns: readonly string[]
  /** left out, as SQL about one row */
  unless?: (row: string) => string
}

const table = (by: string, columns: string, unless?: WatchedTable['unless']): WatchedTable => ({
  by: words(by),
  columns: words(columns),
  ...(unless ? { unless } : {}),
})

const words = (text: string): string[] => text.trim().split(/\s+/)

export const watchedTables: Readonly<Record<string, WatchedTable>> = {
  // what is known of this side: enrolment, secrets, settings. Counted on all day: the clock, who sat where when, and a
  // paper while it is handed over
  meta: table(
    'key',
    'value',
    (row) =>
      `${row}.key IN ('running', 'trustedClock') OR ${row}.key LIKE 'session:%' OR ${row}.key LIKE 'paperAsked:%'`,
  ),
  numberCounter: table('key', 'next'),

  // HQ's word
  region: table('code', 'name'),
  store: table('code', 'name regionCode address phone'),
  warehouse: table('code', 'name kind storeCode'),
  category: table('code', 'name parentCode'),
  supplier: table('code', 'name contact phone'),
  product: table(
    'sku',
    `name nameEn spec unit categoryCode origin priceFen unitCost weighed supplierCode status shelf searchText keepsLots
     shelfLifeDays`,
  ),
  barcode: table('sku', 'code kind packFactor packName'),
  recipe: table('code', 'name productSku quantity components active'),
  user: table('id', 'name nameEn pinVersion active'),
  userRole: table('userId', 'role scopeKind scopeCode validFrom validUntil'),
  policy: table('version', 'body'),
  purchaseOrder: table('documentId', 'number deliveryNote supplierCode warehouseCode storeCode dueDate state'),
  purchaseOrderLine: table('orderId', 'lineNo sku orderedQuantity unitCost'),
  transfer: table(
    'transferId',
    `number kind state fromWarehouseCode fromStoreCode toWarehouseCode toStoreCode requestId requestNumber
     authorisationNumber dueDate note createdByName createdAt dispatchesPosted receiptsPosted calledOff papers
     calledOffReason`,
  ),
  transferLine: table(
    'transferId',
    `lineNo sku askedQuantity approvedQuantity sentQuantity receivedQuantity damagedQuantity settledQuantity
     reshipQuantity unitCost openValue lots droppedQuantity`,
  ),
  transferSettlement: table('transferId', 'documentId number lineNo quantity way note userName at waiting'),

  // what is counted, and what its review came to
  stocktake: table(
    'stocktakeId',
    `number storeCode warehouseCode kind scope blind tolerancePermille toleranceFen state version note products openedById
     openedAt closedSeq uncounted uncountedReason chosen papers submittedById submittedAt cancelReason logId seq taskId openedSeq`,
  ),
  stocktakeZone: table('stocktakeId code', 'name temporary'),
  stocktakeRecount: table('stocktakeId zoneCode round', 'skus note waived'),
  countArrival: table('documentId', 'stocktakeId knownSeq atSeq late hands'),
  stocktakeProduct: table('stocktakeId', 'sku place'),
  stocktakeLine: table(
    'stocktakeId',
    `sku lot expiryDate counted book variance unitCost value fromSeq atSeq movedMeanwhile planned recounted reason`,
  ),
  countSheet: table('stocktakeId', 'page zoneCode round lines'),
  countSheetPrint: table('stocktakeId', 'zoneCode round printNo userId printedAt atSeq'),
  paperPrint: table('subjectId', 'form state printNo size language queue userId printedAt'),
  countFile: table('fileId', 'stocktakeId sha256 name lines papers userId takenAt'),

  // what HQ asks to be counted, and when it asks by itself
  stocktakeTask: table(
    'taskId',
    `number scheduleId name storeCode scope blind tolerancePermille toleranceFen note day dueDate state closeReason
     createdByName createdAt`,
  ),
  stocktakeSchedule: table(
    'scheduleId',
    `version name plan stores recurrence startDay endDay daysToDo state regionCode madeThrough createdById createdAt`,
  ),

  // what became of a paper, step by step: its lines and drafts are told otherwise
  documentStep: table(
    'documentId stepNo',
    'step level decision contentHash userId userName authorityId reason at logId seq',
  ),

  // beside the papers. A picture's bytes are held against its hash; whether HQ has them is asked at the next push
  lot: table('sku lot', 'expiryDate'),
  trayEntry: table('trayId', 'documentId text reason sku quantity scans state decision scannedAt code'),
  codeQuestion: table(
    'code storeCode',
    'rule sku packFactor documentType documentId number note userId times knownAnswer firstAt lastAt',
  ),
  codeAnswer: table('code', 'answerNo decision sku packFactor reason userId userName at'),
  // 调价: HQ's word on prices; what a store heard of it, and how far each store is
  priceChange: table(
    'changeId',
    'number state effectiveDate note createdById createdByName createdAt effectiveAt cancelledByName cancelReason',
  ),
  priceChangeLine: table('changeId', 'sku lineNo oldPriceFen newPriceFen'),
  priceChangeStore: table('changeId storeCode', 'heardAt toPrint printed replaced waiting lastAt lastPrintedAt'),
  priceChangeHeard: table('number', 'sku oldPriceFen newPriceFen effectiveDate heardAt state'),
  // 标签模板 of HQ: every version and publication, and which PC has it; at a store what HQ published
  chainTemplate: table('templateId', 'name state version publication'),
  chainTemplateVersion: table('templateId version', 'body savedAt savedById savedByName'),
  chainTemplatePublication: table(
    'templateId publication',
    'version withdrawn audienceKind audienceCodes isDefault at byId byName',
  ),
  chainTemplateHeard: table('templateId deviceId', 'storeCode publication heardAt'),
  hqLabelTemplate: table(
    'templateId',
    `name kind body version publication audienceKind audienceCodes isDefault withdrawn publishedAt publishedByName
     toldPublication`,
  ),
  attachment: table('attachmentId', 'documentId name mime bytes sha256 addedAt'),

  // a store's PC. What became of a label is the printer's word
  credential: table('userId kind', 'hash secretVersion'),
  signInGuard: table('userId', 'wrongTries locked'),
  // a label that waits is a wish, counted on with every scan of a receipt; what went out is a fact
  labelJob: table(
    'jobId',
    'sku name spec unit barcode priceFen place copies template origin createdAt why oldPriceFen lot about isReprint state',
    (row) => `${row}.state IN ('queued', 'sending', 'failed', 'removed')`,
  ),
  labelTemplate: table('templateId', 'name body version removed savedAt savedByName'),
  labelPrint: table('printId', 'jobId batchId sku at userId copies priceFen template printerId state isReprint'),
  pullCursor: table('stream', 'position epoch'),
  parkedItem: table('stream position', 'type key body'),

  // HQ. When a PC or a browser was last heard changes with every call
  device: table('deviceId', 'storeCode letter publicKey tokenHash state enrolledAt'),
  deviceAbout: table('deviceId', 'stateReason stateBefore version keyKept'),
  enrolmentCode: table('codeHash', 'storeCode expiresAtMs usedBy'),
  recoveryCode: table('codeHash', 'deviceId expiresAtMs publicKey'),
  userSecret: table(
    'userId',
    'pinHash passwordHash totpSecret totpConfirmed totpLastStep recoveryCodes mustChangePassword passwordChangedAt',
  ),
  signInTries: table('userId door place', 'wrongTries lockedUntilMs lastAtMs'),
  signInPace: table('userId', 'dueMs'),
  // when last is every sign-in
  provenAtPc: table('userId deviceId', 'secretVersion'),
  userChange: table('userId changeNo', 'at byUserId before after'),
  session: table('sessionId', 'tokenHash userId createdAtMs hat address agent steppedUpAtMs endedAtMs wrongTries'),
  policyChange: table('version', 'userId at note'),
  alarm: table(
    'alarmId',
    'at lastAt kind about storeCode deviceId userId documentId logId seq detail state closedBy closedAt note',
  ),
  spotCheck: table('checkId', 'documentId finding note userId at'),
  parkedEvent: table('logId seq', 'reason at'),
  streamHead: table('stream', 'position'),
  streamItem: table('stream position', 'scope type key body'),
}

/** How a row is called in the notes: its key as a JSON array. */
export const keySql = ({ by }: Pick<WatchedTable, 'by'>, row = ''): string =>
  `json_array(${by.map((column) => `${row}${column}`).join(', ')})`

/** The parts of a key that are numbers; all others are text. */
const numberedParts: ReadonlySet<string> = new Set([
  ...['version', 'publication', 'position', 'stepNo', 'changeNo', 'seq', 'round', 'page'],
])

/** A part of such a key as it stands in the JSON `value`, to be compared with its column. */
export const keyPartSql = (column: string, index: number): string => {
  const part = `json_extract(value, '$[${index}]')`
  return numberedParts.has(column) ? `CAST(${part} AS INTEGER)` : part
}

/** Not unique: the conflict rule of the statement that wrote the row would be the note's as well. */
const notesTable = ['CREATE TEMP TABLE touchedRow (tableName TEXT NOT NULL, key TEXT NOT NULL)']

/** What the writing connection runs once, on the tables this file has. */
export const watchSql = (tablesHere: ReadonlySet<string>): string[] => [
  ...notesTable,
  ...Object.entries(watchedTables)
    .filter(([name]) => tablesHere.has(name))
    .flatMap(([name, watched]) => triggersOf(name, watched)),
]

const triggersOf = (name: string, watched: WatchedTable): string[] => {
  const counted = [...watched.by, ...watched.columns]
  const differs = counted.map((column) => `OLD.${column} IS NOT NEW.${column}`).join(' OR ')
  const counts = (row: string): string => (watched.unless ? `NOT (${watched.unless(row)})` : 'true')
  const note = (row: string): string =>
    `INSERT INTO touchedRow SELECT '${name}', ${keySql(watched, `${row}.`)} WHERE ${counts(row)};`
  return [
    `CREATE TEMP TRIGGER ${name}Inserted AFTER INSERT ON main.${name} BEGIN ${note('NEW')} END`,
    `CREATE TEMP TRIGGER ${name}Updated AFTER UPDATE OF ${counted.join(', ')} ON main.${name} WHEN ${differs}
     BEGIN ${note('OLD')} ${note('NEW')} END`,
    `CREATE TEMP TRIGGER ${name}Deleted AFTER DELETE ON main.${name} BEGIN ${note('OLD')} END`,
  ]
}
