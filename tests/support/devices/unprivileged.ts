/**
 * Runs the app as a user without rights, with Chromium's own sandbox on: as root it would have to be switched off. Where
 * that user cannot read the working copy, it gets links to (or copies of) what the app needs.
 */
import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { repoRoot } from './hubProcess'
import { electronBinary } from './storeApp'

export interface UnprivilegedApp {
  /** starts Electron as that user; arguments are passed on */
  executablePath: string
  repo: string
  /** belongs to that user */
  home: string
}

const isRoot = process.getuid?.() === 0
const nobody = 65_534
const asNobody = ['--reuid', String(nobody), '--regid', String(nobody), '--clear-groups', '--']

/** folder: ours, under the system's temporary folder. */
export const prepareUnprivileged = (folder: string): UnprivilegedApp => {
  const home = join(folder, 'home')
  mkdirSync(home)
  if (!isRoot) return { executablePath: electronBinary(), repo: repoRoot, home }
  chmodSync(folder, 0o755)
  chownSync(home, nobody, nobody)
  const { repo, electron } = readablePlace(folder)
  const executablePath = join(folder, 'electron')
  writeFileSync(executablePath, `#!/bin/sh\nexec setpriv ${asNobody.join(' ')} '${electron}' "$@"\n`, { mode: 0o755 })
  return { executablePath, repo, home }
}

const readablePlace = (folder: string): { repo: string; electron: string } => {
  const here = { repo: repoRoot, electron: electronBinary() }
  if (canRead(here)) return here
  const there = { repo: join(folder, 'repo'), electron: join(folder, 'runtime', 'electron') }
  mkdirSync(there.repo)
  // Links first: a copy of all packages is most of a gigabyte.
  for (const how of ['-al', '-a']) {
    // A link across file systems fails; whether all is there is asked below, as the user who has to read it.
    copy(how, join(electronBinary(), '..'), join(folder, 'runtime'))
    for (const name of ['package.json', 'out', 'node_modules']) copy(how, join(repoRoot, name), join(there.repo, name))
    if (canRead(there)) return there
    for (const name of ['runtime', 'repo/package.json', 'repo/out', 'repo/node_modules'])
      rmSync(join(folder, name), { recursive: true, force: true })
  }
  throw new Error('another user cannot read the app, not even a copy of it')
}

const copy = (how: string, from: string, to: string): void => {
  spawnSync('cp', [how, from, to], { stdio: 'ignore', timeout: 120_000 })
}

const canRead = ({ repo, electron }: { repo: string; electron: string }): boolean =>
  [electron, join(repo, 'out/main/storeProcess.js'), join(repo, 'node_modules/sqlite3/package.json')].every(
    (file) => spawnSync('setpriv', [...asNobody, 'test', '-r', file]).status === 0,
  )
