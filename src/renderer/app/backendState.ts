/** What the page knows of the store's backend: ready, coming back, or refused to open its data. */
import type { QueryClient } from '@tanstack/react-query'
import { create } from 'zustand'
import type { Invoke } from '../../contract/client'
import type { RetryHost } from '../../ui/retryingInvoke'

/** Codes with which the backend refuses to start at all. */
export const startRefusals = [
  'DATABASE_DAMAGED',
  'DATABASE_FOREIGN',
  'DATABASE_NEWER',
  'DATABASE_UNWRITABLE',
  'SQLITE_UNSAFE',
] as const
export type StartRefusal = (typeof startRefusals)[number]

export const isStartRefusal = (code: string | undefined): code is StartRefusal =>
  (startRefusals as readonly string[]).includes(code ?? '')

interface BackendState {
  state: 'ready' | 'restarting' | 'refused'
  code: string
}

export const useBackendState = create<BackendState>(() => ({ state: 'ready', code: '' }))

export const setBackendState = (state: BackendState['state'], code = ''): void =>
  useBackendState.setState({ state, code })

/** A refusal to start, or the end of the session, can arrive as the answer to any call. */
export const watchRefusals =
  (invoke: Invoke, queries: QueryClient): Invoke =>
  async (name, input, requestId) => {
    const answer = await invoke(name, input, requestId)
    const code = answer.ok ? undefined : answer.error.code
    if (isStartRefusal(code)) setBackendState('refused', code)
    if (code === 'UNAUTHENTICATED' && name !== 'signIn.current')
      void queries.invalidateQueries({ queryKey: ['signIn.current'] })
    return answer
  }

/** The calls themselves show that the backend is away, also when its event was lost. */
export const noteRestarting: RetryHost = {
  now: () => performance.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  onRestarting: (restarting) => {
    const { state } = useBackendState.getState()
    if (restarting && state === 'ready') setBackendState('restarting')
    if (!restarting && state === 'restarting') setBackendState('ready')
  },
}
