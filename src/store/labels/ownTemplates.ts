/** The templates of this PC in its own table, and the one place that knows whether an id is theirs, HQ's or the product's. */
import { labelTemplate } from '../../contract/schemas/labelTemplate'
import type { LabelTemplate } from '../../core/labels/labelTemplate'
import { isBuiltIn, labelTemplates } from '../../core/labels/labelTemplates'
import { showsPrice } from '../../core/labels/showsPrice'
import type { Reader } from '../../database/unitOfWork'
import { findHqTemplate, type HqTemplateRow, hqTemplateIn } from './hqTemplates'

export interface OwnTemplateRow {
  templateId: string
  name: string
  /** the template as JSON, with its id */
  body: string
  version: number
  removed: number
  savedAt: string
  savedByName: string
}

export const findOwnTemplate = (read: Reader, templateId: string): Promise<OwnTemplateRow | undefined> =>
  read.one<OwnTemplateRow>('SELECT * FROM labelTemplate WHERE templateId = ?', [templateId])

export const listOwnTemplates = (read: Reader): Promise<OwnTemplateRow[]> =>
  read.all<OwnTemplateRow>('SELECT * FROM labelTemplate WHERE removed = 0 ORDER BY name')

/** Read through the shape again: what stands in a file was not always written by us. */
export const templateIn = ({ body }: Pick<OwnTemplateRow, 'body'>): LabelTemplate =>
  labelTemplate.parse(JSON.parse(body))

/** Also one that is off the list, for labels queued before; undefined where nobody ever drew it. */
export const templateFor = async (read: Reader, templateId: string): Promise<LabelTemplate | undefined> => {
  if (isBuiltIn(templateId)) return labelTemplates[templateId]
  const row = await findOwnTemplate(read, templateId)
  return row ? templateIn(row) : findHqTemplate(read, templateId)
}

/** The templates a price is read from, whose ever they are; also those off the list, for what was printed in them before. */
export const idsShowingPrice = async (read: Reader): Promise<string[]> => {
  const own = await read.all<OwnTemplateRow>('SELECT * FROM labelTemplate')
  const ofHq = await read.all<HqTemplateRow>('SELECT * FROM hqLabelTemplate')
  const all = [...Object.values(labelTemplates), ...own.map(readable), ...ofHq.map(hqTemplateIn)]
  return all.flatMap((template) => (template && showsPrice(template) ? [template.id] : []))
}

/** Null for one that was spoiled: nothing that asks of all of them stops at it. */
const readable = (row: OwnTemplateRow): LabelTemplate | null => {
  try {
    return templateIn(row)
  } catch {
    return null
  }
}
