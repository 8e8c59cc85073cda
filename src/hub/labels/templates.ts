/** A draft is saved, published to the stores, withdrawn. Every version and every publication stays as it was. */
import type { InputOf, OutputOf } from '../../contract/operations'
import type { Audience } from '../../contract/schemas/chainTemplate'
import { labelTemplate } from '../../contract/schemas/labelTemplate'
import type { LabelTemplate } from '../../core/labels/labelTemplate'
import { labelTemplates } from '../../core/labels/labelTemplates'
import { templateFaults } from '../../core/labels/templateFaults'
import type { PublicationRow, TemplateRow } from '../../database/queries/chainTemplate'
import type { Reader, Tx } from '../../database/unitOfWork'
import { type Actor, Refusal } from '../../gateway/gateway'
import type { CommandCall } from '../calls'
import { publish } from '../publish'
import { isoNow } from '../runtime'

type Seen = InputOf<'chainTemplate.withdraw'>

export const saveTemplate = async (
  call: CommandCall,
  { templateId, version, template }: InputOf<'chainTemplate.save'>,
): Promise<OutputOf<'chainTemplate.save'>> => {
  const { tx, user, runtime } = call
  refuseBranch(user)
  const before = await rowOf(tx, templateId)
  if ((before?.version ?? 0) !== version) throw changedBy(before)
  if (before?.state !== 'withdrawn') await refuseTakenName(tx, { templateId, name: template.name })
  const saved = version + 1
  if (before === undefined) {
    const row: TemplateRow = { templateId, name: template.name, state: 'draft', version: saved, publication: 0 }
    await tx.insertRows('chainTemplate', [row])
  } else {
    await tx.run('UPDATE chainTemplate SET name = ?, version = ? WHERE templateId = ?', [
      ...[template.name, saved, templateId],
    ])
  }
  const body = JSON.stringify({ id: templateId, ...template })
  await tx.insertRows('chainTemplateVersion', [
    { templateId, version: saved, body, savedAt: isoNow(runtime), savedById: user.userId, savedByName: user.name },
  ])
  call.remember('', { name: template.name, before: before ? { version } : null, after: { version: saved } })
  return { templateId, version: saved }
}

export const publishTemplate = async (
  call: CommandCall,
  { audience, isDefault, ...seen }: InputOf<'chainTemplate.publish'>,
): Promise<OutputOf<'chainTemplate.publish'>> => {
  refuseBranch(call.user)
  const row = await expectSeen(call.tx, seen)
  const template = await templateOf(call.tx, row)
  refuseUnfit(template)
  await refuseTakenName(call.tx, row)
  await refuseUnknownPlaces(call.tx, audience)
  const publication = await tellStores(call, row, {
    ...{ version: row.version, withdrawn: 0, isDefault: isDefault ? 1 : 0 },
    ...{ audienceKind: audience.kind, audienceCodes: JSON.stringify(audience.codes) },
  })
  call.remember('', {
    name: row.name,
    before: row.publication === 0 ? null : { publication: row.publication, state: row.state },
    after: { publication, version: row.version, audience: audience.kind, codes: audience.codes.join(' '), isDefault },
  })
  return { templateId: row.templateId, publication }
}

/** A draft no store ever had goes off HQ's list alone. */
export const withdrawTemplate = async (call: CommandCall, seen: Seen): Promise<OutputOf<'chainTemplate.withdraw'>> => {
  refuseBranch(call.user)
  const { tx } = call
  const row = await expectSeen(tx, seen)
  if (row.state === 'withdrawn') throw changedBy(row)
  const { templateId, name, publication: before } = row
  const last = await tx.one<PublicationRow>(
    'SELECT * FROM chainTemplatePublication WHERE templateId = ? AND publication = ?',
    [templateId, before],
  )
  const publication = last ? await tellStores(call, row, { ...last, withdrawn: 1 }) : before
  if (!last) await tx.run(`UPDATE chainTemplate SET state = 'withdrawn' WHERE templateId = ?`, [templateId])
  call.remember('', {
    name,
    before: { publication: before, state: row.state },
    after: { publication, state: 'withdrawn' },
  })
  return { templateId, publication }
}

type Word = Pick<PublicationRow, 'version' | 'withdrawn' | 'isDefault' | 'audienceKind' | 'audienceCodes'>

/** Kept here for good and sent to every store, each of which knows whether it is meant. Returns which word of HQ it is. */
const tellStores = async (call: CommandCall, row: TemplateRow, word: Word): Promise<number> => {
  const { tx, user, runtime } = call
  const { templateId } = row
  const { version, withdrawn, isDefault, audienceKind, audienceCodes } = word
  const publication = row.publication + 1
  const at = isoNow(runtime)
  await tx.insertRows('chainTemplatePublication', [
    {
      ...{ templateId, publication, version, withdrawn, audienceKind, audienceCodes, isDefault, at },
      ...{ byId: user.userId, byName: user.name },
    },
  ])
  await tx.run('UPDATE chainTemplate SET state = ?, publication = ? WHERE templateId = ?', [
    ...[withdrawn === 1 ? 'withdrawn' : 'published', publication, templateId],
  ])
  const { name, kind, ...rest } = await templateOf(tx, { templateId, version })
  await publish(tx, 'labels', [
    {
      ...{ type: 'chainTemplate', key: templateId, scope: '' },
      body: {
        ...{ templateId, name, kind, body: JSON.stringify({ ...rest, name, kind }), version, publication },
        ...{ audienceKind, audienceCodes: JSON.parse(audienceCodes) as string[] },
        ...{ isDefault: isDefault === 1, withdrawn: withdrawn === 1, publishedAt: at, publishedByName: user.name },
      },
    },
  ])
  return publication
}

/** What the whole chain prints is not a branch's to say. */
const refuseBranch = ({ scope }: Actor): void => {
  if (scope.kind !== 'chain') throw new Refusal('WHOLE_CHAIN_ONLY')
}

const rowOf = (read: Reader, templateId: string): Promise<TemplateRow | undefined> =>
  read.one<TemplateRow>('SELECT * FROM chainTemplate WHERE templateId = ?', [templateId])

const changedBy = (row: TemplateRow | undefined): Refusal =>
  new Refusal('LABEL_TEMPLATE_CHANGED', { name: row?.name ?? '' })

const expectSeen = async (tx: Tx, { templateId, version, publication }: Seen): Promise<TemplateRow> => {
  const row = await rowOf(tx, templateId)
  if (!row) throw new Refusal('LABEL_TEMPLATE_NOT_FOUND')
  if (row.version !== version || row.publication !== publication) throw changedBy(row)
  return row
}

const templateOf = async (
  read: Reader,
  { templateId, version }: Pick<TemplateRow, 'templateId' | 'version'>,
): Promise<LabelTemplate> => {
  const row = await read.one<{ body: string }>(
    'SELECT body FROM chainTemplateVersion WHERE templateId = ? AND version = ?',
    [templateId, version],
  )
  return labelTemplate.parse(JSON.parse(row?.body ?? ''))
}

const refuseUnfit = (template: LabelTemplate): void => {
  const [fault] = templateFaults(template)
  if (fault) throw new Refusal('LABEL_TEMPLATE_UNFIT', { ...fault.params, why: fault.code, block: fault.block })
}

const refuseTakenName = async (
  read: Reader,
  { templateId, name }: Pick<TemplateRow, 'templateId' | 'name'>,
): Promise<void> => {
  const isOurs = Object.values(labelTemplates).some((template) => template.name === name)
  const other = await read.one(
    `SELECT 1 AS found FROM chainTemplate WHERE name = ? AND templateId <> ? AND state <> 'withdrawn'`,
    [name, templateId],
  )
  if (isOurs || other) throw new Refusal('LABEL_TEMPLATE_NAME_TAKEN', { name })
}

const refuseUnknownPlaces = async (read: Reader, { kind, codes }: Audience): Promise<void> => {
  const table = kind === 'regions' ? 'region' : 'store'
  const unknown = await read.one<{ code: string }>(
    `SELECT value AS code FROM json_each(?) WHERE value NOT IN (SELECT code FROM ${table}) LIMIT 1`,
    [JSON.stringify(codes)],
  )
  if (!unknown) return
  if (kind === 'regions') throw new Refusal('REGION_NOT_FOUND', { regionCode: unknown.code })
  throw new Refusal('STORE_NOT_FOUND', { storeCode: unknown.code })
}
