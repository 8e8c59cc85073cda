/** Deciding, one by one or many: bound to the content that was seen, then on to the next paper. */
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { InputOf } from '../../../contract/operations'
import { valueOf as ask, refusalOf, useClient } from '../../../ui/client'
import type { AnswerError } from '../../../ui/errorText'
import { nextAfter, type Waiting } from '../../data/inbox'

/** What HQ grants instead of what was asked; requests alone. */
export interface Grant {
  approvedLines?: { lineNo: number; quantity: number }[]
  fromWarehouseCode?: string
}

export interface Outcome {
  number: string
  decision: 'approved' | 'refused'
  error: AnswerError | null
}

type Decide = Pick<InputOf<'document.decide'>, 'decision' | 'reason'> & Grant

const touched = ['document.inbox', 'document.list', 'document.get', 'stock.list', 'transfer.list']

export const useDeciding = (rows: readonly Waiting[], open: string | null, moveTo: (id: string | null) => void) => {
  const client = useClient()
  const queries = useQueryClient()
  const [allTicked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const [outcomes, setOutcomes] = useState<Outcome[]>([])
  const [busy, setBusy] = useState(false)
  const [refusing, setRefusing] = useState(false)
  const [decided, setDecided] = useState(0)
  // the detail beside the list may grant less than was asked; it is told here and used when A is pressed
  const grant = useRef<Grant>({})
  const current = rows.find(({ documentId }) => documentId === open) ?? null
  // a tick that a filter hides is not counted and not decided: nobody agrees to what is not on the page
  const ticked = new Set(rows.map(({ documentId }) => documentId).filter((id) => allTicked.has(id)))

  const one = async (row: Waiting, decide: Decide): Promise<Outcome> => {
    const { type, documentId, contentHash, number } = row
    try {
      await ask(client, 'document.decide', { type, documentId, contentHash, ...decide })
      return { number, decision: decide.decision, error: null }
    } catch (error) {
      return { number, decision: decide.decision, error: refusalOf(error) }
    }
  }

  /** One after the other: each is a transaction of its own, and a refused one does not hold up the rest. */
  const all = async (chosen: readonly Waiting[], decide: Decide): Promise<boolean> => {
    if (busy || chosen.length === 0) return false
    setBusy(true)
    const found: Outcome[] = []
    for (const row of chosen) found.push(await one(row, decide))
    const gone = new Set(chosen.filter((_row, at) => found[at]?.error === null).map(({ documentId }) => documentId))
    setOutcomes(found)
    setTicked((now) => new Set([...now].filter((id) => !gone.has(id))))
    moveTo(
      nextAfter(
        rows.map(({ documentId }) => documentId),
        gone,
        open,
      ),
    )
    for (const name of touched) await queries.invalidateQueries({ queryKey: [name] })
    setBusy(false)
    setDecided((now) => now + 1)
    return gone.size === chosen.length
  }

  return {
    current,
    open,
    ticked,
    outcomes,
    busy,
    refusing,
    decided,
    setGrant: (next: Grant): void => {
      grant.current = next
    },
    tick: (documentId: string): void => setTicked((now) => toggled(now, documentId)),
    approve: (): void => {
      if (current?.decidable) void all([current], { decision: 'approved', reason: '', ...grant.current })
    },
    approveTicked: (): void =>
      void all(
        rows.filter(({ documentId }) => ticked.has(documentId)),
        { decision: 'approved', reason: '' },
      ),
    askRefusal: (): void => setRefusing(current?.decidable === true),
    refuse: async (reason: string): Promise<void> => {
      if (current) await all([current], { decision: 'refused', reason })
      setRefusing(false)
    },
    closeRefusal: (): void => setRefusing(false),
    clearOutcomes: (): void => setOutcomes([]),
  }
}

export type Deciding = ReturnType<typeof useDeciding>

const toggled = (set: ReadonlySet<string>, key: string): ReadonlySet<string> => {
  const next = new Set(set)
  if (!next.delete(key)) next.add(key)
  return next
}
