/** What the log is asked for, from the address; without days it is all of it, newest first. */
import type { InputOf, OutputOf } from '../../contract/operations'

export interface TrailFilters {
  fromDay: string
  toDay: string
  userId: string
  storeCode: string
  operation: string
  outcome: 'done' | 'refused' | ''
  documentId: string
  search: string
  onlyLent: boolean
  /** the line whose panel is open, `log:seq` */
  open: string
}

const dayOf = (text: string | null): string => (/^\d{4}-\d{2}-\d{2}$/.test(text ?? '') ? (text as string) : '')
const cut = (text: string | null, max: number): string => (text ?? '').slice(0, max)
const uuidOf = (text: string | null): string => (/^[0-9a-f-]{36}$/i.test(text ?? '') ? (text as string) : '')

export const readTrailFilters = (params: URLSearchParams): TrailFilters => {
  const outcome = params.get('outcome')
  return {
    fromDay: dayOf(params.get('from')),
    toDay: dayOf(params.get('to')),
    userId: cut(params.get('user'), 40),
    storeCode: cut(params.get('store'), 16),
    operation: cut(params.get('op'), 60),
    outcome: outcome === 'done' || outcome === 'refused' ? outcome : '',
    documentId: uuidOf(params.get('document')),
    search: cut(params.get('q'), 64),
    onlyLent: params.get('lent') === '1',
    open: cut(params.get('open'), 60),
  }
}

export const trailInput = (filters: TrailFilters): InputOf<'trail.search'> => ({
  ...(filters.fromDay === '' ? {} : { from: filters.fromDay }),
  ...(filters.toDay === '' ? {} : { to: filters.toDay }),
  ...(filters.userId === '' ? {} : { userId: filters.userId }),
  ...(filters.storeCode === '' ? {} : { storeCode: filters.storeCode }),
  ...(filters.operation === '' ? {} : { operation: filters.operation }),
  ...(filters.outcome === '' ? {} : { outcome: filters.outcome }),
  ...(filters.documentId === '' ? {} : { documentId: filters.documentId }),
  ...(filters.search.trim() === '' ? {} : { search: filters.search.trim() }),
  ...(filters.onlyLent ? { overridesOnly: true } : {}),
})

export const trailAfter = (page: OutputOf<'trail.search'>) => {
  const last = page.rows.at(-1)
  return page.more && last ? { at: last.at, logId: last.logId, seq: last.seq } : undefined
}
