/** What the scanners really sent, the newest last, for the list in the settings. In this window's memory only. */
import { create } from 'zustand'
import { scansReadMax } from '../../contract/operations/app'
import type { ScanTrace } from '../../contract/schemas/scanner'

export const tracesMax = scansReadMax

export const useScanTraces = create<{ traces: readonly ScanTrace[] }>(() => ({ traces: [] }))

export const noteTrace = (trace: ScanTrace): void =>
  useScanTraces.setState(({ traces }) => ({ traces: [...traces, trace].slice(-tracesMax) }))

export const clearTraces = (): void => useScanTraces.setState({ traces: [] })
