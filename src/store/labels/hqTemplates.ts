/** HQ's label templates at a shop: taken as they come, shown where they are meant for this store, told back once they can be drawn. */
import type { ChainTemplateItem } from '../../contract/schemas/chainTemplate'
import { labelTemplate } from '../../contract/schemas/labelTemplate'
import { templateHeard } from '../../core/labels/chainTemplate'
import type { LabelKind, LabelTemplate } from '../../core/labels/labelTemplate'
import { templateFaults } from '../../core/labels/templateFaults'
import { reachesSql } from '../../database/queries/chainTemplate'
import type { Reader, Tx } from '../../database/unitOfWork'
import { appendTrail } from '../../ledger/trail'
import { readEnrolment } from '../meta'
import { isoNow, type StoreRuntime } from '../runtime'

export interface HqTemplateRow {
  templateId: string
  name: string
  kind: string
  body: string
  version: number
  publication: number
  isDefault: number
  withdrawn: number
  publishedAt: string
  publishedByName: string
}

/** An older word than what stands here says nothing new. */
export const takeHqTemplate = async (tx: Tx, runtime: StoreRuntime, item: ChainTemplateItem): Promise<void> => {
  const { audienceCodes, isDefault, withdrawn, ...row } = item
  const columns = ['name', 'kind', 'body', 'version', 'publication', 'audienceKind', 'audienceCodes', 'isDefault']
  const set = [...columns, 'withdrawn', 'publishedAt', 'publishedByName'].map((name) => `${name} = excluded.${name}`)
  await tx.insertRows(
    'hqLabelTemplate',
    [
      {
        ...{ ...row, audienceCodes: JSON.stringify(audienceCodes), isDefault: isDefault ? 1 : 0 },
        ...{ withdrawn: withdrawn ? 1 : 0, toldPublication: 0 },
      },
    ],
    `ON CONFLICT (templateId) DO UPDATE SET ${set.join(', ')} WHERE excluded.publication > hqLabelTemplate.publication`,
  )
  tx.afterCommit(() => runtime.emit({ type: 'labels.changed' }))
}

/** Null for one of a newer program, or one that was spoiled. */
const readableIn = ({ body }: Pick<HqTemplateRow, 'body'>): LabelTemplate | null => {
  try {
    const parsed = labelTemplate.safeParse(JSON.parse(body))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

/** HQ refuses to publish what cannot be printed, and nobody is to choose it here. */
export const hqTemplateIn = (row: Pick<HqTemplateRow, 'body'>): LabelTemplate | null => {
  const template = readableIn(row)
  return template && templateFaults(template).length === 0 ? template : null
}

/** Also one that is withdrawn, meant for others or unfit by now: a label that waits in it is still to be drawn, or held back with a word. */
export const findHqTemplate = async (read: Reader, templateId: string): Promise<LabelTemplate | undefined> => {
  const row = await read.one<HqTemplateRow>('SELECT * FROM hqLabelTemplate WHERE templateId = ?', [templateId])
  return (row && readableIn(row)) ?? undefined
}

/** What nearer people chose comes first: for stores by name, then for regions, then for all. */
const meantSql = `
  SELECT h.* FROM hqLabelTemplate h JOIN store s ON s.code = ?
  WHERE h.withdrawn = 0 AND ${reachesSql('h', 's')}
  ORDER BY CASE h.audienceKind WHEN 'stores' THEN 0 WHEN 'regions' THEN 1 ELSE 2 END, h.publishedAt DESC, h.templateId`

const meantHere = async (read: Reader): Promise<HqTemplateRow[]> => {
  const enrolment = await readEnrolment(read)
  return enrolment ? read.all<HqTemplateRow>(meantSql, [enrolment.storeCode]) : []
}

export interface HqTemplate {
  template: LabelTemplate
  version: number
  isDefault: boolean
  publishedAt: string
  publishedByName: string
}

export const listHqTemplates = async (read: Reader): Promise<HqTemplate[]> =>
  (await meantHere(read)).flatMap((row) => {
    const template = hqTemplateIn(row)
    const { version, publishedAt, publishedByName } = row
    return template ? [{ template, version, isDefault: row.isDefault === 1, publishedAt, publishedByName }] : []
  })

/** The one HQ wants labels of this kind to come out in; undefined where it said nothing. */
export const hqDefaultOf = async (read: Reader, kind: LabelKind): Promise<LabelTemplate | undefined> =>
  (await listHqTemplates(read)).find(({ isDefault, template }) => isDefault && template.kind === kind)?.template

const untoldSql = `SELECT * FROM hqLabelTemplate WHERE toldPublication < publication ORDER BY publishedAt, templateId`

const drawable = (rows: readonly HqTemplateRow[]): HqTemplateRow[] =>
  rows.filter((row) => row.withdrawn === 1 || hqTemplateIn(row) !== null)

/** In each round of sync: what came since the last one, and what an upgrade has made readable. */
export const tellHqTemplates = async (runtime: StoreRuntime): Promise<void> => {
  const { database, clock } = runtime
  if (drawable(await database.read.all<HqTemplateRow>(untoldSql)).length === 0) return
  await database.write(async (tx) => {
    for (const { templateId, name, publication } of drawable(await tx.all<HqTemplateRow>(untoldSql))) {
      await tx.run('UPDATE hqLabelTemplate SET toldPublication = ? WHERE templateId = ?', [publication, templateId])
      const line = { at: isoNow(clock), userId: '', operation: templateHeard, outcome: 'done' as const }
      await appendTrail(tx, { ...line, detail: { templateId, name, publication } })
    }
  })
}
