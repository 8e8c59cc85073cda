/** The pages a printer is set up with, and what their codes say. Each page has codes of its own: an older one scanned back is told apart. */
import type { DraftPrinter } from '../../contract/schemas/printer'
import { checkDigitOf } from '../../core/barcode/gtin'
import type { LabelContent } from '../../core/labels/labelLayout'
import type { LabelTemplate } from '../../core/labels/labelTemplate'
import { printerHello, printerTest } from '../../core/labels/tags'

export interface TestPage {
  template: LabelTemplate
  content: LabelContent
  /** '' where it has no such code */
  bars: string
  square: string
}

const blank: LabelContent = {
  ...{ name: '', spec: '', unit: '', priceFen: null, code: null, sku: '', origin: '', date: '', storeName: '' },
}

export const languageNames: Record<DraftPrinter['language'], string> = {
  ...{ zpl: 'ZPL', tspl: 'TSPL', escpos: 'ESC/POS', epl: 'EPL' },
}

export const helloPage = ({ language }: DraftPrinter): TestPage => ({
  ...{ template: printerHello(languageNames[language]), content: blank, bars: '', square: '' },
})

export const wholePage = ({ language, dpi }: DraftPrinter, stock: LabelTemplate, id: string): TestPage => {
  const bars = ownCode(id)
  const square = `ZGT-${language.toUpperCase()}${dpi}-${bars.slice(-5, -1)}`
  const template = printerTest(stock)
  const has = (kind: 'bars' | 'matrix'): boolean => template.blocks.some((block) => block.kind === kind)
  return {
    ...{ template, content: { ...blank, code: bars, squareCode: square } },
    ...{ bars: has('bars') ? bars : '', square: has('matrix') ? square : '' },
  }
}

/** A number of the shop's own range: no article anywhere has it. */
const ownCode = (id: string): string => {
  const digits = BigInt(`0x${id.replaceAll('-', '')}`)
    .toString()
    .slice(-10)
    .padStart(10, '0')
  const body = `21${digits}`
  return `${body}${checkDigitOf(body)}`
}
