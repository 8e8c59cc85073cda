/** Which printer a label comes out of: the one somebody chose, else one that holds its paper. No other paper is a guess's to waste. */
import type { DeviceSettings } from '../../contract/operations/app'
import type { LabelPrinter } from '../../contract/schemas/printer'
import type { LabelJobRow } from '../../database/entities'
import type { Reader } from '../../database/unitOfWork'
import { readDeviceSettings } from '../meta'
import { templateFor } from './ownTemplates'

export type FindPrinter = (job: Pick<LabelJobRow, 'printerId' | 'template'>) => Promise<LabelPrinter | undefined>

/** For many labels: the settings are read once, and each template's size once. */
export const printerFinder = async (read: Reader): Promise<FindPrinter> => {
  const settings = await readDeviceSettings(read)
  const loadedFor = new Map<string, Promise<LabelPrinter | undefined>>()
  return async ({ printerId, template }) => {
    const chosen = settings.printers.find(({ id }) => id === printerId)
    if (chosen) return chosen
    const loaded = loadedFor.get(template) ?? printerLoadedFor(read, settings, template)
    loadedFor.set(template, loaded)
    return loaded
  }
}

/** As people call it: 60×40. */
export const paperOf = async (read: Reader, template: string): Promise<string> => {
  const found = await templateFor(read, template)
  return found ? `${found.widthMm}×${found.heightMm}` : ''
}

/** Of many labels: few templates. */
export const papersOf = async (read: Reader, templates: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  const papers = new Map<string, string>()
  for (const template of new Set(templates)) papers.set(template, await paperOf(read, template))
  return papers
}

const printerLoadedFor = async (
  read: Reader,
  { printers }: DeviceSettings,
  template: string,
): Promise<LabelPrinter | undefined> => {
  const exact = printers.find((printer) => printer.template === template)
  if (exact) return exact
  const wanted = await templateFor(read, template)
  // one nobody knows fits nowhere: wherever it is drawn, it is held back as what it is
  if (!wanted) return printers[0]
  for (const printer of printers) {
    const loaded = await templateFor(read, printer.template)
    if (loaded?.widthMm === wanted.widthMm && loaded.heightMm === wanted.heightMm) return printer
  }
  return undefined
}
