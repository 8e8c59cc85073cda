/**
 * What each page of the menu was last asked for, so that going elsewhere and back keeps its filters. In memory, for the
 * user who asked alone: another user, or signing out, forgets all of it.
 */
import { useEffect } from 'react'
import { type To, useLocation } from 'react-router'
import { useSession } from '../../ui/session'

export interface LastSearches {
  /** single papers are not kept: their number has no end, and they have no filters */
  keep(userId: string, pathname: string, search: string): void
  of(userId: string, pathname: string): string
  forget(): void
}

const isMenuPage = (pathname: string): boolean => /^\/[a-z-]*$/.test(pathname)

export const makeLastSearches = (): LastSearches => {
  let owner = ''
  const searches = new Map<string, string>()
  return {
    keep: (userId, pathname, search) => {
      if (userId !== owner) searches.clear()
      owner = userId
      if (isMenuPage(pathname)) searches.set(pathname, search)
    },
    of: (userId, pathname) => (userId === owner ? (searches.get(pathname) ?? '') : ''),
    forget: () => searches.clear(),
  }
}

export const lastSearches = makeLastSearches()

/** Once, in the frame: notes where the user is. */
export const useKeepSearch = (userId: string): void => {
  const { pathname, search } = useLocation()
  useEffect(() => lastSearches.keep(userId, pathname, search), [userId, pathname, search])
}

/** Where a link to a page leads: to the page as this user left it. */
export const useLastSearch = (): ((pathname: string) => To) => {
  const userId = useSession()?.userId ?? ''
  return (pathname) => ({ pathname, search: lastSearches.of(userId, pathname) })
}
