/** HQ's label templates: drafts with their versions, what was published to whom, and which stores have it. */
import { z } from 'zod'
import { audienceKinds, chainTemplateStates } from '../../core/labels/chainTemplate'
import { isoTime, uuid } from './common'
import { labelTemplate } from './labelTemplate'

/** its id is the operation's own word */
export const drawnTemplate = labelTemplate.omit({ id: true })

export const audienceCodesMax = 500

/** `codes` of regions or stores; none for the whole chain */
export const audience = z
  .strictObject({
    kind: z.enum(audienceKinds),
    codes: z.array(z.string().min(1).max(16)).max(audienceCodesMax),
  })
  .refine(({ kind, codes }) => (kind === 'chain') === (codes.length === 0), { message: 'codes' })
  .refine(({ codes }) => new Set(codes).size === codes.length, { message: 'twice' })
export type Audience = z.infer<typeof audience>

/** forty blocks twice over, with room */
export const templateCharsMax = 40_000

/**
 * To every store; each knows whether it is meant. The template travels as text and is read when it is wanted: one of a newer
 * program, with blocks this one does not know, waits here for the upgrade.
 */
export const chainTemplateItem = z.strictObject({
  templateId: uuid,
  name: z.string().max(40),
  kind: z.string().max(20),
  body: z.string().max(templateCharsMax),
  version: z.number().int().min(1),
  /** rises with every word of HQ about it */
  publication: z.number().int().min(1),
  audienceKind: z.enum(audienceKinds),
  audienceCodes: z.array(z.string()),
  isDefault: z.boolean(),
  withdrawn: z.boolean(),
  publishedAt: isoTime,
  publishedByName: z.string(),
})
export type ChainTemplateItem = z.infer<typeof chainTemplateItem>

const count = z.number().int()

export const chainTemplateView = z.strictObject({
  templateId: uuid,
  template: labelTemplate,
  state: z.enum(chainTemplateStates),
  /** of the newest draft */
  version: count,
  savedAt: isoTime,
  savedByName: z.string(),
  /** 0: never was */
  publication: count,
  publishedVersion: count,
  publishedAt: isoTime.nullable(),
  publishedByName: z.string(),
  audience: audience.nullable(),
  isDefault: z.boolean(),
  /** within the scope of who looks: stores it is for, and those whose every PC has it */
  storesTotal: count,
  storesHave: count,
})
export type ChainTemplateView = z.infer<typeof chainTemplateView>

export const templateVersion = z.strictObject({ version: count, savedAt: isoTime, savedByName: z.string() })

export const templatePublication = z.strictObject({
  publication: count,
  version: count,
  withdrawn: z.boolean(),
  audience,
  isDefault: z.boolean(),
  at: isoTime,
  byName: z.string(),
})
export type TemplatePublication = z.infer<typeof templatePublication>

export const templateStore = z.strictObject({
  storeCode: z.string(),
  storeName: z.string(),
  /** its PCs, and how many of them have it */
  pcs: count,
  pcsHave: count,
  /** when the last of them told */
  heardAt: isoTime.nullable(),
  /** of the store's word; null where it never spoke */
  ageSeconds: count.nullable(),
})
export type TemplateStore = z.infer<typeof templateStore>
