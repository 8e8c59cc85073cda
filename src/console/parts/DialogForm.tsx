/** The inside of a dialog that does something on Ctrl+Enter, also from a choice list, which would open itself instead. */
import type { KeyboardEvent, ReactNode } from 'react'

export const DialogForm = ({ onConfirm, children }: { onConfirm(): void; children: ReactNode }) => {
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !event.ctrlKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    event.stopPropagation()
    onConfirm()
  }
  return (
    <div className="dialog-form" onKeyDownCapture={onKey}>
      {children}
    </div>
  )
}
