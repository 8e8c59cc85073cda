// Runs everything that can fail: types, lint, unit, integration and simulation, and the journeys in the real app.
// Ends with exactly one plain line, `N passed, N failed`, summed over all of it; exit code 1 when anything failed.
//   --only unit|integration|e2e   one part, without types and lint        -- …   goes on to the runner
import { existsSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { staticChecks } from './check.mjs'
import { withDisplay } from './display.mjs'
import { runAndFollow } from './lib/follow.mjs'
import { binOf, ensureDir, option, repoRoot, say } from './lib/run.mjs'
import { onlyFailure, readReport } from './lib/testReports.mjs'
import { setUp } from './setup.mjs'

const resultsDir = path.join(repoRoot, 'test-results')
const minute = 60_000
const parts = {
  unit: { kind: 'vitest', timeoutMs: 10 * minute },
  integration: { kind: 'vitest', timeoutMs: 30 * minute },
  e2e: { kind: 'playwright', timeoutMs: 50 * minute },
}

const separator = process.argv.indexOf('--', 2)
const ownArgs = process.argv.slice(2, separator < 0 ? undefined : separator)
const runnerArgs = separator < 0 ? [] : process.argv.slice(separator + 1)

async function main() {
  const only = option(ownArgs, 'only')
  if (only && !parts[only]) throw new Error(`--only ${only}: choose one of ${Object.keys(parts).join(', ')}`)
  rmSync(path.join(resultsDir, 'summary.txt'), { force: true })
  const results = {}
  try {
    const runtime = await setUp({ modulesOnly: only === 'unit' })
    if (!only) Object.assign(results, runStaticChecks())
    for (const name of only ? [only] : Object.keys(parts)) results[name] = await runPart(name, runtime)
  } catch (error) {
    results['set-up'] = onlyFailure(error.message)
  }
  summarise(results)
}

// A passing check is no test and is not counted; a failing one is counted as a failed test.
function runStaticChecks() {
  const results = {}
  for (const { name, run } of staticChecks()) {
    say(`\n== ${name}`)
    results[name] = run() ? { passed: 0, skipped: 0, failures: [], unsteady: [], failed: 0 } : onlyFailure('see above')
  }
  return results
}

async function runPart(name, runtime) {
  say(`\n== ${name}`)
  const { kind, timeoutMs } = parts[name]
  const reportFile = path.join(ensureDir(resultsDir), `${name}.json`)
  rmSync(reportFile, { force: true })
  const display = name === 'unit' ? null : await withDisplay()
  const folder = name === 'integration' ? folderInMemory() : null
  const outcome = await runAndFollow(process.execPath, runnerCommand(name, kind, reportFile), {
    logFile: path.join(resultsDir, `${name}.log`),
    timeoutMs,
    env: { ...runtime?.env, ...display?.env, ...(folder ? { TMPDIR: folder } : {}) },
  })
  await display?.stop()
  if (folder) rmSync(folder, { recursive: true, force: true })
  return readReport(kind, reportFile, outcome)
}

/**
 * The tests write thousands of small databases with every commit synced: a slow disk would be most of what is waited for.
 * They kill processes, never the machine, so memory keeps what a disk would. Journeys and the bench work on the disk.
 */
function folderInMemory() {
  const memory = '/dev/shm'
  if (!existsSync(memory)) return null
  const { bavail, bsize } = statfsSync(memory)
  return bavail * bsize >= 6 * 2 ** 30 ? mkdtempSync(path.join(memory, 'zhanggui-tests-')) : null
}

function runnerCommand(name, kind, reportFile) {
  if (kind === 'playwright') return [binOf('@playwright/test', 'playwright'), 'test', ...runnerArgs]
  const report = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`]
  return [binOf('vitest'), 'run', '--project', name, ...report, ...runnerArgs]
}

function summarise(results) {
  const lines = ['', '== summary']
  for (const [name, result] of Object.entries(results)) lines.push(lineOf(name, result))
  for (const [name, { unsteady }] of Object.entries(results)) {
    for (const test of unsteady) lines.push(`UNSTEADY  ${name}: ${test} (passed at the second try)`)
  }
  for (const [name, { failures }] of Object.entries(results)) {
    for (const failure of failures) lines.push(`FAILED  ${name}: ${failure}`)
  }
  const passed = sum(results, 'passed')
  const failed = sum(results, 'failed')
  const verdict = `${passed} passed, ${failed} failed`
  writeFileSync(path.join(ensureDir(resultsDir), 'summary.txt'), `${verdict}\n`)
  process.exitCode = failed > 0 ? 1 : 0
  // Written in one go, and exited from only when it is out: a pipe may otherwise cut the last line off.
  process.stdout.write(`${[...lines, verdict].join('\n')}\n`, () => process.exit())
}

function lineOf(name, { passed, failed, skipped }) {
  if (passed + failed + skipped === 0) return `${name}: ok`
  return `${name}: passed ${passed}, failed ${failed}${skipped > 0 ? `, skipped ${skipped}` : ''}`
}

function sum(results, key) {
  return Object.values(results).reduce((total, result) => total + result[key], 0)
}

main().catch((error) => summarise({ 'test script': onlyFailure(error.stack) }))
