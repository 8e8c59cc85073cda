/**
 * A manager's right lent on the spot: a refused call asks for it, the dialog fetches it by PIN, and the call is made once
 * more with the grant in it. One request at a time; whoever waits gets null when the dialog is closed without one.
 */
import { create } from 'zustand'
import type { Answer, Client } from '../../../contract/client'
import type { ErrorCode } from '../../../contract/errors'
import type { InputOf, OperationName, OutputOf } from '../../../contract/operations'
import type { DocumentType } from '../../../core/documents/states'

export interface LentAct {
  operation: OperationName
  type: DocumentType
  documentId: string
  /** what the manager agrees to, in words */
  words: string
}

interface OverrideState {
  asked: (LentAct & { answer(overrideId: string | null): void }) | null
}

export const useOverrideState = create<OverrideState>(() => ({ asked: null }))

export const askOverride = (act: LentAct): Promise<string | null> => {
  useOverrideState.getState().asked?.answer(null)
  return new Promise((resolve) => {
    const answer = (overrideId: string | null): void => {
      useOverrideState.setState({ asked: null })
      resolve(overrideId)
    }
    useOverrideState.setState({ asked: { ...act, answer } })
  })
}

const lendable: readonly ErrorCode[] = [
  ...(['FORBIDDEN', 'OVER_RECEIPT', 'RECIPE_NOT_FOLLOWED', 'OVERRIDE_SPENT', 'OVERRIDE_PAPER_CHANGED'] as const),
]

/** Is this a refusal a manager standing by can lift? */
export const canBeLent = (code: ErrorCode): boolean => lendable.includes(code)

type Lendable =
  | 'document.post'
  | 'document.submit'
  | 'document.acceptUnplanned'
  | 'document.link'
  | 'document.scan'
  | 'document.setLine'
  | 'document.decide'
  | 'document.reverse'

/**
 * Runs a command; lifts a refusal a manager can lift. `needed` says beforehand that the right is not this user's, so
 * that nobody has to be refused first. Null: nobody lent it, nothing was done.
 */
export const callWithOverride = async <N extends Lendable>(
  client: Client,
  name: N,
  input: InputOf<N>,
  act: { type: DocumentType; documentId: string; words: string; needed: boolean },
): Promise<Answer<OutputOf<N>> | null> => {
  if (!act.needed) {
    const answer = await client.call(name, input)
    if (answer.ok || !canBeLent(answer.error.code)) return answer
  }
  const overrideId = await askOverride({ operation: name, ...act })
  return overrideId === null ? null : client.call(name, { ...input, overrideId })
}
