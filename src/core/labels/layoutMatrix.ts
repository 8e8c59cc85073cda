// Lays a square symbol into its box: which one, what it says, and how many whole dots a module.
import { isGtin } from '../barcode/gtin'
import type { CountModules, LabelContent, LabelDpi, LabelWarning, MatrixSymbology } from './labelLayout'
import type { Align, MatrixSource } from './labelTemplate'
import type { DotBox, Placed } from './layoutBars'
import { shift } from './layoutBars'

type MatrixFrame = { box: DotBox; align: Align; dpi: LabelDpi }

/** Blank modules all round, by each symbol's own standard; DataMatrix gets one more than it asks. */
const quietModules: Record<MatrixSymbology, number> = { qrcode: 4, gs1datamatrix: 2 }
const codeCharactersMax = 120
const moduleDotsMax = 10

export function layoutMatrix(
  source: MatrixSource,
  content: LabelContent,
  { box, align, dpi }: MatrixFrame,
  modulesOf: CountModules,
): Placed {
  const code = content.squareCode ?? content.code
  if (source === 'code' && (code === null || code === '')) return said('barcodeMissing', {})
  const symbology = source === 'lot' ? 'gs1datamatrix' : 'qrcode'
  const text = source === 'lot' ? lotElements(content) : codeText(code ?? '')
  const modules = text === null ? null : modulesOf(symbology, text)
  if (text === null || modules === null) return notDrawn(source, content)
  const quiet = quietModules[symbology]
  const side = Math.min(box.w, box.h)
  const moduleDots = Math.min(moduleDotsMax, Math.floor(side / (modules + 2 * quiet)))
  if (moduleDots < 2) return said('barcodeTooDense', { code: content.code ?? text })
  const whole = (modules + 2 * quiet) * moduleDots
  const x = box.x + shift(align, box.w - whole) + quiet * moduleDots
  const y = box.y + Math.floor((box.h - whole) / 2) + quiet * moduleDots
  // A third of a millimetre is what a phone and a hand scanner read off a shelf without trying.
  const dense = moduleDots / dpi < 2.6 / 203
  const warnings: LabelWarning[] = dense
    ? [{ code: 'barcodeTooDense', params: { code: content.code ?? text, moduleDots } }]
    : []
  return { items: [{ kind: 'matrix', symbology, text, x, y, modules, moduleDots }], warnings }
}

function codeText(code: string): string | null {
  return code.length <= codeCharactersMax && /^[ -~]+$/.test(code) ? code : null
}

/** Goods, day and lot as GS1 writes them; null for goods or a lot that it has no spelling for. */
export function lotElements({ code, lot = '', expiryDate = '' }: LabelContent): string | null {
  if (code === null || !isGtin(code)) return null
  // Brackets would be read as the next element's name.
  if (!/^[!"%&'*+,\-./0-9:;<=>?A-Z_a-z]{1,20}$/.test(lot)) return null
  const day = /^20(\d\d)-(\d\d)-(\d\d)$/.exec(expiryDate)
  const expiry = day === null ? '' : `(17)${day[1]}${day[2]}${day[3]}`
  return `(01)${code.padStart(14, '0')}${expiry}(10)${lot}`
}

function notDrawn(source: MatrixSource, { code, lot }: LabelContent): Placed {
  if (source === 'lot') return said('lotCodeNotDrawn', { lot: lot ?? '' })
  return said('barcodeNotDrawn', { code: code ?? '' })
}

function said(code: LabelWarning['code'], params: LabelWarning['params']): Placed {
  return { items: [], warnings: [{ code, params }] }
}
