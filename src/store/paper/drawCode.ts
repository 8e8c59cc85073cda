/** Codes as SVG for A4: a sharp edge at any resolution. The encoder is loaded when somebody first prints. */

/** Read by a scanner off paper from half a metre. */
export const qrSvg = async (text: string): Promise<string> =>
  (await import('bwip-js/node')).toSVG({ bcid: 'qrcode', text })

/**
 * The same, small, for one line of many: drawn by its dots, row by row, as there may be thousands. A row reaches a little into
 * the next, or a fine light line would lie between them.
 */
export const smallQrSvg = async (text: string): Promise<string> => {
  const [symbol] = (await import('bwip-js/node')).raw({ bcid: 'qrcode', text })
  const { pixs = [], pixx = 0, pixy = 0 } = (symbol ?? {}) as { pixs?: ArrayLike<number>; pixx?: number; pixy?: number }
  const rows = Array.from({ length: pixy }, (_row, y) => runsOf(Array.from(pixs).slice(y * pixx, (y + 1) * pixx), y))
  return `<svg viewBox="0 0 ${pixx} ${pixy}"><path d="${rows.join('')}"/></svg>`
}

/** Neighbouring dots of a row as one bar. */
const runsOf = (dots: readonly number[], y: number): string => {
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
