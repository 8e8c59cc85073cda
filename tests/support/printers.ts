/** A label printer as the settings hold it. */
import type { DraftPrinter, LabelPrinter } from '../../src/contract/schemas/printer'

export const tcpPrinter = (host: string, port: number, own: Partial<LabelPrinter> = {}): LabelPrinter => ({
  ...{ id: '1', name: '标签机', connection: { kind: 'tcp', host, port }, language: 'zpl', dpi: 203 },
  ...{ template: 'priceTag40x30', asked: false, offsetX10: 0, offsetY10: 0 },
  ...own,
})

/** The same while it is being set up. */
export const draftPrinter: DraftPrinter = {
  connection: { kind: 'tcp', host: '192.168.1.50', port: 9100 },
  ...{ language: 'zpl', dpi: 203, template: 'priceTag40x30', asked: false, offsetX10: 0, offsetY10: 0 },
}
