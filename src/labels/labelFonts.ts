// Finds and loads what labels are drawn with: the canvas, the two font weights, the symbol encoder. Loaded at the first
// label and not at start-up, because the fonts alone are twenty megabytes.
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

export type CanvasModule = typeof import('@napi-rs/canvas')
/** Bars come as widths, square symbols as rows of modules. */
export type RawSymbol = { sbs?: number[]; pixs?: number[]; pixx?: number; pixy?: number }
export type BwipModule = { raw(bcid: string, text: string, options: string): (RawSymbol | undefined)[] }
export type LabelTools = { canvas: CanvasModule; bwip: BwipModule }

export const labelFontFamily = 'Zhanggui Label'

const fontFiles = [
  { weight: '400Regular', file: 'NotoSansSC_400Regular.ttf' },
  { weight: '700Bold', file: 'NotoSansSC_700Bold.ttf' },
]

/** The bundle is CommonJS and has a file name; under the test runner the module's address serves. */
function requireHere(): NodeJS.Require {
  return createRequire(typeof __filename === 'string' ? __filename : import.meta.url)
}

export function loadLabelTools(fontDir: string | undefined): LabelTools {
  const load = requireHere()
  const canvas = load('@napi-rs/canvas') as CanvasModule
  // The ES build of bwip-js exports a symbol named `raw` over the function of that name: the CommonJS one is meant.
  const bwip = load('bwip-js') as BwipModule
  const directory = fontDir ?? dirname(load.resolve('@expo-google-fonts/noto-sans-sc/package.json'))
  for (const { weight, file } of fontFiles) {
    // Read by Node and handed over as bytes: the canvas itself cannot open files inside an asar archive.
    canvas.GlobalFonts.register(readFileSync(fontPath(directory, weight, file)), labelFontFamily)
  }
  return { canvas, bwip }
}

/** A directory of our own holds the files side by side; the package keeps one directory a weight. */
function fontPath(directory: string, weight: string, file: string): string {
  const flat = join(directory, file)
  return existsSync(flat) ? flat : join(directory, weight, file)
}
