/** One well-formed input for every declared operation; it does not compile while one is missing. */
import { randomUUID } from 'node:crypto'
import type { Answer } from '../../src/contract/client'
import type { OperationDeclaration } from '../../src/contract/operation'
import { type InputOf, type OperationName, operations } from '../../src/contract/operations'
import { scanOf } from './world'

export const operationNames = Object.keys(operations) as OperationName[]
export const declarationOf = (name: OperationName): OperationDeclaration => operations[name]
export const runsOn = (name: OperationName, side: 'store' | 'hub'): boolean =>
  ['both', side].includes(operations[name].runsOn)

/** documents, orders and jobs that do not exist: the operation is understood and then finds nothing */
export const wellFormedInputs = (): { [N in OperationName]: InputOf<N> } => {
  const documentId = randomUUID()
  const hash = '0'.repeat(64)
  return {
    'app.status': {},
    'app.enrol': { hubUrl: 'http://127.0.0.1:9', code: 'NONE-NONE' },
    'app.syncNow': {},
    'device.settings': {},
    'device.saveSettings': { scanners: [], printer: null },
    'scan.identify': { scan: scanOf('6900000000000'), where: 'home' },
    'signIn.current': {},
    'signIn.users': {},
    'signIn.withPin': { userId: 'nobody', pin: '000000' },
    'signIn.withPassword': { userId: 'nobody', password: 'wrong' },
    'signIn.out': {},
    'signIn.checkPin': { userId: 'nobody', pin: '000000' },
    'goodsReceipt.expected': {},
    'document.list': {},
    'document.get': { documentId },
    'goodsReceipt.open': { orderId: documentId },
    'document.scan': { documentId, scan: scanOf('6900000000000') },
    'document.adjust': { documentId, lineNo: 1, mode: 'add', quantity: 1000 },
    'document.undo': { documentId },
    'document.setAside': { documentId, trayId: 'none', reason: '不收' },
    'document.acceptUnplanned': { documentId, trayId: 'none', reason: '收下' },
    'document.cancel': { documentId, reason: '开错了' },
    'document.post': { documentId, version: 1 },
    'stock.list': {},
    'stock.movements': { documentId },
    'label.queue': {},
    'label.preview': { jobId: documentId },
    'label.print': { jobIds: [documentId] },
    'label.test': {},
    'enrolment.createCode': { storeCode: 'S999' },
    'enrolment.devices': {},
    'enrolment.stores': {},
    'sync.enrol': { code: 'NONE-NONE', publicKey: 'none', protocolVersion: 1 },
    'sync.push': {
      protocolVersion: 1,
      logId: documentId,
      fromSeq: 1,
      prevHash: hash,
      events: [],
      headSignature: 'none',
      unsecured: 0,
    },
    'sync.pull': { protocolVersion: 1, stream: 'master', after: 0, limit: 1 },
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
