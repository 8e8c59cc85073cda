/** Codes as SVG for A4: a sharp edge at any resolution. The encoder is loaded when somebody first prints. */

/** Read by a scanner off paper from half a metre. */
export const qrSvg = async (text: string): Promise<string> =>
  (await import('bwip-js/node')).toSVG({ bcid: 'qrcode', text })

/**
 * For one of many, as fast as the encoder goes: it tries eight masks and weighs each, which takes most of its time, though
 * every one of them is a code by the standard; and its dots are drawn here, row by row. A row reaches a little into the next,
 * or a fine light line would lie between them. What is printed is read back in the tests.
 */
export const plainQrSvg = async (text: string): Promise<string> => svgOf(await dotsOf(text))

/** (page, line) of one stocktake to the code that is printed there */
export type LineCodeDrawer = (page: number, line: number) => Promise<string>

/**
 * The codes of a stocktake's lines without encoding each. Under one mask the dots of a code are its bits and sums of them, all
 * without carry: where a text changes in one of two places that share no bits, the dots change alike whatever stands in the
 * other. Between page and line stands a sign of its own, so they share none, and dots(page, line) is dots(first, line) with
 * what turns page `first` into `page`. A thousand lines take the encoder forty pages and twenty-five lines.
 */
export const createLineCodeDrawer = (codeOf: (page: number, line: number) => string): LineCodeDrawer => {
  const encoded = new Map<string, Promise<Dots>>()
  const firsts = new Map<number, number>()
  const encode = (page: number, line: number): Promise<Dots> => {
    const text = codeOf(page, line)
    const dots = encoded.get(text) ?? dotsOf(text)
    encoded.set(text, dots)
    return dots
  }
  return async (page, line) => {
    // one more digit moves all that follows it
    const { length } = codeOf(page, line)
    const first = firsts.get(length) ?? page
    firsts.set(length, first)
    if (page === first || line === 1) return svgOf(await encode(page, line))
    const [ofLine, ofPage, ofBoth] = [await encode(first, line), await encode(page, 1), await encode(first, 1)]
    const isAlike = ofLine.pixx === ofPage.pixx && ofPage.pixx === ofBoth.pixx
    if (!isAlike) return svgOf(await encode(page, line))
    const pixs = ofLine.pixs.map((dot, at) => dot ^ (ofPage.pixs[at] ?? 0) ^ (ofBoth.pixs[at] ?? 0))
    return svgOf({ ...ofLine, pixs })
  }
}

interface Dots {
  pixs: number[]
  pixx: number
  pixy: number
}

const dotsOf = async (text: string): Promise<Dots> => {
  const { default: encoder } = (await import('bwip-js/node')) as unknown as { default: Encoder }
  return encoder.raw({ bcid: 'qrcode', text, mask: 3 })[0]
}

const svgOf = ({ pixs, pixx, pixy }: Dots): string => {
  const rows = Array.from({ length: pixy }, (_row, y) => barsOf(pixs.slice(y * pixx, (y + 1) * pixx), y))
  return `<svg viewBox="0 0 ${pixx} ${pixy}"><path d="${rows.join('')}"/></svg>`
}

/** What its types do not tell: the one by this name there encodes something else. */
interface Encoder {
  raw(options: object): [Dots]
}

/** The first codes of a day take ten times as long, until the engine knows the encoder: drawn when nobody waits for them. */
export const warmEncoder = async (): Promise<void> => {
  for (let line = 1; line <= warmCodes; line += 1) {
    await plainQrSvg(`ZG-P-PD-S001-261124-A0001-01-${String(line).padStart(2, '0')}`)
    await new Promise((done) => setTimeout(done, 20))
  }
  await barSvg('PD-S001-261124-A0001')
}

const warmCodes = 30

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
