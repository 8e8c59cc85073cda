/**
 * Listens for HQ's word that something was published, so that it is pulled at once. Trusted with nothing: without it, or
 * with one that never speaks, the beat of the sync loop brings the same a little later.
 */
import type { RunningStore } from '../runtime'

/** HQ says that it is there more often than this */
const silentMaxMs = 70_000
const againMs = 30_000

export interface Hints {
  /** after a round that went well: listens, where it does not already */
  keep(): void
  stop(): void
}

export const createHints = ({ hub, random }: Pick<RunningStore, 'hub' | 'random'>, nudge: () => void): Hints => {
  let end: (() => void) | null = null
  let notBefore: NodeJS.Timeout | null = null
  let silent: NodeJS.Timeout | undefined
  let soon: NodeJS.Timeout | null = null

  const ended = (): void => {
    clearTimeout(silent)
    end = null
    // all PCs lose it in the same moment when HQ starts again
    notBefore = setTimeout(
      () => {
        notBefore = null
      },
      againMs * (0.5 + random()),
    )
    notBefore.unref()
  }
  const heard = (line: string): void => {
    clearTimeout(silent)
    silent = setTimeout(hangUp, silentMaxMs)
    silent.unref()
    if (line === 'own') nudge()
    // every PC of the chain has heard the same
    if (line !== 'all' || soon) return
    const spreadMs = hub.pace?.().spreadMs ?? 0
    soon = setTimeout(() => {
      soon = null
      nudge()
    }, random() * spreadMs)
    soon.unref()
  }
  const hangUp = (): void => {
    end?.()
    ended()
  }
  return {
    keep: () => {
      if (end || notBefore || !hub.listen) return
      end = hub.listen(heard, ended)
    },
    stop: () => {
      end?.()
      for (const timer of [silent, soon, notBefore]) clearTimeout(timer ?? undefined)
    },
  }
}
