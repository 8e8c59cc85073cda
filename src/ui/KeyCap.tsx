import { shownKeys, useKeyHabit } from './keyHabit'

/** A key drawn small beside the words of a button. Hidden from screen readers: the F1 list says it in full. */
export const KeyCap = ({ name }: { name: string }) => {
  const { exchange } = useKeyHabit()
  return (
    <span className="key-cap" aria-hidden="true">
      {shownKeys(name, exchange)}
    </span>
  )
}
