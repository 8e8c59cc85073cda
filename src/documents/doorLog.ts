/**
 * The lines of the trail that calls leave which never became an operation: a name nobody knows, a body nobody can read, a page
 * of another site, a PC HQ no longer knows; and tries at an account that is locked. Anybody can knock, as often as they like, so
 * each address leaves one line a minute for each code, caller and thing asked for, with how often; and of more addresses than
 * anybody reads, the rest is told together.
 */
import type { ErrorCode } from '../contract/errors'
import type { RefusalParams } from '../core/result'
import type { Database } from '../database/unitOfWork'
import type { Asked, Caller } from '../gateway/gateway'
import { appendTrail } from '../ledger/trail'
import { knownActor, tried, triedIdOf } from './act'

export interface Knock {
  /** the address, window or PC it came from */
  clientId: string
  code: ErrorCode
  /** what it asked for, as far as that can be told */
  asked: string
  params?: RefusalParams
  /** whose account it was tried for, as the caller wrote it */
  triedId?: string
  actor?: Caller['actor']
  device?: Caller['device']
}

/**
 * Tries at an account that is locked can be made as often as somebody likes: they are told by the minute. The one that locked it
 * left nothing to try, and is a line of its own operation like those before it.
 */
export const isKnock = ({ code, params }: Pick<Knock, 'code' | 'params'>): boolean =>
  code === 'SIGN_IN_LOCKED' && params?.left !== 0

/** A call that was refused as an operation, told by the minute all the same. */
export const knockOf = (call: Asked & Pick<Knock, 'code' | 'params'>): Knock => {
  const { clientId, device } = call.caller
  return {
    clientId,
    actor: knownActor(call.caller, call.name),
    device,
    code: call.code,
    params: call.params ?? {},
    asked: call.name,
    triedId: triedIdOf(call),
  }
}

export interface DoorLog {
  /** Never fails the call it is about: a disk that takes no line says so in the program's log. */
  refused(knock: Knock): Promise<void>
  /** writes down what was only counted */
  stop(): Promise<void>
}

interface DoorParts {
  database: Database
  now(): string
  /** of a clock that never goes back */
  elapsedMs(): number
  log(line: object): void
}

interface Counted {
  knock: Knock
  sinceMs: number
  /** knocks no line tells of yet */
  untold: number
}

const windowMs = 60_000
const doorsMax = 100
const askedCharsMax = 80
/** everybody beyond so many at once */
const others = 'others'

export const createDoorLog = (parts: DoorParts): DoorLog => {
  const counted = new Map<string, Counted>()

  const tell = async (knock: Knock, times: number): Promise<void> => {
    try {
      await write(parts, knock, times)
    } catch (error) {
      parts.log({ event: 'refusal not kept', code: knock.code, times, reason: String(error).slice(0, 300) })
    }
  }

  /** Tells the rest of each minute that is over, and forgets who knocked no more. */
  const tellDue = async (nowMs: number): Promise<void> => {
    for (const [key, one] of [...counted]) {
      if (nowMs - one.sinceMs < windowMs) continue
      const { knock, untold } = one
      if (untold === 0) counted.delete(key)
      else counted.set(key, { knock, sinceMs: nowMs, untold: 0 })
      if (untold > 0) await tell(knock, untold)
    }
  }

  const doorOf = (knock: Knock): [string, Knock] => {
    const who = knock.actor?.userId ?? knock.device?.deviceId ?? ''
    const { clientId, code, asked, triedId = '' } = knock
    const key = JSON.stringify([clientId, code, who, asked.slice(0, askedCharsMax), triedId])
    if (counted.has(key) || counted.size < doorsMax) return [key, knock]
    return [`${others} ${code}`, { clientId: others, code, asked: '' }]
  }

  // somebody who knocks five hundred times and goes away is told of as well
  const timer = setInterval(() => void tellDue(parts.elapsedMs()), windowMs)
  timer.unref()

  return {
    refused: async (knock) => {
      const nowMs = parts.elapsedMs()
      const [key, told] = doorOf(knock)
      const known = counted.get(key)
      // before anything is awaited: knocks that come together are counted together
      if (known) known.untold += 1
      else counted.set(key, { knock: told, sinceMs: nowMs, untold: 0 })
      await tellDue(nowMs)
      if (!known) await tell(told, 1)
    },
    stop: async () => {
      clearInterval(timer)
      const left = [...counted.values()].filter(({ untold }) => untold > 0)
      counted.clear()
      for (const { knock, untold } of left) await tell(knock, untold)
    },
  }
}

const write = ({ database, now }: DoorParts, knock: Knock, times: number): Promise<void> =>
  database.write(async (tx) =>
    appendTrail(tx, {
      at: now(),
      userId: knock.actor?.userId ?? knock.device?.deviceId ?? '',
      roles: knock.actor?.roles ?? [],
      client: knock.clientId,
      operation: 'door.refused',
      outcome: 'refused',
      code: knock.code,
      // a known PC's refusal is its store's to read
      ...(knock.device ? { deviceId: knock.device.deviceId, storeCode: knock.device.storeCode } : {}),
      detail: {
        ...knock.params,
        ...(await tried(tx, knock.triedId)),
        asked: knock.asked.slice(0, askedCharsMax),
        times,
      },
    }),
  )
