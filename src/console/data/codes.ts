/** What the page of unknown codes is asked for, as the address says it. */
import type { InputOf } from '../../contract/operations'

export interface CodeFilters {
  state: '' | 'answered'
  storeCode: string
  search: string
}

export const readCodeFilters = (params: URLSearchParams): CodeFilters => ({
  state: params.get('state') === 'answered' ? 'answered' : '',
  storeCode: (params.get('store') ?? '').slice(0, 16),
  search: (params.get('q') ?? '').slice(0, 64),
})

export const codeInput = ({ state, storeCode, search }: CodeFilters): InputOf<'codeRequest.list'> => ({
  state: state === '' ? 'open' : 'answered',
  ...(storeCode === '' ? {} : { storeCode }),
  ...(search.trim() === '' ? {} : { search: search.trim() }),
})
