// Sets up, then runs a TypeScript program of the tests with tsx, passing our arguments and streams on.
import { spawn } from 'node:child_process'
import path from 'node:path'
import { withDisplay } from '../display.mjs'
import { setUp } from '../setup.mjs'
import { binOf, repoRoot } from './run.mjs'

export async function runTs(file, { needsDisplay = false } = {}) {
  const runtime = await setUp({ quiet: true })
  const display = needsDisplay ? await withDisplay() : null
  const child = spawn(process.execPath, [binOf('tsx'), path.join(repoRoot, file), ...process.argv.slice(2)], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...runtime.env, ...display?.env },
  })
  // Ctrl+C reaches the child by itself; we stay until it has ended, to end the display after it.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  const code = await new Promise((resolve) =>
    child.once('error', () => resolve(1)).once('exit', (status) => resolve(status ?? 1)),
  )
  await display?.stop()
  process.exit(code)
}
