/** The chain at a glance: one row a store from what three operations tell, and what of it somebody should look at. */
import type { OutputOf } from '../../contract/operations'
import type { DocumentHeader } from '../../contract/schemas/document'
import { ageState } from '../ages/age'
import { type DayFigures, dayByStore } from './documents'
import type { StoreAge } from './stores'

type StoreName = Pick<StoreAge, 'storeCode' | 'storeName'>

export type Device = OutputOf<'enrolment.devices'>['devices'][number]

export interface StoreOverview extends StoreAge {
  devices: Device[]
  day: DayFigures
}

const quietDay: DayFigures = { documents: 0, received: 0, value: 0, latest: null }

export const storeOverviews = (
  stores: readonly StoreAge[],
  devices: readonly Device[],
  receipts: readonly DocumentHeader[],
  storeDay: string,
  named: readonly StoreName[] = [],
): StoreOverview[] => {
  const days = dayByStore(receipts, storeDay)
  const known = stores.length > 0 ? stores : storesOfDevices(devices, named)
  return known.map((store) => ({
    ...store,
    devices: devices.filter(({ storeCode }) => storeCode === store.storeCode),
    day: days.get(store.storeCode) ?? quietDay,
  }))
}

/**
 * Who may not see stock still sees stores through their PCs; as on the hub, the least fresh active PC is the age. A store
 * without any PC is known by name to who enrols them, and has never been heard.
 */
export const storesOfDevices = (devices: readonly Device[], named: readonly StoreName[] = []): StoreAge[] => {
  const unheard = { asOf: null, ageSeconds: null, behind: null, provisional: false }
  const byStore = new Map<string, StoreAge>(named.map((store) => [store.storeCode, { ...store, ...unheard }]))
  for (const device of devices) {
    const so = byStore.get(device.storeCode)
    const active = device.state === 'active'
    byStore.set(device.storeCode, {
      storeCode: device.storeCode,
      storeName: device.storeName,
      ...oldest(so, active ? device : null),
      provisional: (so?.provisional ?? false) || device.provisional,
      behind: active && device.unsecured !== null ? (so?.behind ?? 0) + device.unsecured : (so?.behind ?? null),
    })
  }
  return [...byStore.values()]
}

const oldest = (so: StoreAge | undefined, device: Device | null): Pick<StoreAge, 'asOf' | 'ageSeconds'> => {
  const before = { asOf: so?.asOf ?? null, ageSeconds: so?.ageSeconds ?? null }
  if (device === null || device.ageSeconds === null) return before
  if (before.ageSeconds !== null && before.ageSeconds >= device.ageSeconds) return before
  return { asOf: device.lastSeenAt, ageSeconds: device.ageSeconds }
}

export interface Problem {
  kind: 'neverConnected' | 'offline' | 'quarantined' | 'revoked' | 'parked' | 'provisional'
  storeCode: string
  storeName: string
  letter: string
  count: number
}

/** elapsedSeconds: how long ago the ages were told. Gravest first. */
export const problemsOf = (stores: readonly StoreOverview[], elapsedSeconds: number): Problem[] => {
  const found = stores.flatMap((store) => [
    ...storeProblems(store, elapsedSeconds),
    ...store.devices.flatMap(deviceProblems),
  ])
  return found.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
}

const order: readonly Problem['kind'][] = [
  'quarantined',
  'parked',
  'provisional',
  'offline',
  'neverConnected',
  'revoked',
]

const storeProblems = (store: StoreOverview, elapsedSeconds: number): Problem[] => {
  const seconds = store.ageSeconds === null ? null : store.ageSeconds + elapsedSeconds
  const state = ageState(seconds)
  const about = { storeCode: store.storeCode, storeName: store.storeName, letter: '' }
  const problems: Problem[] = []
  if (store.provisional) problems.push({ ...about, kind: 'provisional', count: 0 })
  if (state === 'never') problems.push({ ...about, kind: 'neverConnected', count: 0 })
  if (state === 'offline') problems.push({ ...about, kind: 'offline', count: seconds ?? 0 })
  return problems
}

const deviceProblems = (device: Device): Problem[] => {
  const about = { storeCode: device.storeCode, storeName: device.storeName, letter: device.letter }
  const problems: Problem[] = []
  if (device.state !== 'active') problems.push({ ...about, kind: device.state, count: 0 })
  if (device.parked > 0) problems.push({ ...about, kind: 'parked', count: device.parked })
  return problems
}
