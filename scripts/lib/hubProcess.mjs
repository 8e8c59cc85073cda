// Starts the headquarters hub as a child process and waits for its `ready` line.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { delay, startChild } from './children.mjs'
import { ensureDir, repoRoot, SetupError } from './run.mjs'

const defaultPort = 8765
const portsTriedMax = 50
const readyMsMax = 60_000

/** Returns {ready, exited, stop}; ready is the JSON the hub printed. What it says at work goes to hub.log beside its data. */
export async function startHub({ dataDir, port, demo = true, log }) {
  let announce
  const ready = new Promise((resolve) => {
    announce = resolve
  })
  ensureDir(dataDir)
  const logFile = path.join(dataDir, 'hub.log')
  writeFileSync(logFile, '')
  const keep = (line) => appendFileSync(logFile, `${line}\n`)
  const args = [path.join(repoRoot, 'out', 'main', 'hub.js'), '--data', dataDir, '--port', String(port)]
  const hub = startChild(process.execPath, demo ? [...args, '--demo', '--demo-stocktake'] : args, {
    onLine: (line) => {
      const message = readyMessage(line)
      if (message) announce(message)
      else log(`[hub] ${line}`)
    },
    onErrorLine: keep,
  })
  const answer = await Promise.race([ready, hub.exited.then(() => null), delay(readyMsMax).then(() => null)])
  if (answer) return { ready: answer, exited: hub.exited, stop: hub.stop }
  await hub.stop()
  throw new SetupError(`The hub did not start on port ${port}:\n${readFileSync(logFile, 'utf8').slice(-2000)}`)
}

function readyMessage(line) {
  if (!line.startsWith('{')) return null
  try {
    const message = JSON.parse(line)
    return message.ready === true ? message : null
  } catch {
    return null
  }
}

/** The port to use: `wanted` or nothing else, without it 8765 or the next that is free. */
export async function choosePort({ wanted, log }) {
  if (wanted) {
    if (await isFree(wanted)) return wanted
    throw new SetupError(
      `端口 ${wanted} 已被占用，请先结束占用它的程序，或用 --port 指定其他端口。\n` +
        `Port ${wanted} is in use: end the program that holds it (another \`npm start\`?) or give another with --port.`,
    )
  }
  for (let port = defaultPort; port < defaultPort + portsTriedMax; port++) {
    if (!(await isFree(port))) continue
    if (port !== defaultPort)
      log(`端口 ${defaultPort} 已被占用，改用 ${port}。 Port ${defaultPort} is in use: taking ${port}.`)
    return port
  }
  throw new SetupError(`No free port between ${defaultPort} and ${defaultPort + portsTriedMax}.`)
}

function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
