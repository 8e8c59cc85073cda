/**
 * Handlers that stay the same from one drawing to the next and still do what the newest of them would: what is only drawn
 * again when its facts change (`memo`) must not be drawn for a new function. To be called by events, never while drawing.
 */
import { useRef, useState } from 'react'

type Handlers = Record<string, (...given: never[]) => unknown>

export const useSteady = <H extends Handlers>(handlers: H): H => {
  const latest = useRef(handlers)
  latest.current = handlers
  const [steady] = useState(() => {
    const calls = Object.keys(handlers).map((name) => [
      name,
      (...given: never[]): unknown => (latest.current[name] as H[string])(...given),
    ])
    return Object.fromEntries(calls) as H
  })
  return steady
}
