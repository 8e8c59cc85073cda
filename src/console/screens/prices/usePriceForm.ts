/** 新调价's form: rows typed, scanned or read from a file, each looked at by the hub as soon as it stands there. */
import { useMemo, useState } from 'react'
import type { InputOf } from '../../../contract/operations'
import { type CheckedPrice, priceLinesMax } from '../../../contract/schemas/price'
import { daysAfter, storeDayOf } from '../../../core/quantity/storeDay'
import { useOperation } from '../../../ui/client'
import { readTable } from '../../../ui/readTable'
import { priceRows, type WishedRow } from '../../data/prices'

export interface FormLine extends WishedRow {
  id: number
  /** null until the hub has looked at it */
  checked: CheckedPrice | null
}

export type Missing = 'day' | 'lines' | 'checking' | 'faults'

interface Kept extends WishedRow {
  id: number
}

/** The chain's day, wherever the browser is: the hub goes by it. */
export const chainToday = (): string => storeDayOf(Date.now())

let lastId = 0
const withId = (row: WishedRow): Kept => {
  lastId += 1
  return { ...row, id: lastId }
}

export const usePriceForm = () => {
  const [effectiveDate, setDay] = useState(daysAfter(chainToday(), 1))
  const [note, setNote] = useState('')
  const [kept, setKept] = useState<Kept[]>([])
  const [problem, setProblem] = useState('')
  const asked = useMemo(() => kept.map(({ code, priceFen }) => ({ code, priceFen })), [kept])
  const check = useOperation(
    'price.check',
    { effectiveDate, lines: asked },
    { enabled: asked.length > 0 && effectiveDate !== '', keepPrevious: true },
  )
  const lines = matched(kept, check.data?.lines ?? [])
  const add = (rows: readonly WishedRow[]): void => {
    const tooMany = kept.length + rows.length > priceLinesMax
    setProblem(tooMany ? 'tooMany' : '')
    if (!tooMany) setKept((now) => [...now, ...rows.map(withId)])
  }
  const readFile = async (file: File): Promise<void> => {
    setProblem('')
    const table = await readTable(file)
    if (!table.ok) return setProblem(table.problem)
    const read = priceRows(table.rows)
    if (!read.ok) return setProblem(read.problem)
    add(read.rows)
  }
  // what was said of other rows, or of another day, is no answer
  const isChecking = check.data === undefined || check.isPlaceholderData || check.isFetching
  const missing = missingOf(effectiveDate, lines, isChecking)
  return {
    ...{ effectiveDate, setDay, note, setNote, lines, problem, add, readFile, missing },
    checkError: check.isError ? check.error : null,
    isDirty: kept.length > 0 || note !== '',
    faults: lines.filter(({ checked }) => checked !== null && checked.fault !== null).length,
    setPrice: (id: number, priceFen: number | null): void =>
      setKept((now) => now.map((line) => (line.id === id ? { ...line, priceFen } : line))),
    remove: (id: number): void => setKept((now) => now.filter((line) => line.id !== id)),
    removeFaults: (): void => {
      const wrong = new Set(lines.filter(({ checked }) => checked?.fault != null).map(({ id }) => id))
      setKept((now) => now.filter(({ id }) => !wrong.has(id)))
    },
    input: missing === null ? inputOf(effectiveDate, note, lines) : null,
  }
}

export type PriceForm = ReturnType<typeof usePriceForm>

/** An answer about other rows is no answer: while a new one is asked for, a row keeps what was said of it. */
const matched = (kept: readonly Kept[], answers: readonly CheckedPrice[]): FormLine[] => {
  const byCode = new Map(answers.map((answer) => [answer.code, answer]))
  return kept.map((line, at) => {
    const own = answers[at]
    const same = own?.code === line.code && own.priceFen === line.priceFen
    const known = byCode.get(line.code)
    // which product it is stays so, what is wrong with it is asked anew
    return { ...line, checked: same ? own : known ? { ...known, priceFen: line.priceFen, fault: null } : null }
  })
}

const missingOf = (effectiveDate: string, lines: readonly FormLine[], isChecking: boolean): Missing | null => {
  if (effectiveDate === '') return 'day'
  if (lines.length === 0) return 'lines'
  if (isChecking || lines.some(({ checked }) => checked === null)) return 'checking'
  return lines.some(({ checked }) => checked?.fault !== null) ? 'faults' : null
}

const inputOf = (effectiveDate: string, note: string, lines: readonly FormLine[]): InputOf<'price.change'> => ({
  ...{ effectiveDate, note },
  lines: lines.map(({ checked, priceFen }) => ({ sku: checked?.sku ?? '', priceFen: priceFen ?? 0 })),
})
