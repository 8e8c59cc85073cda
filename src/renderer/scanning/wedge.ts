/**
 * The keyboard-wedge scanner: one capture-phase keydown listener on the times of the events. Keys are never delayed;
 * when a burst is recognised the focused field gets back what it held at the first key, and the final Enter is taken.
 */
import type { WedgeScanner } from '../../contract/schemas/scanner'
import { mayBePin } from '../../core/identity/pin'
import {
  type Burst,
  type BurstRules,
  burstRulesOf,
  charactersMax,
  createBurstDetector,
  defaultBurstRules,
  stallMaxMs,
} from './burst'
import { listenToComposition } from './composition'
import { createEatenKeys } from './eatenKeys'
import { empty, fieldOf, isPinField, isSecret, restore, type Snapshot, snapshotOf } from './fieldSnapshot'
import { createKeyClock } from './keyClock'
import {
  characterOf,
  groupSeparator,
  isGroupSeparator,
  isModifier,
  isTerminator,
  type KeyParts,
  shownKey,
  usCharacter,
} from './keyText'
import { endBySilence, keysReadBy, withoutMarks } from './profiles'

/** The keys of one scan as they came. */
export interface SentKeys {
  sent: string
  gapsMs: number[]
}

export interface WedgeListener {
  /** atMs: time of the last key, since the page's time origin; keys: null where they may be a secret */
  onScan(raw: string, atMs: number, keys: SentKeys | null): void
  /** a scan into a field for a PIN, at a pace at which people type as well: neither a code nor a PIN */
  onPinScan(): void
  /** a scan destroyed by an input method in a text field */
  onImeScan(): void
}

/** Told to the window when keys turned out to be a scan: what any of them alone would have done must not come of it. */
export const burstEvent = 'zhanggui:burst'

type KeyTaker = (event: KeyboardEvent) => void
let keyTaker: KeyTaker | null = null

/** While a scanner is measured its keys are counted, not scanned; the answer gives them back. */
export const captureKeys = (taker: KeyTaker): (() => void) => {
  keyTaker = taker
  return () => {
    if (keyTaker === taker) keyTaker = null
  }
}

const noWedges = (): readonly WedgeScanner[] => []

export const installWedge = (listener: WedgeListener, wedges = noWedges): (() => void) => {
  const rules = (): BurstRules[] => burstRulesOf(wedges())
  const detector = createBurstDetector(rules)
  const strokes = createStrokes()
  const clock = createKeyClock()
  const eaten = createEatenKeys()
  let snapshot: Snapshot | null = null
  let altDigits = ''
  let silenceTimer: ReturnType<typeof setTimeout> | undefined

  const takeBursts = (bursts: readonly Burst[]): void => {
    if (bursts.length === 0) return
    window.dispatchEvent(new Event(burstEvent))
    restore(snapshot)
    if (eaten.takenSince(strokes.beganMs() - stallMaxMs)) {
      listener.onImeScan()
      return
    }
    for (const { text, keys, atMs } of bursts)
      listener.onScan(withoutMarks(text, wedges()), atMs, isSecret(snapshot) ? null : strokes.taken(keys))
  }

  const composition = listenToComposition({
    rules,
    handOver: (atMs) => {
      const keys = detector.handOver(atMs)
      if (keys.length === 0) strokes.clear()
      return keys.length > 0 && snapshot ? { keys, snapshot } : null
    },
    onCode: (code, atMs) => listener.onScan(withoutMarks(code, wedges()), atMs, strokes.taken(strokes.count())),
    onDestroyed: () => listener.onImeScan(),
  })

  /** Fingers that know their PIN are as fast as a slow scanner, but they type nothing that is no PIN. */
  const onSlowSecret = (event: KeyboardEvent, atMs: number): void => {
    const text = detector.terminator(atMs)
    if (text === null || !isPinField(snapshot) || mayBePin(text)) return
    swallow(event)
    empty(snapshot)
    listener.onPinScan()
  }

  const onTerminator = (event: KeyboardEvent, atMs: number): void => {
    if (detector.isEcho(atMs)) {
      swallow(event)
      return
    }
    if (isSecret(snapshot) && !detector.wouldEnd(atMs, [defaultBurstRules])) {
      onSlowSecret(event, atMs)
      return
    }
    const text = detector.terminator(atMs)
    if (text === null) return
    swallow(event)
    strokes.add(event, atMs)
    takeBursts([{ text, keys: strokes.count(), atMs }])
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

  const onCharacter = (event: KeyboardEvent, character: string, atMs: number): void => {
    const fast = detector.looksFast(atMs)
    if (detector.character(character, atMs)) {
      snapshot = snapshotOf(document.activeElement)
      strokes.clear()
    }
    strokes.add(event, atMs)
    awaitSilence(atMs)
    // A space inside a burst would press the focused button, a separator would run its key command.
    if (fast && (character === groupSeparator || (character === ' ' && !fieldOf(event.target)))) swallow(event)
  }

  /** A key while an input method is at work: true when that is all there is to it. */
  const isComposed = (event: KeyboardEvent, parts: KeyParts, character: string | null, atMs: number): boolean => {
    const isTaken = event.key === 'Process'
    if (!composition.isUnderWay() && !(isTaken && character !== null && composition.begins(atMs))) return false
    const isEnd = isTerminator(parts)
    if (!isTaken && (isEnd ? !composition.looksFast() : character === null)) {
      composition.leave()
      return false
    }
    strokes.add(event, atMs)
    if (isEnd) swallow(event)
    else composition.key(character, atMs)
    return true
  }

  const onKeyDown = (event: KeyboardEvent): void => {
    if (prints(event) && !event.repeat) eaten.pressed(event.code, performance.now())
    if (keyTaker) {
      keyTaker(event)
      return
    }
    const parts = partsOf(event)
    if (isModifier(event.key)) return
    const atMs = clock.pressed(event.code, event.timeStamp, performance.now())
    clearTimeout(silenceTimer)
    altDigits = parts.alt && /^Numpad\d$/.test(event.code) ? altDigits + event.code.slice(-1) : ''
    // Alt held with 0 2 9 on the key pad: its three keys are one separator.
    if (altDigits !== '' && altDigits !== '029') return
    const separator = altDigits === '029' || (isGroupSeparator(parts) && detector.looksFast(atMs))
    const character = separator ? groupSeparator : characterOf(parts, keysReadBy(wedges()))
    if (isComposed(event, parts, character, atMs)) return
    // A scanner never holds a key down.
    if (isTerminator(parts) && !event.repeat) onTerminator(event, atMs)
    else if (character === null || event.repeat) detector.interrupt()
    else onCharacter(event, character, atMs)
  }

  const onKeyUp = (event: KeyboardEvent): void => {
    if (prints(event)) eaten.released(event.code, performance.now())
    if (!isModifier(event.key)) composition.released(event.timeStamp)
    const atMs = clock.released(event.code, event.timeStamp, performance.now())
    if (atMs !== null) detector.dated(atMs)
  }

  window.addEventListener('keydown', onKeyDown, true)
  window.addEventListener('keyup', onKeyUp, true)
  return () => {
    clearTimeout(silenceTimer)
    composition.stop()
    window.removeEventListener('keydown', onKeyDown, true)
    window.removeEventListener('keyup', onKeyUp, true)
  }
}

const prints = ({ code }: KeyboardEvent): boolean => usCharacter(code, false) !== null

/** The keys since the sequence began, as they came. */
const createStrokes = () => {
  let keys: { shown: string; atMs: number }[] = []
  return {
    clear: (): void => {
      keys = []
    },
    add: (event: KeyboardEvent, atMs: number): void => {
      if (keys.length < charactersMax) keys.push({ shown: shownKey(partsOf(event)), atMs })
    },
    count: (): number => keys.length,
    beganMs: (): number => keys[0]?.atMs ?? Number.POSITIVE_INFINITY,
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
