/** Starts the backend's file as an Electron utility process; what it prints goes to the log. Knows nothing of its messages. */
import { createInterface } from 'node:readline'
import { utilityProcess } from 'electron'
import type { FromBackend } from '../contract/storeProtocol'
import { type Log, textOf } from './log'
import type { BackendPort, PortEvents } from './storeProcess'

export const forkStore =
  (file: string, log: Log) =>
  (events: PortEvents): BackendPort => {
    const child = utilityProcess.fork(file, [], { serviceName: 'zhanggui-store', stdio: 'pipe' })
    // Electron tells of the end in a later turn of the loop, so `onExit` never comes before this function has returned.
    child.on('message', (message: FromBackend) => events.onMessage(message))
    child.once('exit', (exitCode) => events.onExit(exitCode))
    logLines(child.stdout, log)
    logLines(child.stderr, log)
    return { post: (message) => child.postMessage(message), kill: () => endNow(child, log) }
  }

// The backend logs JSON, a line per operation; anything else is Node's own words, such as the stack of a crash.
const logLines = (stream: NodeJS.ReadableStream | null, log: Log): void => {
  if (!stream) return
  stream.on('error', () => {})
  createInterface({ input: stream }).on('line', (line) => log(line.startsWith('{') ? 'info' : 'warn', `store: ${line}`))
}

// Not child.kill(): that asks politely, and a process that hangs does not hear it.
const endNow = (child: Electron.UtilityProcess, log: Log): void => {
  try {
    if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') log('warn', `the store's backend: ${textOf(error)}`)
  }
}
