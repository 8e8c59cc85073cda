/**
 * Which key of the keyboard stands for which key of the key map: whoever comes from another system keeps the keys their
 * fingers know. A habit exchanges function keys, with whatever is held beside them, so every action keeps a key and none
 * gets two. It is this PC's, like the language, and holds for what is pressed and for what is shown.
 */
import { create } from 'zustand'

/** F1 and F5 are help and refreshing everywhere, F10 and F11 are the system's */
export const habitKeys = ['F2', 'F3', 'F4', 'F6', 'F7', 'F8', 'F9', 'F12'] as const
export type HabitKey = (typeof habitKeys)[number]

/** pressed -> meant; a key that is not named means itself */
export type Exchange = Partial<Record<HabitKey, HabitKey>>

const swapped = (a: HabitKey, b: HabitKey): Exchange => ({ [a]: b, [b]: a })

/** 金蝶: F4 audits, Shift+F4 takes it back; 管家婆: F6 books. */
export const habits = {
  usual: {},
  kingdee: swapped('F4', 'F12'),
  guanjiapo: swapped('F6', 'F12'),
} as const satisfies Record<string, Exchange>
export type Habit = keyof typeof habits
export const habitNames = Object.keys(habits) as Habit[]

const isHabitKey = (text: unknown): text is HabitKey => habitKeys.includes(text as HabitKey)

/** Whatever lies in the storage: an exchange in which every key still means something, or none. */
export const readExchange = (text: string | null): Exchange => {
  try {
    const found = Object.entries(JSON.parse(text ?? '{}') as object)
    const isWhole =
      found.every(([pressed, meant]) => isHabitKey(pressed) && isHabitKey(meant)) &&
      sorted(found.map(([pressed]) => pressed)) === sorted(found.map(([, meant]) => meant))
    return isWhole ? (Object.fromEntries(found) as Exchange) : {}
  } catch {
    return {}
  }
}

const sorted = (keys: readonly string[]): string => [...keys].sort().join()

/** `pressed` means `meant` from now on; what it meant before goes to the key that has lost its meaning. */
export const exchanged = (exchange: Exchange, pressed: HabitKey, meant: HabitKey): Exchange => {
  const holder = pressedFor(exchange, meant)
  const whole = { ...exchange, [pressed]: meant, [holder]: exchange[pressed] ?? pressed }
  return Object.fromEntries(Object.entries(whole).filter(([from, to]) => from !== to))
}

export const pressedFor = (exchange: Exchange, meant: HabitKey): HabitKey =>
  habitKeys.find((pressed) => (exchange[pressed] ?? pressed) === meant) ?? meant

export const isSame = (a: Exchange, b: Exchange): boolean =>
  habitKeys.every((key) => (a[key] ?? key) === (b[key] ?? key))

const functionKeys = /\bF\d{1,2}\b/g
const replaced = (text: string, by: (key: HabitKey) => HabitKey): string =>
  text.replace(functionKeys, (key) => (isHabitKey(key) ? by(key) : key))

/** "Shift+F4" as pressed -> "Shift+F12" of the key map */
export const meantKey = (name: string, exchange: Exchange = useKeyHabit.getState().exchange): string =>
  replaced(name, (pressed) => exchange[pressed] ?? pressed)

/** A key of the key map, or words that name some, as this PC's keyboard has them. */
export const shownKeys = (text: string, exchange: Exchange = useKeyHabit.getState().exchange): string =>
  replaced(text, (meant) => pressedFor(exchange, meant))

const storageKey = 'zhanggui.keys'

const remembered = (): Exchange => {
  try {
    return readExchange(localStorage.getItem(storageKey))
  } catch {
    return {}
  }
}

interface KeyHabitState {
  exchange: Exchange
  setExchange(exchange: Exchange): void
}

export const useKeyHabit = create<KeyHabitState>((set) => ({
  exchange: remembered(),
  setExchange: (exchange) => {
    try {
      localStorage.setItem(storageKey, JSON.stringify(exchange))
    } catch {
      // Storage may be refused; the choice then lasts until the window closes.
    }
    set({ exchange })
  },
}))
