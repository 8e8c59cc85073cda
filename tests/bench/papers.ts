/**
 * A paper of three pages as a PDF, in the real app: from the screen's request to the file on the disk, laid out by Electron's own
 * printToPDF; against an empty page the same Electron lays out in the same run. The system's viewer is not ours and is not waited
 * for: where one is looked for, looking alone takes up to a second.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { assert } from '../../src/core/result'
import { todaysChain } from '../support/demo/goods'
import { HubProcess } from '../support/devices/hubProcess'
import { ask, sees, signIn } from '../support/devices/person'
import { StoreApp } from '../support/devices/storeApp'
import { pinOf, removeFolder, temporaryFolder } from '../support/world'
import { type Figure, figure, median, timed } from './durable'

const rounds = 7
const pages = 3
const linesPerPage = 25
const pdfMsMax = 1_000

export const paperFigures = async (): Promise<Figure[]> => {
  const folder = temporaryFolder()
  const hub = await HubProcess.start(join(folder, 'hub'))
  const app = await StoreApp.start({
    dataDir: join(folder, 'store'),
    enrol: { hubUrl: hub.url, code: hub.enrolmentCode },
  })
  try {
    await signIn(app.page, { id: 's001.manager', pin: pinOf('s001.manager') })
    await sees(app.page, '[data-testid="home"]')
    await app.electron.evaluate(({ shell }) => {
      shell.openPath = async () => ''
    })
    const print = await threePages(app)
    const printMs: number[] = []
    const emptyMs: number[] = []
    // the first loads the encoder of codes and the window's fonts, as the first print of a day does
    const first = await timed(print)
    for (let round = 0; round < rounds; round += 1) {
      emptyMs.push(await emptyPdf(app))
      printMs.push(await timed(print))
    }
    const limit = median(emptyMs)
    return [
      absolute('3-page count sheet as PDF, median', median(printMs), limit),
      absolute('3-page count sheet as PDF, the first after the start', first, limit),
    ]
  } finally {
    await app.close()
    await hub.stop()
    removeFolder(folder)
  }
}

const absolute = (name: string, value: number, limit: number): Figure => ({
  ...figure(name, value, 'ms', limit, pdfMsMax / limit, `≤ ${pdfMsMax} ms`),
  ok: value <= pdfMsMax,
})

/** Three full pages, each line with its code. */
const threePages = async ({ page }: StoreApp): Promise<() => Promise<void>> => {
  const skus = todaysChain()
    .products.filter(({ status, keepsLots, weighed }) => status === 'active' && !keepsLots && !weighed)
    .slice(0, pages * linesPerPage)
    .map(({ sku }) => sku)
  const { stocktakeId } = await ask(page, 'stocktake.open', {
    ...{ scope: { kind: 'list', skus }, blind: true, tolerancePermille: 0, toleranceFen: 0, note: '' },
    zones: [{ code: 'OTHER', name: '全店', temporary: false }],
  })
  return async () => {
    const printed = await ask(page, 'countSheet.print', { stocktakeId, zoneCodes: [], language: 'zh-CN' })
    assert(printed.pages === pages && existsSync(printed.file), 'three pages lie on the disk')
  }
}

const emptyPdf = ({ electron }: StoreApp): Promise<number> =>
  electron.evaluate(async ({ BrowserWindow }) => {
    const startedMs = performance.now()
    const window = new BrowserWindow({ show: false })
    await window.loadURL('data:text/html,<p>empty</p>')
    await window.webContents.printToPDF({ pageSize: 'A4' })
    const ms = performance.now() - startedMs
    window.destroy()
    return ms
  })
