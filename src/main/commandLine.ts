/** Reads the launch arguments that are ours. Chromium's own flags (--no-sandbox …) and the app folder pass unseen. */
import path from 'node:path'

export interface CommandLine {
  /** null: the system's place for this app */
  dataDir: string | null
  screenshotFile: string | null
  enrolment: { hubUrl: string; code: string } | null
  isSafeMode: boolean
}

export const readCommandLine = (args: readonly string[], workingDir: string): CommandLine => ({
  dataDir: fileOf(args, 'data-dir', workingDir),
  screenshotFile: fileOf(args, 'screenshot', workingDir),
  enrolment: enrolmentOf(args),
  isSafeMode: args.includes('--safe-mode'),
})

const argumentOf = (args: readonly string[], name: string): string | null => {
  const prefix = `--${name}=`
  const found = args.find((arg) => arg.startsWith(prefix))
  if (found === prefix) throw new Error(`--${name} needs a value: --${name}=VALUE`)
  return found?.slice(prefix.length) ?? null
}

const fileOf = (args: readonly string[], name: string, workingDir: string): string | null => {
  const value = argumentOf(args, name)
  return value === null ? null : path.resolve(workingDir, value)
}

const enrolmentOf = (args: readonly string[]): CommandLine['enrolment'] => {
  const hubUrl = argumentOf(args, 'enrol-hub')
  const code = argumentOf(args, 'enrol-code')
  if (hubUrl === null && code === null) return null
  if (hubUrl === null || code === null) throw new Error('--enrol-hub=URL and --enrol-code=CODE go together')
  return { hubUrl, code }
}
