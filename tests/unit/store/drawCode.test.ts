import { expect, test } from 'vitest'
import { lineCode } from '../../../src/core/barcode/controlCodes'
import { createLineCodeDrawer, plainQrSvg } from '../../../src/store/paper/drawCode'

// numbers of every length up to the next: how signs share their bits differs with what stands before them
test.each([
  'PD-S1-261124-A0001',
  'PD-S01-261124-A0001',
  'PD-S001-261124-A0001',
  'PD-ABCDEFGH-261124-0001',
  'STOCK-ABCDEFGHIJ012345-261124-AB000123',
])('a line code of %s is the one the encoder draws', async (number) => {
  const codeOf = (page: number, line: number): string => lineCode(number, page, line)
  const drawer = createLineCodeDrawer(codeOf)
  for (const page of [2, 1, 3, 10, 99, 100, 101, 999])
    for (const line of [7, 1, 2, 9, 10, 19, 25])
      expect([page, line, await drawer(page, line)]).toEqual([page, line, await plainQrSvg(codeOf(page, line))])
})
