/**
 * What character a keydown stands for as a scanner meant it: the key itself when it is plain, else its place on a US
 * keyboard (an input method says only "Process"; Caps Lock turns letters round). Pure: takes the parts of an event.
 */
export interface KeyParts {
  key: string
  code: string
  shift: boolean
  ctrl: boolean
  alt: boolean
  meta: boolean
  capsLock: boolean
}

export const groupSeparator = '\u001d'

const shifted: Record<string, string> = {
  Minus: '-_',
  Equal: '=+',
  BracketLeft: '[{',
  BracketRight: ']}',
  Backslash: '\\|',
  Semicolon: ';:',
  Quote: '\'"',
  Backquote: '`~',
  Comma: ',<',
  Period: '.>',
  Slash: '/?',
  Space: '  ',
  IntlBackslash: '\\|',
  NumpadAdd: '++',
  NumpadSubtract: '--',
  NumpadMultiply: '**',
  NumpadDivide: '//',
  NumpadDecimal: '..',
}
const digitSigns = ')!@#$%^&*('

/** The character at this place of a US keyboard, or null where there is none. */
export const usCharacter = (code: string, shift: boolean): string | null => {
  const letter = /^Key([A-Z])$/.exec(code)?.[1]
  if (letter) return shift ? letter : letter.toLowerCase()
  const digit = /^(Digit|Numpad)(\d)$/.exec(code)
  if (digit) return shift && digit[1] === 'Digit' ? digitSigns.charAt(Number(digit[2])) : (digit[2] as string)
  return shifted[code]?.charAt(shift ? 1 : 0) ?? null
}

const isPrintableAscii = (text: string): boolean => text.length === 1 && text >= ' ' && text <= '~'

/**
 * null for keys that print nothing. By place: the scanner speaks for a US keyboard and the system is set to another, as
 * the measuring found out.
 */
export const characterOf = (event: KeyParts, by: 'character' | 'place' = 'character'): string | null => {
  if (event.ctrl || event.alt || event.meta) return null
  if (by === 'place') return usCharacter(event.code, event.shift) ?? plainKey(event)
  if (event.key === 'Process' || event.key === 'Unidentified') return usCharacter(event.code, event.shift)
  if (plainKey(event) === null) return null
  const turned = event.capsLock && /^Key[A-Z]$/.test(event.code)
  if (turned || !isPrintableAscii(event.key)) return usCharacter(event.code, event.shift) ?? event.key
  return event.key
}

const plainKey = ({ key }: KeyParts): string | null => (Array.from(key).length === 1 ? key : null)

/** How scanners in keyboard mode send the GS1 separator: Ctrl+] or F8. */
export const isGroupSeparator = (event: KeyParts): boolean =>
  (event.ctrl && !event.alt && event.code === 'BracketRight') ||
  (event.key === 'F8' && !event.ctrl && !event.alt && !event.shift)

export const isTerminator = (event: KeyParts): boolean => {
  if (event.ctrl || event.alt || event.meta) return false
  const name = event.key === 'Process' ? event.code : event.key
  return name === 'Enter' || name === 'NumpadEnter' || name === 'Tab'
}

const keySigns: Record<string, string> = { Enter: '⏎', Tab: '⇥', ' ': ' ' }

/** What came, whatever it was taken for: `6`, `⏎`, `{Ctrl+]}`, `{Process KeyA}`. */
export const shownKey = (event: KeyParts): string => {
  const name = event.key === 'Process' ? `Process ${event.code}` : event.key
  const held = [event.ctrl && 'Ctrl', event.alt && 'Alt', event.meta && 'Meta'].filter(Boolean)
  if (held.length === 0 && plainKey(event) !== null) return event.key
  return (held.length === 0 && keySigns[name]) || `{${[...held, name].join('+')}}`
}

export const isModifier = (key: string): boolean => /^(Shift|Control|Alt|AltGraph|Meta|CapsLock|NumLock)$/.test(key)
