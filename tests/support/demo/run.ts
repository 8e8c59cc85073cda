/**
 * `npm run demo -- --out DIR`: a day in two shops and at headquarters, through the real app: real Electron windows, keys,
 * serial lines, a TCP printer, a hub process, a browser. Leaves what it did in DIR and ends with 1 when anything went wrong.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { within } from '../devices/waiting'
import { Afternoon } from './afternoon'
import { Diary } from './diary'
import { Morning } from './morning'

/** about four minutes where nothing else runs */
const limitMs = 10 * 60_000

// The chain is in China: what the windows, the console and the papers say of time is the shops' time.
process.env.TZ = 'Asia/Shanghai'

const outFolder = (args: readonly string[]): string => {
  const at = args.indexOf('--out')
  const value = at >= 0 ? args[at + 1] : args.find((arg) => arg.startsWith('--out='))?.slice('--out='.length)
  return resolve(value ?? 'demo-out')
}

const wholeDay = async (morning: Morning, afternoon: Afternoon): Promise<void> => {
  await morning.run()
  await afternoon.run(morning.handOver())
}

const main = async (): Promise<number> => {
  const diary = new Diary(outFolder(process.argv.slice(2)))
  const dataDir = mkdtempSync(join(tmpdir(), 'zhanggui-demo-'))
  const morning = new Morning(diary, dataDir)
  const afternoon = new Afternoon(diary, dataDir)
  let failed = false
  try {
    await within('the day', limitMs, wholeDay(morning, afternoon))
  } catch (error) {
    failed = true
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
    await morning.showFailure()
    await afternoon.showFailure()
  }
  await afternoon.end()
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
