/** The pipe to whoever started this process: Electron's parentPort, or plain Node's fork channel. */
import type { FromBackend, ToBackend } from '../contract/storeProtocol'

/** the part of Electron's utility process port we use; the store knows no Electron */
interface ParentPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): void
}

export interface BackendPort {
  send(message: FromBackend): void
  onMessage(listener: (message: ToBackend) => void): void
}

export const backendPort = (): BackendPort => {
  const parentPort = (process as unknown as { parentPort?: ParentPort }).parentPort
  if (parentPort) {
    return {
      send: (message) => parentPort.postMessage(message),
      onMessage: (listener) => parentPort.on('message', (event) => listener(event.data as ToBackend)),
    }
  }
  return {
    send: (message) => void process.send?.(message),
    onMessage: (listener) => void process.on('message', (message) => listener(message as ToBackend)),
  }
}
