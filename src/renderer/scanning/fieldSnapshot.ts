/** What a text field held before a scan fell into it, and how it gets that back; a list its keys opened is shut again. */

/** Told to a read-only scan bar, which keeps its own text: take back what it held before the burst. */
export const restoreEvent = 'zhanggui:restore'

export interface Snapshot {
  field: HTMLInputElement | HTMLTextAreaElement
  value: string
  start: number | null
  end: number | null
  /** a choice whose list was not shown */
  isShut: boolean
}

export const fieldOf = (target: EventTarget | null): HTMLInputElement | HTMLTextAreaElement | null =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ? target : null

export const snapshotOf = (target: Element | null): Snapshot | null => {
  const field = fieldOf(target)
  if (!field) return null
  const { value, selectionStart: start, selectionEnd: end } = field
  return { field, value, start, end, isShut: isExpanded(field, 'false') }
}

const isExpanded = (field: Snapshot['field'], is: 'true' | 'false'): boolean =>
  field.getAttribute('aria-expanded') === is

export const isSecret = (snapshot: Snapshot | null): boolean =>
  snapshot?.field instanceof HTMLInputElement && snapshot.field.type === 'password'

/** A field for a PIN takes digits alone; one for a password takes what a scanner may send as well. */
export const isPinField = (snapshot: Snapshot | null): boolean =>
  isSecret(snapshot) && snapshot?.field.inputMode === 'numeric'

/** What came into the field since, or null where more has changed than that. */
export const insertedSince = ({ field, value, start, end }: Snapshot): string | null => {
  const before = value.slice(0, start ?? value.length)
  const behind = value.slice(end ?? value.length)
  const now = field.value
  const fits = now.length >= before.length + behind.length && now.startsWith(before) && now.endsWith(behind)
  return fits ? now.slice(before.length, now.length - behind.length) : null
}

/** Nobody sees what stands in a field for a PIN: after a scan into it there is nothing worth keeping. */
export const empty = (snapshot: Snapshot | null): void => {
  if (snapshot) restore({ ...snapshot, value: '', start: 0, end: 0 })
}

export const restore = (snapshot: Snapshot | null): void => {
  if (!snapshot) return
  restoreText(snapshot)
  if (snapshot.isShut && isExpanded(snapshot.field, 'true')) shutList()
}

/** As by a press outside it: Esc would shut the dialog around it as well. */
const shutList = (): void => void document.body.dispatchEvent(new MouseEvent('mousedown', { bubbles: true }))

const restoreText = ({ field, value, start, end }: Snapshot): void => {
  if (field.readOnly) return void field.dispatchEvent(new CustomEvent(restoreEvent, { detail: value }))
  if (field.value === value) return
  setNativeValue(field, value)
  field.dispatchEvent(new Event('input', { bubbles: true }))
  // Some input types have no selection; reading it gave null.
  if (start !== null) field.setSelectionRange(start, end)
}

/** React remembers the last value it wrote; only the prototype's own setter makes it notice ours. */
const setNativeValue = (field: HTMLInputElement | HTMLTextAreaElement, value: string): void => {
  const prototype = field instanceof HTMLInputElement ? HTMLInputElement.prototype : HTMLTextAreaElement.prototype
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, value)
}
