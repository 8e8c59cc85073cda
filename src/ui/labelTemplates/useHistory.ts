/** Ctrl+Z and Ctrl+Y of the editor. Edits of one thing that follow each other at once are one step back. */
import { useRef } from 'react'
import type { LabelTemplate } from '../../core/labels/labelTemplate'

const stepsMax = 200
const sameEditMs = 900

export interface History {
  /** `what` names the thing that is edited; '' is always a step of its own */
  edit(next: LabelTemplate, what: string): void
  undo(): void
  redo(): void
  canUndo: boolean
  canRedo: boolean
}

export const useHistory = (template: LabelTemplate, onChange: (template: LabelTemplate) => void): History => {
  const past = useRef<LabelTemplate[]>([])
  const future = useRef<LabelTemplate[]>([])
  const last = useRef({ what: '', atMs: 0 })
  const edit = (next: LabelTemplate, what: string): void => {
    const atMs = performance.now()
    const joins = what !== '' && last.current.what === what && atMs - last.current.atMs < sameEditMs
    if (!joins) past.current = [...past.current.slice(1 - stepsMax), template]
    future.current = []
    last.current = { what, atMs }
    onChange(next)
  }
  const step = (from: typeof past, to: typeof past) => (): void => {
    const next = from.current.pop()
    if (!next) return
    to.current.push(template)
    last.current = { what: '', atMs: 0 }
    onChange(next)
  }
  return {
    edit,
    undo: step(past, future),
    redo: step(future, past),
    canUndo: past.current.length > 0,
    canRedo: future.current.length > 0,
  }
}
