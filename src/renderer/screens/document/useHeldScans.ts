/** What a scan means while a paper that was put aside is open: its own number takes it up again, goods have to wait for that. */
import type { DocumentHeader } from '../../../contract/schemas/document'
import { keyOf } from '../../../ui/keyMap'
import { type IdentifyOptions, useSay } from '../../scanning/useIdentify'

export const useHeldScans = (
  { documentId, state }: Pick<DocumentHeader, 'documentId' | 'state'>,
  resume: () => Promise<unknown>,
): IdentifyOptions => {
  const say = useSay()
  if (state !== 'held') return {}
  return {
    onProduct: ({ name }) => say('warn', 'look', 'scanning.heldPaper', { name, key: keyOf('document', 'post') }),
    onDocument: (scanned) => {
      if (scanned !== documentId) return false
      void resume()
      return true
    },
  }
}
