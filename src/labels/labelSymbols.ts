// Encodes the symbols of a label. Layout asks how wide one is and drawing asks for its parts, so the last few are kept.
import type { BarSymbology, CountModules, MatrixSymbology } from '../core/labels/labelLayout'
import type { BwipModule, RawSymbol } from './labelFonts'
import type { Symbols } from './rasterLabel'

const keptMax = 8

/** A QR code of a shelf is touched and scratched: it can lose a seventh of itself. */
const optionsOf: Partial<Record<MatrixSymbology, string>> = { qrcode: 'eclevel=M' }

/** The encoder knows ITF-14 by its own name as well, but numbers here have been checked already. */
const encoderName = (symbology: BarSymbology | MatrixSymbology): string =>
  symbology === 'itf14' ? 'interleaved2of5' : symbology

export type LabelSymbols = Symbols & { modulesOf: CountModules }

export function createLabelSymbols(bwip: BwipModule): LabelSymbols {
  const kept = new Map<string, RawSymbol | null>()
  const encoded = (symbology: BarSymbology | MatrixSymbology, text: string): RawSymbol | null => {
    const key = `${symbology} ${text}`
    const known = kept.get(key)
    if (known !== undefined) return known
    const [oldest] = kept.keys()
    if (kept.size >= keptMax && oldest !== undefined) kept.delete(oldest)
    const symbol = encode(bwip, symbology, text)
    kept.set(key, symbol)
    return symbol
  }
  return {
    barWidths: ({ symbology, text }) => encoded(symbology, text)?.sbs ?? [],
    modules: ({ symbology, text }) => encoded(symbology, text)?.pixs ?? [],
    modulesOf: (symbology, text) => widthOf(encoded(symbology, text)),
  }
}

/** Null when the encoder refuses the text: a refusal to draw is a warning on the label, not a failure of the job. */
function encode(bwip: BwipModule, symbology: BarSymbology | MatrixSymbology, text: string): RawSymbol | null {
  try {
    return bwip.raw(encoderName(symbology), text, optionsOf[symbology as MatrixSymbology] ?? '')[0] ?? null
  } catch {
    return null
  }
}

/** A square symbol only where it is one: the long forms of DataMatrix have no place on our labels. */
function widthOf(symbol: RawSymbol | null): number | null {
  if (symbol?.pixs !== undefined) return symbol.pixx === symbol.pixy ? (symbol.pixx ?? null) : null
  const modules = (symbol?.sbs ?? []).reduce((total, width) => total + width, 0)
  return modules === 0 ? null : modules
}
