/** 单据打印 on the store PC: printed, counted, and where this PC's papers go. */
import { isVisible } from '../../database/queries/stock'
import { Refusal, viewOf } from '../../gateway/gateway'
import type { HandlersOf } from '../calls'
import { readPaperSettings, writePaperSettings } from '../meta'
import { printsOf } from '../paper/paperPrints'
import { previewForm, printForm } from '../paper/printForms'

export const paperHandlers: HandlersOf<'paper'> = {
  'paper.print': printForm,

  'paper.preview': previewForm,

  'paper.previewList': previewForm,

  'paper.printed': async ({ read, user }, { documentId }) => {
    if (!(await isVisible(read, 'document', documentId, viewOf(user))))
      throw new Refusal('DOCUMENT_NOT_FOUND', { documentId })
    return printsOf(read, documentId)
  },

  'paper.settings': ({ read }) => readPaperSettings(read),

  'paper.queues': async ({ runtime }) => {
    const { takesPapers, queues } = await runtime.host.listSpoolers({})
    return { spooler: takesPapers, queues: takesPapers ? queues.map(({ queue }) => queue) : [] }
  },

  'paper.saveSettings': async (call, input) => {
    const before = await readPaperSettings(call.tx)
    await writePaperSettings(call.tx, input)
    call.remember('', { before, after: input })
    call.tx.afterCommit(() => call.runtime.emit({ type: 'devices.changed' }))
    return input
  },
}
