/** What a PIN has to be, and one made for somebody. It is typed at a till: digits, and none a looker-on would try first. */
import { randomInt } from 'node:crypto'
import { isPinShaped } from '../../core/identity/pin'

const madeDigits = 6

const stepsOf = (digits: readonly number[]): number[] =>
  digits.slice(1).map((digit, index) => digit - (digits[index] as number))

/** 000000, 123456, 654321, 112233, 121212: too weak. */
export const isPinWeak = (pin: string): boolean => {
  if (!isPinShaped(pin)) return true
  const digits = [...pin].map(Number)
  const steps = new Set(stepsOf(digits))
  if (steps.size === 1) return true
  const halves = pin.length % 2 === 0 && pin.slice(0, pin.length / 2) === pin.slice(pin.length / 2)
  return halves || new Set(digits).size < 3 || /^(\d)\1(\d)\2(\d)\3$/.test(pin)
}

export const newPin = (): string => {
  const pin = Array.from({ length: madeDigits }, () => String(randomInt(10))).join('')
  return isPinWeak(pin) ? newPin() : pin
}

/** no 0/O, 1/l: read from paper, typed once */
const letters = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** XXXX-XXXX-XXXX: long enough to be no guess until it is changed */
export const newFirstPassword = (): string => {
  const pick = (): string => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('')
  return `${pick()}-${pick()}-${pick()}`
}
