/** Lines of the log in words: what was done, how it ended, and what it changed, field by field. */
import type { TFunction } from 'i18next'
import { isErrorCode } from '../contract/errors'
import type { OutputOf } from '../contract/operations'
import { templateHeard } from '../core/labels/chainTemplate'
import { priceHeard, priceLabelsBack, priceLabelsPrinted, priceTookEffect } from '../core/prices/told'
import { costValueToFen, moneyText, quantityText } from '../core/quantity/quantity'
import type { RefusalParams } from '../core/result'
import { permissionText } from './documents'
import { codeText, errorText } from './errorText'
import { nameIn } from './format'

export type TrailRow = OutputOf<'trail.search'>['rows'][number]
export const trailKey = ({ logId, seq }: Pick<TrailRow, 'logId' | 'seq'>): string => `${logId}:${seq}`

/** Nobody in particular: the program itself, or a PC that called under its own id; which one is said by the place. */
export const whoText = (t: TFunction, language: string, row: TrailRow): string =>
  nameIn(language, { name: row.userName, nameEn: row.userNameEn }) ||
  (isPc(row) ? t('trail.pc') : row.userId) ||
  triedText(t, language, row) ||
  t('trail.system')

/** Somebody who was not let in gave a password for this account: theirs or not, nobody knows. */
const triedText = (t: TFunction, language: string, row: TrailRow): string => {
  const account = triedFor(language, row)
  return account === '' ? '' : t('trail.notLetIn', { account })
}

/** Whose account a refused call was tried for; '' where none was. */
export const triedFor = (language: string, { outcome, detail, names }: TrailRow): string => {
  const { userId } = detail
  if (outcome !== 'refused' || typeof userId !== 'string') return ''
  return called(language, names, userId) ?? userId
}

const called = (language: string, names: TrailRow['names'], id: string): string | undefined =>
  names[id] && nameIn(language, names[id])

const isPc = ({ userId, deviceLetter }: TrailRow): boolean => deviceLetter !== '' && isId(userId)

const idPattern = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g
const isId = (text: string): boolean => text.length === 36 && text.search(idPattern) === 0

/** An id tells a person nothing; its beginning is enough to hold two of them against each other. */
export const shortIds = (text: string): string => text.replace(idPattern, (id) => id.slice(0, 8))

/** Roles have HQ's names, also those it made itself; one it took away since is said by what it began as. */
export const rolesText = (t: TFunction, language: string, roles: TrailRow['roles']): string =>
  roles
    .map((role) =>
      role.name === role.code ? t(`roles.${role.code}`, { defaultValue: role.code }) : nameIn(language, role),
    )
    .join(', ') || '—'

/** What was asked for and how often in a minute, where it never became an operation. */
export const knocksOf = ({ operation, detail }: Pick<TrailRow, 'operation' | 'detail'>) =>
  operation === 'door.refused' ? { asked: String(detail.asked ?? ''), times: Number(detail.times ?? 1) } : null

export const placeText = (t: TFunction, row: Pick<TrailRow, 'storeCode' | 'storeName' | 'deviceLetter'>): string =>
  [
    row.storeCode === '' ? t('trail.hq') : row.storeName || row.storeCode,
    row.deviceLetter === '' ? '' : t('trail.letter', { letter: row.deviceLetter }),
  ]
    .filter((part) => part !== '')
    .join(' ')

/** Written to the log by no operation of the table: what a program notes by itself. */
export const notedByItself = [
  'trail.begun',
  'trail.fenced',
  'trail.cut',
  'trail.carried',
  'log.repaired',
  'log.setAside',
  'rows.odd',
  'rows.upgraded',
  'clock.counted',
  'rows.marked',
  'count.arrived',
  'rows.left',
  'master.forgotten',
  'sync.logOpened',
  'sync.replayed',
  'door.refused',
  'stocktakeSchedule.fellDue',
  priceTookEffect,
  priceHeard,
  priceLabelsPrinted,
  priceLabelsBack,
  templateHeard,
] as const

/** `document.post` -> 过账单据; a name this program does not know stays as it is. */
export const operationText = (t: TFunction, operation: string): string =>
  t(`operations.${operation.replace('.', '-')}`, { defaultValue: operation })

/** A label that was sent is not out for that: its printer refused it, or nobody knows. '' where it went well, or is no label. */
export const labelLeft = ({
  operation,
  detail,
}: Pick<TrailRow, 'operation' | 'detail'>): '' | 'labelNotOut' | 'labelUnsure' => {
  const after = operation === 'label.print' && isRecord(detail.after) ? detail.after : {}
  if ('unknown' in after) return 'labelUnsure'
  return 'failed' in after ? 'labelNotOut' : ''
}

/** What was done, and of a label how it ended; of a paper that went out before: that it did, and which print it was. */
export const actText = (t: TFunction, row: TrailRow): string => {
  const name = operationText(t, row.operation)
  if (row.outcome === 'refused') return name
  const left = labelLeft(row)
  const said = printText(t, name, row)
  return left === '' ? said : t('trail.ended', { name: said, end: t(`trail.${left}`) })
}

const printText = (t: TFunction, name: string, { detail }: Pick<TrailRow, 'detail'>): string => {
  const printNo = printNoOf(detail)
  if (printNo > 1) return t('trail.reprinted', { name, printNo })
  return detail.reprint === true ? t('trail.reprint', { name }) : name
}

const printNoOf = ({ after }: TrailRow['detail']): number =>
  isRecord(after) && typeof after.printed === 'number' ? after.printed : 0

/** What it was about: a number; where a paper has none, its name. */
export const aboutText = (
  t: TFunction,
  { number, detail, operation }: Pick<TrailRow, 'number' | 'detail' | 'operation'>,
): string => {
  if (number !== '') return number
  const { form, warehouseCode } = detail
  if (typeof form === 'string') {
    const called = t(`trailPaper.${form}`, { defaultValue: form })
    return typeof warehouseCode === 'string' ? `${called} ${warehouseCode}` : called
  }
  return operation.startsWith('label.') ? labelText(t, detail) : ''
}

/** The product, with its lot; of a list of them, how they were found. */
const labelText = (t: TFunction, { fill, name, lot, shelf }: TrailRow['detail']): string => {
  if (typeof name === 'string' && typeof lot === 'string') return t('trail.lotOf', { name, lot })
  // lines of before named the kind of list alone
  const found = fill === undefined ? '' : t(`trailFill.${fill}`, { defaultValue: String(fill) })
  const called = typeof name === 'string' ? t(`trailFill.${name}`, { defaultValue: name }) : String(shelf ?? '')
  return [found, called].filter((part) => part !== '').join(' ')
}

/** A refusal in the words its user was told, with its numbers where it has them. */
export const refusalText = (t: TFunction, code: string, detail: unknown): string => {
  if (!isErrorCode(code)) return code
  const params = isRecord(detail) ? (detail as RefusalParams) : {}
  if (code === 'FORBIDDEN' && typeof params.permission === 'string')
    return t('trail.lacked', { permission: permissionText(t, params.permission) })
  try {
    return errorText(t, { code, params })
  } catch {
    return codeText(t, code)
  }
}

export interface Change {
  path: string
  /** '' where it was not there, or nobody said */
  before: string
  after: string
}

/** What a detail says changed. */
export const changesOf = (detail: unknown): Change[] => {
  if (!isRecord(detail)) return []
  const { before, after, changes, ...facts } = detail
  const listed = Array.isArray(changes) ? changes.filter(isChange) : []
  return [
    ...compared(flat(before, bareName(before ?? after, facts)), flat(after, bareName(after ?? before, facts))),
    ...listed.map((one) => ({ path: one.path, before: one.before, after: one.after })),
  ].slice(0, changesMax)
}

export interface Fact {
  path: string
  text: string
}

/** What it says beside that: a scan, a reason, which session it was. Nothing of it became another by the act. */
export const factsOf = (detail: unknown): Fact[] => {
  if (!isRecord(detail)) return []
  const { before: _before, after: _after, changes: _changes, ...facts } = detail
  return [...flat(facts)].map(([path, text]) => ({ path, text })).slice(0, changesMax)
}

/** A panel is read by a person; what a policy of thousands of values changed is read where policies are. */
const changesMax = 400
/** What a bare value before and after is: the state a paper was in, a quantity of a line, a day. */
const bareName = (value: unknown, { field }: Record<string, unknown>): string => {
  if (isRecord(value)) return ''
  if (Array.isArray(value)) return 'lines'
  if (typeof value === 'number')
    return typeof field === 'string' && field !== 'quantity' ? `${field}Quantity` : 'quantity'
  return /^\d{4}-\d{2}-\d{2}$/.test(String(value)) ? 'expiryDate' : 'state'
}

const compared = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): Change[] =>
  [...new Set([...before.keys(), ...after.keys()])]
    .map((path) => ({ path, before: before.get(path) ?? '', after: after.get(path) ?? '' }))
    .filter((change) => change.before !== change.after || change.before !== '')

/** Only what differs; where nothing does, all of it. */
export const differing = (changes: readonly Change[]): Change[] =>
  changes.filter(({ before, after }) => before !== after)

const flat = (value: unknown, path = ''): Map<string, string> => {
  if (value === undefined || value === null || value === '') return new Map()
  if (typeof value !== 'object') return new Map([[path, String(value)]])
  const entries = Array.isArray(value) ? plainList(value, path) : null
  if (entries) return entries
  return new Map(Object.entries(value).flatMap(([key, one]) => [...flat(one, path === '' ? key : `${path}.${key}`)]))
}

const plainList = (list: readonly unknown[], path: string): Map<string, string> | null =>
  list.every((one) => one === null || typeof one !== 'object') ? new Map([[path, list.join(', ')]]) : null

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isChange = (value: unknown): value is Change =>
  isRecord(value) && ['path', 'before', 'after'].every((key) => typeof value[key] === 'string')

/** lines.2.quantity -> 明细 › 第 3 项 › 数量; parts nobody gave a word stay as they are. */
export const fieldText = (t: TFunction, path: string): string => {
  const [first = '', ...rest] = path.split('.')
  // the name of a right has a dot of its own
  if ((first === 'rights' || first === 'specialRights') && rest.length > 0)
    return `${wordOf(t, first)} › ${permissionText(t, rest.join('.'))}`
  return path
    .split('.')
    .map((part) => (/^\d+$/.test(part) ? t('trail.item', { n: Number(part) + 1 }) : wordOf(t, part)))
    .join(' › ')
}

/** The first that has the word; those of a policy are HQ's, whose log alone tells of it. */
const fieldSets = ['trailField', 'documentType', 'act', 'policyPath']

const wordOf = (t: TFunction, part: string): string =>
  fieldSets.reduceRight((words, set) => t(`${set}.${part}`, { defaultValue: words }), part)

const quantityField = /(^|\.)(\w*[qQ]uantity|quantity|packFactor|onHand|counted|received|asked|approved)$/
const fenField = /Fen$/
/** cost value, 1/10,000 yuan */
const valueField = /(^|\.)value$/

const userField = /(^|\.)(\w*[uU]serId|\w+ById|holderId|authorId|authorityId|lentTo)$/

/** As `valueIn`, with what people call the ids in it. */
export const namedValue = (
  t: TFunction,
  language: string,
  { path, text, names }: { path: string; text: string } & Pick<TrailRow, 'names'>,
): string => {
  if (/(^|\.)operation$/.test(path)) return operationText(t, text)
  if (userField.test(path)) return called(language, names, text) ?? valueIn(t, path, text)
  return valueIn(
    t,
    path,
    text.replace(idPattern, (id) => called(language, names, id) ?? id),
  )
}

/** who holds a right, in a policy */
const holdersField = /^(rights|specialRights)\.|\.rights\./

/** Words where a field holds words of ours, figures as people write them. */
export const valueIn = (t: TFunction, path: string, text: string): string => {
  if (text === '') return '—'
  const last = path.split('.').at(-1) ?? ''
  if (/^-?\d+$/.test(text)) return figureIn(path, Number(text))
  if (text === 'true' || text === 'false') return t(text === 'true' ? 'common.yes' : 'common.no')
  if (last === 'problem' && isErrorCode(text)) return codeText(t, text)
  const sets = holdersField.test(path) ? wordSets.roles : wordSets[last]
  if (sets === undefined) return shortIds(text)
  return text
    .split(', ')
    .map((one) => sets.reduceRight((words, set) => t(`${set}.${one}`, { defaultValue: words }), one))
    .join(', ')
}

const figureIn = (path: string, figure: number): string => {
  if (!Number.isSafeInteger(figure)) return String(figure)
  if (fenField.test(path)) return `¥${moneyText(figure)}`
  if (valueField.test(path)) return `¥${moneyText(costValueToFen(figure))}`
  return quantityField.test(path) ? quantityText(figure) : String(figure)
}

/** The first that has the word. */
const wordSets: Record<string, readonly string[]> = {
  state: [
    ...['documentState', 'transferState', 'stocktakeState', 'deviceStates', 'enrolmentCodeStates', 'scheduleState'],
    ...['trailState', 'priceState', 'chainTemplateState'],
  ],
  audience: ['audienceKind'],
  level: ['level'],
  nextLevel: ['level'],
  type: ['documentType'],
  decision: ['documentStep.decided', 'trailState'],
  step: ['documentStep', 'stocktakeStep'],
  role: ['roles'],
  roles: ['roles'],
  way: ['settlement'],
  condition: ['condition'],
  toCondition: ['condition'],
  outcome: ['trailScan'],
  form: ['trailPaper'],
  size: ['trailPaper'],
  cameOut: ['trailPaper'],
  uncounted: ['uncountedRule'],
  field: ['trailField'],
  why: ['trailWhy'],
  fill: ['trailFill'],
  // of a label: the receipt's number, or how its list was found
  origin: ['trailFill'],
  found: ['findings'],
  kind: ['secretKind', 'findingLog', 'warehouseKind', 'transferKind', 'stocktakeKind', 'trailKind'],
  by: ['checkedBy'],
}

/** What a filter offers: what changes something, what notes itself, and whatever is asked for already. */
export const searchedOperations = (declared: readonly string[], asked: string): string[] => [
  ...new Set([...declared, ...notedByItself, ...(asked === '' ? [] : [asked])]),
]
