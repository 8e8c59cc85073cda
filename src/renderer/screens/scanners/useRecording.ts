/** Records the keys of a scanner while it is measured. They do nothing else meanwhile; Esc alone keeps its meaning. */
import { useEffect, useRef, useState } from 'react'
import { type RecordedKey, scanPauseMs, scansWanted, splitScans } from '../../scanning/calibrate'
import { captureKeys, partsOf, swallow } from '../../scanning/wedge'

export interface Recording {
  scans: RecordedKey[][]
  /** there are enough and the last is whole; keys have their meaning again */
  isOver: boolean
  clear(): void
}

const keysMax = 2_000

/** onIme: an input method took the keys; what it took is no measure of the scanner. */
export const useRecording = (onIme: () => void): Recording => {
  const [keys, setKeys] = useState<readonly RecordedKey[]>([])
  const [isOver, setOver] = useState(false)
  const latest = useRef(onIme)
  latest.current = onIme
  useEffect(() => {
    if (isOver) return
    const take = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') return
      swallow(event)
      if (event.key === 'Process' || event.isComposing) latest.current()
      else if (!event.repeat)
        setKeys((before) => [...before, { ...partsOf(event), atMs: event.timeStamp }].slice(-keysMax))
    }
    const onComposition = (): void => latest.current()
    window.addEventListener('compositionstart', onComposition, true)
    const release = captureKeys(take)
    return () => {
      release()
      window.removeEventListener('compositionstart', onComposition, true)
    }
  }, [isOver])
  const scans = splitScans(keys)
  const enough = scans.length >= scansWanted
  // biome-ignore lint/correctness/useExhaustiveDependencies: counted anew from each key
  useEffect(() => {
    if (!enough) return
    const timer = setTimeout(() => setOver(true), scanPauseMs)
    return () => clearTimeout(timer)
  }, [enough, keys])
  const clear = (): void => {
    setKeys([])
    setOver(false)
  }
  return { scans, isOver, clear }
}
