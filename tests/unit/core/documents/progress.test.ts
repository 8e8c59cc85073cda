/** What counts as done of a plan: neither short nor over, and of the plan at all. */
import { expect, test } from 'vitest'
import { standingOf } from '../../../../src/core/documents/progress'

test.each([
  [false, 0, 'done'],
  [false, -1, 'short'],
  [false, 1, 'over'],
  [true, 0, 'unplanned'],
  [true, 2000, 'unplanned'],
] as const)('unplanned %s, difference %i: %s', (unplanned, difference, standing) =>
  expect(standingOf({ unplanned }, difference)).toBe(standing),
)
