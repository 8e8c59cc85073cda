// Which hand reaches which printer. Drivers are loaded when a printer needs one.

import { existsSync, realpathSync } from 'node:fs'
import type { LabelPrinter, PrinterConnection } from '../../contract/schemas/printer'
import { type PrinterTransport, sendFailed } from './printerTransport'
import { type FollowOptions, followJob, spool } from './spooler'
import { tcpTransport } from './tcpPrinter'

export interface TransportParts {
  /** where scanners of this PC read */
  scannerPorts(): readonly string[]
  /** for tests: another print server than the PC's, and less patience */
  spooler?: FollowOptions
  platform?: NodeJS.Platform
  stallMs?: number
  stallNoticeMs?: number
}

/** The same for the same printer, whatever it is called in the settings. */
export const connectionKey = (connection: PrinterConnection): string => {
  if (connection.kind === 'tcp') return `tcp:${connection.host.trim().toLowerCase()}:${connection.port}`
  return connection.kind === 'serial' ? `serial:${connection.path}` : `spooler:${connection.queue}`
}

export async function transportOf(
  { connection }: LabelPrinter,
  parts: TransportParts,
  onStall: (isStalled: boolean) => void = () => undefined,
): Promise<PrinterTransport> {
  if (connection.kind === 'tcp') return tcpTransport(connection.host, connection.port)
  if (connection.kind === 'serial') return serialOf(connection, parts, onStall)
  if ((parts.platform ?? process.platform) !== 'win32') return cupsTransport(connection.queue, parts)
  const { winspoolTransport } = await import('./winspool')
  return winspoolTransport(connection.queue)
}

const cupsTransport = (queue: string, { spooler }: TransportParts): PrinterTransport => ({
  send: async (bytes) => {
    const taken = await spool(queue, bytes, ['raw'], spooler)
    const ended = taken.ok ? await followJob(queue, taken.jobId, spooler) : taken
    // What the server passed on it was not answered for: raw queues tell nothing of the printer behind them.
    return ended.ok ? { ok: true, heard: false } : sendFailed(ended.code, ended.mayHavePrinted, ended.detail)
  },
  ask: null,
})

async function serialOf(
  { path, baudRate, flow = 'none', device }: Extract<PrinterConnection, { kind: 'serial' }>,
  { scannerPorts, stallMs, stallNoticeMs }: TransportParts,
  onStall: (isStalled: boolean) => void,
): Promise<PrinterTransport> {
  const { serialTransport } = await import('./serialPrinter')
  const { listSerialPorts, portOf } = await import('./serialPorts')
  return serialTransport({
    baudRate,
    flow,
    findPort: async () => (device ? portOf(path, device, await listSerialPorts()) : path),
    isTaken: (found) => scannerPorts().some((port) => isSamePort(port, found)),
    onStall,
    ...(stallMs === undefined ? {} : { stallMs }),
    ...(stallNoticeMs === undefined ? {} : { stallNoticeMs }),
  })
}

/** A port has more than one name where the system makes links to it. */
const isSamePort = (one: string, other: string): boolean => realName(one) === realName(other)
const realName = (path: string): string => (path.startsWith('/') && existsSync(path) ? realpathSync(path) : path)
