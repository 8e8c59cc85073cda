/**
 * Does somebody sit at this page? Lists ask again by themselves every few seconds; a page left open must not keep its session
 * alive with that. Whoever has touched nothing for a minute is taken as gone until they do.
 */

const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const
export const presentMs = 60_000

/** Answers who asks whether anybody was there in the last minute. Opening the page is a sign of life, too. */
export const watchPresence = (
  page: Pick<Window, 'addEventListener'>,
  nowMs: () => number = () => performance.now(),
): (() => boolean) => {
  let seenMs = nowMs()
  const seen = (): void => {
    seenMs = nowMs()
  }
  for (const sign of signs) page.addEventListener(sign, seen, { capture: true, passive: true })
  return () => nowMs() - seenMs < presentMs
}
