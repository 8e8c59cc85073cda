/** Codes as SVG for A4: a sharp edge at any resolution. The encoder is loaded when somebody first prints. */

/** Read by a scanner off paper from half a metre. */
export const qrSvg = async (text: string): Promise<string> =>
  (await import('bwip-js/node')).toSVG({ bcid: 'qrcode', text })

/**
 * For one line of many, as fast as the encoder goes: it tries eight masks and weighs each, which takes most of its time, though
 * every one of them is a code by the standard; and its dots are drawn here, row by row. A row reaches a little into the next,
 * or a fine light line would lie between them. What is printed is read back in the tests.
 */
export const lineQrSvg = async (text: string): Promise<string> => {
  const { default: encoder } = (await import('bwip-js/node')) as unknown as { default: Encoder }
  const [{ pixs, pixx, pixy }] = encoder.raw({ bcid: 'qrcode', text, mask: 3 })
  const rows = Array.from({ length: pixy }, (_row, y) => barsOf(pixs.slice(y * pixx, (y + 1) * pixx), y))
  return `<svg viewBox="0 0 ${pixx} ${pixy}"><path d="${rows.join('')}"/></svg>`
}

/** What its types do not tell: the one by this name there encodes something else. */
interface Encoder {
  raw(options: object): [{ pixs: number[]; pixx: number; pixy: number }]
}

/** Neighbouring dots of a row as one bar. */
const barsOf = (dots: readonly number[], y: number): string => {
  let path = ''
  for (let from = 0; from < dots.length; from += 1) {
    if (!dots[from]) continue
    let to = from
    while (dots[to]) to += 1
    path += `M${from} ${y}h${to - from}v1.05H${from}z`
    from = to
  }
  return path
}

export const barSvg = async (text: string): Promise<string> =>
  (await import('bwip-js/node')).toSVG({ bcid: 'code128', text, height: 12 })
