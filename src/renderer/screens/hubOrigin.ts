/** People paste the address of the console; the hub itself is its origin. */
export const hubOrigin = (typed: string): string => {
  const text = typed.trim()
  return URL.canParse(text) ? new URL(text).origin : text
}
