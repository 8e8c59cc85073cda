/**
 * How much goes to HQ in one push: all the protocol allows, half as much after a piece that did not get through, and slowly
 * more again. What a line carries is learned, and forgotten with the process.
 */
export const batchEventsMax = 500
export const batchBytesMax = 1024 * 1024

/** after so many pieces in a row that got through at its smallest, a batch is whole again */
const stepsBack = 16

export interface BatchSize {
  events(): number
  bytes(): number
  /** this much did not get through; false where it was one event, and less cannot be sent */
  halve(sent: { events: number; bytes: number }): boolean
  grow(): void
}

export const createBatchSize = (): BatchSize => {
  let events = batchEventsMax
  let bytes = batchBytesMax
  return {
    events: () => events,
    bytes: () => bytes,
    halve: (sent) => {
      if (sent.events <= 1) return false
      events = Math.max(1, Math.floor(sent.events / 2))
      bytes = Math.max(1, Math.floor(sent.bytes / 2))
      return true
    },
    grow: () => {
      events = Math.min(batchEventsMax, events + Math.ceil(batchEventsMax / stepsBack))
      bytes = Math.min(batchBytesMax, bytes + Math.ceil(batchBytesMax / stepsBack))
    },
  }
}
