/**
 * The shell's log: DIR/main.log and, when that is full, the one before it as main.1.log. Bounded in lines and in files.
 * Callers never hand it a PIN, a code, a token or the input of an operation. A log that cannot be written stops nothing.
 */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import path from 'node:path'

export type LogLevel = 'info' | 'warn' | 'error'
export type Log = (level: LogLevel, text: string) => void

export const fileBytesMax = 1024 * 1024
export const lineCharsMax = 2_000

/** The few things a log does to a disk, so that tests need none. */
export interface LogDisk {
  sizeOf(dir: string, file: string): number
  append(file: string, text: string): void
  rename(from: string, to: string): void
}

export const createLog = (dir: string, tell: (line: string) => void, disk: LogDisk = realDisk): Log => {
  const file = path.join(dir, 'main.log')
  const older = path.join(dir, 'main.1.log')
  let bytes = sizeAtStart(disk, dir, file)
  return (level, text) => {
    const line = `${new Date().toISOString()} ${level.toUpperCase()} ${oneLine(text)}\n`
    if (level !== 'info') tell(line.trimEnd())
    const lineBytes = Buffer.byteLength(line)
    try {
      if (bytes + lineBytes > fileBytesMax) {
        disk.rename(file, older)
        bytes = 0
      }
      disk.append(file, line)
      bytes += lineBytes
    } catch {
      // A full or read-only disk: the line was told on stderr if it mattered, and the next one tries again.
    }
  }
}

export const textOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error)

const realDisk: LogDisk = {
  sizeOf: (dir, file) => {
    mkdirSync(dir, { recursive: true })
    return statSync(file).size
  },
  append: (file, text) => appendFileSync(file, text),
  rename: (from, to) => renameSync(from, to),
}

const sizeAtStart = (disk: LogDisk, dir: string, file: string): number => {
  try {
    return disk.sizeOf(dir, file)
  } catch {
    return 0
  }
}

const oneLine = (text: string): string => text.slice(0, lineCharsMax).replace(/[\r\n]+/g, ' | ')
