/**
 * Where somebody was in a list: its tab, filters, what was typed, the current row. Kept while the program runs, so that
 * going into a document and back, or looking something up elsewhere, loses none of it.
 */
import { useCallback } from 'react'
import { create } from 'zustand'

const usePlaces = create<Record<string, object>>(() => ({}))

/** `first` is how the list opens the first time; give the same object at every call. */
export const useKeptPlace = <P extends object>(list: string, first: P): [P, (change: Partial<P>) => void] => {
  const kept = usePlaces((places) => places[list]) as P | undefined
  const change = useCallback(
    (part: Partial<P>): void => usePlaces.setState((places) => ({ [list]: { ...first, ...places[list], ...part } })),
    [list, first],
  )
  return [kept ?? first, change]
}
