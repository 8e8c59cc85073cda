/** Letters that act on the current row of a list. They are heard only while a list has the focus and no scanner types. */
import { useEffect, useRef } from 'react'
import { isDialogOpen } from '../../../ui/dialogs'
import { makeQuietLetters } from '../../../ui/quietLetters'

type Commands = Partial<Record<string, () => void>>

const inList = (): boolean => !isDialogOpen() && document.activeElement?.closest('.grid-body') !== null

export const useQuietLetters = (commands: Commands): void => {
  const latest = useRef(commands)
  latest.current = commands
  useEffect(() => {
    const letters = makeQuietLetters(() => (inList() ? latest.current : {}))
    // Every key is heard, not only the letters: silence on both sides is what tells a finger from a scanner.
    const onKey = (event: KeyboardEvent): void => void letters.key(event)
    window.addEventListener('keydown', onKey, true)
    return () => {
      letters.stop()
      window.removeEventListener('keydown', onKey, true)
    }
  }, [])
}
