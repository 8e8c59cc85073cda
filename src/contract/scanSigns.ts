/** Characters that print nothing, by their signs, so that what a scanner sent can be seen and read out over the phone. */
const signs: Record<string, string> = { '\r': '⏎', '\n': '␊', '\t': '⇥' }
const firstSign = 0x2400

export const shownSent = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: showing control characters is the point
  text.replace(/[\u0000-\u001f\u007f]/g, (one) => signs[one] ?? signOf(one.charCodeAt(0)))

/** Unicode has a picture of each: ␝ for the GS1 separator, ␂ for STX. */
const signOf = (code: number): string => String.fromCharCode(code === 0x7f ? 0x2421 : firstSign + code)
