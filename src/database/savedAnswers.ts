/**
 * Commands count once: the answer is saved in the transaction of its effect, so a retry with the same requestId gets the
 * same answer again, also after a crash between commit and reply.
 */
import { createHash } from 'node:crypto'
import type { Database, Reader, Tx } from './unitOfWork'

/** The same requestId came with another operation or input: a client's bug, nothing is run. */
export class AnswerDiffers extends Error {}

export interface OnceKey {
  requestId: string
  operation: string
  input: unknown
  at: string
}

/** Nobody repeats a command after a week; without this every draft's decisions stay in the file for ever. */
export const forgetAnswersBefore = (database: Database, at: string): Promise<void> =>
  database.write((tx) => tx.run('DELETE FROM savedAnswer WHERE savedAt < ?', [at]))

/** Did this request take effect before? Then `runOnce` runs nothing: it gives the answer again, or says that it differs. */
export const hasAnswer = async (read: Reader, { requestId, operation }: Pick<OnceKey, 'requestId' | 'operation'>) =>
  (await read.one('SELECT 1 AS found FROM savedAnswer WHERE requestId = ? AND operation = ?', [
    requestId,
    operation,
  ])) !== undefined

export const runOnce = <T>(database: Database, key: OnceKey, work: (tx: Tx) => Promise<T>): Promise<T> =>
  database.write(async (tx) => {
    const inputHash = createHash('sha256').update(JSON.stringify(key.input)).digest('base64')
    const saved = await tx.one<{ operation: string; inputHash: string; answer: string }>(
      'SELECT operation, inputHash, answer FROM savedAnswer WHERE requestId = ?',
      [key.requestId],
    )
    if (saved) {
      if (saved.operation !== key.operation || saved.inputHash !== inputHash) throw new AnswerDiffers(key.requestId)
      return JSON.parse(saved.answer) as T
    }
    const answer = await work(tx)
    await tx.run('INSERT INTO savedAnswer (requestId, operation, inputHash, answer, savedAt) VALUES (?, ?, ?, ?, ?)', [
      key.requestId,
      key.operation,
      inputHash,
      JSON.stringify(answer),
      key.at,
    ])
    return answer
  })
