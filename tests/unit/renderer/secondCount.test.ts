// A zone somebody finished: what the next one is told before another count of it begins, and where the cursor starts. Pure.

import { describe, expect, test } from 'vitest'
import {
  finishedByOthers,
  firstToCount,
  secondCounts,
  type Zone,
} from '../../../src/renderer/screens/stocktakes/secondCount'

const count = (counterId: string, state: string, round = 1) =>
  ({ counterId, counterName: counterId, state, round }) as Zone['counts'][number]
const zone = (code: string, state: Zone['state'], ...counts: Zone['counts']): Zone =>
  ({ code, state, round: Math.max(1, ...counts.map(({ round }) => round)), counts }) as Zone

describe('a second count', () => {
  const done = zone('A01', 'done', count('lin', 'approved'))

  test('is told of once, and begins when it is asked for again', () => {
    const { toTell } = secondCounts()
    expect([toTell(done, 'zhou'), toTell(done, 'zhou')]).toEqual([['lin'], []])
    // what was begun so is no leave for the next time
    expect(toTell(done, 'zhou')).toEqual(['lin'])
  })
  test('is told of anew for another zone, another person, or where one more has finished since', () => {
    const { toTell } = secondCounts()
    expect(toTell(done, 'zhou')).toEqual(['lin'])
    expect(toTell({ ...done, code: 'B01' }, 'zhou')).toEqual(['lin'])
    expect(toTell(done, 'zhou')).toEqual(['lin'])
    expect(toTell(done, 'wu')).toEqual(['lin'])
    expect(toTell(zone('A01', 'twice', count('lin', 'approved'), count('qian', 'approved')), 'wu')).toEqual([
      'lin',
      'qian',
    ])
  })
  test('is no such thing where nobody finished, where one goes on with one’s own, or in a new round', () => {
    expect(finishedByOthers(zone('A01', 'counting', count('lin', 'draft')), 'zhou')).toEqual([])
    expect(finishedByOthers(zone('A01', 'notStarted', count('lin', 'cancelled')), 'zhou')).toEqual([])
    const begun = zone('A01', 'counting', count('lin', 'approved'), count('zhou', 'held'))
    expect(finishedByOthers(begun, 'zhou')).toEqual([])
    // a count one voided is none to go on with
    expect(finishedByOthers(zone('A01', 'done', count('lin', 'approved'), count('zhou', 'cancelled')), 'zhou')).toEqual(
      ['lin'],
    )
    expect(finishedByOthers({ ...done, round: 2 }, 'zhou')).toEqual([])
    expect(secondCounts().toTell(undefined, 'zhou')).toEqual([])
  })
})

describe('the cursor starts', () => {
  const done = zone('A01', 'done', count('lin', 'approved'))
  const twice = zone('A02', 'twice', count('lin', 'approved'), count('wu', 'approved'))
  const others = zone('B01', 'counting', count('lin', 'draft'))
  const own = zone('C01', 'counting', count('zhou', 'draft'))
  const waiting = zone('D01', 'notStarted')
  const at = (zones: Zone[], chooses = false) => firstToCount(zones, 'zhou', chooses)?.code

  test('on what one began, or the first that waits for somebody', () => {
    expect(at([done, twice, others, own, waiting])).toBe('C01')
    expect(at([done, twice, others, waiting])).toBe('D01')
    expect(at([done, zone('E01', 'recount', count('lin', 'approved'))])).toBe('E01')
  })
  test('on what wants a choice, for whoever chooses', () => expect(at([done, twice, waiting], true)).toBe('A02'))
  test('on the first where all is done, and on none where there is none', () => {
    expect([at([done, others]), at([])]).toEqual(['A01', undefined])
  })
})
