/**
 * Sign-in in the shop: PIN or password, the hub's word first, the days without it, tries that nothing gives back, and the
 * lock of a window left alone. Real hub over HTTP, real database files; only the clock is ours.
 */
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Answer } from '../../src/contract/client'
import { openDatabase } from '../../src/database/openDatabase'
import { publish } from '../../src/hub/publish'
import { userPublication } from '../../src/hub/seed'
import { createHubClient, type HubClient } from '../../src/store/sync/hubClient'
import { dayMs, saveEveryMs, startTrustedClock, trustedClock } from '../../src/store/trustedClock'
import { openTool } from '../support/databaseTool'
import {
  chain,
  createClock,
  enrol,
  openStore,
  pinOf,
  removeFolder,
  scanOf,
  startHub,
  type TestClock,
  type TestHub,
  type TestStore,
  temporaryFolder,
} from '../support/world'

const clerk = 's001.lin'
const other = 's001.zhou'
const manager = 's001.manager'
const wrong = '000000'
const minute = 60_000

let folder: string
let clock: TestClock
let hub: TestHub
let pcs = 0

beforeAll(async () => {
  folder = temporaryFolder()
  clock = createClock()
  hub = await startHub(folder, clock)
})
afterAll(async () => {
  await hub.close()
  removeFolder(folder)
})

/** A PC of its own with the clerk and the manager known on it. */
interface Pc {
  store: TestStore
  file: string
  shellId: string
}

const newPc = async (line?: HubClient): Promise<Pc> => {
  const file = `${folder}/pc-${++pcs}`
  const shellId = randomUUID()
  const store = await openStore(file, clock, { shellId, ...(line ? { hub: line } : {}) })
  await enrol(store, hub)
  for (const userId of [manager, clerk]) await store.signIn(userId)
  return { store, file, shellId }
}

/** The app is closed and opened again; the same shell, as when its backend alone was started again. */
const restart = async (pc: Pc, shellId = pc.shellId, meanwhile = (): void => undefined): Promise<void> => {
  await pc.store.close()
  meanwhile()
  pc.shellId = shellId
  pc.store = await openStore(pc.file, clock, { shellId })
}

const codeOf = (answer: Answer<unknown>): string => (answer.ok ? 'OK' : answer.error.code)
const tryPin = (pc: Pc, pin: string, userId = clerk) => pc.store.call('signIn.withPin', { userId, pin })
const tryPassword = (pc: Pc, password: string, userId = clerk) =>
  pc.store.call('signIn.withPin', { userId, kind: 'password', pin: password })
const isOnline = async (pc: Pc): Promise<void> => {
  await pc.store.backend.sync.syncNow()
  expect(pc.store.backend.sync.state().state).toBe('online')
}
const isOffline = async (pc: Pc): Promise<void> => {
  await pc.store.backend.sync.syncNow()
  expect(pc.store.backend.sync.state().state).toBe('offline')
}
const goOffline = async (pc: Pc): Promise<void> => {
  await hub.stop()
  await isOffline(pc)
}
const rules = async (signIn: Partial<typeof chain.policy.signIn>): Promise<void> => {
  const rows = await hub.database.read.all<{ version: number }>(
    'SELECT version FROM policy ORDER BY version DESC LIMIT 1',
  )
  const version = (rows[0]?.version ?? 0) + 1
  const body = { ...chain.policy, version, signIn: { ...chain.policy.signIn, ...signIn } }
  await hub.database.write((tx) => publish(tx, 'policy', [{ type: 'policy', key: 'policy', scope: '', body }]))
}
/** the hub's own count and lock of a user, for a test to begin with none */
const forgetTries = (): Promise<void> => hub.database.write((tx) => tx.run('DELETE FROM signInTries'))

beforeEach(async () => {
  await hub.start()
  await forgetTries()
})

test('a line that is slow keeps nobody out, and the no it brings at last counts from the next time on', async () => {
  const real = createHubClient({ timeoutMs: 5_000, newRequestId: randomUUID })
  const no = { ok: false, error: { code: 'WRONG_PIN', params: { left: 4 } } } as const
  let slow = false
  const line: HubClient = {
    ...real,
    call: (name, input) =>
      slow && name === 'signIn.checkPin'
        ? new Promise((answer) => setTimeout(() => answer(no), 2_300))
        : real.call(name, input),
  }
  const pc = await newPc(line)
  await isOnline(pc)
  slow = true
  expect(codeOf(await tryPin(pc, pinOf(clerk)))).toBe('OK')
  const knows = 'SELECT 1 AS found FROM credential WHERE userId = ?'
  await vi.waitFor(async () => expect(await pc.store.database.read.one(knows, [clerk])).toBeUndefined(), 3_000)
  await pc.store.close()
})

describe('PIN or password', () => {
  test('either lets in, over the line and without it, and one wrong counts as the other', async () => {
    const pc = await newPc()
    expect(codeOf(await tryPassword(pc, 'demo-s001.lin'))).toBe('OK')
    await goOffline(pc)
    expect(codeOf(await tryPassword(pc, 'demo-s001.lin'))).toBe('OK')
    expect(codeOf(await tryPin(pc, pinOf(clerk)))).toBe('OK')
    expect(await tryPin(pc, wrong)).toMatchObject({ error: { code: 'WRONG_PIN', params: { left: 4 } } })
    expect(await tryPassword(pc, 'no')).toMatchObject({ error: { code: 'WRONG_PASSWORD', params: { left: 3 } } })
    expect(codeOf(await tryPassword(pc, pinOf(clerk)))).toBe('WRONG_PASSWORD')
    await pc.store.close()
  })

  test('a password never given here needs the line once', async () => {
    const pc = await newPc()
    await goOffline(pc)
    expect(await tryPassword(pc, 'demo-s001.lin')).toMatchObject({
      error: { code: 'SIGN_IN_NEEDS_HUB', params: { reason: 'HUB_OFFLINE' } },
    })
    await hub.start()
    await isOnline(pc)
    expect(codeOf(await tryPassword(pc, 'demo-s001.lin'))).toBe('OK')
    await pc.store.close()
  })

  test('a manager lends a right by password too', async () => {
    const pc = await newPc()
    await pc.store.signIn(clerk)
    const asked = {
      userId: manager,
      operation: 'document.post',
      documentId: randomUUID(),
      type: 'writeOff',
    } as const
    const byPassword = { ...asked, kind: 'password', pin: 'demo-s001.manager' } as const
    expect(codeOf(await pc.store.call('override.grant', byPassword))).toBe('OK')
    expect(codeOf(await pc.store.call('override.grant', { ...byPassword, pin: 'no' }))).toBe('WRONG_PASSWORD')
    await pc.store.close()
  })
})

describe('the hub is asked first', () => {
  test('its no counts also where this PC would have said yes, and what was right here is forgotten', async () => {
    const pc = await newPc()
    await isOnline(pc)
    const before = await hub.database.read.one<{ pinHash: string }>('SELECT pinHash FROM userSecret WHERE userId = ?', [
      clerk,
    ])
    const setHash = (pinHash: string) =>
      hub.database.write((tx) => tx.run('UPDATE userSecret SET pinHash = ? WHERE userId = ?', [pinHash, clerk]))
    const others = await hub.database.read.one<{ pinHash: string }>('SELECT pinHash FROM userSecret WHERE userId = ?', [
      other,
    ])
    await setHash(others?.pinHash as string)
    expect(codeOf(await tryPin(pc, pinOf(clerk)))).toBe('WRONG_PIN')
    await goOffline(pc)
    expect(codeOf(await tryPin(pc, pinOf(clerk)))).toBe('SIGN_IN_NEEDS_HUB')
    await hub.start()
    await setHash(before?.pinHash as string)
    await pc.store.close()
  })

  test('somebody switched off at HQ is out at once, and stays out without the line', async () => {
    const pc = await newPc()
    await isOnline(pc)
    await hub.database.write((tx) => tx.run('UPDATE user SET active = 0 WHERE id = ?', [clerk]))
    expect(codeOf(await tryPin(pc, pinOf(clerk)))).toBe('USER_NOT_FOUND')
    await goOffline(pc)
    expect(codeOf(await tryPin(pc, pinOf(clerk)))).toBe('SIGN_IN_NEEDS_HUB')
    await hub.start()
    await hub.database.write((tx) => tx.run('UPDATE user SET active = 1 WHERE id = ?', [clerk]))
    await pc.store.close()
  })

  test('a line that hangs keeps nobody waiting longer than two seconds, and asks once', async () => {
    const line = createHubClient({ timeoutMs: 60_000, newRequestId: randomUUID })
    const never = new Promise<never>(() => undefined)
    const hanging = { on: false, asked: 0 }
    const call: HubClient['call'] = (name, input) => {
      if (!hanging.on || name !== 'signIn.checkPin') return line.call(name, input)
      hanging.asked++
      return never
    }
    const pc = await newPc({ ...line, call })
    await isOnline(pc)
    hanging.on = true
    const startedMs = performance.now()
    expect(codeOf(await tryPin(pc, pinOf(clerk)))).toBe('OK')
    expect(performance.now() - startedMs).toBeLessThan(4_000)
    expect(hanging.asked).toBe(1)
    await pc.store.close()
  })

  test('a secret changed at HQ needs the hub once', async () => {
    const pc = await newPc()
    const person = chain.users.find(({ id }) => id === clerk) as (typeof chain.users)[number]
    await hub.database.write((tx) => publish(tx, 'users', [userPublication(person, 2)]))
    await isOnline(pc)
    await goOffline(pc)
    expect(codeOf(await tryPin(pc, pinOf(clerk)))).toBe('SIGN_IN_NEEDS_HUB')
    await hub.start()
    await isOnline(pc)
    expect(codeOf(await tryPin(pc, pinOf(clerk)))).toBe('OK')
    await goOffline(pc)
    expect(codeOf(await tryPin(pc, pinOf(clerk)))).toBe('OK')
    await pc.store.close()
  })
})

describe('the days without HQ', () => {
  const allowed = 30

  test('count what the app ran and was closed; at the end only the hub lets in, and gives them all again', async () => {
    const pc = await newPc()
    await isOnline(pc)
    await goOffline(pc)
    clock.pass(26 * dayMs)
    expect((await pc.store.must('app.status', {})).offlineDaysLeft).toBeNull()
    clock.pass(1.5 * dayMs)
    expect((await pc.store.must('app.status', {})).offlineDaysLeft).toBe(3)
    clock.pass(2 * dayMs)
    expect((await pc.store.must('app.status', {})).offlineDaysLeft).toBe(1)
    expect(codeOf(await tryPin(pc, pinOf(clerk)))).toBe('OK')
    clock.pass(dayMs)
    expect((await pc.store.must('app.status', {})).offlineDaysLeft).toBe(0)
    for (const pin of [pinOf(clerk), wrong])
      expect(await tryPin(pc, pin)).toMatchObject({
        error: { code: 'SIGN_IN_NEEDS_HUB', params: { reason: 'OFFLINE_TOO_LONG', days: allowed } },
      })
    // whoever is signed in works on: the days are those of signing in
    expect(codeOf(await pc.store.call('stock.list', {}))).toBe('OK')
    await hub.start()
    expect(codeOf(await tryPin(pc, pinOf(clerk)))).toBe('OK')
    await goOffline(pc)
    clock.pass(29 * dayMs)
    expect(codeOf(await tryPin(pc, pinOf(clerk)))).toBe('OK')
    await pc.store.close()
  })

  test('neither a clock set back nor restarts give a day back; set forward it costs all of it, until HQ is heard', async () => {
    const pc = await newPc()
    await isOnline(pc)
    await goOffline(pc)
    const spent = () => trustedClock(pc.store).offlineMs()
    clock.pass(29 * dayMs)
    const before = spent()
    for (const years of [-10, -1]) {
      await restart(pc, randomUUID(), () => clock.setWall(clock.nowMs() + years * 365 * dayMs))
      expect(spent()).toBeGreaterThanOrEqual(before)
    }
    expect(codeOf(await tryPin(pc, pinOf(clerk)))).toBe('OK')
    expect(spent()).toBeLessThan(before + minute)
    await restart(pc, randomUUID(), () => clock.setWall(clock.nowMs() + 50 * 365 * dayMs))
    expect(spent() - before).toBeGreaterThanOrEqual(50 * 365 * dayMs)
    expect(codeOf(await tryPin(pc, pinOf(clerk)))).toBe('SIGN_IN_NEEDS_HUB')
    clock.setWall(clock.nowMs() - 50 * 365 * dayMs)
    await hub.start()
    await isOnline(pc)
    expect(spent()).toBeLessThan(minute)
    expect(codeOf(await tryPin(pc, pinOf(clerk)))).toBe('OK')
    await pc.store.close()
  })

  test('a PC that was off has been away for as long as it was off', async () => {
    const pc = await newPc()
    await isOnline(pc)
    await goOffline(pc)
    const day = trustedClock(pc.store).day()
    await restart(pc, randomUUID(), () => clock.setWall(clock.nowMs() + 29 * dayMs))
    expect(trustedClock(pc.store).day() > day).toBe(true)
    expect(codeOf(await tryPin(pc, pinOf(clerk)))).toBe('OK')
    await restart(pc, randomUUID(), () => clock.setWall(clock.nowMs() + 2 * dayMs))
    expect(codeOf(await tryPin(pc, pinOf(clerk)))).toBe('SIGN_IN_NEEDS_HUB')
    clock.setWall(clock.nowMs() - 31 * dayMs)
    await pc.store.close()
  })

  test('the policy of none lets nobody in without the line', async () => {
    const pc = await newPc()
    await rules({ offlineDays: 0 })
    await isOnline(pc)
    clock.pass(1)
    expect(codeOf(await tryPin(pc, pinOf(clerk)))).toBe('OK')
    await goOffline(pc)
    clock.pass(1)
    expect(codeOf(await tryPin(pc, pinOf(clerk)))).toBe('SIGN_IN_NEEDS_HUB')
    await hub.start()
    await rules({})
    await pc.store.close()
  })

  test('whatever is done to the clock and the app, the count never loses time it ran', async () => {
    type Step = { does: 'run' | 'close' | 'kill' | 'turn' | 'hear'; ms: number }
    const step: fc.Arbitrary<Step> = fc.record({
      does: fc.constantFrom('run', 'close', 'kill', 'turn', 'hear'),
      ms: fc.integer({ min: 0, max: 3 * dayMs }),
    })
    let files = 0
    const { privateKey } = generateKeyPairSync('ed25519')
    const ownKey = {
      deviceToken: '',
      privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    }
    const anySteps = fc.array(step, { minLength: 1, maxLength: 25 })
    await fc.assert(
      fc.asyncProperty(anySteps, fc.integer(), fc.boolean(), async (steps, sign, isEnrolled) => {
        let secrets: typeof ownKey | null = null
        const database = await openDatabase('store', `${folder}/count-${++files}.db`)
        const wall = { ms: Date.parse('2026-11-22T01:00:00.000Z') }
        const open = () => {
          const run = { ms: 0 }
          const own = { nowMs: () => wall.ms, elapsedMs: () => run.ms }
          const pass = (ms: number): void => {
            run.ms += ms
            wall.ms += ms
          }
          const keys = { secrets: () => secrets }
          return startTrustedClock({ database, clock: own, log: () => undefined, keys }).then((trusted) => ({
            trusted,
            pass,
          }))
        }
        let app = await open()
        if (isEnrolled) secrets = ownKey
        await app.trusted.save()
        // what a watch on the wall would say: run since the hub was heard, and at most what a start may add: how far the
        // PC's clock is ahead of the last writing, which is one saving old at most
        let ran = 0
        let charged = saveEveryMs
        let writtenMs = wall.ms
        const openAgain = async () => {
          charged += Math.max(0, wall.ms - writtenMs) + saveEveryMs
          writtenMs = wall.ms
          return open()
        }
        for (const { does, ms } of steps) {
          const before = app.trusted.offlineMs()
          if (does === 'run') {
            for (let left = ms; left > 0; left -= saveEveryMs * 60) {
              app.pass(Math.min(left, saveEveryMs * 60))
              await app.trusted.save()
            }
            writtenMs = wall.ms
            ran += ms
          }
          if (does === 'turn') wall.ms += sign % 2 === 0 ? -ms * 100 : ms * 100
          if (does === 'hear') {
            app.trusted.heard(new Date(wall.ms).toISOString())
            ran = 0
            charged = saveEveryMs
            await app.trusted.save()
            writtenMs = wall.ms
          }
          if (does === 'close' || does === 'kill') {
            if (does === 'close') {
              await app.trusted.stop()
              writtenMs = wall.ms
              wall.ms += ms
            }
            // killed between two savings, and the clock set back at once
            if (does === 'kill') app.pass(Math.min(ms, saveEveryMs))
            if (does === 'kill') ran += Math.min(ms, saveEveryMs)
            if (does === 'kill' && sign % 3 === 0) wall.ms -= 10 * dayMs
            app = await openAgain()
            expect(app.trusted.forged).toBeNull()
          }
          const now = app.trusted.offlineMs()
          if (does !== 'hear') expect(now).toBeGreaterThanOrEqual(before)
          expect(now).toBeGreaterThanOrEqual(ran)
          expect(now).toBeLessThanOrEqual(ran + charged)
        }
        await app.trusted.stop()
        await database.close()
      }),
      { numRuns: 40 },
    )
  })
})

describe('five tries', () => {
  test('another window, the override dialog, PIN and password, with the line and without it share them', async () => {
    const pc = await newPc()
    await isOnline(pc)
    await pc.store.signIn(other)
    expect(await tryPin(pc, wrong, manager)).toMatchObject({ error: { params: { left: 4 } } })
    await goOffline(pc)
    expect(await tryPassword(pc, 'no', manager)).toMatchObject({ error: { code: 'SIGN_IN_NEEDS_HUB' } })
    const elsewhere = pc.store.backend.invoke(
      'window:2',
      'signIn.withPin',
      { userId: manager, pin: wrong },
      randomUUID(),
    )
    expect(await elsewhere).toMatchObject({ error: { params: { left: 3 } } })
    const asked = { userId: manager, operation: 'document.post', documentId: randomUUID(), type: 'writeOff' } as const
    expect(await pc.store.call('override.grant', { ...asked, pin: wrong })).toMatchObject({
      error: { params: { left: 2 } },
    })
    await hub.start()
    await isOnline(pc)
    expect(await tryPassword(pc, 'no', manager)).toMatchObject({
      error: { code: 'WRONG_PASSWORD', params: { left: 1 } },
    })
    expect(codeOf(await tryPin(pc, wrong, manager))).toBe('SIGN_IN_LOCKED')
    for (const pin of [wrong, pinOf(manager)]) expect(codeOf(await tryPin(pc, pin, manager))).toBe('SIGN_IN_LOCKED')
    expect(codeOf(await pc.store.call('override.grant', { ...asked, pin: pinOf(manager) }))).toBe('SIGN_IN_LOCKED')
    await pc.store.close()
  })

  test('locked at HQ is locked here, also once the line is down', async () => {
    const pc = await newPc()
    await isOnline(pc)
    await hub.database.write((tx) =>
      tx.run(
        `INSERT INTO signInTries SELECT ?, 'pc', deviceId, 5, ?, 0 FROM device WHERE true ON CONFLICT DO UPDATE SET lockedUntilMs = excluded.lockedUntilMs`,
        [clerk, clock.nowMs() + 5 * minute],
      ),
    )
    expect(codeOf(await tryPin(pc, pinOf(clerk)))).toBe('SIGN_IN_LOCKED')
    await goOffline(pc)
    expect(codeOf(await tryPin(pc, pinOf(clerk)))).toBe('SIGN_IN_LOCKED')
    clock.pass(15 * minute)
    expect(codeOf(await tryPin(pc, pinOf(clerk)))).toBe('OK')
    await pc.store.close()
  })

  test.each([
    ['more tries than HQ bears, a short wait', { wrongPinMax: 10, lockMinutes: 1 }, 5],
    ['fewer tries, a long wait', { wrongPinMax: 3, lockMinutes: 60 }, 3],
  ])('%s: the policy holds over the line and without it, and is waited for once', async (_what, signIn, tries) => {
    await rules(signIn)
    const pc = await newPc()
    for (const isUp of [true, false]) {
      await (isUp ? isOnline(pc) : goOffline(pc))
      const codes: string[] = []
      for (let tried = 0; tried < tries; tried += 1) codes.push(codeOf(await tryPin(pc, wrong)))
      expect(codes).toEqual([...Array(tries - 1).fill('WRONG_PIN'), 'SIGN_IN_LOCKED'])
      clock.pass(signIn.lockMinutes * minute - 1000)
      expect(await tryPin(pc, pinOf(clerk))).toMatchObject({
        error: { code: 'SIGN_IN_LOCKED', params: { seconds: 1 } },
      })
      clock.pass(1000)
      expect(codeOf(await tryPin(pc, pinOf(clerk)))).toBe('OK')
    }
    await hub.start()
    await rules({})
    await pc.store.close()
  })

  test('locked by HQ for longer than this PC knew of, it waits as long as HQ said, once', async () => {
    const pc = await newPc()
    await isOnline(pc)
    await rules({ lockMinutes: 60 })
    for (let tried = 0; tried < 4; tried += 1) await tryPin(pc, wrong)
    expect(await tryPin(pc, wrong)).toMatchObject({ error: { code: 'SIGN_IN_LOCKED', params: { seconds: 3600 } } })
    clock.pass(60 * minute - 1000)
    expect(codeOf(await tryPin(pc, pinOf(clerk)))).toBe('SIGN_IN_LOCKED')
    clock.pass(1000)
    expect(codeOf(await tryPin(pc, pinOf(clerk)))).toBe('OK')
    await rules({})
    await pc.store.close()
  })

  describe('a new PIN from HQ', () => {
    const reset = async (userId: string): Promise<string> => {
      const admin = await hub.browser('hq.admin')
      const answer = await admin.call('user.resetSecret', { userId, kind: 'pin' })
      if (!answer.ok) throw new Error(answer.error.code)
      return answer.value.secret
    }
    const lockOut = async (pc: Pc, userId: string): Promise<void> => {
      for (let tried = 0; tried < 5; tried += 1) await tryPin(pc, wrong, userId)
      expect(codeOf(await tryPin(pc, wrong, userId))).toBe('SIGN_IN_LOCKED')
    }

    test('lifts the lock of the shop’s PC with the next pull, over a restart too', async () => {
      const pc = await newPc()
      await isOnline(pc)
      await lockOut(pc, other)
      const first = await reset(other)
      await isOnline(pc)
      expect(codeOf(await tryPin(pc, first, other))).toBe('OK')
      await lockOut(pc, other)
      const second = await reset(other)
      await restart(pc)
      await isOnline(pc)
      expect(codeOf(await tryPin(pc, second, other))).toBe('OK')
      await pc.store.close()
    })

    test('an older version written into the file lifts none, whatever HQ says of it then', async () => {
      const pc = await newPc()
      await isOnline(pc)
      await lockOut(pc, clerk)
      await pc.store.close()
      const tool = await openTool(pc.store.file)
      await tool.all(`UPDATE user SET pinVersion = 0 WHERE id = '${clerk}'`)
      await tool.close()
      pc.store = await openStore(pc.file, clock, { shellId: pc.shellId })
      await isOnline(pc)
      expect(codeOf(await tryPin(pc, pinOf(clerk)))).toBe('SIGN_IN_LOCKED')
      const running = await openTool(pc.store.file)
      await running.all(`UPDATE user SET pinVersion = 0 WHERE id = '${clerk}'`)
      await running.close()
      await hub.database.write((tx) =>
        publish(tx, 'users', [userPublication(chain.users.find(({ id }) => id === clerk) as never)]),
      )
      await isOnline(pc)
      await isOnline(pc)
      expect(codeOf(await tryPin(pc, pinOf(clerk)))).toBe('SIGN_IN_LOCKED')
      await pc.store.close()
    })
  })

  test('a try that was cut off before its answer has been had', async () => {
    const pc = await newPc()
    await goOffline(pc)
    const tries = pc.store.database.read.one('SELECT wrongTries FROM signInGuard WHERE userId = ?', [clerk])
    expect(await tries).toBeUndefined()
    await pc.store.database.write((tx) =>
      tx.run('INSERT INTO signInGuard (userId, wrongTries, locked) VALUES (?, 5, 0)', [clerk]),
    )
    expect(codeOf(await tryPin(pc, pinOf(clerk)))).toBe('SIGN_IN_LOCKED')
    await pc.store.close()
  })

  test('a restart begins the wait again at once, not when somebody asks', async () => {
    const pc = await newPc()
    await goOffline(pc)
    for (let tries = 0; tries < 5; tries++) await tryPin(pc, wrong)
    clock.pass(14 * minute)
    await restart(pc)
    clock.pass(14 * minute)
    expect(codeOf(await tryPin(pc, pinOf(clerk)))).toBe('SIGN_IN_LOCKED')
    clock.pass(minute)
    expect(codeOf(await tryPin(pc, pinOf(clerk)))).toBe('OK')
    await pc.store.close()
  })

  test('no order of restarts, clocks, lines and doors gives more of them', async () => {
    const acts = ['pin', 'password', 'window', 'restart', 'newApp', 'back', 'forward', 'line'] as const
    const pc = await newPc()
    expect(codeOf(await tryPassword(pc, 'demo-s001.lin'))).toBe('OK')
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...acts), { minLength: 12, maxLength: 22 }), async (steps) => {
        await hub.start()
        await forgetTries()
        await isOnline(pc)
        clock.pass(20 * minute)
        expect(codeOf(await tryPin(pc, pinOf(clerk)))).toBe('OK')
        let judgedWrong = 0
        let isUp = true
        const tried = (answer: Answer<unknown>): void => {
          const code = codeOf(answer)
          const isLock = code === 'SIGN_IN_LOCKED'
          expect(['WRONG_PIN', 'WRONG_PASSWORD', 'SIGN_IN_LOCKED']).toContain(code)
          if (!isLock) judgedWrong++
          if (judgedWrong > 4) throw new Error('a fifth wrong try was not the last')
          if (isLock) expect(judgedWrong).toBeGreaterThanOrEqual(4)
        }
        for (const act of steps) {
          if (act === 'pin') tried(await tryPin(pc, wrong))
          if (act === 'password') tried(await tryPassword(pc, 'no'))
          if (act === 'window')
            tried(
              await pc.store.backend.invoke('window:9', 'signIn.withPin', { userId: clerk, pin: wrong }, randomUUID()),
            )
          if (act === 'restart') await restart(pc)
          if (act === 'newApp') await restart(pc, randomUUID())
          if (act === 'back') clock.setWall(clock.nowMs() - 40 * dayMs)
          if (act === 'forward') clock.setWall(clock.nowMs() + 10 * minute)
          if (act === 'line') {
            await (isUp ? hub.stop() : hub.start())
            isUp = !isUp
          }
        }
      }),
      { numRuns: 6 },
    )
    await pc.store.close()
  }, 120_000)
})

describe('a window left alone', () => {
  let pc: Pc
  const current = () => pc.store.must('signIn.current', {})
  const call = (name: 'stock.list') => pc.store.call(name, {}).then(codeOf)

  beforeAll(async () => {
    await hub.start()
    await forgetTries()
    await rules({ idleLockMinutes: 10 })
    pc = await newPc()
  })
  afterAll(async () => {
    await pc.store.close()
    await rules({})
  })
  beforeEach(async () => {
    await pc.store.signIn(clerk)
  })

  test('is locked after the time policy gives, whatever the clock says, and says so', async () => {
    clock.setWall(clock.nowMs() + dayMs)
    expect(await current()).toMatchObject({ session: { userId: clerk }, locked: false })
    clock.pass(9 * minute)
    expect(await call('stock.list')).toBe('OK')
    await pc.store.must('signIn.active', {})
    clock.pass(9 * minute)
    expect(await call('stock.list')).toBe('OK')
    clock.pass(minute)
    const events = pc.store.events.length
    expect(await call('stock.list')).toBe('SESSION_LOCKED')
    expect(pc.store.events.slice(events)).toContainEqual({ type: 'session.changed' })
    expect(await current()).toMatchObject({ session: { userId: clerk }, locked: true })
    for (const name of ['signIn.active', 'signIn.lock', 'signIn.out'] as const)
      expect(codeOf(await pc.store.call(name, {}))).toBe('SESSION_LOCKED')
    clock.setWall(clock.nowMs() - 30 * dayMs)
    expect(await call('stock.list')).toBe('SESSION_LOCKED')
    await pc.store.signIn(clerk)
    expect(await current()).toMatchObject({ locked: false })
    expect(await call('stock.list')).toBe('OK')
  })

  test('asking for lists is no sign of life', async () => {
    for (let n = 0; n < 10; n++) {
      clock.pass(minute)
      await call('stock.list')
    }
    expect(await call('stock.list')).toBe('SESSION_LOCKED')
  })

  test('locked by hand; a wrong PIN leaves it locked, another user takes the seat', async () => {
    await pc.store.must('signIn.lock', {})
    expect(await call('stock.list')).toBe('SESSION_LOCKED')
    expect(codeOf(await tryPin(pc, wrong))).toBe('WRONG_PIN')
    expect(await current()).toMatchObject({ session: { userId: clerk }, locked: true })
    await pc.store.signIn(manager)
    expect(await current()).toMatchObject({ session: { userId: manager }, locked: false })
  })

  test('a session written into the file makes nobody somebody else', async () => {
    await pc.store.signIn(clerk)
    await pc.store.database.write((tx) =>
      tx.run(`UPDATE meta SET value = json_set(value, '$.userId', ?) WHERE key LIKE 'session:%'`, [manager]),
    )
    // whoever is there is asked of the file again
    await pc.store.backend.invoke('window:2', 'signIn.withPin', { userId: other, pin: pinOf(other) }, randomUUID())
    expect(await call('stock.list')).toBe('UNAUTHENTICATED')
    await pc.store.backend.invoke('window:2', 'signIn.out', {}, randomUUID())
    await pc.store.signIn(clerk)
  })

  test('one window is not another', async () => {
    const second = (name: string, input: object) =>
      pc.store.backend.invoke('window:2', name, input, randomUUID()).then(codeOf)
    expect(await second('signIn.withPin', { userId: manager, pin: pinOf(manager) })).toBe('OK')
    await pc.store.must('signIn.lock', {})
    expect(await second('stock.list', {})).toBe('OK')
    expect(await second('signIn.out', {})).toBe('OK')
  })

  test('a backend that comes back keeps the lock, and locks whom it cannot be sure of', async () => {
    await restart(pc)
    expect(await current()).toMatchObject({ session: { userId: clerk }, locked: false })
    await pc.store.must('signIn.lock', {})
    await restart(pc)
    expect(await current()).toMatchObject({ session: { userId: clerk }, locked: true })
    await pc.store.signIn(clerk)
    clock.pass(6 * minute)
    await restart(pc)
    clock.pass(4 * minute)
    expect(await call('stock.list')).toBe('SESSION_LOCKED')
    // killed, and the clock set back: how long nobody was there cannot be told
    await pc.store.signIn(clerk)
    clock.setWall(clock.nowMs() - dayMs)
    const twin = await openStore(`${pc.file}`, clock, { shellId: pc.shellId })
    expect(await twin.must('signIn.current', {})).toMatchObject({ session: { userId: clerk }, locked: true })
    await twin.close()
    // closed and opened again it is nobody's
    await restart(pc, randomUUID())
    expect(await current()).toEqual({ session: null, locked: false })
  })

  test('a scan taken before the lock stays, one that comes after it is refused and changes nothing', async () => {
    await pc.store.signIn(manager)
    const { documentId } = await pc.store.must('document.create', { type: 'writeOff' })
    const sku = chain.products[0]?.sku as string
    const code = chain.barcodes.find((one) => one.sku === sku)?.code as string
    const scan = (raw: string) => pc.store.call('document.scan', { type: 'writeOff', documentId, scan: scanOf(raw) })
    const [taken] = await Promise.all([scan(code), pc.store.call('signIn.lock', {})])
    expect(codeOf(taken)).toBe('OK')
    expect(codeOf(await scan(code))).toBe('SESSION_LOCKED')
    await pc.store.signIn(manager)
    const { lines } = await pc.store.must('document.get', { documentId })
    expect(lines).toHaveLength(1)
    expect(codeOf(await scan(code))).toBe('OK')
  })

  test('each lock and unlock is in the log, with who found the secret right', async () => {
    await pc.store.must('signIn.lock', {})
    await pc.store.signIn(clerk)
    const rows = await pc.store.database.read.all<{ operation: string; detail: string }>(lockLinesSql)
    expect(rows.map(({ operation }) => operation)).toEqual(['signIn.withPin', 'signIn.lock'])
    expect(JSON.parse(rows[0]?.detail as string)).toMatchObject({ kind: 'pin' })
    expect(JSON.parse(rows[1]?.detail as string)).toEqual({ idle: false })
  })
})

const lockLinesSql = `SELECT operation, json_extract(payload, '$.detail') AS detail FROM trail
  WHERE outcome = 'done' AND operation LIKE 'signIn.%' ORDER BY seq DESC LIMIT 2`
