/** How soon a crashed page may be loaded again: at once, but never more than `max` times in `windowMs`. Pure. */
export const createCrashBudget = ({ max, windowMs }: { max: number; windowMs: number }) => {
  let reloads: number[] = []
  /** Books one reload and returns how long to wait before it. */
  return (now: number): number => {
    reloads = reloads.filter((at) => at > now - windowMs)
    const oldestThatCounts = reloads[reloads.length - max]
    const at = oldestThatCounts === undefined ? now : oldestThatCounts + windowMs
    reloads.push(at)
    return at - now
  }
}
