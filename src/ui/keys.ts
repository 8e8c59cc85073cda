/**
 * One window listener for all keys of the key map. Layers: global < screen < panel < dialog < lock; an open dialog hides
 * every layer below it, and so does the lock screen. Help and locking work over a dialog too. Scanner bursts never arrive here: the wedge listener runs first and takes their Enter away.
 */
import { useEffect, useRef } from 'react'
import { meantKey } from './keyHabit'
import { type ActionOf, type KeyMap, keyMap, type Scope } from './keyMap'

export const levels = { global: 0, screen: 1, panel: 2, dialog: 3, lock: 4 } as const
export type Level = keyof typeof levels

/** return false to let the key have its ordinary meaning */
export type KeyHandler = (event: KeyboardEvent) => unknown

interface Layer {
  scope: Scope
  level: number
  seq: number
  handlers(): Partial<Record<string, KeyHandler>>
}

const layers: Layer[] = []
let nextSeq = 1
let listening = false

export const activeScopes = (): Scope[] => visibleLayers().map((layer) => layer.scope)

/** Topmost first, cut below the topmost dialog. */
const visibleLayers = (): Layer[] => {
  const sorted = [...layers].sort((a, b) => b.level - a.level || b.seq - a.seq)
  const top = sorted[0]
  return top && top.level >= levels.dialog ? sorted.filter((layer) => layer === top) : sorted
}

/** "Ctrl+Shift+F9", "Alt+1", "ArrowUp", "Space", "Ctrl+Z" */
export const keyName = (event: KeyboardEvent): string => {
  const modifiers = [event.ctrlKey && 'Ctrl', event.altKey && 'Alt', event.shiftKey && 'Shift'].filter(Boolean)
  return [...modifiers, baseName(event)].join('+')
}

const baseName = (event: KeyboardEvent): string => {
  if (event.key === ' ') return 'Space'
  // Alt and Ctrl can change what `key` says (layouts, input methods); the position on the keyboard stays.
  const digit = /^Digit(\d)$/.exec(event.code)
  if ((event.altKey || event.ctrlKey) && digit) return digit[1] as string
  const letter = /^Key([A-Z])$/.exec(event.code)
  if ((event.altKey || event.ctrlKey) && letter) return letter[1] as string
  return event.key.length === 1 ? event.key.toUpperCase() : event.key
}

export const isTextField = (target: EventTarget | null): boolean =>
  target instanceof HTMLTextAreaElement ||
  (target instanceof HTMLInputElement && !target.readOnly && !/^(button|checkbox|radio|submit)$/.test(target.type))

/** Keys a text field needs for itself while it has the focus. */
const textFieldKeys = new Set([
  'Ctrl+Z',
  'Ctrl+A',
  'ArrowLeft',
  'ArrowRight',
  'Space',
  'Delete',
  'Ctrl+Delete',
  'Home',
  'End',
])

const overAnything: ReadonlySet<string> = new Set([keyMap.global.help, keyMap.global.lock])

const onKeyDown = (event: KeyboardEvent): void => {
  if (event.defaultPrevented || event.isComposing) return
  const name = meantKey(keyName(event))
  if (isTextField(event.target) && (textFieldKeys.has(name) || /^[^+]$/.test(name))) return
  const shown = visibleLayers()
  const isLocked = shown[0]?.level === levels.lock
  // The list of keys opens over anything but a locked window, and anything can be locked: neither depends on what is in front.
  for (const layer of overAnything.has(name) && !isLocked ? layers : shown) {
    const handler = handlerFor(layer, name)
    if (handler && handler(event) !== false) {
      event.preventDefault()
      return
    }
  }
}

const handlerFor = (layer: Layer, name: string): KeyHandler | undefined => {
  const actions: Record<string, string> = keyMap[layer.scope]
  const action = Object.keys(actions).find((candidate) => actions[candidate] === name)
  return action === undefined ? undefined : layer.handlers()[action]
}

export const listenForKeys = (): void => {
  if (listening) return
  listening = true
  window.addEventListener('keydown', onKeyDown)
}

interface UseKeysOptions {
  level?: Level
  enabled?: boolean
}

export const useKeys = <S extends Scope>(
  scope: S,
  handlers: Partial<Record<ActionOf<S>, KeyHandler>>,
  options: UseKeysOptions = {},
): void => {
  const latest = useRef(handlers)
  latest.current = handlers
  const level = levels[options.level ?? 'screen']
  const enabled = options.enabled ?? true
  useEffect(() => {
    if (!enabled) return
    listenForKeys()
    const layer: Layer = { scope, level, seq: nextSeq++, handlers: () => latest.current as Record<string, KeyHandler> }
    layers.push(layer)
    return () => void layers.splice(layers.indexOf(layer), 1)
  }, [scope, level, enabled])
}

export type { KeyMap }
