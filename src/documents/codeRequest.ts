/**
 * A store asks HQ what a code is: a question in its log, kept once for each code, that moves nothing and keeps no paper
 * waiting. It names the answers it had heard, so that a question that crossed HQ's answer counts as answered.
 */
import type { InputOf } from '../contract/operations'
import type { CodeAsked } from '../contract/schemas/codeRequest'
import type { DocumentRow } from '../database/entities'
import { skusOfCodeSql, spellingsOf } from '../database/queries/codes'
import type { Reader, Tx } from '../database/unitOfWork'
import { Refusal } from '../gateway/gateway'
import { append } from '../ledger/append'
import { findDraft } from './find'
import { readByPolicy } from './lookUp'
import { type OddCode, oddCode } from './tray'
import type { DocumentWork } from './work'

export const askHq = async (work: DocumentWork, input: InputOf<'codeRequest.ask'>): Promise<void> => {
  const draft = await findDraft(work, input.type, input.documentId)
  const odd = await oddCode(work, input.documentId, input.trayId)
  if (odd.code === '') throw new Refusal('CODE_NOT_ASKABLE', { text: odd.text })
  if (await isKnown(work.tx, odd.code)) throw new Refusal('CODE_KNOWN', { code: odd.code })
  const note = input.note ?? ''
  await tell(work, draft, odd, { sku: '', packFactor: 0, note })
  work.remember(draft.documentId, { code: odd.code, note, before: 'unknown', after: 'asked' })
  work.emit({ type: 'document.changed', documentId: draft.documentId })
}

type Proposal = Pick<CodeAsked, 'sku' | 'packFactor' | 'note'>

/** With a product in hand, where HQ could write the code down and has not done so. */
export const askAbout = async (
  work: DocumentWork,
  draft: DocumentRow,
  odd: OddCode,
  proposal: Proposal,
): Promise<void> => {
  if (odd.code !== '' && !(await isKnown(work.tx, odd.code))) await tell(work, draft, odd, proposal)
}

const isKnown = async (read: Reader, code: string): Promise<boolean> =>
  (await read.one(`${skusOfCodeSql} LIMIT 1`, [spellingsOf(code)])) !== undefined

const tell = async (work: DocumentWork, draft: DocumentRow, odd: OddCode, proposal: Proposal): Promise<void> => {
  const { logId, storeCode } = await work.place()
  const heard = await work.tx.one<{ answerNo: number }>('SELECT answerNo FROM codeAnswer WHERE code = ?', [odd.code])
  const reading = readByPolicy(await work.policy(), work.storeDay, odd.text)
  const asked: CodeAsked = {
    type: 'code.asked',
    ...{ storeCode, code: odd.code, rule: reading.kind === 'code' ? reading.rule : '', ...proposal },
    ...{ documentType: draft.type as CodeAsked['documentType'], documentId: draft.documentId, number: draft.number },
    ...{ knownAnswer: heard?.answerNo ?? 0, userId: work.user.userId, occurredAt: work.at },
  }
  await append(work.tx, {
    ...{ logId, payload: JSON.stringify(asked), documentId: '', movements: [] },
    ...{ occurredAt: work.at, recordedAt: work.at, userId: work.user.userId },
  })
  await keepQuestion(work.tx, asked)
  work.nudge()
}

/**
 * Once for each code and store, with its newest words; who knows no product does not take back what another proposed. After
 * an answer it is a new question.
 */
export const keepQuestion = (tx: Tx, asked: CodeAsked): Promise<void> =>
  tx.run(
    `INSERT INTO codeQuestion (code, storeCode, rule, sku, packFactor, documentType, documentId, number, note, userId,
       times, knownAnswer, firstAt, lastAt)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?)
     ON CONFLICT (code, storeCode) DO UPDATE SET rule = excluded.rule,
       sku = CASE excluded.sku WHEN '' THEN codeQuestion.sku ELSE excluded.sku END,
       packFactor = CASE excluded.sku WHEN '' THEN codeQuestion.packFactor ELSE excluded.packFactor END,
       note = CASE excluded.note WHEN '' THEN codeQuestion.note ELSE excluded.note END,
       documentType = excluded.documentType, documentId = excluded.documentId, number = excluded.number,
       userId = excluded.userId,
       times = CASE WHEN excluded.knownAnswer > codeQuestion.knownAnswer THEN 1 ELSE codeQuestion.times + 1 END,
       firstAt = CASE WHEN excluded.knownAnswer > codeQuestion.knownAnswer THEN excluded.firstAt
         ELSE codeQuestion.firstAt END,
       knownAnswer = max(codeQuestion.knownAnswer, excluded.knownAnswer), lastAt = excluded.lastAt`,
    [
      ...[asked.code, asked.storeCode, asked.rule, asked.sku, asked.packFactor, asked.documentType, asked.documentId],
      ...[asked.number, asked.note, asked.userId, asked.knownAnswer, asked.occurredAt, asked.occurredAt],
    ],
  )
