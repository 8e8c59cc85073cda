/**
 * Keys as a keyboard-wedge scanner sends them: real X events (XTEST through xdotool) into the window that has the focus,
 * a few milliseconds apart, past everything Playwright would do.
 */
import { execFile, spawn } from 'node:child_process'
import { promisify } from 'node:util'
import { until } from './waiting'

const run = promisify(execFile)
const limits = { timeout: 20_000 }
const windowName = 'Zhanggui'

/** There is no window manager here that would give the focus by itself. */
export const focusWindow = async (): Promise<void> => {
  const id = await until('the window on the display', async () => {
    const { stdout } = await run('xdotool', ['search', '--onlyvisible', '--name', windowName], limits).catch(() => ({
      stdout: '',
    }))
    return stdout.trim().split('\n').pop()
  })
  await run('xdotool', ['windowfocus', '--sync', id], limits)
}

/** One process for code and end: started apart, the end may come too late to belong to the code. */
export const wedgeScan = (code: string, options: { gapMs?: number; end?: string } = {}): Promise<void> =>
  wedgeScans([code], { ...options, pauseMs: 0 })

/** Many scans of one process: a few milliseconds between keys, `pauseMs` between scans, and nobody waits for anything. */
export const wedgeScans = async (
  codes: readonly string[],
  { gapMs = 3, pauseMs = 60, end = 'Return' } = {},
): Promise<void> => {
  const script = codes
    .map((code) => `type --delay ${gapMs} -- '${code}'\nkey --delay 0 ${end}\nsleep ${(pauseMs / 1000).toFixed(3)}\n`)
    .join('')
  const xdotool = spawn('xdotool', ['-'], { stdio: ['pipe', 'ignore', 'inherit'] })
  const ended = new Promise<number | null>((done) => xdotool.once('exit', done))
  xdotool.stdin.end(script)
  const code = await ended
  if (code !== 0) throw new Error(`xdotool ended with ${code}`)
}

export const realKey = async (...names: string[]): Promise<void> => {
  await run('xdotool', ['key', '--delay', '60', ...names], limits)
}

/** As fingers type: slow enough for no scanner. */
export const realText = async (text: string): Promise<void> => {
  await run('xdotool', ['type', '--delay', '150', '--', text], limits)
}
