/** What came out on paper: a PDF drawn as a picture, its text taken out, and its codes read by two readers that are not ours. */
import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { decode } from './renderLabels'

const textOf = (program: string, args: readonly string[]): string =>
  execFileSync(program, [...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 64 << 20 })

/** Page by page, white space taken out: where a line breaks is the page's. */
export const paperText = (pdf: string): string[] =>
  textOf('pdftotext', ['-raw', pdf, '-'])
    .split('\f')
    .slice(0, -1)
    .map((page) => page.normalize('NFKC').replace(/\s+/g, ''))

/** In millimetres, to the tenth. */
export const paperSizeOf = (pdf: string): { pages: number; width: number; height: number } => {
  const info = textOf('pdfinfo', [pdf])
  const [, width = '', height = ''] = /Page size:\s+([\d.]+) x ([\d.]+)/.exec(info) ?? []
  const mm = (points: string): number => Math.round((Number(points) * 254) / 72) / 10
  return { pages: Number(/Pages:\s+(\d+)/.exec(info)?.[1]), width: mm(width), height: mm(height) }
}

/** As a printer of so many dots an inch would draw it. */
export const paperPicture = (pdf: string, page: number, dpi: number): Buffer => {
  const base = `${pdf}-${page}`
  const at = ['-f', String(page), '-l', String(page)]
  textOf('pdftoppm', ['-r', String(dpi), '-gray', '-png', '-singlefile', ...at, pdf, base])
  return readFileSync(`${base}.png`)
}

export const codesOnPaper = async (
  pdf: string,
  page: number,
  dpi: number,
  kinds: readonly ('code128' | 'qrcode')[] = ['code128'],
): Promise<{ zxing: string[]; zbar: string[] }> => {
  const picture = paperPicture(pdf, page, dpi)
  const zbar = textOf('zbarimg', [
    '--quiet',
    '--raw',
    '-Sdisable',
    ...kinds.map((kind) => `-S${kind}.enable`),
    `${pdf}-${page}.png`,
  ])
  rmSync(`${pdf}-${page}.png`)
  return { zxing: await decode(picture), zbar: zbar.split('\n').filter((line) => line !== '') }
}
