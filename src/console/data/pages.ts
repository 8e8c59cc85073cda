/** Reads a list page after page by key, and asks all of it again at every beat so that it stays true. */
import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query'
import type { Client } from '../../contract/client'
import type { InputOf, OperationName, OutputOf } from '../../contract/operations'
import { valueOf as ask, useClient } from '../../ui/client'

/** A receipt posted in a shop shows here within seconds. */
export const beatMs = 5_000
/** More pages than this are not kept open: nobody reads them, and each beat would ask for them all. */
export const pagesMax = 20

interface PageOptions<N extends OperationName> {
  enabled?: boolean
  /** the key after which the next page starts; undefined where this was the last */
  after(page: OutputOf<N>): unknown
}

export interface Pages<N extends OperationName> {
  pages: OutputOf<N>[]
  loading: boolean
  /** an earlier question's rows are shown while this one is asked */
  stale: boolean
  error: unknown
  fetchedAtMs: number
  hasMore: boolean
  /** there is more, but the list is long enough to ask for a filter */
  full: boolean
  loadingMore: boolean
  loadMore(): void
  retry(): void
}

export const usePages = <N extends OperationName>(name: N, input: InputOf<N>, options: PageOptions<N>): Pages<N> => {
  const client = useClient()
  const answer = useInfiniteQuery<OutputOf<N>, Error, InfiniteData<OutputOf<N>>, readonly unknown[], unknown>({
    queryKey: [name, 'pages', input],
    queryFn: ({ pageParam }) => ask(client, name, withKey(input, pageParam)),
    initialPageParam: undefined,
    getNextPageParam: (page) => options.after(page),
    enabled: options.enabled ?? true,
    // a longer list is asked for less often, so that a reader never loads the hub more than a few calls a beat
    refetchInterval: (query) => beatMs * Math.max(1, Math.ceil((query.state.data?.pages.length ?? 1) / 2)),
    placeholderData: (previous) => previous,
  })
  const pages = answer.data?.pages ?? []
  return {
    pages,
    loading: answer.isPending,
    stale: answer.isPlaceholderData,
    error: pages.length === 0 ? answer.error : null,
    fetchedAtMs: answer.dataUpdatedAt,
    hasMore: answer.hasNextPage && pages.length < pagesMax,
    full: answer.hasNextPage && pages.length >= pagesMax,
    loadingMore: answer.isFetchingNextPage,
    loadMore: () => void answer.fetchNextPage(),
    retry: () => void answer.refetch(),
  }
}

/** A file holds no more rows than this; the reader is told when there were more. */
export const exportRowsMax = 10_000

/** Every page of a list for a file, one after the other, bounded. */
export const readAll = async <N extends OperationName, Row>(
  client: Client,
  name: N,
  input: InputOf<N>,
  list: { after(page: OutputOf<N>): unknown; rows(page: OutputOf<N>): readonly Row[] },
): Promise<{ rows: Row[]; cut: boolean }> => {
  const rows: Row[] = []
  let after: unknown
  do {
    const page = await ask(client, name, withKey(input, after))
    rows.push(...list.rows(page))
    after = list.after(page)
  } while (after !== undefined && rows.length < exportRowsMax)
  return { rows: rows.slice(0, exportRowsMax), cut: after !== undefined }
}

const withKey = <N extends OperationName>(input: InputOf<N>, after: unknown): InputOf<N> =>
  after === undefined ? input : ({ ...(input as object), after } as InputOf<N>)
