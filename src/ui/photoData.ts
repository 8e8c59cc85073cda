/** A photo made small enough to keep and to send: at most 1600 px on its long side and 500 KB as JPEG. */
const sideMaxPx = 1600
const bytesMax = 500_000
/** a picture that stays too large at the last of these is made smaller and tried again */
const qualities = [0.85, 0.7, 0.55, 0.4] as const
const shrinksMax = 4

export interface PhotoData {
  mime: 'image/jpeg'
  dataBase64: string
}

/** Null for a file that is no picture this page can read. */
export const photoData = async (file: Blob): Promise<PhotoData | null> => {
  const picture = await createImageBitmap(file).catch(() => null)
  if (!picture) return null
  let sidePx: number = Math.min(sideMaxPx, Math.max(picture.width, picture.height))
  for (let shrinks = 0; shrinks < shrinksMax; shrinks++) {
    const canvas = drawn(picture, sidePx)
    for (const quality of qualities) {
      const blob = await jpeg(canvas, quality)
      if (blob && blob.size <= bytesMax) return { mime: 'image/jpeg', dataBase64: await base64(blob) }
    }
    sidePx = Math.round(sidePx * 0.7)
  }
  return null
}

const drawn = (picture: ImageBitmap, sidePx: number): HTMLCanvasElement => {
  const scale = Math.min(1, sidePx / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(picture.width * scale))
  canvas.height = Math.max(1, Math.round(picture.height * scale))
  const context = canvas.getContext('2d')
  if (context) {
    // A picture with holes would turn black as JPEG.
    context.fillStyle = '#fff'
    context.fillRect(0, 0, canvas.width, canvas.height)
    context.drawImage(picture, 0, 0, canvas.width, canvas.height)
  }
  return canvas
}

const jpeg = (canvas: HTMLCanvasElement, quality: number): Promise<Blob | null> =>
  new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality))

const base64 = async (blob: Blob): Promise<string> => {
  const bytes = new Uint8Array(await blob.arrayBuffer())
  let text = ''
  for (let at = 0; at < bytes.length; at += chunkBytes)
    text += String.fromCharCode(...bytes.subarray(at, at + chunkBytes))
  return btoa(text)
}

/** more arguments than this one call may not take */
const chunkBytes = 8192

/** It is a JPEG now, whatever it was called. */
export const photoNameOf = (file: File): string =>
  `${
    file.name
      .replace(/\.[^.]*$/, '')
      .replace(/\p{Cc}/gu, '')
      .slice(0, 70) || 'photo'
  }.jpg`
