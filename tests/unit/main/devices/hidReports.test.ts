// Reports of HID-POS scanners put together to scans: published bytes of real ones, the places of three makers, and any
// bytes at all. It never throws and never joins two scans.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readScan } from '../../../../src/core/barcode/readScan'
import { createHidReports, type HidScan, hidText } from '../../../../src/main/devices/hidReports'
import {
  boardingPass,
  makers,
  newlandFm30,
  reportsOf,
  scanReports,
  voyager1602g,
  voyagerFirstReport,
} from '../../../support/devices/hidReports'

const fed = (...reports: Uint8Array[]): HidScan[] => {
  const line = createHidReports()
  return reports.flatMap(line.push)
}
const shown = (scans: readonly HidScan[]) => scans.map((scan) => [scan.aim, hidText(scan), scan.truncated])
const latin1 = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'))

describe('published bytes', () => {
  test('a Honeywell Voyager 1602g: six reports are one text, the seventh is another', () => {
    expect(voyager1602g.reports[0]).toEqual(voyagerFirstReport)
    const text = voyager1602g.text.trimEnd()
    expect(shown(fed(...voyager1602g.reports, voyager1602g.acknowledged))).toEqual([
      [']X0', text, false],
      [']Z6', ']Z6REVINF\x06.', false],
    ])
  })

  test('an Access-IS reader: a QR code of 60 characters in two reports', () => {
    expect(shown(fed(...boardingPass.reports))).toEqual([[']Q0', `]Q0${boardingPass.text}`, false]])
  })

  test('a Newland FM30: the data begins at once', () => {
    expect(shown(fed(newlandFm30))).toEqual([['', '\x02\0\0\x08EL030095%Q', false]])
  })
})

describe('the places of the makers', () => {
  test.each([
    ['honeywell', ']E0', '6901234567892', ']E06901234567892'],
    ['shifted', ']E0', '6901234567892', ']E06901234567892'],
    ['newland', '', '6901234567892', '6901234567892'],
    ['honeywell', ']C1', '0106901234567892\x1d10A1', ']C10106901234567892\x1d10A1'],
    ['newland', '', '酱油 500ml', '酱油 500ml'],
    ['honeywell', ']Q1', '酱油'.repeat(20), `]Q1${'酱油'.repeat(20)}`],
    ['newland', '', '9'.repeat(56), '9'.repeat(56)],
    ['honeywell', ']C0', '9'.repeat(57), `]C0${'9'.repeat(57)}`],
    ['shifted', ']C0', '9'.repeat(300), `]C0${'9'.repeat(300)}`],
  ] as const)('%s %s %s', (maker, aim, data, raw) => {
    expect(fed(...scanReports(data, aim, maker)).map(hidText)).toEqual([raw])
  })

  test('the identifier as the first characters of the data is data where there is no other place for it', () => {
    expect(shown(fed(...scanReports(']E06901234567892', '', 'newland')))).toEqual([['', ']E06901234567892', false]])
  })

  test('and is not put before the data twice', () => {
    expect(shown(fed(...scanReports(']E06901234567892', ']E0')))).toEqual([[']E0', ']E06901234567892', false]])
  })

  test('an identifier left empty is none', () => {
    expect(shown(fed(...scanReports('6901234567892', '\0\0\0')))).toEqual([['', '6901234567892', false]])
  })

  test('what the scanner puts behind the code is not the code', () => {
    expect(fed(...scanReports('SKU-0012\r\n', ']C0')).map(hidText)).toEqual([']C0SKU-0012'])
  })

  test('GB18030 as Chinese suppliers print it', () => {
    const bytes = Uint8Array.of(0xbd, 0xb4, 0xd3, 0xcd)
    expect(fed(...reportsOf('newland', '', bytes)).map(hidText)).toEqual(['酱油'])
  })
})

describe('what is no scan', () => {
  test('reports of other numbers, and one without data', () => {
    expect(fed(new Uint8Array(64), Uint8Array.of(0xfd, 3), new Uint8Array(0), ...scanReports('', ']E0'))).toEqual([])
  })

  test.each([
    ['shorter than a report is', (whole: Uint8Array) => whole.subarray(0, 40)],
    ['a length no report holds', (whole: Uint8Array) => Uint8Array.from(whole, (byte, at) => (at === 1 ? 57 : byte))],
  ])('%s: told as a scan that is not whole', (_what, spoil) => {
    const [whole] = scanReports('6901234567892')
    const scans = fed(spoil(whole as Uint8Array))
    expect(shown(scans)).toEqual([['', '', true]])
    expect(scans[0]?.reports).toEqual([spoil(whole as Uint8Array)])
  })

  test('the rest never comes: marked, and the next scan is whole', () => {
    const line = createHidReports()
    const [first] = scanReports('A'.repeat(80), ']C0')
    expect(line.push(first as Uint8Array)).toEqual([])
    expect(line.isPending()).toBe(true)
    expect(line.flush()).toMatchObject({ truncated: true, bytes: latin1('A'.repeat(56)) })
    expect(line.isPending()).toBe(false)
    expect(line.flush()).toBeNull()
    expect(shown(line.push(scanReports('6901234567892')[0] as Uint8Array))).toEqual([
      [']E0', ']E06901234567892', false],
    ])
  })

  test('a code of another kind in place of the rest: two scans, the first marked', () => {
    const [first] = scanReports('A'.repeat(80), ']C0')
    expect(shown(fed(first as Uint8Array, ...scanReports('6901234567892')))).toEqual([
      [']C0', `]C0${'A'.repeat(56)}`, true],
      [']E0', ']E06901234567892', false],
    ])
  })

  test('longer than a scan may be: marked, bounded, and the next one is whole', () => {
    const scans = fed(...scanReports('7'.repeat(6000), ']Q1'), ...scanReports('6901234567892'))
    expect(scans.map(({ truncated }) => truncated)).toEqual([true, false])
    expect(scans[0]?.bytes.length).toBeLessThanOrEqual(4096)
    expect(scans[0]?.reports.length).toBeLessThanOrEqual(74)
  })
})

/** A code as it may be printed: no NUL, which nobody can print and which fills up a report. */
const code = fc.uint8Array({ min: 1, max: 255, minLength: 1, maxLength: 400 })
const aim = fc.constantFrom(']E0', ']E4', ']C0', ']C1', ']Q1', ']d2', ']I1')

describe('whatever comes', () => {
  test('scans come out as they went in, each by itself, however many reports each took', () => {
    const one = fc.record({ data: code, kind: aim })
    fc.assert(
      fc.property(fc.constantFrom(...makers), fc.array(one, { maxLength: 8 }), (maker, codes) => {
        const scans = fed(...codes.flatMap(({ data, kind }) => reportsOf(maker, kind, data)))
        expect(scans.map(({ bytes, truncated }) => [bytes, truncated])).toEqual(
          codes.filter(({ data }) => data.length > 0).map(({ data }) => [data, false]),
        )
      }),
      { numRuns: 300 },
    )
  })

  test('any bytes at all: nothing throws, everything is bounded and can be read or refused', () => {
    const noise = fc.uint8Array({ maxLength: 80 })
    const like = fc.tuple(noise, fc.boolean()).map(([bytes, isScan]) => {
      const report = new Uint8Array(64)
      report.set(bytes.subarray(0, 64))
      if (isScan) report[0] = 0x02
      return report
    })
    fc.assert(
      fc.property(fc.array(fc.oneof(noise, like), { maxLength: 100 }), (reports) => {
        const line = createHidReports()
        const scans = reports.flatMap(line.push)
        const last = line.flush()
        for (const scan of last === null ? scans : [...scans, last]) {
          expect(scan.bytes.length).toBeLessThanOrEqual(4096)
          expect(['code', 'unreadable', 'command', 'zone', 'page', 'document']).toContain(
            readScan(hidText(scan), { weighRules: [], year: 2026 }).kind,
          )
        }
      }),
      { numRuns: 300 },
    )
  })

  test('a report that is lost spoils its own code alone, and no whole scan holds data of two', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...makers),
        fc.uint8Array({ min: 65, max: 90, minLength: 57, maxLength: 300 }),
        fc.nat(),
        (maker, long, which) => {
          const kinds = maker === 'newland' ? ['', ''] : [']C0', ']E0']
          const reports = reportsOf(maker, kinds[0] ?? '', long)
          const lost = which % reports.length
          const line = createHidReports()
          const before = reports.filter((_report, index) => index !== lost).flatMap(line.push)
          // The pause in which the next code is fetched.
          const stalled = line.flush()
          const after = scanReports('6901234567892', kinds[1] ?? '', maker).flatMap(line.push)
          const digits = [...before, ...(stalled ? [stalled] : []), ...after].filter(({ bytes }) =>
            bytes.some((byte) => byte < 65),
          )
          expect(digits.map(({ bytes, truncated }) => [Buffer.from(bytes).toString(), truncated])).toEqual([
            ['6901234567892', false],
          ])
        },
      ),
    )
  })
})
