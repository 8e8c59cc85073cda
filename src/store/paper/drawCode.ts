/** Codes as SVG for A4: a sharp edge at any resolution. The encoder is loaded when somebody first prints. */

/** Read by a scanner off paper from half a metre. */
export const qrSvg = async (text: string): Promise<string> =>
  (await import('bwip-js/node')).toSVG({ bcid: 'qrcode', text })

export const barSvg = async (text: string): Promise<string> =>
  (await import('bwip-js/node')).toSVG({ bcid: 'code128', text, height: 12 })
