/** Browser keys that would lose work: F5 and Ctrl+R never reload, Ctrl+W and Ctrl+F4 never close the page. */
import { listenForKeys } from '../../ui/keys'

const guarded = (event: KeyboardEvent): boolean =>
  event.key === 'F5' || (event.ctrlKey && !event.altKey && (/^Key[RW]$/.test(event.code) || event.key === 'F4'))

export const guardKeys = (): void => {
  // The key map listens first: it takes a prevented key for one that somebody else has used.
  listenForKeys()
  window.addEventListener('keydown', (event) => {
    if (guarded(event)) event.preventDefault()
  })
}
