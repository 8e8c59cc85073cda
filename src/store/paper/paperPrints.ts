/** Which print of a paper this is, counted on this PC: within one state, so that the posted paper is no reprint of its draft. */
import type { OutputOf } from '../../contract/operations'
import type { PaperForm } from '../../contract/schemas/paper'
import type { PaperSize } from '../../core/paper/form'
import type { PaperLanguage } from '../../core/paper/html'
import type { Reader, Tx } from '../../database/unitOfWork'

export interface PrintedSubject {
  subjectId: string
  /** what a review came to is printed from its stocktake, and is no form of its own to choose */
  form: PaperForm | 'stocktakeReport'
  state: string
}

export const nextPrintNo = async (read: Reader, { subjectId, form, state }: PrintedSubject): Promise<number> => {
  const row = await read.one<{ prints: number }>(
    'SELECT coalesce(max(printNo), 0) AS prints FROM paperPrint WHERE subjectId = ? AND form = ? AND state = ?',
    [subjectId, form, state],
  )
  return (row?.prints ?? 0) + 1
}

export interface KeptPrint extends PrintedSubject {
  printNo: number
  size: PaperSize
  language: PaperLanguage
  queue: string
  userId: string
  printedAt: string
}

export const keepPrint = (tx: Tx, print: KeptPrint): Promise<void> => tx.insertRows('paperPrint', [{ ...print }])

const shownMax = 20

export const printsOf = async (read: Reader, subjectId: string): Promise<OutputOf<'paper.printed'>> => {
  const all = await read.one<{ total: number }>('SELECT count(*) AS total FROM paperPrint WHERE subjectId = ?', [
    subjectId,
  ])
  const prints = await read.all<OutputOf<'paper.printed'>['prints'][number]>(
    `SELECT p.form, p.size, p.printNo, p.printedAt, coalesce(u.name, p.userId) AS userName
     FROM paperPrint p LEFT JOIN user u ON u.id = p.userId
     WHERE p.subjectId = ? ORDER BY p.printedAt DESC, p.printNo DESC LIMIT ${shownMax}`,
    [subjectId],
  )
  return { total: all?.total ?? 0, prints }
}
