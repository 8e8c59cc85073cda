/** 标签模板 at HQ: thin handlers; the work is `hub/labels`'. Drawn by the code the stores print with. */
import type { Audience, ChainTemplateView, TemplatePublication } from '../../contract/schemas/chainTemplate'
import { labelTemplate } from '../../contract/schemas/labelTemplate'
import { sampleContentOf } from '../../core/labels/sampleContent'
import { templateFaults } from '../../core/labels/templateFaults'
import {
  findChainTemplate,
  listChainTemplates,
  type PublicationRow,
  placesWithin,
  publicationsOf,
  storesReachedBy,
  type TemplateSeen,
  versionsOf,
} from '../../database/queries/chainTemplate'
import { Refusal } from '../../gateway/gateway'
import { createLabelRenderer } from '../../labels/renderLabel'
import type { HandlersOf } from '../calls'
import { publishTemplate, saveTemplate, withdrawTemplate } from '../labels/templates'
import { storesWithAge } from './stock'

/** The id a template has while nobody saved it. */
const unsaved = 'unsaved'

const here = createLabelRenderer()

/** Read through the shape again: what stands in a file was not always written by us. */
const read = (body: string) => labelTemplate.parse(JSON.parse(body))

const audienceOf = ({
  audienceKind,
  audienceCodes,
}: Pick<PublicationRow, 'audienceKind' | 'audienceCodes'>): Audience => ({
  kind: audienceKind,
  codes: JSON.parse(audienceCodes) as string[],
})

const viewOf = (row: TemplateSeen): ChainTemplateView => {
  const { templateId, state, version, savedAt, savedByName, publication, storesTotal, storesHave } = row
  const { audienceKind, audienceCodes } = row
  return {
    ...{ templateId, template: read(row.body), state, version, savedAt, savedByName, publication },
    ...{ publishedVersion: row.publishedVersion ?? 0, publishedAt: row.publishedAt },
    publishedByName: row.publishedByName ?? '',
    audience: audienceKind && audienceCodes ? audienceOf({ audienceKind, audienceCodes }) : null,
    isDefault: row.isDefault === 1 && state === 'published',
    ...{ storesTotal, storesHave },
  }
}

const publicationView = ({ publication, version, at, byName, ...row }: PublicationRow): TemplatePublication => ({
  ...{ publication, version, at, byName, audience: audienceOf(row) },
  ...{ withdrawn: row.withdrawn === 1, isDefault: row.isDefault === 1 },
})

export const chainTemplateHandlers: HandlersOf<'chainTemplate'> = {
  'chainTemplate.list': async (call) => ({
    templates: (await listChainTemplates(call.read, call.user.scope)).map(viewOf),
    ...(await placesWithin(call.read, call.user.scope)),
  }),
  'chainTemplate.get': async (call, { templateId }) => {
    const row = await findChainTemplate(call.read, templateId, call.user.scope)
    if (!row) throw new Refusal('LABEL_TEMPLATE_NOT_FOUND')
    const ages = new Map((await storesWithAge(call)).map(({ storeCode, ageSeconds }) => [storeCode, ageSeconds]))
    const stores = await storesReachedBy(call.read, templateId, call.user.scope)
    return {
      template: viewOf(row),
      published: row.publishedBody === null ? null : read(row.publishedBody),
      versions: await versionsOf(call.read, templateId),
      publications: (await publicationsOf(call.read, templateId)).map(publicationView),
      stores: stores.map((store) => ({ ...store, ageSeconds: ages.get(store.storeCode) ?? null })),
    }
  },
  'chainTemplate.preview': async ({ runtime }, { template, dpi }) => {
    const whole = { id: unsaved, ...template }
    const { png, warnings } = await (runtime.labelRenderer ?? here).render(whole, sampleContentOf(template.kind), dpi)
    const { widthMm, heightMm } = template
    return { pngBase64: png.toString('base64'), widthMm, heightMm, faults: templateFaults(whole), warnings }
  },
  'chainTemplate.save': (call, input) => saveTemplate(call, input),
  'chainTemplate.publish': (call, input) => publishTemplate(call, input),
  'chainTemplate.withdraw': (call, input) => withdrawTemplate(call, input),
}
