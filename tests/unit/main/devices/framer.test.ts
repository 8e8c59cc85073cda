// Cutting a scanner's bytes into scans, whatever the terminator and however the bytes are split on the way.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Frame } from '../../../../src/main/devices/framer'
import { createFramer, decodeScan, frameBytesMax } from '../../../../src/main/devices/framer'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const textsOf = (frames: (Frame | null)[]): string[] =>
  frames.filter((frame) => frame !== null).map((frame) => decodeScan(frame) + (frame.truncated ? '!' : ''))

describe('terminators', () => {
  test.each([
    ['CR', 'A1\rB2\r', ['A1', 'B2']],
    ['LF', 'A1\nB2\n', ['A1', 'B2']],
    ['CRLF', 'A1\r\nB2\r\n', ['A1', 'B2']],
    ['all three mixed', 'A1\rB2\nC3\r\nD4\r', ['A1', 'B2', 'C3', 'D4']],
    ['empty lines mean nothing', '\r\n\r\n\n\r', []],
    ['STX and ETX', '\u0002A1\u0003\u0002B2\u0003', ['A1', 'B2']],
    ['a line end inside STX..ETX is data', '\u0002A\r\nB\u0003', ['A\r\nB']],
    ['ETX then CR is one scan', '\u0002A1\u0003\r\n', ['A1']],
    ['a second STX breaks the first scan off', '\u0002A1\u0002B2\u0003', ['A1!', 'B2']],
    ['STX after an unended scan keeps it', 'A1\u0002B2\u0003', ['A1', 'B2']],
    ['GS stays inside', '0106\u001d10A\r', ['0106\u001d10A']],
  ])('%s', (_name, sent, expected) => {
    expect(textsOf(createFramer().push(bytesOf(sent)))).toEqual(expected)
  })

  test('no terminator: a pause ends the scan', () => {
    const framer = createFramer()
    expect(framer.push(bytesOf('A1'))).toEqual([])
    expect(framer.pendingBytes()).toBe(2)
    expect(textsOf([framer.flush()])).toEqual(['A1'])
    expect(framer.flush()).toBeNull()
  })
  test('a pause inside STX..ETX is a scan that broke off', () => {
    const framer = createFramer()
    framer.push(bytesOf('\u0002A1'))
    expect(textsOf([framer.flush()])).toEqual(['A1!'])
    expect(textsOf(framer.push(bytesOf('B2\r')))).toEqual(['B2'])
  })
})

describe('length', () => {
  test('4,096 bytes are whole; one more is marked and cut, and the next scan is sound', () => {
    const framer = createFramer()
    const frames = framer.push(bytesOf(`${'a'.repeat(frameBytesMax)}\r${'b'.repeat(9000)}\rC3\r`))
    expect(frames.map(({ bytes, truncated }) => [bytes.length, truncated])).toEqual([
      [4096, false],
      [4096, true],
      [2, false],
    ])
  })
})

describe('decoding', () => {
  const whole = (bytes: number[]): string => decodeScan({ bytes: Uint8Array.from(bytes), truncated: false })
  test('UTF-8, GB18030, and one character a byte', () => {
    expect(whole([...bytesOf('五常大米')])).toBe('五常大米')
    expect(whole([0xce, 0xe5, 0xb3, 0xa3, 0xb4, 0xf3, 0xc3, 0xd7])).toBe('五常大米')
    expect(whole([0x41, 0xff])).toBe('Aÿ')
  })
  test('a cut inside a character loses that character only', () => {
    const bytes = bytesOf('米米').slice(0, 5)
    expect(decodeScan({ bytes, truncated: true })).toBe('米')
  })
})

describe('what was sent', () => {
  const sentOf = (frames: Frame[]): string[] => frames.map(({ sent }) => Buffer.from(sent).toString('latin1'))
  test.each([
    ['CRLF in one piece', ['A1\r\nB2\r\n'], ['A1\r', '\nB2\r\n']],
    ['an LF that comes later leads the next scan', ['A1\r', '\nB2\r'], ['A1\r', '\nB2\r']],
    ['STX and ETX', ['\u0002A1\u0003\r'], ['\u0002A1\u0003\r']],
  ])('%s', (_name, chunks, expected) => {
    const framer = createFramer()
    expect(sentOf(chunks.flatMap((chunk) => framer.push(bytesOf(chunk))))).toEqual(expected)
  })
  test('is every byte, once, however they are split', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 20 }), (chunks) => {
        const framer = createFramer()
        const frames = [...chunks.flatMap((chunk) => framer.push(chunk)), ...[framer.flush() ?? []].flat()]
        const sent = frames.flatMap((frame) => [...frame.sent])
        const all = chunks.flatMap((chunk) => [...chunk])
        expect(all.slice(0, sent.length)).toEqual(sent)
        // What is left over is framing without a scan in it.
        expect(all.slice(sent.length).every((byte) => [2, 3, 10, 13].includes(byte))).toBe(true)
      }),
    )
  })
})

test('however the bytes are split, the scans are the same', () => {
  const scan = fc.string({ unit: fc.constantFrom(...'69Az-/]~五常米é', '\u001d'), minLength: 1, maxLength: 30 })
  const sent = fc.array(fc.tuple(scan, fc.constantFrom('\r', '\n', '\r\n')), { maxLength: 20 })
  fc.assert(
    fc.property(sent, fc.integer({ min: 1, max: 7 }), (scans, size) => {
      const framer = createFramer()
      const bytes = bytesOf(scans.map((pair) => pair.join('')).join(''))
      const frames: Frame[] = []
      for (let at = 0; at < bytes.length; at += size) frames.push(...framer.push(bytes.slice(at, at + size)))
      expect(textsOf(frames)).toEqual(scans.map(([text]) => text))
    }),
  )
})

test('no byte is lost unmarked, whatever comes', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 20 }), (chunks) => {
      const framer = createFramer()
      const frames = [...chunks.flatMap((chunk) => framer.push(chunk)), framer.flush()]
      const kept = frames.reduce((total, frame) => total + (frame?.bytes.length ?? 0), 0)
      const control = chunks.flatMap((chunk) => [...chunk]).filter((byte) => [2, 3, 10, 13].includes(byte)).length
      const all = chunks.reduce((total, chunk) => total + chunk.length, 0)
      expect(kept).toBeGreaterThanOrEqual(all - control)
      for (const frame of frames) if (frame !== null) expect(typeof decodeScan(frame)).toBe('string')
    }),
  )
})
