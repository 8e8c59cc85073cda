/** Ctrl+S saves what a page has changed, from wherever the focus is; the browser never saves the page instead. */
import { keyOf } from '../../ui/keyMap'
import { useKeys } from '../../ui/keys'

export const saveKey = keyOf('settings', 'save')

export const useSaveKey = (canSave: boolean, save: () => void): void =>
  useKeys('settings', {
    save: () => {
      if (canSave) save()
    },
  })
