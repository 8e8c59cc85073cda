/** 调拨: the one state that follows from what happened, and what of it is on the way. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type CountedPaper,
  droppedAtClosing,
  inTransitOf,
  papersByClosing,
  type TransferLine,
  type TransferProgress,
  toSend,
  transferStateOf,
  transferStates,
} from '../../../../src/core/documents/transfer'

const line = (change: Partial<TransferLine> = {}): TransferLine => ({
  lineNo: 1,
  sku: 'A',
  askedQuantity: 8000,
  approvedQuantity: 7000,
  sentQuantity: 0,
  receivedQuantity: 0,
  settledQuantity: 0,
  reshipQuantity: 0,
  droppedQuantity: 0,
  ...change,
})

const progress = (change: Partial<TransferProgress> = {}): TransferProgress => ({
  cancelled: false,
  receiptsPosted: 0,
  dispatchesPosted: 0,
  ...change,
})

describe('where a transfer stands', () => {
  test.each<[string, Partial<TransferLine>, Partial<TransferProgress>, (typeof transferStates)[number]]>([
    ['approved, nothing sent', {}, {}, 'awaitingDispatch'],
    ['called off before anything was sent', {}, { cancelled: true }, 'cancelled'],
    ['all of it sent', { sentQuantity: 7000 }, { dispatchesPosted: 1 }, 'inTransit'],
    ['a part sent', { sentQuantity: 5000 }, { dispatchesPosted: 1 }, 'inTransit'],
    [
      'all of it here',
      { sentQuantity: 7000, receivedQuantity: 7000 },
      { dispatchesPosted: 1, receiptsPosted: 1 },
      'completed',
    ],
    [
      'one missing',
      { sentQuantity: 7000, receivedQuantity: 6000 },
      { dispatchesPosted: 1, receiptsPosted: 1 },
      'difference',
    ],
    [
      'one missing and settled',
      { sentQuantity: 7000, receivedQuantity: 6000, settledQuantity: 1000 },
      { dispatchesPosted: 1, receiptsPosted: 1 },
      'completed',
    ],
    [
      'a first part here, the rest still to send',
      { sentQuantity: 5000, receivedQuantity: 5000 },
      { dispatchesPosted: 1, receiptsPosted: 1 },
      'awaitingDispatch',
    ],
    [
      'a first part here, and the sender says no more will come',
      { sentQuantity: 5000, receivedQuantity: 5000, droppedQuantity: 2000 },
      { dispatchesPosted: 1, receiptsPosted: 1 },
      'completed',
    ],
    [
      'no more was to come, and one that got lost is to be sent again',
      {
        ...{ sentQuantity: 5000, receivedQuantity: 4000, settledQuantity: 1000 },
        ...{ droppedQuantity: 2000, reshipQuantity: 1000 },
      },
      { dispatchesPosted: 1, receiptsPosted: 1 },
      'awaitingDispatch',
    ],
    [
      'a second part on its way, the first one here',
      { sentQuantity: 7000, receivedQuantity: 5000 },
      { dispatchesPosted: 2, receiptsPosted: 1 },
      'inTransit',
    ],
    ['received before the sender told of it', { receivedQuantity: 7000 }, { receiptsPosted: 1 }, 'difference'],
    [
      'more arrived than was sent',
      { sentQuantity: 7000, receivedQuantity: 8000 },
      { dispatchesPosted: 1, receiptsPosted: 1 },
      'difference',
    ],
    [
      'the missing one is to be sent again',
      { sentQuantity: 7000, receivedQuantity: 6000, settledQuantity: 1000, reshipQuantity: 1000 },
      { dispatchesPosted: 1, receiptsPosted: 1 },
      'awaitingDispatch',
    ],
    ['sent although it was called off', { sentQuantity: 3000 }, { cancelled: true, dispatchesPosted: 1 }, 'inTransit'],
    [
      'sent although it was called off, and all of that is here',
      { sentQuantity: 3000, receivedQuantity: 3000 },
      { cancelled: true, dispatchesPosted: 1, receiptsPosted: 1 },
      'completed',
    ],
  ])('%s', (_what, change, happened, state) => {
    expect(transferStateOf([line(change)], progress(happened))).toBe(state)
  })

  test('one open line keeps a transfer open', () => {
    const done = line({ sentQuantity: 7000, receivedQuantity: 7000 })
    const open = line({ lineNo: 2, sku: 'B', sentQuantity: 7000, receivedQuantity: 6000 })
    const both = progress({ dispatchesPosted: 1, receiptsPosted: 1 })
    expect(transferStateOf([done, open], both)).toBe('difference')
    expect(transferStateOf([done], both)).toBe('completed')
  })
})

test('what is on the way is what was sent, less what arrived and was settled', () => {
  expect(inTransitOf(line({ sentQuantity: 7000, receivedQuantity: 5000, settledQuantity: 1500 }))).toBe(500)
  expect(inTransitOf(line({ receivedQuantity: 2000 }))).toBe(-2000)
})

test('what is still to send is never less than nothing, and grows by what is sent again', () => {
  expect(toSend(line())).toBe(7000)
  expect(toSend(line({ sentQuantity: 9000 }))).toBe(0)
  expect(toSend(line({ sentQuantity: 7000, reshipQuantity: 1000 }))).toBe(1000)
})

test('closing drops what was to be sent by then; what is to be sent again after that is owed, and no more', () => {
  const byThen = { sentQuantity: 5000, reshipQuantity: 0 }
  expect(droppedAtClosing(7000, byThen)).toBe(2000)
  const closed = line({ ...byThen, droppedQuantity: 2000 })
  expect(toSend(closed)).toBe(0)
  expect(toSend({ ...closed, reshipQuantity: 1000 })).toBe(1000)
  expect(toSend({ ...closed, reshipQuantity: 1000, sentQuantity: 6000 })).toBe(0)
  // taken back again, it is owed as before
  expect(toSend({ ...closed, sentQuantity: 3000 })).toBe(2000)
  // more was sent than approved before it was closed: that is nobody's advance on goods to be sent again
  const over = line({ sentQuantity: 8000, droppedQuantity: droppedAtClosing(7000, { ...byThen, sentQuantity: 8000 }) })
  expect(toSend({ ...over, reshipQuantity: 1000 })).toBe(1000)
})

test('what had been sent when it was closed: dispatches heard of late too, until goods were to be sent again', () => {
  const paper = (documentId: string, facts: Partial<CountedPaper> = {}): CountedPaper => ({
    ...{ documentId, closes: false, reship: false, isMirror: false },
    ...facts,
  })
  const closes = paper('closes', { closes: true })
  const again = paper('again', { reship: true })
  expect(papersByClosing([paper('a'), again, paper('b')])).toBeUndefined()
  expect(papersByClosing([paper('a'), closes])).toEqual(['a', 'closes'])
  expect(papersByClosing([paper('a'), again, closes, paper('late')])).toEqual(['a', 'again', 'closes', 'late'])
  expect(papersByClosing([closes, paper('late'), again, paper('sent again')])).toEqual(['closes', 'late'])
  expect(papersByClosing([paper('a'), closes, paper('a back', { isMirror: true })])).toEqual(['a', 'closes'])
  const last = paper('last', { closes: true })
  expect(papersByClosing([closes, again, last])).toEqual(['closes', 'again', 'last'])
})

test('a completed transfer leaves nothing on the way, whatever happened', () => {
  const quantity = fc.integer({ min: 0, max: 5 }).map((pieces) => pieces * 1000)
  const anyLine = fc
    .record({
      approvedQuantity: quantity,
      sentQuantity: quantity,
      receivedQuantity: quantity,
      settledQuantity: quantity,
      reshipQuantity: quantity,
      droppedQuantity: quantity,
    })
    .map((change) => line(change))
  const anyProgress = fc.record({
    cancelled: fc.boolean(),
    receiptsPosted: fc.integer({ min: 0, max: 3 }),
    dispatchesPosted: fc.integer({ min: 0, max: 3 }),
  })
  fc.assert(
    fc.property(fc.array(anyLine, { minLength: 1, maxLength: 4 }), anyProgress, (lines, happened) => {
      const state = transferStateOf(lines, happened)
      expect(transferStates).toContain(state)
      if (state === 'completed') expect(lines.map(inTransitOf)).toEqual(lines.map(() => 0))
      if (state === 'difference' || state === 'inTransit')
        expect(lines.some((one) => inTransitOf(one) !== 0)).toBe(true)
      if (state === 'cancelled')
        expect(happened).toMatchObject({ cancelled: true, receiptsPosted: 0, dispatchesPosted: 0 })
    }),
  )
})
