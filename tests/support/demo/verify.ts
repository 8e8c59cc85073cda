/** Runs the product's own ledger check on a file, as `npm run verify` does, and reads its one line. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import type { Verification } from '../../../src/ledger/verify'
import { repoRoot } from '../devices/hubProcess'

export const verifyFile = (file: string): Promise<Verification> =>
  new Promise((resolve, reject) => {
    const args = [join(repoRoot, 'out/main/verify.js'), '--database', file]
    execFile(process.execPath, args, { timeout: 60_000 }, (error, stdout) => {
      try {
        resolve(JSON.parse(stdout) as Verification)
      } catch {
        reject(error ?? new Error(`verify printed no JSON: ${stdout.slice(0, 200)}`))
      }
    })
  })
