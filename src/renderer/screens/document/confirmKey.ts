/** antd's Select takes every Enter for itself; Ctrl+Enter means "do it" in all windows, so it is caught on the way in. */
import type { KeyboardEvent } from 'react'

export const confirmKey =
  (confirm: () => void) =>
  (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !event.ctrlKey) return
    event.preventDefault()
    event.stopPropagation()
    confirm()
  }
