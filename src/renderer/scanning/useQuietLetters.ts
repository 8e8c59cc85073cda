/** Letters and digits that act alone. They are heard only where the screen says so and while no scanner types. */
import { useEffect, useRef } from 'react'
import { isDialogOpen } from '../../ui/dialogs'
import { makeQuietLetters } from '../../ui/quietLetters'
import { burstEvent } from './wedge'

type Commands = Partial<Record<string, () => void>>

/** Letters act on the current row, so a list has to have the focus. */
const inList = (): boolean => !isDialogOpen() && document.activeElement?.closest('.grid-body') !== null

export const useQuietLetters = (commands: Commands, isHeard = inList): void => {
  const latest = useRef({ commands, isHeard })
  latest.current = { commands, isHeard }
  useEffect(() => {
    const letters = makeQuietLetters(() => (latest.current.isHeard() ? latest.current.commands : {}))
    // Every key is heard, not only the letters: silence on both sides is what tells a finger from a scanner.
    const onKey = (event: KeyboardEvent): void => void letters.key(event)
    window.addEventListener('keydown', onKey, true)
    // The wedge listener keeps the end of a scan to itself: a code's last key after a stall would look like a finger's.
    window.addEventListener(burstEvent, letters.stop)
    return () => {
      letters.stop()
      window.removeEventListener('keydown', onKey, true)
      window.removeEventListener(burstEvent, letters.stop)
    }
  }, [])
}
