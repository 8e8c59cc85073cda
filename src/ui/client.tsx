/** How a screen asks: the typed client from context, `useOperation` for reading, `useCommand` for doing. */
import {
  type QueryKey,
  type UseMutationResult,
  type UseQueryResult,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { createContext, type ReactNode, useContext } from 'react'
import { type Client, createClient, type Invoke } from '../contract/client'
import type { InputOf, OperationName, OutputOf } from '../contract/operations'
import type { AnswerError } from './errorText'

const ClientContext = createContext<Client | null>(null)

export const makeClient = (invoke: Invoke): Client => createClient(invoke, () => crypto.randomUUID())

export const ClientProvider = ({ client, children }: { client: Client; children: ReactNode }) => (
  <ClientContext.Provider value={client}>{children}</ClientContext.Provider>
)

export const useClient = (): Client => {
  const client = useContext(ClientContext)
  if (!client) throw new Error('ClientProvider is missing')
  return client
}

/** A refusal as something that can be thrown through react-query; `refusal` is what the backend answered. */
export class Refused extends Error {
  constructor(readonly refusal: AnswerError) {
    super(refusal.code)
  }
}

export const refusalOf = (error: unknown): AnswerError =>
  error instanceof Refused ? error.refusal : { code: 'INTERNAL', params: {} }

/** Every cached answer lives under [name, input], so an event can forget one operation or one question. */
export const operationKey = <N extends OperationName>(name: N, input?: InputOf<N>): QueryKey =>
  input === undefined ? [name] : [name, input]

// biome-ignore lint/suspicious/noShadowRestrictedNames: the value of an answer; nothing here means the object's method
export const valueOf = async <N extends OperationName>(
  client: Client,
  name: N,
  input: InputOf<N>,
  requestId?: string,
): Promise<OutputOf<N>> => {
  const answer = await client.call(name, input, requestId)
  if (!answer.ok) throw new Refused(answer.error)
  return answer.value
}

interface ReadOptions {
  enabled?: boolean
  refetchIntervalMs?: number
  /** keep showing the last answer while another question is asked */
  keepPrevious?: boolean
}

export const useOperation = <N extends OperationName>(
  name: N,
  input: InputOf<N>,
  options: ReadOptions = {},
): UseQueryResult<OutputOf<N>> => {
  const client = useClient()
  return useQuery<OutputOf<N>>({
    queryKey: operationKey(name, input),
    queryFn: () => valueOf(client, name, input),
    enabled: options.enabled ?? true,
    refetchInterval: options.refetchIntervalMs ?? false,
    placeholderData: (previous: unknown) => (options.keepPrevious ? (previous as never) : undefined),
  })
}

export interface Pages<T> {
  pages: T[]
  pending: boolean
  error: unknown
  more: boolean
  next(): void
  again(): void
  /** every page of what is asked, read anew for a file; `cut` where there are more than a file is given */
  all(): Promise<{ pages: T[]; cut: boolean }>
}

/** A file of more rows than this many pages hold is nothing a shop reads. */
const exportPagesMax = 100

/** A list paged by key: `nextOf` says which input asks for what follows a page, undefined at the end. */
export const usePages = <N extends OperationName>(
  name: N,
  input: InputOf<N>,
  nextOf: (page: OutputOf<N>) => InputOf<N> | undefined,
  enabled = true,
): Pages<OutputOf<N>> => {
  const client = useClient()
  const query = useInfiniteQuery({
    queryKey: [name, input, 'pages'],
    queryFn: ({ pageParam }) => valueOf(client, name, pageParam as InputOf<N>),
    initialPageParam: input as unknown,
    getNextPageParam: (page: OutputOf<N>) => nextOf(page) as unknown,
    placeholderData: (previous) => previous,
    enabled,
  })
  return {
    pages: query.data?.pages ?? [],
    pending: query.isPending,
    error: query.data ? null : query.error,
    more: query.hasNextPage,
    next: () => void (query.isFetchingNextPage || query.fetchNextPage()),
    again: () => void query.refetch(),
    all: async () => {
      const pages: OutputOf<N>[] = []
      let wanted: InputOf<N> | undefined = input
      while (wanted !== undefined && pages.length < exportPagesMax) {
        const page: OutputOf<N> = await valueOf(client, name, wanted)
        pages.push(page)
        wanted = nextOf(page)
      }
      return { pages, cut: wanted !== undefined }
    },
  }
}

interface CommandOptions<N extends OperationName> {
  /** operations whose cached answers are stale once this succeeded */
  touches?: readonly OperationName[]
  onDone?(value: OutputOf<N>, input: InputOf<N>): void
  onRefused?(error: AnswerError, input: InputOf<N>): void
}

export const useCommand = <N extends OperationName>(
  name: N,
  options: CommandOptions<N> = {},
): UseMutationResult<OutputOf<N>, Error, InputOf<N>> => {
  const client = useClient()
  const queries = useQueryClient()
  return useMutation<OutputOf<N>, Error, InputOf<N>>({
    mutationKey: [name],
    mutationFn: (input) => valueOf(client, name, input),
    onSuccess: (value, input) => {
      for (const touched of options.touches ?? []) void queries.invalidateQueries({ queryKey: [touched] })
      options.onDone?.(value, input)
    },
    onError: (error, input) => options.onRefused?.(refusalOf(error), input),
  })
}
