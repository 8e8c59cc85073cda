/**
 * `npm run demo -- --out DIR`: one morning in a shop, through the real app: a real Electron window, keys, a serial line, a
 * TCP printer, a hub process, a browser. Leaves what it did in DIR and ends with 1 when anything went wrong.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { within } from '../devices/waiting'
import { Diary } from './diary'
import { Morning } from './morning'

const limitMs = 5 * 60_000

const outFolder = (args: readonly string[]): string => {
  const at = args.indexOf('--out')
  const value = at >= 0 ? args[at + 1] : args.find((arg) => arg.startsWith('--out='))?.slice('--out='.length)
  return resolve(value ?? 'demo-out')
}

const main = async (): Promise<number> => {
  const diary = new Diary(outFolder(process.argv.slice(2)))
  const dataDir = mkdtempSync(join(tmpdir(), 'zhanggui-demo-'))
  const morning = new Morning(diary, dataDir)
  let failed = false
  try {
    await within('the morning', limitMs, morning.run())
  } catch (error) {
    failed = true
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
    await morning.showFailure()
  }
  await morning.end()
  rmSync(dataDir, { recursive: true, force: true })
  const day = diary.save(failed)
  process.stdout.write(
    `${JSON.stringify({ ok: day.ok, scans: day.scans, onHand: day.onHand, verify: day.verify.ok })}\n`,
  )
  process.stdout.write(`${join(diary.folder, 'day.json')}\n`)
  return day.ok ? 0 : 1
}

void main().then((code) => process.exit(code))
