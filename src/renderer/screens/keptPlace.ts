/**
 * Where somebody was in a list: its tab, filters, what was typed, the current row. Kept while the program runs, so that
 * going into a document and back, or looking something up elsewhere, loses none of it. Each user has their own: who signs in
 * next at this window must not look at a list narrowed by somebody else.
 */
import { useCallback } from 'react'
import { create } from 'zustand'
import { useSession } from '../../ui/session'

const usePlaces = create<Record<string, object>>(() => ({}))

/** `first` is how the list opens the first time; give the same object at every call. */
export const useKeptPlace = <P extends object>(list: string, first: P): [P, (change: Partial<P>) => void] => {
  const userId = useSession()?.userId ?? ''
  const name = `${userId} ${list}`
  const kept = usePlaces((places) => places[name]) as P | undefined
  const change = useCallback(
    (part: Partial<P>): void => usePlaces.setState((places) => ({ [name]: { ...first, ...places[name], ...part } })),
    [name, first],
  )
  return [kept ?? first, change]
}
