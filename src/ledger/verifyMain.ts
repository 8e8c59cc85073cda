/** `npm run verify -- --database FILE`: checks a ledger file and prints one JSON line. Exit 0 ok, 1 problems, 2 unreadable. */
import { existsSync } from 'node:fs'
import { DatabaseRefused, openReadOnly } from '../database/openDatabase'
import { verifyLedger } from './verify'

const fileFromArguments = (): string | undefined => {
  const at = process.argv.indexOf('--database')
  return at >= 0 ? process.argv[at + 1] : undefined
}

const main = async (): Promise<number> => {
  const file = fileFromArguments()
  if (!file) return say({ ok: false, error: 'usage: npm run verify -- --database FILE' }, 2)
  if (!existsSync(file)) return say({ ok: false, error: 'NO_SUCH_FILE', detail: file }, 2)
  try {
    const { read, close } = await openReadOnly(file)
    const result = await verifyLedger(read, file)
    await close()
    return say(result, result.ok ? 0 : 1)
  } catch (error) {
    const code = error instanceof DatabaseRefused ? error.code : 'DATABASE_FOREIGN'
    return say({ ok: false, error: code, detail: error instanceof Error ? error.message : String(error) }, 2)
  }
}

const say = (line: object, exitCode: number): number => {
  process.stdout.write(`${JSON.stringify(line)}\n`)
  return exitCode
}

void main().then((exitCode) => {
  process.exitCode = exitCode
})
