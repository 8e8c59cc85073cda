// Sees to it that the Debian packages Electron, the virtual display and the tests need are there.
// On a system without dpkg it does nothing: there the developer brings their own.
import { spawnSync } from 'node:child_process'
import { isRoot, outputOf, runToEnd, SetupError, say } from './run.mjs'

const packages = [
  // What Electron links to.
  ...['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libxss1', 'libatk-bridge2.0-0', 'libdrm2'],
  // What HID scanners are read through: node-hid's binary links to it.
  'libusb-1.0-0',
  // A display without a screen, and letters for it.
  ...['xvfb', 'xauth', 'fonts-noto-cjk'],
  // What the tests drive: serial lines, a browser for the console, a barcode reader, real keys.
  ...['socat', 'chromium', 'zbar-tools', 'xdotool', 'util-linux'],
  // What turns a PDF into pictures, and the text engine that judges our Chinese.
  ...['poppler-utils', 'libfreetype6'],
  // A print server of the tests' own, with queues of its own.
  ...['cups', 'cups-client'],
  // A database server for the hub's tests, in clusters of their own.
  'postgresql',
  // A Chinese input method, as shops have it on while they scan.
  ...['dbus', 'fcitx5', 'fcitx5-table', 'libime-data', 'fcitx5-frontend-gtk3'],
]
// sqlite3 may have to be compiled; any compiler will do, so the commands count and not the packages.
const compilers = { 'g++': 'g++', make: 'make', python3: 'python3' }
const aptEnv = { DEBIAN_FRONTEND: 'noninteractive' }

export function ensureDebianPackages() {
  if (process.platform !== 'linux' || outputOf('dpkg-query', ['--version']) === null) return
  const missing = [...missingPackages(), ...missingCompilers()]
  if (missing.length > 0) install(missing)
}

function missingPackages() {
  // dpkg-query fails when one name is unknown, but lists the others all the same.
  const names = packages.flatMap((name) => [name, `${name}t64`])
  // biome-ignore lint/suspicious/noTemplateCurlyInString: these placeholders are dpkg-query's.
  const query = ['-W', '-f=${Package} ${db:Status-Abbrev}\n', ...names]
  const listed = spawnSync('dpkg-query', query, { stdio: ['ignore', 'pipe', 'ignore'] }).stdout.toString()
  const installed = new Set()
  for (const line of listed.split('\n')) {
    const [name, status] = line.split(' ')
    if (status?.startsWith('ii')) installed.add(name.replace(/t64$/, ''))
  }
  return packages.filter((name) => !installed.has(name))
}

function missingCompilers() {
  return Object.entries(compilers)
    .filter(([command]) => outputOf(command, ['--version']) === null)
    .map(([, name]) => name)
}

function install(missing) {
  const asRoot = rootPrefix()
  if (!asRoot) {
    throw new SetupError(
      `These Debian packages are missing, and installing them needs root. Please run:\n\n` +
        `  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing.join(' ')}\n\nand start again.`,
    )
  }
  say(`Installing Debian packages: ${missing.join(' ')} …`)
  apt(asRoot, ['update'])
  const result = apt(asRoot, ['install', '-y', '--no-install-recommends', ...missing])
  if (!result.ok) throw new SetupError(`apt-get install ${missing.join(' ')}: ${result.why}`)
}

function apt(asRoot, args) {
  const [command, ...rest] = [...asRoot, 'apt-get', '-q', '-o', 'DPkg::Lock::Timeout=120', ...args]
  return runToEnd(command, rest, { env: aptEnv })
}

function rootPrefix() {
  if (isRoot) return ['env', 'DEBIAN_FRONTEND=noninteractive']
  if (outputOf('sudo', ['-n', 'true']) !== null) return ['sudo', '-n', 'env', 'DEBIAN_FRONTEND=noninteractive']
  return null
}
