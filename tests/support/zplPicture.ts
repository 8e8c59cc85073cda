/** ZPL as a printer would print it, drawn by a renderer that is none of ours, and compared dot for dot. */
import { createRequire } from 'node:module'
import { createCanvas, loadImage } from '@napi-rs/canvas'
import type { LabelDpi } from '../../src/core/labels/labelLayout'
import { isBlack, type OneBitBitmap } from '../../src/core/labels/oneBitBitmap'

// The CommonJS build: the other one names a source map that its package does not hold, and the runner complains.
const { ready } = createRequire(import.meta.url)('zpl-renderer-js') as typeof import('zpl-renderer-js')

export type Picture = { width: number; height: number; data: Uint8ClampedArray }

export const pictureOf = async (png: Buffer): Promise<Picture> => {
  const image = await loadImage(png)
  const context = createCanvas(image.width, image.height).getContext('2d')
  context.drawImage(image, 0, 0)
  return context.getImageData(0, 0, image.width, image.height)
}

export const drawnZpl = async (
  zpl: Uint8Array,
  label: { widthMm: number; heightMm: number },
  dpi: LabelDpi,
): Promise<Buffer> => {
  const { api } = await ready
  const text = Buffer.from(zpl).toString('latin1')
  return Buffer.from(await api.zplToBase64Async(text, label.widthMm, label.heightMm, dpi === 203 ? 8 : 12), 'base64')
}

/** `moved`: by how many dots the picture lies off */
export const differingDots = (bitmap: OneBitBitmap, picture: Picture, moved = { x: 0, y: 0 }): number => {
  let differing = 0
  for (let y = 0; y < bitmap.heightDots; y += 1) {
    for (let x = 0; x < bitmap.widthDots; x += 1) {
      const dark = (picture.data[(y * picture.width + x) * 4] ?? 255) < 128
      if (dark !== isBlack(bitmap, x - moved.x, y - moved.y)) differing += 1
    }
  }
  return differing
}
