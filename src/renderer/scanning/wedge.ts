/**
 * The keyboard-wedge scanner: one capture-phase keydown listener on the times of the events. Keys are never delayed;
 * when a burst is recognised the focused field gets back what it held at the first key, and the final Enter is taken.
 */
import type { WedgeScanner } from '../../contract/schemas/scanner'
import { type Burst, burstRulesOf, charactersMax, createBurstDetector, defaultBurstRules, stallMaxMs } from './burst'
import {
  characterOf,
  groupSeparator,
  isGroupSeparator,
  isModifier,
  isTerminator,
  type KeyParts,
  shownKey,
} from './keyText'
import { endBySilence, keysReadBy, withoutMarks } from './profiles'

/** Told to a read-only scan bar, which keeps its own text: take back what it held before the burst. */
export const restoreEvent = 'zhanggui:restore'

/** The keys of one scan as they came. */
export interface SentKeys {
  sent: string
  gapsMs: number[]
}

export interface WedgeListener {
  /** atMs: time of the last key, since the page's time origin; keys: null where they may be a secret */
  onScan(raw: string, atMs: number, keys: SentKeys | null): void
  /** a scan destroyed by an input method in a text field */
  onImeScan(): void
}

interface Snapshot {
  field: HTMLInputElement | HTMLTextAreaElement
  value: string
  start: number | null
  end: number | null
}

type KeyTaker = (event: KeyboardEvent) => void
let keyTaker: KeyTaker | null = null

/** While a scanner is measured its keys are counted, not scanned; the answer gives them back. */
export const captureKeys = (taker: KeyTaker): (() => void) => {
  keyTaker = taker
  return () => {
    if (keyTaker === taker) keyTaker = null
  }
}

const imeScanMs = 300
const noWedges = (): readonly WedgeScanner[] => []

export const installWedge = (listener: WedgeListener, wedges = noWedges): (() => void) => {
  const detector = createBurstDetector(() => burstRulesOf(wedges()))
  const strokes = createStrokes()
  let snapshot: Snapshot | null = null
  let altDigits = ''
  let composing: { snapshot: Snapshot | null; atMs: number } | null = null
  let silenceTimer: ReturnType<typeof setTimeout> | undefined

  const takeBursts = (bursts: readonly Burst[]): void => {
    if (bursts.length > 0) restore(snapshot)
    for (const { text, keys, atMs } of bursts)
      listener.onScan(withoutMarks(text, wedges()), atMs, isSecret(snapshot) ? null : strokes.taken(keys))
  }

  const onTerminator = (event: KeyboardEvent): void => {
    if (composing && event.timeStamp - composing.atMs <= imeScanMs) {
      swallow(event)
      endComposition(composing.snapshot)
      composing = null
      detector.interrupt()
      listener.onImeScan()
      return
    }
    if (detector.isEcho(event.timeStamp)) {
      swallow(event)
      return
    }
    // Fingers that know their PIN are as fast as a slow scanner.
    const text = detector.terminator(event.timeStamp, isSecret(snapshot) ? [defaultBurstRules] : undefined)
    if (text === null) return
    swallow(event)
    strokes.add(event)
    takeBursts([{ text, keys: strokes.count(), atMs: event.timeStamp }])
  }

  /** For a scanner that sends no Enter. Keys that wait behind a busy page are older than the pause they seem to leave. */
  const awaitSilence = (atMs: number, waited = false): void => {
    clearTimeout(silenceTimer)
    if (!endBySilence(wedges()) || isSecret(snapshot)) return
    silenceTimer = setTimeout(
      () => {
        if (!waited) return awaitSilence(atMs, true)
        takeBursts(detector.silence(atMs, wedges()))
      },
      waited ? 0 : stallMaxMs,
    )
  }

  const onCharacter = (event: KeyboardEvent, character: string): void => {
    const fast = detector.looksFast(event.timeStamp)
    if (detector.character(character, event.timeStamp)) {
      snapshot = snapshotOf(document.activeElement)
      strokes.clear()
    }
    strokes.add(event)
    awaitSilence(event.timeStamp)
    // A space inside a burst would press the focused button, a separator would run its key command.
    if (fast && (character === groupSeparator || (character === ' ' && !fieldOf(event.target)))) swallow(event)
  }

  const onKeyDown = (event: KeyboardEvent): void => {
    if (keyTaker) {
      keyTaker(event)
      return
    }
    const parts = partsOf(event)
    if (isModifier(event.key)) return
    clearTimeout(silenceTimer)
    if (isTerminator(parts) && !event.repeat) {
      onTerminator(event)
      return
    }
    altDigits = parts.alt && /^Numpad\d$/.test(event.code) ? altDigits + event.code.slice(-1) : ''
    // Alt held with 0 2 9 on the key pad: its three keys are one separator.
    if (altDigits !== '' && altDigits !== '029') return
    const separator = altDigits === '029' || (isGroupSeparator(parts) && detector.looksFast(event.timeStamp))
    const character = separator ? groupSeparator : characterOf(parts, keysReadBy(wedges()))
    // A scanner never holds a key down.
    if (character === null || event.repeat) detector.interrupt()
    else onCharacter(event, character)
  }

  const onCompositionStart = (event: CompositionEvent): void => {
    composing = { snapshot: snapshot ?? snapshotOf(document.activeElement), atMs: event.timeStamp }
  }
  const onCompositionEnd = (): void => {
    composing = null
  }

  window.addEventListener('keydown', onKeyDown, true)
  window.addEventListener('compositionstart', onCompositionStart, true)
  window.addEventListener('compositionend', onCompositionEnd, true)
  return () => {
    clearTimeout(silenceTimer)
    window.removeEventListener('keydown', onKeyDown, true)
    window.removeEventListener('compositionstart', onCompositionStart, true)
    window.removeEventListener('compositionend', onCompositionEnd, true)
  }
}

/** The keys since the sequence began, as they came. */
const createStrokes = () => {
  let keys: { shown: string; atMs: number }[] = []
  return {
    clear: (): void => {
      keys = []
    },
    add: (event: KeyboardEvent): void => {
      if (keys.length < charactersMax) keys.push({ shown: shownKey(partsOf(event)), atMs: event.timeStamp })
    },
    count: (): number => keys.length,
    /** the oldest so many, which are forgotten */
    taken: (count: number): SentKeys => {
      const taken = keys.splice(0, count)
      return {
        sent: taken.map(({ shown }) => shown).join(''),
        gapsMs: taken.slice(1).map(({ atMs }, index) => Math.round(atMs - (taken[index]?.atMs ?? atMs))),
      }
    },
  }
}

const isSecret = (snapshot: Snapshot | null): boolean =>
  snapshot?.field instanceof HTMLInputElement && snapshot.field.type === 'password'

export const partsOf = (event: KeyboardEvent): KeyParts => ({
  key: event.key,
  code: event.code,
  shift: event.shiftKey,
  ctrl: event.ctrlKey,
  alt: event.altKey,
  meta: event.metaKey,
  capsLock: event.getModifierState('CapsLock'),
})

export const swallow = (event: KeyboardEvent): void => {
  event.preventDefault()
  event.stopImmediatePropagation()
}

const fieldOf = (target: EventTarget | null): HTMLInputElement | HTMLTextAreaElement | null =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ? target : null

const snapshotOf = (target: Element | null): Snapshot | null => {
  const field = fieldOf(target)
  if (!field) return null
  return { field, value: field.value, start: field.selectionStart, end: field.selectionEnd }
}

const restore = (snapshot: Snapshot | null): void => {
  if (!snapshot) return
  const { field, value, start, end } = snapshot
  if (field.readOnly) return void field.dispatchEvent(new CustomEvent(restoreEvent, { detail: value }))
  if (field.value === value) return
  setNativeValue(field, value)
  field.dispatchEvent(new Event('input', { bubbles: true }))
  // Some input types have no selection; reading it gave null.
  if (start !== null) field.setSelectionRange(start, end)
}

/** React remembers the last value it wrote; only the prototype's own setter makes it notice ours. */
const setNativeValue = (field: HTMLInputElement | HTMLTextAreaElement, value: string): void => {
  const prototype = field instanceof HTMLInputElement ? HTMLInputElement.prototype : HTMLTextAreaElement.prototype
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, value)
}

const endComposition = (snapshot: Snapshot | null): void => {
  snapshot?.field.blur()
  snapshot?.field.focus()
  restore(snapshot)
}
