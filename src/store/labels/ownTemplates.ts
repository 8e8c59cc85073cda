/** The templates of this PC in its own table, and the one place that knows whether an id is theirs, HQ's or the product's. */
import { labelTemplate } from '../../contract/schemas/labelTemplate'
import type { LabelTemplate } from '../../core/labels/labelTemplate'
import { isBuiltIn, labelTemplates } from '../../core/labels/labelTemplates'
import type { Reader } from '../../database/unitOfWork'
import { findHqTemplate } from './hqTemplates'

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

/** undefined: nobody can read it any more, and no list of labels stands still for it */
const readable = (row: OwnTemplateRow): LabelTemplate | undefined => {
  try {
    return templateIn(row)
  } catch {
    return undefined
  }
}

/** Also one that is off the list, for labels queued before; undefined where nobody ever drew it. */
export const templateFor = async (read: Reader, templateId: string): Promise<LabelTemplate | undefined> => {
  if (isBuiltIn(templateId)) return labelTemplates[templateId]
  const row = await findOwnTemplate(read, templateId)
  return row ? readable(row) : findHqTemplate(read, templateId)
}
