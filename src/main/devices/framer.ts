// Cuts a serial scanner's bytes into scans. Pure: it owns no port and no timer; whoever does calls `flush` after a pause.
// Nothing a scanner sent is dropped in silence: what is over-long or broken off comes out marked as truncated.

export type Frame = {
  bytes: Uint8Array
  truncated: boolean
  /** every byte that came, framing included, for whoever looks into what the scanner really sends */
  sent: Uint8Array
}
export type Framer = {
  push(chunk: Uint8Array): Frame[]
  /** the line has gone quiet: what is pending is a whole scan from a scanner without terminator */
  flush(): Frame | null
  pendingBytes(): number
  /** the last byte ended a scan: nothing of another one has come */
  isBetweenScans(): boolean
}

export const frameBytesMax = 4096
export const idleFlushMs = 60
/** the same for a scanner that is known to end its scans itself, on a PC that is busy with other things */
export const stallFlushMs = 500
/** A pause that was noticed later than this is our own: the PC was busy, and what the line brought is not read yet. */
export const lateMsMax = 20
/** Of a PC that is never in time a pause is believed in the end, or a scan without terminator would never come. */
export const busyMsMax = 2000
/** a whole frame with its STX, its end and the second half of the CRLF before it */
const sentBytesMax = frameBytesMax + 4

const startOfText = 0x02
const endOfText = 0x03
const lineFeed = 0x0a
const carriageReturn = 0x0d

export function createFramer(): Framer {
  let pending: number[] = []
  let sent: number[] = []
  let overlong = false
  let insideText = false

  /** Ends the frame; an empty one is the second half of a CRLF and means nothing. */
  const take = (brokenOff: boolean): Frame[] => {
    const frame = { bytes: Uint8Array.from(pending), truncated: overlong || brokenOff, sent: Uint8Array.from(sent) }
    const isEmpty = pending.length === 0
    pending = []
    overlong = false
    insideText = false
    if (isEmpty) return []
    sent = []
    return [frame]
  }

  const isBetweenScans = (): boolean => pending.length === 0 && !insideText

  const note = (byte: number): void => {
    if (sent.length < sentBytesMax) sent.push(byte)
  }

  const accept = (byte: number): Frame[] => {
    if (byte === startOfText) {
      const before = take(insideText)
      insideText = true
      note(byte)
      return before
    }
    note(byte)
    if (byte === endOfText) return take(false)
    // Between STX and ETX a line end belongs to the data: a 2D code may hold several lines.
    if (!insideText && (byte === carriageReturn || byte === lineFeed)) return take(false)
    if (pending.length < frameBytesMax) pending.push(byte)
    else overlong = true
    return []
  }

  return {
    push(chunk) {
      const frames = Array.from(chunk).flatMap(accept)
      const last = frames.at(-1)
      // What came in the same breath behind the end, the LF of a CRLF, is shown with the scan it ended.
      if (last && isBetweenScans()) {
        last.sent = Uint8Array.from([...last.sent, ...sent])
        sent = []
      }
      return frames
    },
    // A pause inside STX..ETX means that the end never came.
    flush: () => take(insideText)[0] ?? null,
    pendingBytes: () => pending.length,
    isBetweenScans,
  }
}

/** UTF-8 if it is valid, else GB18030 as Chinese suppliers print it, else one character a byte. */
export function decodeScan({ bytes, truncated }: Pick<Frame, 'bytes' | 'truncated'>): string {
  // A cut may fall inside a character; up to three bytes of it may be left and must not spoil the whole.
  const cuts = truncated ? [0, 1, 2, 3] : [0]
  for (const cut of cuts) {
    const text = decodeStrictly('utf-8', bytes.subarray(0, bytes.length - cut))
    if (text !== null) return text
  }
  return decodeStrictly('gb18030', bytes) ?? Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
}

function decodeStrictly(encoding: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}
