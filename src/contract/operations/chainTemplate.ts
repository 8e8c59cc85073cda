/**
 * 标签模板 at HQ: drawn as drafts, published to the chain, to regions or to stores, withdrawn. Each store shows it beside its
 * own, and HQ sees which of them have it.
 */
import { z } from 'zod'
import { templateFaultCodes } from '../../core/labels/templateFaults'
import { defineOperations } from '../operation'
import {
  audience,
  chainTemplateView,
  drawnTemplate,
  templatePublication,
  templateStore,
  templateVersion,
} from '../schemas/chainTemplate'
import { uuid } from '../schemas/common'
import { labelTemplate } from '../schemas/labelTemplate'

const count = z.number().int().min(0)
const params = z.record(z.string(), z.union([z.string(), z.number()]))
/** what the asker saw: whoever saved or published since then is not passed over */
const seen = { templateId: uuid, version: count, publication: count }

export const chainTemplateOperations = defineOperations({
  'chainTemplate.list': {
    kind: 'query',
    runsOn: 'hub',
    permission: 'price.view',
    summary:
      'Label templates of HQ, each with whom it is for and how many stores have it; drafts for the whole chain alone',
    input: z.strictObject({}),
    output: z.strictObject({
      templates: z.array(chainTemplateView),
      /** whom one may be for, within the scope */
      regions: z.array(z.strictObject({ code: z.string(), name: z.string() })),
      stores: z.array(z.strictObject({ code: z.string(), name: z.string(), regionCode: z.string() })),
    }),
    errors: [],
  },
  'chainTemplate.get': {
    kind: 'query',
    runsOn: 'hub',
    permission: 'price.view',
    summary: 'One label template of HQ: its versions, every publication, and every store within the scope it is for',
    input: z.strictObject({ templateId: uuid }),
    output: z.strictObject({
      template: chainTemplateView,
      /** as the stores have it; the view holds the newest draft */
      published: labelTemplate.nullable(),
      versions: z.array(templateVersion),
      publications: z.array(templatePublication),
      stores: z.array(templateStore),
    }),
    errors: ['LABEL_TEMPLATE_NOT_FOUND'],
  },
  'chainTemplate.preview': {
    kind: 'query',
    runsOn: 'hub',
    permission: 'label.share',
    summary: 'A template as the stores would print it, with what is wrong with it; nothing is saved',
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
  'chainTemplate.save': {
    kind: 'command',
    runsOn: 'hub',
    permission: 'label.share',
    summary: 'Save a draft of a template; the stores keep what was published',
    /** version 0: a new one */
    input: z.strictObject({ templateId: uuid, version: count, template: drawnTemplate }),
    output: z.strictObject({ templateId: uuid, version: count }),
    errors: ['WHOLE_CHAIN_ONLY', 'LABEL_TEMPLATE_CHANGED', 'LABEL_TEMPLATE_NAME_TAKEN'],
  },
  'chainTemplate.publish': {
    kind: 'command',
    runsOn: 'hub',
    permission: 'label.share',
    summary: 'Publish the newest draft to the chain, to regions or to stores; one that could not be printed is refused',
    /** isDefault: labels of its kind come out in it where a store chose nothing else */
    input: z.strictObject({ ...seen, audience, isDefault: z.boolean() }),
    output: z.strictObject({ templateId: uuid, publication: count }),
    errors: [
      'WHOLE_CHAIN_ONLY',
      'LABEL_TEMPLATE_NOT_FOUND',
      'LABEL_TEMPLATE_CHANGED',
      'LABEL_TEMPLATE_NAME_TAKEN',
      'LABEL_TEMPLATE_UNFIT',
      'REGION_NOT_FOUND',
      'STORE_NOT_FOUND',
    ],
  },
  'chainTemplate.withdraw': {
    kind: 'command',
    runsOn: 'hub',
    permission: 'label.share',
    summary: 'Take a template off the lists of the stores; labels that wait in it still print',
    input: z.strictObject(seen),
    output: z.strictObject({ templateId: uuid, publication: count }),
    errors: ['WHOLE_CHAIN_ONLY', 'LABEL_TEMPLATE_NOT_FOUND', 'LABEL_TEMPLATE_CHANGED'],
  },
})
