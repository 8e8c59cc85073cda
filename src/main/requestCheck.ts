/** What the shell accepts from a page before anything else looks at it: plain bounded JSON, a name, ids. Pure. */
export interface PageRequest {
  name: string
  input: unknown
  requestId: string
}

export const requestLimits = { nameCharsMax: 80, inputBytesMax: 1024 * 1024, depthMax: 32 } as const

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export type RequestCheck = { ok: true; request: PageRequest } | { ok: false; field: string }

export const checkRequest = (raw: unknown): RequestCheck => {
  if (!isPlainObject(raw)) return { ok: false, field: 'request' }
  const { name, input, requestId } = raw
  if (typeof name !== 'string' || name === '' || name.length > requestLimits.nameCharsMax) {
    return { ok: false, field: 'name' }
  }
  if (typeof requestId !== 'string' || !uuidPattern.test(requestId)) return { ok: false, field: 'requestId' }
  if (bytesLeftAfter(input, requestLimits.inputBytesMax, 0) < 0) return { ok: false, field: 'input' }
  return { ok: true, request: { name, input, requestId } }
}

/** What a page's preload says on the event channel. */
export type PageMessage = { kind: 'subscribed' } | { kind: 'unsubscribed' } | { kind: 'scanTaken'; scanId: string }

export const readPageMessage = (raw: unknown): PageMessage | null => {
  if (!isPlainObject(raw)) return null
  if (raw.kind === 'subscribed' || raw.kind === 'unsubscribed') return { kind: raw.kind }
  const isScanId = typeof raw.scanId === 'string' && uuidPattern.test(raw.scanId)
  return raw.kind === 'scanTaken' && isScanId ? { kind: 'scanTaken', scanId: String(raw.scanId) } : null
}

// Takes the size of a value off a budget and gives up (negative) as soon as that is used up or something is not JSON, so
// that neither a cycle nor a huge value costs more than the budget.
const bytesLeftAfter = (value: unknown, bytesLeft: number, depth: number): number => {
  if (bytesLeft < 0 || depth > requestLimits.depthMax) return -1
  if (value === null || value === undefined || typeof value === 'boolean') return bytesLeft - 4
  if (typeof value === 'number') return Number.isFinite(value) ? bytesLeft - 8 : -1
  if (typeof value === 'string') return bytesLeft - Buffer.byteLength(value) - 2
  if (Array.isArray(value)) return bytesLeftAfterAll(value, bytesLeft - 2, depth + 1)
  if (!isPlainObject(value)) return -1
  return bytesLeftAfterAll(Object.entries(value).flat(), bytesLeft - 2, depth + 1)
}

const bytesLeftAfterAll = (values: readonly unknown[], bytesLeft: number, depth: number): number => {
  let left = bytesLeft - values.length
  for (const value of values) {
    if (left < 0) return -1
    left = bytesLeftAfter(value, left, depth)
  }
  return left
}

const isPlainObject = (value: unknown): value is Record<string, unknown> => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}
