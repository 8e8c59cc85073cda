/** 标签模板: what this product brings and what a shop drew itself; a price tag keeps the fields the rules ask for. */
import { z } from 'zod'
import { templateFaultCodes } from '../../core/labels/templateFaults'
import { defineOperations } from '../operation'
import { isoTime, uuid } from '../schemas/common'
import { labelTemplate } from '../schemas/labelTemplate'
import { printerFaults, printStates } from '../schemas/printer'

/** what a list still shows and a person still finds a name in */
export const ownTemplatesMax = 100

const version = z.number().int().min(0)
const params = z.record(z.string(), z.union([z.string(), z.number()]))
/** its id is the operation's own word */
const drawnTemplate = labelTemplate.omit({ id: true })

export const labelTemplateOperations = defineOperations({
  'labelTemplate.list': {
    kind: 'query',
    runsOn: 'store',
    permission: 'label.view',
    summary: 'Label templates: those of the product, then those of HQ for this store, then those of this PC',
    input: z.strictObject({}),
    output: z.strictObject({
      templates: z.array(
        z.strictObject({
          template: labelTemplate,
          /** which comes with the product cannot be changed, only copied */
          builtIn: z.boolean(),
          /** HQ's: neither changed nor removed here */
          fromHq: z.boolean(),
          /** HQ wants labels of its kind to come out in it where nobody here chose */
          isDefault: z.boolean(),
          version,
          savedAt: isoTime.nullable(),
          savedByName: z.string(),
        }),
      ),
    }),
    errors: [],
  },
  'labelTemplate.preview': {
    kind: 'query',
    runsOn: 'store',
    permission: 'label.view',
    summary: 'A template as it would print, with what is wrong with it; nothing is saved',
    input: z.strictObject({ template: drawnTemplate, dpi: z.union([z.literal(203), z.literal(300)]) }),
    output: z.strictObject({
      pngBase64: z.string(),
      widthMm: z.number().int(),
      heightMm: z.number().int(),
      /** `block` counts from one; 0 is the template as a whole */
      faults: z.array(z.strictObject({ code: z.enum(templateFaultCodes), block: z.number().int(), params })),
      warnings: z.array(z.strictObject({ code: z.string(), params })),
    }),
    errors: [],
  },
  'labelTemplate.printTest': {
    kind: 'errand',
    runsOn: 'store',
    permission: 'label.design',
    summary: 'Print a template once, saved or not, with made-up goods and marked as a test; no label counts as printed',
    input: z.strictObject({ template: drawnTemplate, printerId: z.string().min(1).max(40) }),
    output: z.strictObject({ state: z.enum(printStates) }),
    errors: ['PRINTER_NOT_FOUND', 'LABEL_TEMPLATE_UNFIT', ...printerFaults],
  },
  'labelTemplate.save': {
    kind: 'command',
    runsOn: 'store',
    permission: 'label.design',
    summary: 'Save a template of this PC; one that could not be printed is refused',
    /** version 0: a new one */
    input: z.strictObject({ templateId: uuid, version, template: drawnTemplate }),
    output: z.strictObject({ templateId: uuid, version }),
    errors: [
      'LABEL_TEMPLATE_FROM_HQ',
      'LABEL_TEMPLATE_UNFIT',
      'LABEL_TEMPLATE_CHANGED',
      'LABEL_TEMPLATE_NAME_TAKEN',
      'LABEL_TEMPLATES_TOO_MANY',
    ],
  },
  'labelTemplate.remove': {
    kind: 'command',
    runsOn: 'store',
    permission: 'label.design',
    summary: 'Take a template of this PC off the list; labels that wait in it still print',
    input: z.strictObject({ templateId: uuid, version }),
    output: z.strictObject({ templateId: uuid }),
    errors: ['LABEL_TEMPLATE_FROM_HQ', 'LABEL_TEMPLATE_NOT_FOUND', 'LABEL_TEMPLATE_CHANGED'],
  },
})
