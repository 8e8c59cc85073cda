/** Filters live in the address: a link opens a page as it was. Empty values leave no trace there. */
import { useCallback } from 'react'
import { useLocation, useSearchParams } from 'react-router'
import { type AlarmKind, alarmKinds } from '../../contract/schemas/alarm'
import { type DocumentState, type DocumentType, documentStates, documentTypes } from '../../core/documents/states'
import { type TransferKind, type TransferState, transferKinds, transferStates } from '../../core/documents/transfer'

export type Patch = Record<string, string | null>

export const patched = (params: URLSearchParams, patch: Patch): URLSearchParams => {
  const next = new URLSearchParams(params)
  for (const [name, value] of Object.entries(patch)) {
    if (value === null || value === '') next.delete(name)
    else next.set(name, value)
  }
  return next
}

export const useFilters = (): [URLSearchParams, (patch: Patch) => void] => {
  const [params, setParams] = useSearchParams()
  // where somebody came from stays known
  const { state } = useLocation()
  const change = useCallback(
    (patch: Patch) => setParams((now) => patched(now, patch), { replace: true, state }),
    [setParams, state],
  )
  return [params, change]
}

/** Anything may stand in a link: what is too long for the hub is cut, what is not understood is left out. */
export const textOf = (params: URLSearchParams, name: string, max: number): string =>
  (params.get(name) ?? '').slice(0, max)
export const oneOf = <T extends string>(params: URLSearchParams, name: string, allowed: readonly T[]): T | '' => {
  const value = params.get(name) as T
  return allowed.includes(value) ? value : ''
}
export const dayOf = (params: URLSearchParams, name: string): string => {
  const text = params.get(name) ?? ''
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : ''
}
export const when = <T, K extends string>(name: K, value: T | ''): { [P in K]?: T } =>
  (value === '' ? {} : { [name]: value }) as { [P in K]?: T }

export const stockShows = ['negative', 'quarantined', 'inTransit', 'allocated'] as const
export type StockShow = (typeof stockShows)[number]

export interface StockFilters {
  storeCode: string
  warehouseCode: string
  search: string
  show: StockShow | ''
  onlyMoved: boolean
  /** the row whose movements are open */
  open: { warehouseCode: string; sku: string } | null
}

export const readStockFilters = (params: URLSearchParams): StockFilters => {
  const [warehouseCode = '', sku = ''] = (params.get('open') ?? '').split(':')
  return {
    storeCode: textOf(params, 'store', 16),
    warehouseCode: textOf(params, 'warehouse', 16),
    search: textOf(params, 'q', 64),
    show: oneOf(params, 'show', stockShows),
    onlyMoved: params.get('all') !== '1',
    open: warehouseCode && sku && warehouseCode.length <= 16 && sku.length <= 32 ? { warehouseCode, sku } : null,
  }
}

export const stockInput = (filters: StockFilters) => ({
  ...when('storeCode', filters.storeCode),
  ...when('warehouseCode', filters.warehouseCode),
  ...when('search', filters.search.trim()),
  ...when('show', filters.show),
  ...(filters.onlyMoved ? { onlyMoved: true } : {}),
})

/** Returns the supplier has not confirmed stand among the states: whoever chases suppliers looks for these. */
export const stateFilters = [...documentStates, 'unconfirmed'] as const

export interface DocumentFilters {
  type: DocumentType | ''
  state: DocumentState | 'unconfirmed' | ''
  storeCode: string
  warehouseCode: string
  fromDay: string
  toDay: string
  search: string
}

export const readDocumentFilters = (params: URLSearchParams): DocumentFilters => ({
  type: oneOf(params, 'type', documentTypes),
  state: oneOf(params, 'state', stateFilters),
  storeCode: textOf(params, 'store', 16),
  warehouseCode: textOf(params, 'warehouse', 16),
  fromDay: dayOf(params, 'from'),
  toDay: dayOf(params, 'to'),
  search: textOf(params, 'q', 64),
})

const stateInput = (state: DocumentFilters['state']): { states?: DocumentState[]; confirmed?: boolean } => {
  if (state === '') return {}
  return state === 'unconfirmed' ? { states: ['posted'], confirmed: false } : { states: [state] }
}

/** Only what goes back to a supplier is confirmed by one. */
const typesInput = ({ type, state }: DocumentFilters): DocumentType[] => {
  if (type !== '') return [type]
  return state === 'unconfirmed' ? ['supplierReturn'] : [...documentTypes]
}

export const documentInput = (filters: DocumentFilters) => ({
  types: typesInput(filters),
  ...stateInput(filters.state),
  ...when('storeCode', filters.storeCode),
  ...when('warehouseCode', filters.warehouseCode),
  ...when('fromDay', filters.fromDay),
  ...when('toDay', filters.toDay),
  ...when('search', filters.search.trim()),
})

export interface InboxFilters {
  type: DocumentType | ''
  storeCode: string
  /** least cost value in fen; null: any */
  minValueFen: number | null
  search: string
}

export const inboxValueMaxFen = 1_000_000_000

export const readInboxFilters = (params: URLSearchParams): InboxFilters => {
  const fen = Number(params.get('min') ?? '')
  return {
    type: oneOf(params, 'type', documentTypes),
    storeCode: textOf(params, 'store', 16),
    minValueFen: Number.isInteger(fen) && fen > 0 && fen <= inboxValueMaxFen ? fen : null,
    search: textOf(params, 'q', 64),
  }
}

export const inboxInput = ({ type, storeCode, minValueFen, search }: InboxFilters) => ({
  ...(type === '' ? {} : { types: [type] }),
  ...when('storeCode', storeCode),
  ...(minValueFen === null ? {} : { minValueFen }),
  ...when('search', search.trim()),
})

export interface TransferFilters {
  state: TransferState | ''
  kind: TransferKind | ''
  storeCode: string
  search: string
}

export const readTransferFilters = (params: URLSearchParams): TransferFilters => ({
  state: oneOf(params, 'state', transferStates),
  kind: oneOf(params, 'kind', transferKinds),
  storeCode: textOf(params, 'store', 16),
  search: textOf(params, 'q', 64),
})

export const transferInput = (filters: TransferFilters) => ({
  ...(filters.state === '' ? {} : { states: [filters.state] }),
  ...when('kind', filters.kind),
  ...when('storeCode', filters.storeCode),
  ...when('search', filters.search.trim()),
})

export const nearExpiryDays = [0, 7, 15, 30, 60, 90] as const

export interface NearExpiryFilters {
  days: number
  storeCode: string
}

export const readNearExpiryFilters = (params: URLSearchParams): NearExpiryFilters => {
  const days = Number(params.get('days') ?? '30')
  return {
    days: (nearExpiryDays as readonly number[]).includes(days) ? days : 30,
    storeCode: textOf(params, 'store', 16),
  }
}

/** Nothing chosen shows what nobody has looked at. */
export const alarmStateFilters = ['', 'closed', 'all'] as const

export interface AlarmFilters {
  state: (typeof alarmStateFilters)[number]
  kind: AlarmKind | ''
  storeCode: string
  fromDay: string
  toDay: string
  search: string
}

export const readAlarmFilters = (params: URLSearchParams): AlarmFilters => ({
  state: oneOf(params, 'state', alarmStateFilters),
  kind: oneOf(params, 'kind', alarmKinds),
  storeCode: textOf(params, 'store', 16),
  fromDay: dayOf(params, 'from'),
  toDay: dayOf(params, 'to'),
  search: textOf(params, 'q', 64),
})

const alarmStateInput = (state: AlarmFilters['state']): { states?: ('open' | 'closed')[] } => {
  if (state === 'all') return {}
  return { states: [state === '' ? 'open' : state] }
}

export const alarmInput = ({ state, kind, storeCode, fromDay, toDay, search }: AlarmFilters) => ({
  ...alarmStateInput(state),
  ...(kind === '' ? {} : { kinds: [kind] }),
  ...when('storeCode', storeCode),
  ...when('fromDay', fromDay),
  ...when('toDay', toDay),
  ...when('search', search.trim()),
})

export interface UserFilters {
  search: string
  role: string
  /** region:R-E or store:S001 */
  branch: string
  state: 'active' | 'off' | ''
}

export const readUserFilters = (params: URLSearchParams): UserFilters => ({
  search: textOf(params, 'q', 64),
  role: /^[A-Za-z][A-Za-z0-9]{1,31}$/.test(params.get('role') ?? '') ? (params.get('role') ?? '') : '',
  branch: /^(region|store):.{1,16}$/.test(params.get('branch') ?? '') ? (params.get('branch') ?? '') : '',
  state: oneOf(params, 'state', ['active', 'off'] as const),
})

export const userInput = ({ search, role, branch, state }: UserFilters) => ({
  ...when('search', search.trim()),
  ...when('role', role),
  ...when('regionCode', branch.startsWith('region:') ? branch.slice('region:'.length) : ''),
  ...when('storeCode', branch.startsWith('store:') ? branch.slice('store:'.length) : ''),
  ...when('state', state),
})
