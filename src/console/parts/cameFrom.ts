/** Where a page was opened from, so that its way back keeps that list's filters. */
import { useLocation } from 'react-router'

export interface From {
  from: string
}

/** state for a link leaving this page */
export const useHere = (): From => {
  const { pathname, search } = useLocation()
  return { from: `${pathname}${search}` }
}

export const useCameFrom = (fallback: string): string => {
  const state = useLocation().state as Partial<From> | null
  return typeof state?.from === 'string' ? state.from : fallback
}
