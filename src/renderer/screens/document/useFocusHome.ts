/** After any action the focus goes back to the scan bar, unless a field is being edited or a dialog is open. */
import { type RefObject, useEffect } from 'react'
import { isDialogOpen } from '../../../ui/dialogs'

export const useFocusHome = (field: RefObject<HTMLInputElement | null>, wanted: boolean): void => {
  useEffect(() => {
    if (wanted) field.current?.focus()
  }, [field, wanted])
  useEffect(() => {
    const home = (): void => {
      const active = document.activeElement
      const elsewhere = active === document.body || active?.closest('.receipt') !== null
      const editing =
        active instanceof HTMLInputElement && active !== field.current && !active.closest('.view-switch, .mode-switch')
      if (!isDialogOpen() && elsewhere && !editing) field.current?.focus()
    }
    const afterClick = (): void => void setTimeout(home, 0)
    window.addEventListener('click', afterClick)
    window.addEventListener('focus', home)
    return () => {
      window.removeEventListener('click', afterClick)
      window.removeEventListener('focus', home)
    }
  }, [field])
}
