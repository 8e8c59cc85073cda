/**
 * A4 papers: the backend's HTML becomes a PDF in the shop's own folder, and the system's viewer opens it, for
 * `webContents.print` never answers in some versions of Electron (page 7). Papers are served to the window that lays them out
 * from memory, with a policy that lets nothing run and nothing be fetched; pictures stand in the document itself.
 */
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { HostCalls } from '../contract/storeProtocol'
import { pageOrigin } from './relay'

export const paperPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

/** Of older papers nobody knows any more what they were for; what is fixed about them is in the database. */
const filesKept = 100

export interface PaperParts {
  folder: string
  newId(): string
  /** lays the address out as a PDF */
  pdfOf(url: string): Promise<Uint8Array>
  /** '' when the system's viewer took it */
  open(file: string): Promise<string>
  log(level: 'info' | 'warn', line: string): void
}

export interface Papers {
  print(paper: HostCalls['printPaper']['input']): Promise<HostCalls['printPaper']['output']>
  /** made here before, shown by the system */
  show(file: string): Promise<{ opened: boolean }>
  /** made here, and so may be handed to a queue */
  isOwn(file: string): boolean
  /** the document behind an address, while it is laid out */
  at(address: string): string | null
}

const addressOf = (id: string): string => `${pageOrigin}/paper/${id}`

export const createPapers = ({ folder, newId, pdfOf, open, log }: PaperParts): Papers => {
  const waiting = new Map<string, string>()
  const isOwn = (file: string): boolean =>
    path.dirname(path.resolve(file)) === path.resolve(folder) && file.endsWith('.pdf')
  const show = async (file: string): Promise<{ opened: boolean }> => {
    const problem = isOwn(file) ? await open(file) : 'it was not made here'
    if (problem !== '') log('warn', `the paper ${file} could not be shown: ${problem}`)
    return { opened: problem === '' }
  }
  return {
    at: (address) => waiting.get(address) ?? null,
    ...{ isOwn, show },
    print: async ({ name, html, shown }) => {
      const address = addressOf(newId())
      waiting.set(address, html)
      try {
        const file = await keep(folder, name, await pdfOf(address))
        return shown ? { file, ...(await show(file)) } : { file, opened: false }
      } finally {
        waiting.delete(address)
      }
    },
  }
}

const keep = async (folder: string, name: string, pdf: Uint8Array): Promise<string> => {
  await mkdir(folder, { recursive: true })
  const file = await writeBeside(path.join(folder, fileNameOf(name)), pdf)
  await forgetOld(folder)
  return file
}

/** Never over an earlier paper of that name: somebody may still have it open, and then Windows would refuse this one. */
const writeBeside = async (stem: string, pdf: Uint8Array): Promise<string> => {
  for (let copy = 1; ; copy += 1) {
    const file = copy === 1 ? `${stem}.pdf` : `${stem}_${copy}.pdf`
    try {
      await writeFile(file, pdf, { flag: 'wx' })
      return file
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

/** Names are the backend's, of numbers and codes; nothing in them may lead out of the folder. */
const fileNameOf = (name: string): string => name.replace(/[^\p{L}\p{N}_-]+/gu, '_').slice(0, 100) || 'paper'

const forgetOld = async (folder: string): Promise<void> => {
  const files = await Promise.all(
    (await readdir(folder))
      .filter((name) => name.endsWith('.pdf'))
      .map(async (name) => ({ name, at: (await stat(path.join(folder, name))).mtimeMs })),
  )
  const old = files.sort((one, other) => other.at - one.at).slice(filesKept)
  // one that is open somewhere stays until a later time
  await Promise.allSettled(old.map(({ name }) => rm(path.join(folder, name), { force: true })))
}
