// What every way to a printer can do: take the bytes of a job, and, where the line goes both ways, carry a question.

import type { PrinterFault } from '../../contract/schemas/printer'

export type Sent =
  /** heard: whoever took the bytes said or did something after them; false: nothing came back at all */
  { ok: true; heard: boolean } | { ok: false; code: PrinterFault; mayHavePrinted: boolean; detail?: string }

export type Asked =
  /** what came back in time, maybe nothing */
  { ok: true; answer: Uint8Array } | { ok: false; code: PrinterFault }

export interface PrinterTransport {
  send(bytes: Uint8Array): Promise<Sent>
  /** null: this way does not go both ways */
  ask: ((question: Uint8Array, isWhole: (answer: Uint8Array) => boolean) => Promise<Asked>) | null
  /** opens the way and closes it again, sending nothing: what stands in it, null where nothing does. Not of queues, which are asked */
  reach?(): Promise<PrinterFault | null>
}

export const sendFailed = (code: PrinterFault, mayHavePrinted: boolean, detail = ''): Sent =>
  detail === ''
    ? { ok: false, code, mayHavePrinted }
    : { ok: false, code, mayHavePrinted, detail: detail.slice(0, 400) }

/** "No answer" is not "ready": whoever gets nothing in this time knows nothing. */
export const answerMsMax = 2000
/** An answer is some dozen bytes; a printer that talks without end is not listened to. */
export const answerBytesMax = 4096
