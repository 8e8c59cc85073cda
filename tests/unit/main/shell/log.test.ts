/** The log is bounded: two files, each line cut and on one line, and a disk that refuses stops nothing. */
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { createLog, fileBytesMax, type LogDisk, lineCharsMax } from '../../../../src/main/log'

const setUp = () => {
  const files = new Map<string, string>()
  const told: string[] = []
  const disk: LogDisk = {
    sizeOf: (_dir, file) => Buffer.byteLength(files.get(path.basename(file)) ?? ''),
    append: (file, text) => {
      files.set(path.basename(file), (files.get(path.basename(file)) ?? '') + text)
    },
    rename: (from, to) => {
      files.set(path.basename(to), files.get(path.basename(from)) ?? '')
      files.delete(path.basename(from))
    },
  }
  return { files, told, disk, log: createLog('logs', (line) => told.push(line), disk) }
}

describe('the log', () => {
  it('never grows beyond two files of a mebibyte', () => {
    const { files, log } = setUp()
    for (let i = 0; i < 1_200; i++) log('info', '货'.repeat(lineCharsMax))
    expect([...files.keys()].sort()).toEqual(['main.1.log', 'main.log'])
    for (const text of files.values()) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(fileBytesMax)
  })

  it('counts what an earlier start has written', () => {
    const { files, disk } = setUp()
    files.set('main.log', 'x'.repeat(fileBytesMax))
    createLog('logs', () => {}, disk)('info', 'new')
    expect(files.get('main.1.log')).toHaveLength(fileBytesMax)
    expect(files.get('main.log')).toMatch(/INFO new\n$/)
  })

  it('writes one line per entry and tells warnings and errors', () => {
    const { files, told, log } = setUp()
    log('info', 'quiet')
    log('error', 'first\nsecond')
    const lines = files.get('main.log')?.trimEnd().split('\n') ?? []
    expect(lines).toHaveLength(2)
    expect(lines[1]).toMatch(/ ERROR first \| second$/)
    expect(told).toEqual([lines[1]])
  })

  it('lives on where it cannot write', () => {
    const fail = () => {
      throw new Error('disk full')
    }
    const log = createLog('logs', () => {}, { sizeOf: fail, append: fail, rename: fail })
    expect(() => log('info', 'nowhere')).not.toThrow()
  })
})
