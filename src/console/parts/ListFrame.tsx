/**
 * How a page with a list stands: its title, what can be done, the filters, the page's parts where it has some; then the list,
 * or that it is being asked for, or why it could not be.
 */
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { OperationName } from '../../contract/operations'
import { FailedState, LoadingState } from '../../ui/states'
import type { Pages } from '../data/pages'

/** What became of the question behind a list. */
export interface Asked {
  loading: boolean
  /** null while there are rows to show, if older ones */
  error: unknown
  retry(): void
  /** there is an answer, if an empty one */
  isHere: boolean
}

export const askedByPage = <N extends OperationName>({ loading, error, retry, pages }: Pages<N>): Asked => ({
  ...{ loading, error, retry },
  isHere: pages.length > 0,
})

export const askedAtOnce = ({ isPending, isError, error, data, refetch }: UseQueryResult<unknown>): Asked => ({
  loading: isPending,
  error: isError && data === undefined ? error : null,
  retry: () => void refetch(),
  isHere: data !== undefined,
})

interface ListFrameProps {
  title: string
  acts: ReactNode
  filters: ReactNode
  /** the page's parts, as links */
  parts?: ReactNode
  asked: Asked
  /** the list itself, shown once it is here */
  children: ReactNode
}

export const ListFrame = ({ title, acts, filters, parts, asked, children }: ListFrameProps) => (
  <>
    <div className="page-head">
      <h1>{title}</h1>
      <div className="page-acts">{acts}</div>
      {filters}
    </div>
    {parts}
    {asked.loading ? <LoadingState /> : null}
    {asked.error ? <FailedState error={asked.error} onRetry={asked.retry} /> : null}
    {asked.isHere ? children : null}
  </>
)
