/** One well-formed input for every declared operation; it does not compile while one is missing. */
import { randomUUID } from 'node:crypto'
import type { Answer } from '../../src/contract/client'
import type { OperationDeclaration } from '../../src/contract/operation'
import { type InputOf, type OperationName, operations } from '../../src/contract/operations'
import type { Policy } from '../../src/contract/schemas/masterData'
import { type DocumentType, documentTypes } from '../../src/core/documents/states'
import { ownTemplate } from './labelContents'
import { draftPrinter } from './printers'
import { chain, scanOf } from './world'

export const operationNames = Object.keys(operations) as OperationName[]
export const declarationOf = (name: OperationName): OperationDeclaration => operations[name]
export const runsOn = (name: OperationName, side: 'store' | 'hub'): boolean =>
  ['both', side].includes(operations[name].runsOn)

/** The rights part of a policy, as role.save takes it. */
export const rightsOf = ({ roles, rights, specialRights, limits, documents }: Policy) => ({
  ...{ roles, rights, specialRights, limits },
  documents: Object.fromEntries(documentTypes.map((type) => [type, documents[type].rights])) as Record<
    DocumentType,
    Policy['documents'][DocumentType]['rights']
  >,
})

const countPlan: InputOf<'stocktakeTask.assign'>['plan'] = {
  ...{ scope: { kind: 'full' }, blind: true, tolerancePermille: 0, toleranceFen: 0, note: '' },
}
const countFile = (stocktakeId: string): InputOf<'countSheet.takeFile'> => ({
  ...{ stocktakeId, name: '盘点.csv', rows: [[2, '6901234567892', '3', 'A01', '', '']] },
})

/** documents, orders and jobs that do not exist: the operation is understood and then finds nothing */
export const wellFormedInputs = (type: DocumentType = 'goodsReceipt'): { [N in OperationName]: InputOf<N> } => {
  const documentId = randomUUID()
  const hash = '0'.repeat(64)
  const { version: _version, ...policy } = chain.policy
  return {
    'app.status': {},
    'app.enrol': { hubUrl: 'http://127.0.0.1:9', code: 'NONE-NONE' },
    'app.syncNow': {},
    'device.settings': {},
    'device.saveSettings': { scanners: [], printers: [] },
    'device.saveWedges': { wedges: [] },
    'device.serialPorts': {},
    'device.hidScanners': {},
    'scan.read': { raws: ['6900000000000'] },
    'scan.identify': { scan: scanOf('6900000000000'), where: 'home' },
    'signIn.current': {},
    'signIn.users': {},
    'signIn.withPin': { userId: 'nobody', pin: '000000' },
    'signIn.withPassword': { userId: 'nobody', password: 'wrong' },
    'signIn.wearHat': { hat: 'nowhere' },
    'signIn.out': {},
    'signIn.stepUp': { password: 'wrong' },
    'account.get': {},
    'account.changePassword': { old: 'wrong', new: 'short' },
    'account.beginTotp': {},
    'account.confirmTotp': { code: '000000' },
    'account.endTotp': { password: 'wrong', code: '000000' },
    'account.sessions': {},
    'account.endSession': { sessionId: documentId },
    'session.list': {},
    'session.end': { sessionId: documentId },
    'signIn.lock': {},
    'signIn.active': {},
    'signIn.checkPin': { userId: 'nobody', pin: '000000' },
    'document.list': { types: ['goodsReceipt'] },
    'document.get': { documentId },
    'document.choices': {},
    'document.create': { type },
    'document.setHeader': { type, documentId, note: '早班' },
    'document.scan': { type, documentId, scan: scanOf('6900000000000') },
    'document.setLine': { type, documentId, sku: 'none', quantity: 1000 },
    'document.adjust': { type, documentId, lineNo: 1, mode: 'add', quantity: 1000 },
    'document.undo': { type, documentId },
    'document.removeLine': { type, documentId, lineNo: 1 },
    'document.setAside': { type, documentId, trayId: 'none', reason: '不收' },
    'document.acceptUnplanned': { type, documentId, trayId: 'none', reason: '收下' },
    'document.link': { type, documentId, trayId: 'none', sku: 'none' },
    'document.hold': { type, documentId },
    'document.resume': { type, documentId },
    'document.takeOver': { type, documentId },
    'document.attach': { type, documentId, name: '破损.jpg', mime: 'image/jpeg', dataBase64: 'AAAA' },
    'document.attachment': { documentId, attachmentId: documentId },
    'document.submit': { type, documentId, version: 1 },
    'document.withdraw': { type, documentId, reason: '再看看' },
    'document.inbox': {},
    'document.decide': { type, documentId, contentHash: hash, decision: 'approved', reason: '' },
    'document.post': { type, documentId, version: 1 },
    'document.confirm': { type: 'supplierReturn', documentId, reference: '对方已收' },
    'document.cancel': { type, documentId, reason: '开错了' },
    'document.reverse': { type, documentId, reason: '记错了' },
    'document.lots': { warehouseCode: 'WS001', sku: 'none' },
    'document.nearExpiry': { days: 7 },
    'override.grant': { userId: 'nobody', pin: '000000', operation: 'document.post', documentId, type },
    'audit.adjustments': { from: '2026-11-01', to: '2026-11-30' },
    'audit.writeOffRate': { from: '2026-11-01', to: '2026-11-30' },
    'audit.reversals': { from: '2026-11-01', to: '2026-11-30' },
    'audit.overrides': { from: '2026-11-01', to: '2026-11-30' },
    'audit.entries': { from: '2026-11-01', to: '2026-11-30' },
    'audit.outliers': { from: '2026-11-01', to: '2026-11-30' },
    'audit.spotChecks': { from: '2026-11-01', to: '2026-11-30', count: 20 },
    'audit.noteSpotCheck': { documentId, finding: 'fine', note: '' },
    'goodsReceipt.expected': {},
    'goodsReceipt.open': { orderId: documentId },
    'goodsReceipt.openWithoutOrder': { supplierCode: 'none', deliveryNote: '' },
    'goodsReceipt.reveal': { documentId },
    'transfer.list': {},
    'transfer.get': { transferId: documentId },
    'transfer.push': {
      kind: 'transfer',
      fromWarehouseCode: 'none',
      toWarehouseCode: 'none',
      dueDate: '2026-11-22',
      note: '',
      lines: [{ sku: 'none', quantity: 1000 }],
    },
    'transfer.cancel': { transferId: documentId, reason: '不送了' },
    'transfer.settle': { transferId: documentId, lineNo: 1, quantity: 1000, way: 'carrierLoss', note: '' },
    'transfer.openDispatch': { transferId: documentId },
    'transfer.openReceipt': { transferId: documentId },
    'lot.correct': {
      warehouseCode: 'none',
      sku: 'none',
      lot: 'L1',
      expiryDate: '2027-03-31',
      reason: '看错了',
    },
    'policy.get': {},
    'policy.save': { baseVersion: 999_999, policy, note: '试一试' },
    'policy.history': {},
    'org.tree': {},
    'org.saveRegion': { region: { code: 'R-NONE', name: '没有的大区' }, isNew: false },
    'org.saveStore': {
      store: { code: 'S999', name: '没有的店', regionCode: 'R-E', address: '', phone: '' },
      isNew: false,
    },
    'user.list': {},
    'user.choices': {},
    'user.get': { userId: 'nobody' },
    'user.save': {
      ...{ userId: 'nobody', isNew: false, baseChange: 0, name: '无此人', nameEn: '', active: true },
      assignments: [{ role: 'clerk', scopeKind: 'store', scopeCode: 'S001', validFrom: '', validUntil: '' }],
    },
    'user.resetSecret': { userId: 'nobody', kind: 'pin' },
    'user.changeOwnPin': { password: 'wrong', pin: '111111' },
    'user.history': { userId: 'nobody' },
    'role.list': {},
    'role.save': { baseVersion: 999_999, ...rightsOf(chain.policy), note: '试一试' },
    'role.matrix': {},
    'warehouse.list': {},
    'warehouse.save': { warehouse: { code: 'WX', name: '没有这家店的仓', kind: 'store', storeCode: 'S999' } },
    'stocktake.list': {},
    'stocktake.get': { stocktakeId: documentId },
    'stocktake.review': { stocktakeId: documentId },
    'stocktake.choices': {},
    'stocktake.missing': { stocktakeId: documentId },
    'stocktake.open': {
      scope: { kind: 'full' },
      blind: false,
      tolerancePermille: 0,
      toleranceFen: 0,
      zones: [],
      note: '',
    },
    'stocktake.addZone': { stocktakeId: documentId, zone: { code: 'T1', name: '堆头', temporary: true } },
    'stocktake.startCount': { stocktakeId: documentId, zoneCode: 'A01' },
    'stocktake.dropCount': { documentId, reason: '选错了区域' },
    'stocktake.closeCounting': { stocktakeId: documentId },
    'stocktake.reopen': { stocktakeId: documentId, reason: '漏盘一个区域' },
    'stocktake.chooseCount': { stocktakeId: documentId, documentId },
    'stocktake.recount': { stocktakeId: documentId, zones: [{ zoneCode: 'A01', skus: [] }], note: '差得多' },
    'stocktake.accept': { stocktakeId: documentId, lines: [{ sku: 'none', lot: '' }], reason: '已核对' },
    'stocktake.submit': { stocktakeId: documentId, version: 1, uncounted: 'leave', uncountedReason: '' },
    'countSheet.print': { stocktakeId: documentId, zoneCodes: [], language: 'zh-CN' },
    'countSheet.printLabels': { stocktakeId: documentId, zoneCodes: [], language: 'zh-CN' },
    'countSheet.printCommands': { language: 'zh-CN' },
    'countSheet.page': { number: 'PD-S001-261123-A0001', page: 1 },
    'countSheet.enter': { stocktakeId: documentId, page: 1, line: 1, quantity: 3000 },
    'countSheet.checkFile': countFile(documentId),
    'countSheet.takeFile': countFile(documentId),
    'stocktake.callOff': { stocktakeId: documentId, reason: '电脑丢了' },
    'stocktake.printReport': { stocktakeId: documentId, language: 'zh-CN' },
    'stocktake.cancel': { stocktakeId: documentId, reason: '改天再盘' },
    'stocktakeTask.list': {},
    'stocktakeTask.open': { taskId: documentId },
    'stocktakeTask.assign': {
      ...{ name: '抽盘', plan: countPlan, dueDate: '2099-12-31' },
      stores: { kind: 'stores', storeCodes: ['S999'] },
    },
    'stocktakeTask.cancel': { taskId: documentId, reason: '不盘了' },
    'stocktakeTask.reassign': { taskId: documentId, storeCode: 'S001', dueDate: '2099-12-31', reason: '换一家店' },
    'stocktakeSchedule.list': {},
    'stocktakeSchedule.save': {
      ...{ scheduleId: documentId, version: 1, name: '每周抽盘', plan: countPlan, stores: { kind: 'all' } },
      ...{ recurrence: { kind: 'weekly', weekdays: [1] }, startDay: '2099-01-01', endDay: '', daysToDo: 1 },
    },
    'stocktakeSchedule.setState': { scheduleId: documentId, state: 'paused' },
    'stocktakeAccuracy.get': { from: '2026-11-01', to: '2026-11-30' },
    'stock.list': {},
    'stock.movements': { documentId },
    'label.queue': {},
    'label.preview': { jobId: documentId },
    'label.print': { jobIds: [documentId] },
    'label.reprint': { jobIds: [documentId] },
    'label.add': { why: 'scan', name: '', lines: [{ row: 1, code: '6901234567892', copies: 1 }] },
    'label.fill': { filter: { kind: 'shelf', from: 'A01', to: 'A09' }, copies: 1 },
    'label.fillChoices': { filter: null },
    'label.change': { jobIds: [documentId], copies: 2 },
    'label.remove': { jobIds: [documentId] },
    'label.settle': { batchId: documentId, firstMissing: { jobId: documentId, copy: 1 } },
    'paper.print': { what: { form: 'document', documentId }, size: 'a4', language: 'zh-CN', to: 'viewer' },
    'paper.printed': { documentId },
    'paper.settings': {},
    'paper.queues': {},
    'paper.saveSettings': { queue: '', size: 'a4' },
    'label.printSheet': { jobIds: [documentId], layout: 'a4of3x8', startAt: 1, language: 'zh-CN' },
    'label.test': {},
    'printer.status': { printerId: 'none' },
    'printer.probe': { printer: draftPrinter },
    'printer.queues': {},
    'printer.printTest': { printer: draftPrinter, page: 'hello' },
    'printer.log': {},
    'labelTemplate.list': {},
    'labelTemplate.preview': { template: ownTemplate, dpi: 203 },
    'labelTemplate.printTest': { template: ownTemplate, printerId: 'none' },
    'labelTemplate.save': { templateId: documentId, version: 0, template: ownTemplate },
    'labelTemplate.remove': { templateId: documentId, version: 1 },
    'enrolment.createCode': { storeCode: 'S999' },
    'enrolment.devices': {},
    'enrolment.openCodes': {},
    'enrolment.cancelCode': { storeCode: 'S999' },
    'enrolment.stores': {},
    'codeRequest.ask': { type, documentId, trayId: 'none' },
    'codeRequest.news': {},
    'codeRequest.list': { state: 'open' },
    'codeRequest.link': { code: 'none', sku: 'none', kind: 'other', packFactor: 1000, packName: '' },
    'codeRequest.refuse': { code: 'none', reason: '不收' },
    'price.list': {},
    'price.get': { changeId: documentId },
    'price.missing': { changeId: documentId, storeCode: 'S001' },
    'price.check': { effectiveDate: '2099-12-31', lines: [{ code: 'none', priceFen: 100 }] },
    'price.change': { effectiveDate: '2099-12-31', note: '', lines: [{ sku: 'none', priceFen: 100 }] },
    'price.cancel': { changeId: documentId, reason: '不做了' },
    'chainTemplate.list': {},
    'chainTemplate.get': { templateId: documentId },
    'chainTemplate.preview': { template: ownTemplate, dpi: 203 },
    'chainTemplate.save': { templateId: documentId, version: 0, template: ownTemplate },
    'chainTemplate.publish': {
      ...{ templateId: documentId, version: 1, publication: 0, isDefault: false },
      audience: { kind: 'stores', codes: ['S001'] },
    },
    'chainTemplate.withdraw': { templateId: documentId, version: 1, publication: 0 },
    'alarm.list': {},
    'alarm.get': { alarmId: documentId },
    'alarm.close': { alarmId: documentId, note: '已核对' },
    'trail.search': { from: '2026-11-22', search: 'CGRK', limit: 10 },
    'trail.verify': {},
    'sync.enrol': { code: 'NONE-NONE', publicKey: 'none', protocolVersion: 1 },
    'app.recoverKey': { code: 'NONE-NONE' },
    'device.revoke': { deviceId: documentId, reason: '电脑丢了' },
    'device.restore': { deviceId: documentId, reason: '电脑找回来了' },
    'device.createRecoveryCode': { deviceId: documentId },
    'sync.recover': { code: 'NONE-NONE', deviceId: documentId, publicKey: 'none', protocolVersion: 1 },
    'sync.push': {
      protocolVersion: 1,
      logId: documentId,
      kind: 'ledger',
      fromSeq: 1,
      prevHash: hash,
      events: [],
      headSignature: 'none',
      unsecured: 0,
    },
    'sync.pull': { protocolVersion: 1, stream: 'master', after: 0, limit: 1 },
    'sync.history': { protocolVersion: 1, logId: documentId, after: 0 },
    'sync.meet': {
      protocolVersion: 1,
      note: { run: documentId, round: 1, logId: documentId, headSeq: 0, heard: [], counting: [] },
    },
    'sync.attachment': { attachmentId: documentId, dataBase64: 'AAAA' },
  }
}

export interface HttpCaller {
  cookie?: string
  deviceToken?: string
}

/** One raw call to the hub, with its status. */
export const postTo = async (
  url: string,
  name: string,
  input: unknown,
  caller: HttpCaller = {},
  requestId: string = randomUUID(),
): Promise<{ status: number; answer: Answer<never> & { ok: boolean } }> => {
  const response = await fetch(`${url}/api/${name.replace('.', '/')}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-request-id': requestId,
      'x-zhanggui': '1',
      ...(caller.cookie ? { cookie: caller.cookie } : {}),
      ...(caller.deviceToken ? { authorization: `Device ${caller.deviceToken}` } : {}),
    },
    body: JSON.stringify(input),
  })
  return { status: response.status, answer: (await response.json()) as never }
}

export const codeOf = (answer: { ok: boolean; error?: { code: string } }): string =>
  answer.ok ? 'OK' : (answer.error?.code ?? 'no code')
