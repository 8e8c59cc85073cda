/** HQ's label templates: whom one reaches is said here once, for HQ's counts and for a store that asks what is meant for it. */

import type { AudienceKind, ChainTemplateState } from '../../core/labels/chainTemplate'
import type { Scope } from '../../core/organisation/scope'
import type { Reader } from '../unitOfWork'
import { type Condition, withinScope } from './scope'

/** A row with an audience, and a store. A store that joins a region later is reached as well. */
export const reachesSql = (told: string, store: string): string =>
  `(${told}.audienceKind = 'chain'
    OR ${told}.audienceKind = 'regions' AND ${store}.regionCode IN (SELECT value FROM json_each(${told}.audienceCodes))
    OR ${told}.audienceKind = 'stores' AND ${store}.code IN (SELECT value FROM json_each(${told}.audienceCodes)))`

export interface TemplateRow {
  templateId: string
  name: string
  state: ChainTemplateState
  version: number
  publication: number
}

interface Told {
  audienceKind: AudienceKind
  audienceCodes: string
  isDefault: number
}

export interface TemplateSeen extends TemplateRow, Partial<Told> {
  /** of the newest draft */
  body: string
  savedAt: string
  savedByName: string
  publishedVersion: number | null
  publishedBody: string | null
  publishedAt: string | null
  publishedByName: string | null
  storesTotal: number
  storesHave: number
}

/** Only stores with a PC print anything. */
const printingStore = `EXISTS (SELECT 1 FROM device d WHERE d.storeCode = s.code AND d.state = 'active')`

/** Every PC of it that works told that it has what was published last. */
const hasIt = `NOT EXISTS (SELECT 1 FROM device d WHERE d.storeCode = s.code AND d.state = 'active' AND NOT EXISTS (
  SELECT 1 FROM chainTemplateHeard h
  WHERE h.templateId = c.templateId AND h.deviceId = d.deviceId AND h.publication >= c.publication))`

const storesReached = (within: Condition, also: string): string =>
  `(SELECT count(*) FROM store s WHERE c.state = 'published' AND ${within.sql} AND ${printingStore}
     AND ${reachesSql('p', 's')} AND ${also})`

/** Drafts, what is withdrawn, and what concerns other branches, are for those who look at the whole chain. */
const seenSql = (within: Condition, isChain: boolean): string => `
  SELECT c.*, v.body, v.savedAt, v.savedByName, p.version AS publishedVersion, w.body AS publishedBody,
    p.at AS publishedAt, p.byName AS publishedByName, p.audienceKind, p.audienceCodes, p.isDefault,
    ${storesReached(within, '1 = 1')} AS storesTotal, ${storesReached(within, hasIt)} AS storesHave
  FROM chainTemplate c
  JOIN chainTemplateVersion v ON v.templateId = c.templateId AND v.version = c.version
  LEFT JOIN chainTemplatePublication p ON p.templateId = c.templateId AND p.publication = c.publication
  LEFT JOIN chainTemplateVersion w ON w.templateId = c.templateId AND w.version = p.version
  WHERE ${
    isChain
      ? '1 = 1'
      : `c.state = 'published' AND EXISTS (
    SELECT 1 FROM store s WHERE ${within.sql} AND ${reachesSql('p', 's')})`
  }`

const seenParameters = (within: Condition, isChain: boolean) =>
  Array.from({ length: isChain ? 2 : 3 }, () => within.parameters).flat()

/** In the order somebody looks for one: what stands at the stores, then drafts, then what is gone. */
export const listChainTemplates = (read: Reader, scope: Scope): Promise<TemplateSeen[]> => {
  const within = withinScope(scope, 's.code')
  const isChain = scope.kind === 'chain'
  return read.all<TemplateSeen>(
    `${seenSql(within, isChain)}
     ORDER BY CASE c.state WHEN 'published' THEN 0 WHEN 'draft' THEN 1 ELSE 2 END, c.name, c.templateId`,
    seenParameters(within, isChain),
  )
}

export const findChainTemplate = (
  read: Reader,
  templateId: string,
  scope: Scope,
): Promise<TemplateSeen | undefined> => {
  const within = withinScope(scope, 's.code')
  const isChain = scope.kind === 'chain'
  return read.one<TemplateSeen>(`${seenSql(within, isChain)} AND c.templateId = ?`, [
    ...seenParameters(within, isChain),
    templateId,
  ])
}

export interface PublicationRow extends Told {
  publication: number
  version: number
  withdrawn: number
  at: string
  byName: string
}

export const publicationsOf = (read: Reader, templateId: string): Promise<PublicationRow[]> =>
  read.all<PublicationRow>(
    `SELECT publication, version, withdrawn, audienceKind, audienceCodes, isDefault, at, byName
     FROM chainTemplatePublication WHERE templateId = ? ORDER BY publication DESC`,
    [templateId],
  )

export const versionsOf = (
  read: Reader,
  templateId: string,
): Promise<{ version: number; savedAt: string; savedByName: string }[]> =>
  read.all(
    'SELECT version, savedAt, savedByName FROM chainTemplateVersion WHERE templateId = ? ORDER BY version DESC',
    [templateId],
  )

export interface ReachedStore {
  storeCode: string
  storeName: string
  pcs: number
  pcsHave: number
  heardAt: string | null
}

/** Who does not have it yet, first. */
export const storesReachedBy = (read: Reader, templateId: string, scope: Scope): Promise<ReachedStore[]> => {
  const within = withinScope(scope, 's.code')
  return read.all<ReachedStore>(
    `SELECT s.code AS storeCode, s.name AS storeName, count(*) AS pcs,
       count(h.deviceId) AS pcsHave, max(h.heardAt) AS heardAt
     FROM chainTemplate c
     JOIN chainTemplatePublication p ON p.templateId = c.templateId AND p.publication = c.publication
     JOIN store s ON ${reachesSql('p', 's')}
     JOIN device d ON d.storeCode = s.code AND d.state = 'active'
     LEFT JOIN chainTemplateHeard h
       ON h.templateId = c.templateId AND h.deviceId = d.deviceId AND h.publication >= c.publication
     WHERE c.templateId = ? AND c.state = 'published' AND ${within.sql}
     GROUP BY s.code, s.name ORDER BY count(h.deviceId) >= count(*), s.code`,
    [templateId, ...within.parameters],
  )
}

export interface Places {
  regions: { code: string; name: string }[]
  stores: { code: string; name: string; regionCode: string }[]
}

/** Whom one may be for, by name. */
export const placesWithin = async (read: Reader, scope: Scope): Promise<Places> => {
  const { sql, parameters } = withinScope(scope, 's.code')
  const stores = await read.all<Places['stores'][number]>(
    `SELECT s.code, s.name, s.regionCode FROM store s WHERE ${sql} ORDER BY s.code`,
    parameters,
  )
  const regions = await read.all<Places['regions'][number]>(
    `SELECT r.code, r.name FROM region r WHERE EXISTS (SELECT 1 FROM store s WHERE s.regionCode = r.code AND ${sql})
     ORDER BY r.code`,
    parameters,
  )
  return { regions, stores }
}
