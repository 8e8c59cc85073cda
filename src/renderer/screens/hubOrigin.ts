/** People paste the address of the console; the hub itself is its origin. Chrome 114 has no URL.canParse. */
export const hubOrigin = (typed: string): string => {
  const text = typed.trim()
  try {
    return new URL(text).origin
  } catch {
    return text
  }
}
