/**
 * What the list of documents is narrowed to, by each user. It stays: going into a document and back, and until tomorrow. Pure
 * but for the store.
 */
import { useCallback, useMemo } from 'react'
import { create } from 'zustand'
import type { InputOf } from '../../../contract/operations'
import { type DocumentState, type DocumentType, documentTypes } from '../../../core/documents/states'
import { useSession } from '../../../ui/session'

export const documentTabs = ['inbox', 'open', 'all'] as const
export type DocumentTab = (typeof documentTabs)[number]

export const dayRanges = ['today', 'week', 'month', 'any'] as const
export type DayRange = (typeof dayRanges)[number]

/** Returns that were sent and the supplier has not confirmed: whoever chases suppliers looks for these. */
export type StateFilter = DocumentState | 'any' | 'unconfirmed'

export interface DocumentFilters {
  type: DocumentType | 'any'
  state: StateFilter
  days: DayRange
  search: string
}

export const noFilters: DocumentFilters = { type: 'any', state: 'any', days: 'any', search: '' }

interface FilterState extends DocumentFilters {
  tab: DocumentTab
  /** the current row of each tab */
  current: Partial<Record<DocumentTab, string>>
}

const storageKey = (userId: string): string => `zhanggui.documentFilters.${userId}`

/** Whatever an older program left there: what it says is taken over only as far as it is still known. */
const remembered = (userId: string): FilterState => {
  try {
    const saved = JSON.parse(localStorage.getItem(storageKey(userId)) ?? '{}') as Partial<FilterState>
    return {
      ...noFilters,
      current: {},
      tab: documentTabs.find((tab) => tab === saved.tab) ?? 'open',
      type: documentTypes.find((type) => type === saved.type) ?? 'any',
      days: dayRanges.find((days) => days === saved.days) ?? 'any',
    }
  } catch {
    return { ...noFilters, tab: 'open', current: {} }
  }
}

const useFilterStates = create<Record<string, FilterState>>(() => ({}))

const writeFilters = (userId: string, change: Partial<FilterState>): void => {
  const next = { ...(useFilterStates.getState()[userId] ?? remembered(userId)), ...change }
  useFilterStates.setState({ [userId]: next })
  try {
    localStorage.setItem(storageKey(userId), JSON.stringify(next))
  } catch {
    // Storage may be refused; the filters then last until the window closes.
  }
}

/** Of whoever is signed in, and how they are changed. */
export const useDocumentFilters = (): FilterState & { setFilters(change: Partial<FilterState>): void } => {
  const userId = useSession()?.userId ?? ''
  const kept = useFilterStates((states) => states[userId])
  const state = useMemo(() => kept ?? remembered(userId), [kept, userId])
  const setFilters = useCallback((change: Partial<FilterState>): void => writeFilters(userId, change), [userId])
  return { ...state, setFilters }
}

const openStates: DocumentState[] = ['draft', 'held', 'submitted', 'approved']
const dayMs = 24 * 60 * 60 * 1000
const backDays: Record<Exclude<DayRange, 'any'>, number> = { today: 0, week: 6, month: 29 }

/** `dayOf` says which day of the shop a moment belongs to. */
export const listInput = (
  tab: 'open' | 'all',
  filters: DocumentFilters,
  now: number,
  dayOf: (atMs: number) => string,
): InputOf<'document.list'> => ({
  types: typesInput(tab, filters),
  ...statesInput(tab, filters),
  ...(filters.days === 'any' ? {} : { fromDay: dayOf(now - backDays[filters.days] * dayMs) }),
  ...(filters.search === '' ? {} : { search: filters.search }),
  limit: 100,
})

/** Only what goes back to a supplier is confirmed by one. */
const typesInput = (tab: 'open' | 'all', { type, state }: DocumentFilters): DocumentType[] => {
  if (type !== 'any') return [type]
  return tab === 'all' && state === 'unconfirmed' ? ['supplierReturn'] : [...documentTypes]
}

const statesInput = (
  tab: 'open' | 'all',
  { state }: DocumentFilters,
): { states?: DocumentState[]; confirmed?: boolean } => {
  if (state === 'unconfirmed') return tab === 'all' ? { states: ['posted'], confirmed: false } : { states: openStates }
  if (state !== 'any' && (tab === 'all' || openStates.includes(state))) return { states: [state] }
  return tab === 'open' ? { states: openStates } : {}
}

export const statesOffered = (tab: DocumentTab): readonly Exclude<StateFilter, 'any'>[] =>
  tab === 'open' ? openStates : [...openStates, 'posted', 'unconfirmed', 'reversed', 'cancelled']
