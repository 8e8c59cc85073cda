/** Leaving, and asking anew who is here. */
import { useQueryClient } from '@tanstack/react-query'
import { useCommand } from '../../ui/client'
import { setSession } from './connection'
import { lastSearches } from './lastSearches'

/** The next user starts at the first page, not where the last one stood. */
export const useSignOut = () => {
  const queries = useQueryClient()
  const leave = (): void => {
    setSession(queries, null)
    lastSearches.forget()
    window.location.hash = '#/'
  }
  return useCommand('signIn.out', { onDone: leave })
}

export const useSessionAgain = (): (() => void) => {
  const queries = useQueryClient()
  return () => void queries.invalidateQueries({ queryKey: ['signIn.current'] })
}
