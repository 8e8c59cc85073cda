/** 未知条码 at HQ: what stores ask, oldest first, and the answer that goes to all of them. */
import type { InputOf, OutputOf } from '../../contract/operations'
import type { CodeAnswer, CodeRequest } from '../../contract/schemas/codeRequest'
import { type Barcode, barcodesMax, type Product } from '../../contract/schemas/masterData'
import { fitsKind } from '../../core/barcode/productCode'
import { findCodeRequest, listCodeRequests } from '../../database/queries/codeRequest'
import { Refusal } from '../../gateway/gateway'
import type { CommandCall, HandlersOf } from '../calls'
import { productPublication, publish } from '../publish'
import { isoNow } from '../runtime'

const pageRows = 100

export const codeRequestHandlers: HandlersOf<'codeRequest'> = {
  'codeRequest.list': async (call, { limit = pageRows, ...filter }) =>
    (await listCodeRequests(call.read, { ...filter, limit }, call.user.scope)) as OutputOf<'codeRequest.list'>,
  'codeRequest.link': (call, input) => linkCode(call, input),
  'codeRequest.refuse': async (call, { code, reason }) => {
    const asked = await openRequest(call, code)
    return answer(call, asked, { decision: 'refused', sku: '', packFactor: 0, reason: reason.trim() })
  },
}

type Link = InputOf<'codeRequest.link'>

const linkCode = async (call: CommandCall, input: Link): Promise<CodeRequest> => {
  const { code, sku, packFactor } = input
  const asked = await openRequest(call, code)
  const product = await productOf(call, sku)
  if (!product.weighed && packFactor % 1000 !== 0) throw new Refusal('QUANTITY_NOT_WHOLE', { sku })
  // a number out of a scale's label is found again as a scale's number and as nothing else
  const fits = asked.kind === 'plu' ? input.kind === 'plu' : fitsKind(code, input.kind)
  if (!fits) throw new Refusal('CODE_KIND', { code, kind: input.kind })
  refuseTaken(asked, input)
  await writeBarcode(call, product, input)
  return answer(call, asked, { decision: 'linked', sku, packFactor, reason: '' })
}

const openRequest = async ({ tx, user }: CommandCall, code: string): Promise<CodeRequest> => {
  const asked = (await findCodeRequest(tx, code, user.scope)) as CodeRequest | undefined
  if (!asked) throw new Refusal('CODE_REQUEST_NOT_FOUND', { code })
  if (asked.state === 'answered')
    throw new Refusal('CODE_ANSWERED', { code, userName: asked.answer?.userName ?? '', at: asked.answer?.at ?? '' })
  return asked
}

const productOf = async ({ tx }: CommandCall, sku: string): Promise<Product> => {
  const row = await tx.one<Product & { searchText: string; weighed: unknown; keepsLots: unknown }>(
    'SELECT * FROM product WHERE sku = ?',
    [sku],
  )
  if (!row) throw new Refusal('PRODUCT_NOT_FOUND', { sku })
  const { searchText: _made, ...product } = row
  return { ...product, weighed: Number(row.weighed) === 1, keepsLots: Number(row.keepsLots) === 1 }
}

/** One code for two products, or for a piece and a pack, is asked about at every scan: nobody gets that without being told. */
const refuseTaken = ({ holders }: CodeRequest, { code, sku, packFactor, shared }: Link): void => {
  const other = holders.find((holder) => holder.sku !== sku || holder.packFactor !== packFactor)
  if (other && shared !== true) throw new Refusal('BARCODE_TAKEN', { code, sku: other.sku, name: other.name })
}

/** A product travels with all its codes, so all of them are told again. */
const writeBarcode = async ({ tx }: CommandCall, product: Product, input: Link): Promise<void> => {
  const { code, sku, kind, packFactor, packName } = input
  const held = await tx.all<Barcode>(
    'SELECT code, sku, kind, packFactor, packName FROM barcode WHERE sku = ? ORDER BY code, packFactor',
    [sku],
  )
  const others = held.filter((one) => one.code !== code || one.packFactor !== packFactor)
  if (others.length >= barcodesMax) throw new Refusal('BARCODES_TOO_MANY', { sku, max: barcodesMax })
  const barcodes = [...others, { code, sku, kind, packFactor, packName: packName.trim() }]
  await publish(tx, 'master', [productPublication(product, barcodes)])
}

type Decided = Pick<CodeAnswer, 'decision' | 'sku' | 'packFactor' | 'reason'>

/** It goes to every store: also one that never asked may scan the code tomorrow. */
const answer = async (call: CommandCall, asked: CodeRequest, decided: Decided): Promise<CodeRequest> => {
  const { tx, user, runtime } = call
  const { code } = asked
  const body: CodeAnswer = {
    ...{ code, answerNo: (asked.answer?.answerNo ?? 0) + 1, ...decided },
    ...{ userId: user.userId, userName: user.name, at: isoNow(runtime) },
  }
  await publish(tx, 'documents', [{ type: 'codeAnswer', key: code, scope: '', body }])
  const stores = asked.questions.filter(({ open }) => open).map(({ storeCode }) => storeCode)
  call.remember('', { code, stores, before: 'open', after: decided.decision, ...decided })
  return (await findCodeRequest(tx, code, user.scope)) as CodeRequest
}
