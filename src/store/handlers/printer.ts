/** 标签打印机: states, test pages and the log, by the shell's hands. A page is drawn here, as every label is. */
import { connectionText, type DraftPrinter, type LabelPrinter } from '../../contract/schemas/printer'
import { emitLabel } from '../../core/labels/emitLabel'
import { Refusal } from '../../gateway/gateway'
import type { HandlersOf } from '../calls'
import { logErrand } from '../errandLog'
import { templateFor } from '../labels/ownTemplates'
import { printStateOf } from '../labels/printQueue'
import { helloPage, type TestPage, wholePage } from '../labels/testPage'
import { readDeviceSettings } from '../meta'

export const printerHandlers: HandlersOf<'printer'> = {
  'printer.status': async (call, { printerId }) => {
    const { printers } = await readDeviceSettings(call.read)
    const printer = printers.find(({ id }) => id === printerId)
    if (!printer) throw new Refusal('PRINTER_NOT_FOUND', { printerId })
    return call.runtime.host.printerStatus({ printer })
  },

  'printer.probe': (call, { printer }) => call.runtime.host.printerStatus({ printer: unnamed(printer) }),

  'printer.queues': (call) => call.runtime.host.listSpoolers({}),

  'printer.printTest': async (call, { printer, page }) => {
    const stock = await templateFor(call.read, printer.template)
    if (!stock) throw new Refusal('LABEL_TEMPLATE_NOT_FOUND')
    const test = page === 'hello' ? helloPage(printer) : wholePage(printer, stock, call.runtime.ids.uuid())
    const bytes = await bytesOf(call.runtime.services.labels, printer, test)
    // before the paper comes out: a page nobody finds in the log would be one nobody printed
    await call.runtime.database.write((tx) =>
      logErrand(tx, call, {
        operation: 'printer.printTest',
        detail: { printer: connectionText(printer.connection), page, language: printer.language, dpi: printer.dpi },
      }),
    )
    const answer = await call.runtime.host.print({ printer: unnamed(printer), bytes })
    if (!answer.ok) throw new Refusal(answer.code, { mayHavePrinted: answer.mayHavePrinted })
    const { widthMm, heightMm } = test.template
    return { state: printStateOf(answer), widthMm, heightMm, bars: test.bars, square: test.square }
  },

  'printer.log': (call) => call.runtime.host.printerLog({}),
}

/** The log names it by where its bytes go. */
const unnamed = (printer: DraftPrinter): LabelPrinter => ({
  ...printer,
  id: 'new',
  name: connectionText(printer.connection).slice(0, 40),
})

interface Drawing {
  draw(
    template: TestPage['template'],
    content: TestPage['content'],
    dpi: DraftPrinter['dpi'],
  ): Promise<{ bitmap: Parameters<typeof emitLabel>[1] }>
}

const bytesOf = async (
  labels: Drawing,
  printer: DraftPrinter,
  { template, content }: TestPage,
): Promise<Uint8Array> => {
  const { bitmap } = await labels.draw(template, content, printer.dpi)
  const { widthMm, heightMm, gapMm } = template
  return emitLabel(printer.language, bitmap, { copies: 1, stock: { widthMm, heightMm, gapMm }, offset: printer })
}
