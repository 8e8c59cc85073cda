/** Cases or pieces: asked about where the figures say so, and nowhere else. */
import { describe, expect, test } from 'vitest'
import { type Entry, packDoubtOf } from '../../../../src/core/documents/packDoubt'

const box = { packName: '箱', packFactor: 12_000 }
const typed = (pieces: number, more: Partial<Entry> = {}): Entry => ({
  ...{ said: pieces * 1000, times: pieces, scanned: null, held: 0, expected: null, packs: [box] },
  ...more,
})
const scanned = (times: number, more: Partial<Entry> = {}): Entry => ({
  ...{ said: times * 12_000, times, scanned: box, held: 0, expected: null, packs: [] },
  ...more,
})
const doubt = (said: number, other: number, expected: number | null) => ({ ...box, said, other, expected })

describe('a figure by key, against a plan', () => {
  test.each<[string, Entry, ReturnType<typeof doubt> | null]>([
    ['cases where pieces are wanted', typed(12, { expected: 144_000 }), doubt(12_000, 144_000, 144_000)],
    ['twelve times too many', typed(144, { expected: 12_000 }), doubt(144_000, 12_000, 12_000)],
    ['what is expected', typed(144, { expected: 144_000 }), null],
    ['fewer, but no case’s worth', typed(13, { expected: 144_000 }), null],
    ['goods that are on the paper already', typed(12, { expected: 144_000, held: 1000 }), null],
    ['goods that are not expected', typed(12, { expected: 0 }), null],
    ['a product that has no pack', typed(12, { expected: 144_000, packs: [] }), null],
    ['nobody may know what is expected', typed(12), null],
  ])('%s', (_what, entry, found) => expect(packDoubtOf(entry)).toEqual(found))
})

describe('a case that is scanned', () => {
  test.each<[string, Entry, ReturnType<typeof doubt> | null]>([
    ['once, counted blind', scanned(1), null],
    ['a count before it that is a case’s worth', scanned(12), doubt(144_000, 12_000, null)],
    ['a count before it that is none', scanned(5), null],
    ['so many cases are wanted', scanned(12, { expected: 144_000 }), null],
    ['so many pieces are wanted', scanned(12, { expected: 12_000 }), doubt(144_000, 12_000, 12_000)],
    ['a case’s worth of cases, more than wanted', scanned(12, { expected: 40_000 }), doubt(144_000, 12_000, 40_000)],
    ['some cases more than wanted', scanned(5, { expected: 40_000 }), null],
    ['one piece is wanted', scanned(1, { expected: 1000 }), doubt(12_000, 1000, 1000)],
    ['one case too many', scanned(1, { expected: 24_000, held: 24_000 }), null],
  ])('%s', (_what, entry, found) => expect(packDoubtOf(entry)).toEqual(found))
})
