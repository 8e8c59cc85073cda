/** A label drawn, against the bare canvas: its texts alone, drawn and read back at the same size in the same run. */
import type { LabelContent, LabelDpi } from '../../src/core/labels/labelLayout'
import type { LabelTemplateId } from '../../src/core/labels/labelTemplates'
import { type CanvasModule, loadLabelTools } from '../../src/labels/labelFonts'
import { fontOf } from '../../src/labels/rasterLabel'
import { createLabelRenderer } from '../../src/labels/renderLabel'
import { water } from '../support/labelContents'
import { type Figure, figure, median, timed } from './durable'

const rounds = 60
const drawnMsMax = 15

export const labelFigures = async (): Promise<Figure[]> => {
  const { canvas } = loadLabelTools(undefined)
  const renderer = createLabelRenderer()
  const figures: Figure[] = []
  for (const id of ['priceTag40x30', 'priceTag60x40'] as const) {
    for (const dpi of [203, 300] as const) {
      const drawn: number[] = []
      const bare: number[] = []
      // The two in turn, so that a busy moment of the machine falls on both.
      for (let at = 0; at < rounds; at += 1) {
        const { widthDots, heightDots } = (await renderer.draw(id, water, dpi)).bitmap
        drawn.push(await timed(() => renderer.draw(id, productOf(at), dpi)))
        bare.push(await timed(async () => bareTexts(canvas, widthDots, heightDots, productOf(at))))
      }
      figures.push(drawnFigure(id, dpi, median(drawn), median(bare)))
    }
  }
  return figures
}

const drawnFigure = (id: LabelTemplateId, dpi: LabelDpi, valueMs: number, bareMs: number): Figure => {
  const goal = `a label is drawn in ${drawnMsMax} ms`
  return figure(`label drawn, ${id} at ${dpi} dpi, median`, valueMs, 'ms', bareMs, drawnMsMax / bareMs, goal)
}

/** Another product each time: what was drawn before helps neither. */
const productOf = (at: number): LabelContent => ({
  ...{ ...water, name: `农夫山泉饮用天然水${at}`, priceFen: 250 + at * 37, code: `SP-${100_000 + at}` },
})

const bareTexts = (canvas: CanvasModule, width: number, height: number, { name, spec, origin }: LabelContent): void => {
  const context = canvas.createCanvas(width, height).getContext('2d')
  context.fillStyle = '#fff'
  context.fillRect(0, 0, width, height)
  context.fillStyle = '#000'
  for (const [row, text] of [name, spec, origin, '¥12.80'].entries()) {
    context.font = fontOf(row === 0 ? 'bold' : 'regular', 24)
    context.fillText(text, 4, 30 * (row + 1))
  }
  context.getImageData(0, 0, width, height)
}
