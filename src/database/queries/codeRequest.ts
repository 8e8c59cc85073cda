/** Questions about codes as people see them: at HQ one row a code with every store that asked, at a store what HQ answered. */
import { checkDigitIsGood, kindOfCode, type ProductCodeKind } from '../../core/barcode/productCode'
import type { Scope } from '../../core/organisation/scope'
import type { Parameter, Reader } from '../unitOfWork'
import { allOf, type Condition, likeText, withinScope } from './scope'

interface ProductNames {
  sku: string
  name: string
  nameEn: string
  spec: string
  unit: string
}

interface AskedOnce {
  storeCode: string
  storeName: string
  times: number
  open: boolean
  proposal: (ProductNames & { packFactor: number }) | null
  documentType: string
  number: string
  note: string
  userName: string
  firstAt: string
  lastAt: string
}

interface Answered {
  answerNo: number
  decision: string
  sku: string
  name: string
  packFactor: number
  reason: string
  userName: string
  at: string
}

/** One code with every store that asked about it, within the scope of who looks. */
export interface CodeRequestView {
  code: string
  kind: ProductCodeKind
  checkDigitGood: boolean | null
  state: 'open' | 'answered'
  firstAt: string
  lastAt: string
  questions: AskedOnce[]
  holders: (ProductNames & { packFactor: number; packName: string })[]
  answer: Answered | null
}

export interface CodeRequestFilter {
  state: 'open' | 'answered'
  storeCode?: string | undefined
  search?: string | undefined
  after?: string | undefined
  limit: number
}

/** No answer since the last one its asker had heard. */
const isOpen = 'coalesce(a.answerNo, 0) <= q.knownAnswer'

const asked = 'codeQuestion q LEFT JOIN codeAnswer a ON a.code = q.code'

/** The longest waiting first; of those that are answered the newest answer. */
const orders = {
  open: { key: `min(CASE WHEN ${isOpen} THEN q.firstAt END)`, order: 'place, code', past: '>' },
  answered: { key: 'max(a.at)', order: 'place DESC, code DESC', past: '<' },
} as const

export const listCodeRequests = async (
  read: Reader,
  filter: CodeRequestFilter,
  scope: Scope,
): Promise<{ requests: CodeRequestView[]; more: boolean; open: number }> => {
  const { state, after, limit } = filter
  const { key, order, past } = orders[state]
  const where = allOf([withinScope(scope, 'q.storeCode'), ...conditionsOf(filter)])
  const beyond = after === undefined ? '' : `WHERE (place, code) ${past} (SELECT place, code FROM found WHERE code = ?)`
  const rows = await read.all<{ code: string }>(
    `WITH found AS (SELECT q.code, ${key} AS place FROM ${asked} WHERE ${where.sql} GROUP BY q.code
       HAVING ${state === 'open' ? '' : 'NOT '}max(${isOpen}))
     SELECT code FROM found ${beyond} ORDER BY ${order} LIMIT ?`,
    [...where.parameters, ...(after === undefined ? [] : [after]), limit + 1],
  )
  const codes = rows.slice(0, limit).map(({ code }) => code)
  return {
    requests: await readCodes(read, codes, scope),
    more: rows.length > limit,
    open: await countOpen(read, scope),
  }
}

const conditionsOf = ({ storeCode, search }: CodeRequestFilter): Condition[] => [
  ...(storeCode ? [{ sql: 'q.storeCode = ?', parameters: [storeCode] }] : []),
  ...(search ? [searched(search)] : []),
]

const searched = (text: string): Condition => ({
  sql: `q.code LIKE ? ESCAPE '\\' OR q.number LIKE ? ESCAPE '\\' OR q.sku IN (
    SELECT sku FROM product WHERE sku = ? OR name LIKE ? ESCAPE '\\' OR searchText LIKE ? ESCAPE '\\')`,
  parameters: [likeText(text), likeText(text), text, likeText(text), likeText(text.toLowerCase())],
})

const countOpen = async (read: Reader, scope: Scope): Promise<number> => {
  const { sql, parameters } = withinScope(scope, 'q.storeCode')
  const row = await read.one<{ n: number }>(
    `SELECT count(DISTINCT q.code) AS n FROM ${asked} WHERE ${isOpen} AND ${sql}`,
    parameters,
  )
  return row?.n ?? 0
}

/** Undefined where no store within the scope asked. */
export const findCodeRequest = async (read: Reader, code: string, scope: Scope): Promise<CodeRequestView | undefined> =>
  (await readCodes(read, [code], scope))[0]

type QuestionRow = Omit<AskedOnce, 'open' | 'proposal'> &
  ProductNames & { packFactor: number; code: string; rule: string; open: number }
type HolderRow = CodeRequestView['holders'][number] & { code: string }
type AnswerRow = Answered & { code: string }

const readCodes = async (read: Reader, codes: readonly string[], scope: Scope): Promise<CodeRequestView[]> => {
  const wanted: Parameter = JSON.stringify(codes)
  const [questions, holders, answers] = [
    await questionsOf(read, wanted, scope),
    await holdersOf(read, wanted),
    await answersOf(read, wanted),
  ]
  return codes.flatMap((code) => {
    const ofCode = <R extends { code: string }>(rows: readonly R[]): R[] => rows.filter((row) => row.code === code)
    const asking = ofCode(questions)
    return asking.length === 0 ? [] : [requestOf(code, asking, ofCode(holders), ofCode(answers)[0])]
  })
}

const requestOf = (
  code: string,
  rows: readonly QuestionRow[],
  holders: readonly HolderRow[],
  answer: AnswerRow | undefined,
): CodeRequestView => {
  const waiting = rows.filter(({ open }) => open === 1)
  const firsts = (waiting.length > 0 ? waiting : rows).map(({ firstAt }) => firstAt).sort()
  const lasts = rows.map(({ lastAt }) => lastAt).sort()
  return {
    code,
    // what was read out of a scale's label is found again as a scale's number alone
    kind: rows.some(({ rule }) => rule === 'weighed') ? 'plu' : kindOfCode(code),
    checkDigitGood: checkDigitIsGood(code),
    state: waiting.length > 0 ? 'open' : 'answered',
    firstAt: firsts[0] as string,
    lastAt: lasts.at(-1) as string,
    questions: rows.map(questionOf),
    holders: holders.map(({ code: _code, ...holder }) => holder),
    answer: answer ? withoutCode(answer) : null,
  }
}

const withoutCode = ({ code: _code, ...answer }: AnswerRow): Answered => answer

const questionOf = (row: QuestionRow): AskedOnce => {
  const { code: _code, rule: _rule, sku, name, nameEn, spec, unit, packFactor, open, ...rest } = row
  return {
    ...rest,
    open: open === 1,
    proposal: sku === '' ? null : { sku, name, nameEn, spec, unit, packFactor },
  }
}

const productNames = `coalesce(p.name, '') AS name, coalesce(p.nameEn, '') AS nameEn, coalesce(p.spec, '') AS spec,
  coalesce(p.unit, '') AS unit`

const questionsOf = (read: Reader, codes: Parameter, scope: Scope): Promise<QuestionRow[]> => {
  const { sql, parameters } = withinScope(scope, 'q.storeCode')
  return read.all<QuestionRow>(
    `SELECT q.code, q.rule, q.storeCode, coalesce(s.name, q.storeCode) AS storeName, q.times, ${isOpen} AS open, q.sku,
       ${productNames}, q.packFactor, q.documentType, q.number, q.note, coalesce(u.name, q.userId) AS userName, q.firstAt,
       q.lastAt
     FROM ${asked} LEFT JOIN store s ON s.code = q.storeCode LEFT JOIN user u ON u.id = q.userId
     LEFT JOIN product p ON p.sku = q.sku
     WHERE q.code IN (SELECT value FROM json_each(?)) AND ${sql} ORDER BY q.firstAt, q.storeCode`,
    [codes, ...parameters],
  )
}

const holdersOf = (read: Reader, codes: Parameter): Promise<HolderRow[]> =>
  read.all<HolderRow>(
    `SELECT b.code, b.sku, ${productNames}, b.packFactor, b.packName FROM barcode b JOIN product p ON p.sku = b.sku
     WHERE b.code IN (SELECT value FROM json_each(?)) ORDER BY b.packFactor, b.sku`,
    [codes],
  )

const answersOf = (read: Reader, codes: Parameter): Promise<AnswerRow[]> =>
  read.all<AnswerRow>(
    `SELECT a.code, a.answerNo, a.decision, a.sku, a.packFactor, a.reason, a.userName, a.at, coalesce(p.name, '') AS name
     FROM codeAnswer a LEFT JOIN product p ON p.sku = a.sku WHERE a.code IN (SELECT value FROM json_each(?))`,
    [codes],
  )

const newsMax = 50

/** Refused ones that were set aside are dealt with; what is known by now can still be counted. */
export const newsOfCodes = (read: Reader, scope: Scope): Promise<object[]> => {
  const { sql, parameters } = withinScope(scope, 'd.storeCode')
  return read.all<object>(
    `SELECT d.documentId, d.type AS documentType, d.number, d.state, e.code, e.scans, a.decision,
       coalesce(p.name, '') AS name, a.reason, a.at
     FROM document d JOIN trayEntry e ON e.documentId = d.documentId JOIN codeAnswer a ON a.code = e.code
     LEFT JOIN product p ON p.sku = a.sku
     WHERE d.state IN ('draft', 'held') AND e.code <> '' AND e.sku IS NULL
       AND (e.state = 'open' OR (e.state = 'setAside' AND a.decision = 'linked')) AND ${sql}
     ORDER BY a.at DESC, e.code LIMIT ${newsMax}`,
    parameters,
  )
}
