/** What waits for this user's decision: the count for the navigation, and how long each has waited. */
import type { OutputOf } from '../../contract/operations'
import { useOperation } from '../../ui/client'
import { useCan } from '../../ui/session'
import { beatMs } from './pages'

export type Waiting = OutputOf<'document.inbox'>['documents'][number]

/** Nothing for who decides nothing: an auditor reads documents but has no inbox. */
export const useWaiting = (): number => {
  const mayDecide = useCan('document.decide')
  const mayRead = useCan('document.inbox')
  const answer = useOperation(
    'document.inbox',
    { limit: 1 },
    { enabled: mayDecide && mayRead, refetchIntervalMs: beatMs },
  )
  return answer.data?.waiting ?? 0
}

/** The row to stand on once some were decided: the next one that still waits, else the one before. */
export const nextAfter = (keys: readonly string[], gone: ReadonlySet<string>, from: string | null): string | null => {
  const at = from === null ? 0 : Math.max(0, keys.indexOf(from))
  const after = keys.slice(at).find((key) => !gone.has(key))
  return (
    after ??
    keys
      .slice(0, at)
      .filter((key) => !gone.has(key))
      .at(-1) ??
    null
  )
}
