/** 标签模板: listed, drawn while they are edited, tried on paper, saved and taken off the list. The product's own are never changed. */
import { ownTemplatesMax } from '../../contract/operations/labelTemplate'
import { connectionText } from '../../contract/schemas/printer'
import { emitLabel } from '../../core/labels/emitLabel'
import type { LabelTemplate } from '../../core/labels/labelTemplate'
import { labelTemplateIds, labelTemplates } from '../../core/labels/labelTemplates'
import { sampleContentOf } from '../../core/labels/sampleContent'
import { templateFaults } from '../../core/labels/templateFaults'
import { markedTest } from '../../core/labels/testMark'
import { Refusal } from '../../gateway/gateway'
import type { CommandCall, HandlersOf } from '../calls'
import { logErrand } from '../errandLog'
import { listHqTemplates } from '../labels/hqTemplates'
import { findOwnTemplate, listOwnTemplates, type OwnTemplateRow, templateIn } from '../labels/ownTemplates'
import { printStateOf } from '../labels/printQueue'
import { readDeviceSettings } from '../meta'
import { isoNow } from '../runtime'

/** The id a template has while nobody saved it. */
const unsaved = 'unsaved'

export const labelTemplateHandlers: HandlersOf<'labelTemplate'> = {
  'labelTemplate.list': async (call) => {
    const own = await listOwnTemplates(call.read)
    const ofHq = await listHqTemplates(call.read)
    return {
      templates: [
        ...labelTemplateIds.map((id) => ({
          ...{ template: labelTemplates[id], builtIn: true, version: 0, savedAt: null, savedByName: '' },
          ...{ fromHq: false, isDefault: false },
        })),
        ...ofHq.map(({ template, version, isDefault, publishedAt, publishedByName }) => ({
          ...{ template, builtIn: false, fromHq: true, isDefault, version },
          ...{ savedAt: publishedAt, savedByName: publishedByName },
        })),
        ...own.map((row) => ({
          ...{ template: templateIn(row), builtIn: false, fromHq: false, isDefault: false, version: row.version },
          ...{ savedAt: row.savedAt, savedByName: row.savedByName },
        })),
      ],
    }
  },

  'labelTemplate.preview': async (call, { template, dpi }) => {
    const whole = { id: unsaved, ...template }
    const { png, warnings } = await call.runtime.services.labels.draw(whole, sampleContentOf(template.kind), dpi)
    const { widthMm, heightMm } = template
    return { pngBase64: png.toString('base64'), widthMm, heightMm, faults: templateFaults(whole), warnings }
  },

  'labelTemplate.printTest': async (call, { template, printerId }) => {
    const { printers } = await readDeviceSettings(call.read)
    const printer = printers.find(({ id }) => id === printerId)
    if (!printer) throw new Refusal('PRINTER_NOT_FOUND', { printerId })
    const whole = { id: unsaved, ...template }
    refuseUnfit(whole)
    const { labels } = call.runtime.services
    const test = markedTest(whole, sampleContentOf(template.kind))
    const { bitmap } = await labels.draw(test.template, test.content, printer.dpi)
    const { widthMm, heightMm, gapMm } = template
    const wish = { copies: 1, stock: { widthMm, heightMm, gapMm }, offset: printer }
    const bytes = emitLabel(printer.language, bitmap, wish)
    // before the paper comes out: a label nobody finds in the log would be one nobody printed
    await call.runtime.database.write((tx) =>
      logErrand(tx, call, {
        operation: 'labelTemplate.printTest',
        detail: { name: template.name, printer: connectionText(printer.connection) },
      }),
    )
    const answer = await labels.sendOnce(printer, bytes)
    if (!answer.ok) throw new Refusal(answer.code, { mayHavePrinted: answer.mayHavePrinted })
    return { state: printStateOf(answer) }
  },

  'labelTemplate.save': async (call, { templateId, version, template }) => {
    const whole = { id: templateId, ...template }
    await refuseHqs(call, templateId)
    refuseUnfit(whole)
    const before = await expectVersion(call, templateId, version)
    if (before === undefined) await refuseOneTooMany(call)
    await refuseTakenName(call, whole)
    const row = {
      ...{ templateId, name: template.name, body: JSON.stringify(whole), version: version + 1, removed: 0 },
      ...{ savedAt: isoNow(call.runtime.clock), savedByName: call.user.name },
    }
    if (before === undefined) await call.tx.insertRows('labelTemplate', [row])
    else
      await call.tx.run(
        'UPDATE labelTemplate SET name = ?, body = ?, version = ?, savedAt = ?, savedByName = ? WHERE templateId = ?',
        [row.name, row.body, row.version, row.savedAt, row.savedByName, templateId],
      )
    call.remember('', { before: before ? toldOf(before) : null, after: toldOf(row) })
    return { templateId, version: row.version }
  },

  'labelTemplate.remove': async (call, { templateId, version }) => {
    await refuseHqs(call, templateId)
    const row = await findOwnTemplate(call.tx, templateId)
    if (row === undefined || row.removed === 1) throw new Refusal('LABEL_TEMPLATE_NOT_FOUND')
    if (row.version !== version) throw new Refusal('LABEL_TEMPLATE_CHANGED', { name: row.name })
    await call.tx.run('UPDATE labelTemplate SET removed = 1, version = version + 1 WHERE templateId = ?', [templateId])
    call.remember('', { before: toldOf(row), after: null })
    return { templateId }
  },
}

/** The template itself is in the row's mark; a line names it. */
const toldOf = ({ name, version }: Pick<OwnTemplateRow, 'name' | 'version'>): object => ({ name, version })

/** Also one that is withdrawn: its id is HQ's for good. */
const refuseHqs = async (call: CommandCall, templateId: string): Promise<void> => {
  const row = await call.tx.one<{ name: string }>('SELECT name FROM hqLabelTemplate WHERE templateId = ?', [templateId])
  if (row) throw new Refusal('LABEL_TEMPLATE_FROM_HQ', { name: row.name })
}

const refuseUnfit = (template: LabelTemplate): void => {
  const [fault] = templateFaults(template)
  if (fault) throw new Refusal('LABEL_TEMPLATE_UNFIT', { ...fault.params, why: fault.code, block: fault.block })
}

/** Somebody else saved it, or took it off the list, since it was opened. */
const expectVersion = async (call: CommandCall, templateId: string, version: number) => {
  const row = await findOwnTemplate(call.tx, templateId)
  if ((row?.version ?? 0) !== version || row?.removed === 1) {
    throw new Refusal('LABEL_TEMPLATE_CHANGED', { name: row?.name ?? '' })
  }
  return row
}

const refuseOneTooMany = async (call: CommandCall): Promise<void> => {
  const own = await listOwnTemplates(call.tx)
  if (own.length >= ownTemplatesMax) throw new Refusal('LABEL_TEMPLATES_TOO_MANY', { most: ownTemplatesMax })
}

const refuseTakenName = async (call: CommandCall, { id, name }: LabelTemplate): Promise<void> => {
  const own = await listOwnTemplates(call.tx)
  const names = [
    ...Object.values(labelTemplates).map((template) => template.name),
    ...own.filter(({ templateId }) => templateId !== id).map((row) => row.name),
  ]
  if (names.includes(name)) throw new Refusal('LABEL_TEMPLATE_NAME_TAKEN', { name })
}
