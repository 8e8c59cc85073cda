/**
 * Listens to an input method at work in a text field, from its first key until nothing has come for a while, and then asks
 * whether that was a scan. A scanner's Enter is only held back: its letters may still be on their way to the field.
 */
import { type BurstRules, stallMaxMs } from './burst'
import { type ComposedRun, createComposedRun } from './composedScan'
import { fieldOf, insertedSince, restore, type Snapshot, snapshotOf } from './fieldSnapshot'
import type { TimedKey } from './quickScans'

export interface CompositionHooks {
  rules(): readonly BurstRules[]
  /** the keys just before, which belong to the same scan, and what the field held before them */
  handOver(atMs: number): { keys: readonly TimedKey[]; snapshot: Snapshot } | null
  onCode(code: string, atMs: number): void
  onDestroyed(): void
}

export interface Composition {
  /** an input method is at work, or was a moment ago */
  isUnderWay(): boolean
  /** it took this key, where there was a field to take it for */
  begins(atMs: number): boolean
  key(text: string | null, atMs: number): void
  released(atMs: number): void
  /** so far at a scanner's pace */
  looksFast(): boolean
  /** a person: arrows, Backspace, Esc */
  leave(): void
  stop(): void
}

interface Run {
  composed: ComposedRun
  snapshot: Snapshot
  lastMs: number
}

export const listenToComposition = (hooks: CompositionHooks): Composition => {
  let run: Run | null = null
  let isOpen = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const leave = (): void => {
    clearTimeout(timer)
    run = null
  }

  const conclude = (): void => {
    if (!run) return
    const { composed, snapshot, lastMs } = run
    run = null
    const outcome = composed.outcome(insertedSince(snapshot), hooks.rules())
    if (outcome === 'typed') return
    if (isOpen) closeComposition(snapshot)
    restore(snapshot)
    if (outcome === 'destroyed') hooks.onDestroyed()
    else hooks.onCode(outcome.code, lastMs)
  }

  /**
   * Words that are closed are no sign of the end: they are closed and opened again in the middle of a code. What waits
   * behind a busy page goes first: the second time nothing may be left of it.
   */
  const awaitQuiet = (waited = false): void => {
    clearTimeout(timer)
    timer = setTimeout(() => (waited ? conclude() : awaitQuiet(true)), waited ? 0 : stallMaxMs)
  }

  const begins = (atMs: number): boolean => {
    if (run) return true
    const before = hooks.handOver(atMs)
    const snapshot = before?.snapshot ?? snapshotOf(document.activeElement)
    if (!snapshot || snapshot.field.readOnly) return false
    run = { composed: createComposedRun(), snapshot, lastMs: atMs }
    for (const key of before?.keys ?? []) run.composed.key(key.text, key.atMs)
    awaitQuiet()
    return true
  }

  const moved = (atMs: number): void => {
    if (run) run.lastMs = atMs
    awaitQuiet()
  }

  const onStart = (event: CompositionEvent): void => {
    isOpen = fieldOf(event.target) !== null
    if (isOpen && begins(event.timeStamp)) moved(event.timeStamp)
  }
  const onUpdate = (event: CompositionEvent): void => {
    if (!run) return
    run.composed.words(event.data, event.timeStamp)
    moved(event.timeStamp)
  }
  const onEnd = (event: CompositionEvent): void => {
    isOpen = false
    if (run) moved(event.timeStamp)
  }

  window.addEventListener('compositionstart', onStart, true)
  window.addEventListener('compositionupdate', onUpdate, true)
  window.addEventListener('compositionend', onEnd, true)
  return {
    isUnderWay: () => run !== null,
    begins,
    key: (text, atMs) => {
      run?.composed.key(text, atMs)
      moved(atMs)
    },
    released: (atMs) => run?.composed.released(atMs),
    looksFast: () => run !== null && run.composed.outcome(null, hooks.rules()) !== 'typed',
    leave,
    stop: () => {
      leave()
      window.removeEventListener('compositionstart', onStart, true)
      window.removeEventListener('compositionupdate', onUpdate, true)
      window.removeEventListener('compositionend', onEnd, true)
    },
  }
}

const closeComposition = ({ field }: Snapshot): void => {
  field.blur()
  field.focus()
}
