/** How many dialogs are open. Scanning asks: while one is open, scans are refused loudly (screen rule S-13). */
import { useEffect } from 'react'
import { create } from 'zustand'

export const useDialogCount = create<{ count: number }>(() => ({ count: 0 }))

export const isDialogOpen = (): boolean => useDialogCount.getState().count > 0

const change = (by: number): void => useDialogCount.setState((state) => ({ count: Math.max(0, state.count + by) }))

export const useDialogOpen = (open: boolean): void => {
  useEffect(() => {
    if (!open) return
    change(1)
    return () => change(-1)
  }, [open])
}
