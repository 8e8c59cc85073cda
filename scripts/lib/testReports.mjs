// Reads what a test runner wrote about a run and turns it into {passed, failed, skipped, failures, unsteady}.
// Unsteady passed, but at the second try only: counted as passed and named, so that somebody looks at it. A runner that crashed, wrote nothing or ran no test at all counts as one failed test.
import { readIfThere } from './run.mjs'

export function readReport(kind, file, outcome) {
  const text = readIfThere(file)
  if (!text) return onlyFailure(`wrote no report (${outcome.why})`)
  const report = kind === 'vitest' ? readVitest(JSON.parse(text)) : readPlaywright(JSON.parse(text))
  const ran = report.passed + report.failures.length
  if (ran === 0) report.failures.push('ran no test')
  else if (!outcome.ok && report.failures.length === 0) report.failures.push(`the runner failed (${outcome.why})`)
  return { ...report, failed: report.failures.length }
}

export function onlyFailure(text) {
  return { passed: 0, skipped: 0, failures: [text], unsteady: [], failed: 1 }
}

function readVitest({ testResults = [] }) {
  const result = { passed: 0, skipped: 0, failures: [], unsteady: [] }
  for (const file of testResults) {
    for (const test of file.assertionResults) addTest(result, vitestStates[test.status], test.fullName)
    // A file that did not even load, or whose set-up failed, has no failed test of its own.
    const hasFailedTest = file.assertionResults.some((test) => test.status === 'failed')
    if (file.status === 'failed' && !hasFailedTest)
      result.failures.push(`${file.name.split('/tests/').pop()} (whole file)`)
  }
  return result
}

const vitestStates = {
  passed: 'passed',
  failed: 'failed',
  skipped: 'skipped',
  pending: 'skipped',
  todo: 'skipped',
  disabled: 'skipped',
}
const playwrightStates = { expected: 'passed', unexpected: 'failed', flaky: 'unsteady', skipped: 'skipped' }

function readPlaywright({ suites = [], errors = [] }) {
  const result = { passed: 0, skipped: 0, failures: [], unsteady: [] }
  for (const suite of suites) addSuite(result, suite, [])
  for (const error of errors) result.failures.push((error.message ?? 'error outside the tests').split('\n')[0])
  return result
}

function addSuite(result, suite, titles) {
  const here = [...titles, suite.title]
  for (const spec of suite.specs ?? []) {
    for (const test of spec.tests) addTest(result, playwrightStates[test.status], [...here, spec.title].join(' › '))
  }
  for (const inner of suite.suites ?? []) addSuite(result, inner, here)
}

function addTest(result, state = 'failed', name) {
  if (state === 'failed') result.failures.push(name)
  else result[state === 'unsteady' ? 'passed' : state] += 1
  if (state === 'unsteady') result.unsteady.push(name)
}
