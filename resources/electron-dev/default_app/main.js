// Development and tests only. The stand-in Electron (scripts/lib/electronRuntime.mjs) comes without Electron's own
// default app, and without one it ignores `electron PATH`. This file reads the command line the way Electron's own
// does, then loads the app as the main module. It knows nothing of the product.
const fs = require('node:fs')
const Module = require('node:module')
const path = require('node:path')
const { app } = require('electron')

// An exception before the app has set its own handler would otherwise wait on an error dialog that nobody sees.
// The app's own handlers take over: this one leaves as soon as there is another.
function failLoudly(error) {
  if (process.listenerCount('uncaughtException') > listenersBeforeApp) return
  process.stderr.write(`App threw an error during load\n${error?.stack ?? error}\n`)
  process.exit(1)
}

// Flags are Chromium's or the app's: skipped. `-r MODULE` is how Playwright brings its loader.
function readCommandLine(args) {
  const options = { file: null, modules: [], wantsVersion: false }
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]
    if (arg === '-r' || arg === '--require') options.modules.push(args[++i])
    else if (arg === '-v' || arg === '--version') return { ...options, wantsVersion: true }
    else if (arg.startsWith('--app=')) return { ...options, file: arg.slice('--app='.length) }
    else if (!arg.startsWith('-')) return { ...options, file: arg }
  }
  return options
}

function nearestPackage(target) {
  let folder = fs.statSync(target).isDirectory() ? target : path.dirname(target)
  for (;;) {
    const file = path.join(folder, 'package.json')
    if (fs.existsSync(file)) return { folder, manifest: JSON.parse(fs.readFileSync(file, 'utf8')) }
    const parent = path.dirname(folder)
    if (parent === folder) return { folder: path.dirname(target), manifest: {} }
    folder = parent
  }
}

function introduceApp({ folder, manifest }) {
  if (manifest.version) app.setVersion(manifest.version)
  const name = manifest.productName ?? manifest.name
  if (name) {
    app.setName(name)
    if (!app.commandLine.hasSwitch('user-data-dir')) app.setPath('userData', path.join(app.getPath('appData'), name))
  }
  app.setAppPath(folder)
}

function loadApp(file) {
  const target = path.resolve(file)
  if (!fs.existsSync(target)) throw new Error(`Unable to find Electron app at ${target}`)
  introduceApp(nearestPackage(target))
  Module._load(Module._resolveFilename(target, null, true), null, true)
}

function main() {
  const options = readCommandLine(process.argv.slice(1))
  if (options.wantsVersion) {
    process.stdout.write(`v${process.versions.electron}\n`)
    process.exit(0)
  }
  if (!options.file) throw new Error('usage: electron [flags] [-r MODULE] APP_FOLDER_OR_FILE')
  Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true })
  Module._preloadModules(options.modules)
  loadApp(options.file)
}

process.on('uncaughtException', failLoudly)
// Ours, and one of Electron's own, which would show the dialog if it were alone.
const listenersBeforeApp = process.listenerCount('uncaughtException')
try {
  main()
} catch (error) {
  process.stderr.write(`App threw an error during load\n${error?.stack ?? error}\n`)
  process.exit(1)
}
