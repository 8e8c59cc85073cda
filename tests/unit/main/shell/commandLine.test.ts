/** Launch arguments, enrolment from the command line, and the events a page subscribes to. */
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Answer } from '../../../../src/contract/client'
import { readCommandLine } from '../../../../src/main/commandLine'
import { enrolAtStart } from '../../../../src/main/enrolAtStart'

describe('launch arguments', () => {
  it('ours are read, the others pass', () => {
    const args = ['electron', '.', '--no-sandbox', '--data-dir=shop', '--screenshot=out/a.png', '--safe-mode']
    expect(readCommandLine(args, path.resolve('here'))).toEqual({
      dataDir: path.resolve('here', 'shop'),
      screenshotFile: path.resolve('here', 'out/a.png'),
      enrolment: null,
      isSafeMode: true,
    })
  })

  it('nothing given is nothing asked', () => {
    expect(readCommandLine(['electron', '.'], 'here')).toEqual({
      dataDir: null,
      screenshotFile: null,
      enrolment: null,
      isSafeMode: false,
    })
  })

  it('half an enrolment and an empty value are mistakes that are named', () => {
    expect(() => readCommandLine(['--enrol-hub=http://localhost:1'], '.')).toThrow('go together')
    expect(() => readCommandLine(['--data-dir='], '.')).toThrow('--data-dir')
  })
})

describe('enrolment at start', () => {
  const run = async (answers: Record<string, Answer<unknown>>) => {
    const calls: [string, unknown][] = []
    const lines: string[] = []
    const logged: string[] = []
    const invoke = async (name: string, input: unknown): Promise<Answer<unknown>> => {
      calls.push([name, input])
      return answers[name] ?? { ok: false, error: { code: 'UNKNOWN_OPERATION', params: {} } }
    }
    const isEnrolled = await enrolAtStart(
      { hubUrl: 'http://localhost:1', code: 'secret-code' },
      invoke,
      (line) => lines.push(line),
      (level, text) => logged.push(`${level} ${text}`),
    )
    return { names: calls.map(([name]) => name), calls, lines, logged, isEnrolled }
  }
  const status = (enrolled: boolean): Answer<unknown> => ({
    ok: true,
    value: { enrolled, storeCode: 'SH001', storeName: '一店' },
  })

  it('enrols when the store is not enrolled, and says so without the code', async () => {
    const value = { storeCode: 'SH001', storeName: '一店', deviceLetter: 'A' }
    const { calls, lines, logged, isEnrolled } = await run({
      'app.status': status(false),
      'app.enrol': { ok: true, value },
    })
    expect(calls[1]).toEqual(['app.enrol', { hubUrl: 'http://localhost:1', code: 'secret-code' }])
    expect([lines, logged]).toEqual([['enrolled SH001 一店'], ['info at start: enrolled SH001 一店']])
    expect(isEnrolled).toBe(true)
  })

  it('does not ask when it is enrolled already', async () => {
    const { names, lines, isEnrolled } = await run({ 'app.status': status(true) })
    expect(isEnrolled).toBe(true)
    expect(names).toEqual(['app.status'])
    expect(lines).toEqual(['already enrolled SH001 一店'])
  })

  it('names the refusal, in the log too', async () => {
    const refused: Answer<unknown> = { ok: false, error: { code: 'ENROLMENT_CODE_INVALID', params: {} } }
    const { lines, logged, isEnrolled } = await run({ 'app.status': status(false), 'app.enrol': refused })
    expect(lines).toEqual(['enrolment failed ENROLMENT_CODE_INVALID'])
    expect(logged).toEqual(['error at start: enrolment failed ENROLMENT_CODE_INVALID'])
    expect(isEnrolled).toBe(false)
    expect((await run({})).logged).toEqual(['error at start: enrolment failed UNKNOWN_OPERATION'])
  })
})
