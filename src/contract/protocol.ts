/**
 * The words store PCs and the hub speak, by version. A hub takes what PCs of two versions back send, so that a chain is
 * upgraded hub first and then PC by PC; a PC newer than its hub works on and tells it everything once the hub is upgraded too.
 */
export const protocolVersion = 1

const versionsBack = 2

/** The oldest a hub of this version still takes. */
export const oldestProtocolOf = (newest: number): number => Math.max(1, newest - versionsBack)

export const isSpokenHere = (version: number, newest: number): boolean =>
  version >= oldestProtocolOf(newest) && version <= newest

/** In the hub's answers to store PCs: over how many seconds they should spread what they all do. Programs of before pass it by. */
export const spreadHeader = 'x-zhanggui-spread'

/** Where a store PC listens for hints that something was published: lines `own`, `all`, or empty ones that say it is alive. */
export const hintsPath = '/hints'
