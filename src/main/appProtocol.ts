/** Serves the built pages at app://store/, a place no other site can claim. Read only; assets.ts decides what is reachable. */
import { readFile, realpath } from 'node:fs/promises'
import path from 'node:path'
import { net, protocol } from 'electron'
import { fileForUrl, headersFor } from './assets'
import { paperPolicy } from './papers'

/** Before the app is ready: Chromium must know the scheme from the beginning. */
export const declareAppScheme = (): void => {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** devServerUrl: development only; the pages come from there, under the same address and so under the same checks. */
export const servePages = (
  rendererDir: string,
  devServerUrl: string | null,
  paperAt: (address: string) => string | null,
): void => {
  protocol.handle('app', (request) => {
    const paper = paperAt(request.url)
    if (paper !== null) return new Response(paper, { headers: paperHeaders })
    return devServerUrl
      ? fromDevServer(devServerUrl, request.url)
      : fromFolder(rendererDir, request.url, request.method)
  })
}

const paperHeaders = { ...headersFor('paper.html'), 'Content-Security-Policy': paperPolicy }

const fromFolder = async (rendererDir: string, address: string, method: string): Promise<Response> => {
  const file = method === 'GET' ? fileForUrl(rendererDir, address) : null
  if (file === null) return plain(403, 'Refused')
  try {
    const real = await realpath(file)
    // a link out of the folder is not the folder
    if (!real.startsWith((await realpath(rendererDir)) + path.sep)) return plain(403, 'Refused')
    return new Response(await readFile(real), { headers: headersFor(file) })
  } catch {
    return plain(404, 'Not found')
  }
}

const plain = (status: number, text: string): Response =>
  new Response(text, { status, headers: headersFor('answer.txt') })

const fromDevServer = (devServerUrl: string, address: string): Promise<Response> => {
  const { pathname, search } = new URL(address)
  return net.fetch(new URL(pathname + search, devServerUrl).href)
}
