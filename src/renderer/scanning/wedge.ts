/**
 * The keyboard-wedge scanner: one capture-phase keydown listener on the times of the events. Keys are never delayed;
 * when a burst is recognised the focused field gets back what it held at the first key, and the final Enter is taken.
 */
import { type BurstRules, createBurstDetector, defaultBurstRules } from './burst'
import { characterOf, groupSeparator, isGroupSeparator, isModifier, isTerminator, type KeyParts } from './keyText'

/** Told to a read-only scan bar, which keeps its own text: take back what it held before the burst. */
export const restoreEvent = 'zhanggui:restore'

export interface WedgeListener {
  /** atMs: time of the last key, since the page's time origin */
  onScan(raw: string, atMs: number): void
  /** a scan destroyed by an input method in a text field */
  onImeScan(): void
}

interface Snapshot {
  field: HTMLInputElement | HTMLTextAreaElement
  value: string
  start: number | null
  end: number | null
}

const imeScanMs = 300

export const installWedge = (listener: WedgeListener, rules: BurstRules = defaultBurstRules): (() => void) => {
  const detector = createBurstDetector(rules)
  let snapshot: Snapshot | null = null
  let altDigits = ''
  let composing: { snapshot: Snapshot | null; atMs: number } | null = null

  const takeBurst = (event: KeyboardEvent, text: string): void => {
    swallow(event)
    restore(snapshot)
    listener.onScan(text, event.timeStamp)
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
    const echo = detector.isEcho(event.timeStamp)
    const text = echo ? null : detector.terminator(event.timeStamp)
    if (echo) swallow(event)
    else if (text !== null) takeBurst(event, text)
  }

  const onCharacter = (event: KeyboardEvent, character: string): void => {
    const fast = detector.looksFast(event.timeStamp)
    if (detector.character(character, event.timeStamp)) snapshot = snapshotOf(document.activeElement)
    // A space inside a burst would press the focused button, a separator would run its key command.
    if (fast && (character === groupSeparator || (character === ' ' && !fieldOf(event.target)))) swallow(event)
  }

  const onKeyDown = (event: KeyboardEvent): void => {
    const parts = partsOf(event)
    if (isModifier(event.key)) return
    if (isTerminator(parts) && !event.repeat) {
      onTerminator(event)
      return
    }
    altDigits = parts.alt && /^Numpad\d$/.test(event.code) ? altDigits + event.code.slice(-1) : ''
    // Alt held with 0 2 9 on the key pad: its three keys are one separator.
    if (altDigits !== '' && altDigits !== '029') return
    const separator = altDigits === '029' || (isGroupSeparator(parts) && detector.looksFast(event.timeStamp))
    const character = separator ? groupSeparator : characterOf(parts)
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
    window.removeEventListener('keydown', onKeyDown, true)
    window.removeEventListener('compositionstart', onCompositionStart, true)
    window.removeEventListener('compositionend', onCompositionEnd, true)
  }
}

const partsOf = (event: KeyboardEvent): KeyParts => ({
  key: event.key,
  code: event.code,
  shift: event.shiftKey,
  ctrl: event.ctrlKey,
  alt: event.altKey,
  meta: event.metaKey,
  capsLock: event.getModifierState('CapsLock'),
})

const swallow = (event: KeyboardEvent): void => {
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
