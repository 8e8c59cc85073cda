/** What was typed, once the fingers rest: a search is asked for a word, not for each of its letters. */
import { useEffect, useState } from 'react'

const typingPauseMs = 200

export const useDelayed = (value: string): string => {
  const [delayed, setDelayed] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setDelayed(value), typingPauseMs)
    return () => clearTimeout(timer)
  }, [value])
  return delayed
}
