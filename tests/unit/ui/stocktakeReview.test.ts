/** How a review speaks of a line: figures as people read them. */

import dayjs from 'dayjs'
import { describe, expect, test } from 'vitest'
import { dayText, signedPercentText } from '../../../src/ui/format'
import { explainerFigure, percentOf } from '../../../src/ui/stocktakeReview'

describe('a line of a review', () => {
  test('packs are counted, all else is pieces', () => {
    expect(explainerFigure({ kind: 'packs', quantity: -2 })).toBe('-2')
    expect(explainerFigure({ kind: 'unposted', quantity: 2500 })).toBe('+2.5')
  })

  test('says how much of the books a difference is, where there is one and the books have some', () => {
    expect(percentOf({ variance: -1000, book: 6000 })).toBe('-16.7%')
    expect(percentOf({ variance: 2000, book: 4000 })).toBe('+50%')
    expect(percentOf({ variance: 0, book: 4000 })).toBe('')
    expect(percentOf({ variance: 4000, book: 0 })).toBe('')
    expect(signedPercentText(1)).toBe('+0.1%')
  })

  test('the day of the count before has its year when that is another', () => {
    const now = dayjs('2026-11-23T12:00:00')
    expect(dayText('2026-11-05T09:00:00', now)).toBe('11-05')
    expect(dayText('2025-11-05T09:00:00', now)).toBe('25-11-05')
  })
})
