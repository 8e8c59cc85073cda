/** What a printer would print: ZPL drawn by a renderer that is not ours, and the bars read back by a decoder that is not ours. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'

const requireHere = createRequire(__filename)

export interface RenderedLabel {
  png: Buffer
  widthDots: number
  heightDots: number
  /** how often the printer repeats it */
  copies: number
  /** "EAN13 6900000123457" for each symbol found */
  codes: string[]
}

let decoderReady = false

const prepareDecoder = (): void => {
  if (decoderReady) return
  decoderReady = true
  // Given its file, or it would fetch it from the network.
  const wasm = requireHere.resolve('zxing-wasm/reader/zxing_reader.wasm')
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(readFileSync(wasm)).buffer } })
}

export const renderLabel = async (zpl: Buffer, dotsPerMm: 8 | 12 = 8): Promise<RenderedLabel> => {
  // The CommonJS build: the other one names a source map that its package does not hold.
  const { ready } = requireHere('zpl-renderer-js') as typeof import('zpl-renderer-js')
  const { api } = await ready
  const text = zpl.toString('latin1')
  const [widthDots, heightDots] = [commandOf(text, 'PW'), commandOf(text, 'LL')]
  const base64 = await api.zplToBase64Async(text, widthDots / dotsPerMm, heightDots / dotsPerMm, dotsPerMm)
  const png = Buffer.from(base64, 'base64')
  return { png, widthDots, heightDots, copies: commandOf(text, 'PQ'), codes: await decode(png) }
}

const commandOf = (zpl: string, name: string): number => {
  const value = Number(new RegExp(`\\^${name}(\\d+)`).exec(zpl)?.[1])
  if (!Number.isInteger(value)) throw new Error(`the label has no ^${name}`)
  return value
}

export const decode = async (png: Buffer): Promise<string[]> => {
  prepareDecoder()
  const found = await readBarcodes(new Uint8Array(png), { tryHarder: true, tryRotate: false })
  return found.map(({ format, text }) => `${format} ${text}`)
}
