/** What a PIN looks like: it is typed at a till, so it is digits alone. */
const digitsMin = 6
export const pinDigitsMax = 12

export const isPinShaped = (text: string): boolean => mayBePin(text) && text.length >= digitsMin

/** Nobody's PIN is longer or has letters in it: that was scanned, and is no try. */
export const mayBePin = (text: string): boolean => text.length <= pinDigitsMax && /^\d*$/.test(text)
