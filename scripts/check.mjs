// The quick checks: types in every environment, lint, unit tests. Stops at the first that fails and names it.
// `--format` rewrites the sources in the house style first.
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { binOf, repoRoot, runMain, runToEnd, say } from './lib/run.mjs'
import { setUp } from './setup.mjs'

const typeProjects = {
  core: ['src/core', 'src/contract'],
  node: ['src'],
  preload: ['src/preload'],
  web: ['src/ui', 'src/renderer', 'src/console'],
  tests: ['tests'],
}
const timeoutMs = 5 * 60_000

/** The static checks as a list of {name, run}; run returns whether it passed. Needs node_modules. */
export function staticChecks() {
  const types = Object.entries(typeProjects)
    .filter(([, folders]) => folders.some((folder) => hasSources(path.join(repoRoot, folder))))
    .map(([name]) => ({
      name: `types (${name})`,
      run: () => passes(binOf('typescript', 'tsc'), ['-p', `tsconfig.${name}.json`]),
    }))
  return [...types, { name: 'lint', run: () => passes(biome(), ['lint']) }]
}

function passes(script, args) {
  return runToEnd(process.execPath, [script, ...args], { timeoutMs }).ok
}

function biome() {
  return binOf('@biomejs/biome', 'biome')
}

// tsc takes a project without a single file for an error; a folder may not have been written yet.
function hasSources(folder) {
  return existsSync(folder) && readdirSync(folder, { recursive: true }).some((name) => /\.(ts|tsx|mts)$/.test(name))
}

function unitTests() {
  return { name: 'unit tests', run: () => passes(binOf('vitest'), ['run', '--project', 'unit']) }
}

async function main() {
  await setUp({ quiet: true, modulesOnly: true })
  if (process.argv.includes('--format')) runToEnd(process.execPath, [biome(), 'format', '--write'])
  for (const check of [...staticChecks(), unitTests()]) {
    say(`${check.name} …`)
    if (check.run()) continue
    say(`Check failed: ${check.name}`)
    process.exit(1)
  }
  say('All checks passed.')
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) runMain(main)
