/** Where the list of templates goes back to: the labels, or the settings of the printers they are loaded in. */
import { useLocation } from 'react-router'

/** Given along on the way here from the settings. */
export const fromSettings = { from: '/settings' } as const

export const useCameFrom = (): '/labels' | '/settings' =>
  (useLocation().state as Partial<typeof fromSettings> | null)?.from ?? '/labels'
