/**
 * The one channel between pages and the backend. It checks who asks and that the request is plain and bounded, stamps
 * the window's id, and passes it on. What an operation means, and who may run it, is the gateway's business.
 */
import type { Answer } from '../contract/client'
import type { ShellRefusal } from '../contract/storeProtocol'
import { refusal } from './answers'
import type { Log } from './log'
import { checkRequest } from './requestCheck'
import type { BackendCall } from './storeProcess'

/** The part of Electron's event that tells who sent it. */
export interface Sender {
  webContentsId: number
  /** null: the frame is gone already */
  frame: { url: string; isMainFrame: boolean } | null
}

export interface RelayParts {
  isOwnWindow(webContentsId: number): boolean
  invoke(call: BackendCall): Promise<Answer<unknown>>
  /** for the trail, which the backend keeps */
  refused(refused: ShellRefusal): void
  log: Log
}

export const pageOrigin = 'app://store'

export const clientIdOf = (webContentsId: number): string => `window:${webContentsId}`

export const isTrustedSender = (sender: Sender, isOwnWindow: (webContentsId: number) => boolean): boolean =>
  sender.frame?.isMainFrame === true && isOurPage(sender.frame.url) && isOwnWindow(sender.webContentsId)

/** Rejects for a stranger, who is owed no answer; answers everything else. */
export const createRelay =
  ({ isOwnWindow, invoke, refused, log }: RelayParts) =>
  async (sender: Sender, raw: unknown): Promise<Answer<unknown>> => {
    const clientId = clientIdOf(sender.webContentsId)
    if (!isTrustedSender(sender, isOwnWindow)) {
      const page = sender.frame?.url.slice(0, 200) ?? 'no frame'
      log('error', `a call from a page that is not ours was refused: ${page}`)
      refused({ clientId, code: 'FOREIGN_ORIGIN', asked: page })
      throw new Error('Not allowed')
    }
    const check = checkRequest(raw)
    if (check.ok) return invoke({ clientId, ...check.request })
    refused({ clientId, code: 'INVALID_INPUT', asked: check.field })
    return refusal('INVALID_INPUT', { field: check.field, problem: 'refused by the shell' })
  }

const isOurPage = (url: string): boolean => url === pageOrigin || url.startsWith(`${pageOrigin}/`)
