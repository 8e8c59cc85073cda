// `npm start`: set-up, the headquarters hub with its demo data, and the store app in a window, until Ctrl+C.
//   --data DIR   where both keep their data (default .data/)      --port P   the hub's port (default 8765)
//   --once       end well as soon as the window has been photographed, badly when that takes over a minute
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { withDisplay } from './display.mjs'
import { delay, startChild } from './lib/children.mjs'
import { choosePort, startHub } from './lib/hubProcess.mjs'
import { ensureDir, isRoot, option, repoRoot, runMain, say } from './lib/run.mjs'
import { setUp } from './setup.mjs'

const args = process.argv.slice(2)
const isOnce = args.includes('--once')
const dataDir = path.resolve(option(args, 'data') ?? path.join(repoRoot, '.data'))
const stateFile = path.join(dataDir, 'start.json')
const screenshotFile = path.join(dataDir, 'window.png')
const screenshotMsMax = 60_000

// Ended in this order, last started first.
const running = []
let isLeaving = false

async function main() {
  const runtime = await setUp()
  ensureDir(dataDir)
  const state = existsSync(stateFile) ? JSON.parse(readFileSync(stateFile, 'utf8')) : {}
  const interrupted = untilInterrupted()
  // An enrolled store knows the hub by its address, so the port stays what it was.
  const port = await choosePort({ wanted: Number(option(args, 'port') ?? state.port) || null, log: say })
  const hub = keep(await startHub({ dataDir: path.join(dataDir, 'hub'), port, log: say }))
  tellHub(hub.ready)
  const display = keep(await withDisplay())
  if (display.isVirtual) {
    say(
      `没有显示器：门店程序在虚拟显示 ${display.display} 上运行。 No display here: the store app runs on virtual display ${display.display}.`,
    )
  }
  writeFileSync(stateFile, JSON.stringify({ port }))
  const store = keep(startStore({ runtime, display, hub: hub.ready }))
  const code = await Promise.race([
    interrupted,
    hub.exited.then(() => leaveWith('总部服务意外退出。 The hub ended unexpectedly.', 1)),
    store.exited.then(({ code }) =>
      leaveWith(`门店程序已关闭。 The store app was closed (exit code ${code}).`, isOnce ? 1 : (code ?? 1)),
    ),
    watchWindow(store, display.isVirtual),
  ])
  await stopAll()
  process.exit(code)
}

function keep(child) {
  running.unshift(child)
  return child
}

async function stopAll() {
  isLeaving = true
  for (const child of running.splice(0)) await child.stop()
}

// Only the first reason to leave is told: the others follow from our own ending of the children.
function leaveWith(text, code) {
  if (!isLeaving) say(text)
  isLeaving = true
  return code
}

function untilInterrupted() {
  return new Promise((resolve) => {
    const end = () => resolve(leaveWith('\n正在结束 … Ending …', 0))
    process.on('SIGINT', end).on('SIGTERM', end)
  })
}

function tellHub({ consoleUrl, logins = [] }) {
  say('')
  say(`总部控制台 HQ console: ${consoleUrl}`)
  say('演示用户（姓名与 PIN） Demo users and their PINs:')
  for (const login of logins) say(`  ${Object.values(login).join('  ')}`)
  say('')
}

function startStore({ runtime, display, hub }) {
  let photographed
  const screenshot = new Promise((resolve) => {
    photographed = resolve
  })
  const needsPhoto = display.isVirtual || isOnce
  rmSync(screenshotFile, { force: true })
  const storeArgs = [
    repoRoot,
    ...(isRoot ? ['--no-sandbox'] : []),
    `--data-dir=${path.join(dataDir, 'store')}`,
    // a store that is enrolled already leaves the code unspent
    `--enrol-hub=${hub.url}`,
    `--enrol-code=${hub.enrolmentCode}`,
    ...(needsPhoto ? [`--screenshot=${screenshotFile}`] : []),
  ]
  const child = startChild(runtime.electronBinary, storeArgs, {
    env: { ...runtime.env, ...display.env },
    onLine: (line) => (line.startsWith('screenshot ') ? photographed(true) : say(`[store] ${line}`)),
    onErrorLine: (line) => isNoise(line) || say(`[store] ${line}`),
  })
  return { ...child, screenshot: needsPhoto ? screenshot : new Promise(() => {}) }
}

// What Chromium has to say about a machine without a message bus, a graphics card or a wallet.
function isNoise(line) {
  return /:(ERROR|WARNING):(bus|viz_main_impl|gpu_|gl_|angle_|command_buffer|object_proxy|sandbox_linux)/.test(line)
}

// Resolves only with --once; otherwise it tells what there is to see and leaves the app running.
async function watchWindow(store, isVirtual) {
  if (isVirtual || isOnce) {
    const isPhotographed = await Promise.race([
      store.screenshot,
      store.exited.then(() => false),
      delay(screenshotMsMax).then(() => false),
    ])
    if (isPhotographed) say(`门店窗口的截图 Screenshot of the store window: ${screenshotFile}`)
    else say('一分钟内没有看到门店窗口。 The store window was not seen within a minute.')
    if (isOnce) return isPhotographed ? 0 : 1
  }
  say('按 Ctrl+C 结束。 Press Ctrl+C to end.')
  return new Promise(() => {})
}

runMain(async () => {
  try {
    await main()
  } catch (error) {
    await stopAll()
    throw error
  }
})
