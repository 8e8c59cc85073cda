/**
 * Keys whose release is shown and whose press is not: an input method kept them to itself, as it does for a moment after a
 * text field was left. What is left of a code then is no code. Pure.
 */
import { stallMaxMs } from './burst'

export interface EatenKeys {
  pressed(code: string, nowMs: number): void
  released(code: string, nowMs: number): void
  /** has one gone since? Asked once: the next scan is another one */
  takenSince(atMs: number): boolean
}

export const createEatenKeys = (): EatenKeys => {
  const down = new Set<string>()
  let alone: { code: string; atMs: number }[] = []
  const forget = (beforeMs: number): void => {
    alone = alone.filter(({ atMs }) => atMs >= beforeMs)
  }
  return {
    pressed: (code, nowMs) => {
      forget(nowMs - stallMaxMs)
      // A press that went through an input method may be shown after its release.
      const late = alone.findIndex((key) => key.code === code)
      if (late >= 0) alone.splice(late, 1)
      else down.add(code)
    },
    released: (code, nowMs) => {
      if (!down.delete(code)) alone.push({ code, atMs: nowMs })
    },
    takenSince: (atMs) => {
      forget(atMs)
      const isEaten = alone.length > 0
      alone = []
      return isEaten
    },
  }
}
