/**
 * Keys as a keyboard-wedge scanner sends them: real X events (XTEST through xdotool) into the window that has the focus,
 * a few milliseconds apart, past everything Playwright would do.
 */
import { execFile } from 'node:child_process'
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

export const wedgeScan = async (code: string, { gapMs = 3, end = 'Return' } = {}): Promise<void> => {
  await run('xdotool', ['type', '--delay', String(gapMs), '--', code], limits)
  await run('xdotool', ['key', end], limits)
}

export const realKey = async (...names: string[]): Promise<void> => {
  await run('xdotool', ['key', '--delay', '60', ...names], limits)
}
