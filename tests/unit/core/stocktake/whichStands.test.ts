/** Of several counts of one product: which the review goes by. */
import { expect, test } from 'vitest'
import type { FinishedCount, Recount } from '../../../../src/core/stocktake/standing'
import { whichStands } from '../../../../src/core/stocktake/whichStands'

const count = (documentId: string, round: number, goods: Record<string, number>): FinishedCount => ({
  ...{ documentId, zoneCode: 'A01', round, finishedSeq: 9 },
  lines: Object.entries(goods).map(([sku, quantity]) => ({
    ...{ sku, lot: '', expiryDate: '', quantity, fromSeq: 1, atSeq: 2 },
  })),
})
const lin = count('lin', 1, { tea: 5, rice: 2 })
const wang = count('wang', 1, { tea: 7, salt: 1 })

const told = (counts: readonly FinishedCount[], recounts: readonly Recount[], chosen: readonly string[]) => {
  const which = whichStands(counts, recounts, chosen)
  return {
    undecided: [...which.undecidedSkus].sort(),
    standings: Object.fromEntries(
      counts.flatMap(({ documentId, zoneCode, round, lines }) =>
        lines.map(({ sku, lot }) => [
          `${documentId} ${sku}`,
          which.standingOf({ documentId, zoneCode, round, sku, lot }),
        ]),
      ),
    ),
    notFound: ['tea', 'rice', 'salt'].flatMap((sku) =>
      which.notFound(sku).map((line) => `${line.documentId} ${sku} ${line.quantity}`),
    ),
  }
}

test('counted once, it stands', () => {
  expect(told([lin], [], [])).toEqual({
    undecided: [],
    standings: { 'lin tea': 'stands', 'lin rice': 'stands' },
    notFound: [],
  })
})

test('counted twice, whatever either speaks of is undecided until one is chosen', () => {
  expect(told([lin, wang], [], [])).toEqual({
    undecided: ['rice', 'salt', 'tea'],
    standings: {
      ...{ 'lin tea': 'undecided', 'lin rice': 'undecided' },
      ...{ 'wang tea': 'undecided', 'wang salt': 'undecided' },
    },
    notFound: [],
  })
  expect(told([lin, wang], [], ['wang'])).toEqual({
    undecided: [],
    standings: {
      ...{ 'lin tea': 'superseded', 'lin rice': 'superseded' },
      ...{ 'wang tea': 'stands', 'wang salt': 'stands' },
    },
    notFound: [],
  })
})

test('a product counted again is decided, the others of the zone are not', () => {
  const again = count('he', 2, { tea: 6 })
  expect(told([lin, wang, again], [{ zoneCode: 'A01', round: 2, skus: ['tea'] }], [])).toMatchObject({
    undecided: ['rice', 'salt'],
    standings: { 'lin tea': 'superseded', 'wang tea': 'superseded', 'he tea': 'stands', 'lin rice': 'undecided' },
  })
})

test('looked for again and not found is named, although no paper has a line of it', () => {
  const again = count('he', 2, {})
  expect(told([lin, again], [{ zoneCode: 'A01', round: 2, skus: ['tea'] }], [])).toEqual({
    undecided: [],
    standings: { 'lin tea': 'superseded', 'lin rice': 'stands' },
    notFound: ['he tea 0'],
  })
})
