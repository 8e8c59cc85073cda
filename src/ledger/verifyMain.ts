/**
 * `npm run verify -- --database FILE` (or postgres://… for a hub on PostgreSQL): checks a ledger. One JSON line on stdout for a program, and on stderr what was
 * found, a line each, for a person. Exit 0 ok, 1 problems, 2 unreadable.
 */
import { existsSync } from 'node:fs'
import { DatabaseRefused, openReadOnly } from '../database/openDatabase'
import { isPostgresUrl, openPostgresReadOnly } from '../database/postgres/openPostgres'
import { type Problem, type Verification, verifyLedger } from './verify'

const fileFromArguments = (): string | undefined => {
  const at = process.argv.indexOf('--database')
  return at >= 0 ? process.argv[at + 1] : undefined
}

const main = async (): Promise<number> => {
  const file = fileFromArguments()
  if (!file) return say({ ok: false, error: 'usage: npm run verify -- --database FILE' }, 2)
  const isServer = isPostgresUrl(file)
  if (!isServer && !existsSync(file)) return say({ ok: false, error: 'NO_SUCH_FILE', detail: file }, 2)
  try {
    const { read, close } = isServer ? await openPostgresReadOnly(file) : await openReadOnly(file)
    const result = await verifyLedger(read, isServer ? undefined : file)
    await close()
    process.stderr.write(readable(result))
    return say(result, result.ok ? 0 : 1)
  } catch (error) {
    const code = error instanceof DatabaseRefused ? error.code : 'DATABASE_FOREIGN'
    return say({ ok: false, error: code, detail: error instanceof Error ? error.message : String(error) }, 2)
  }
}

const readable = ({ ok, checked, problems, found }: Verification): string => {
  const read = Object.entries(checked).map(([what, count]) => `${count} ${what}`)
  const head = ok ? `sound: ${read.join(', ')}` : `${found} found`
  const more = found > problems.length ? [`and ${found - problems.length} more`] : []
  return `${[head, ...problems.map(spoken), ...more].join('\n')}\n`
}

/** stockBalance stock:WS001 600123: balanceDiffers (held 5000, moved 7000) */
const spoken = ({ code, table, row, params }: Problem): string => {
  const said = Object.entries(params).map(([name, value]) => `${name} ${value === '' ? 'none' : value}`)
  return `${table} ${row}: ${code}${said.length === 0 ? '' : ` (${said.join(', ')})`}`
}

const say = (line: object, exitCode: number): number => {
  process.stdout.write(`${JSON.stringify(line)}\n`)
  return exitCode
}

void main().then((exitCode) => {
  process.exitCode = exitCode
})
