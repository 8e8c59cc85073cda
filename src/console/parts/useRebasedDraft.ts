/** What is edited, upon the version that is in force. */
import { useState } from 'react'

interface Versioned<Draft> {
  version: number
  saved: Draft
  /** `draft` as it was made from `base`, put upon `fresh` */
  rebased(draft: Draft, base: Draft, fresh: Draft): Draft
  isChanged(draft: Draft, saved: Draft): boolean
}

/** `movedTo`: somebody else saved that version while something was unsaved here. */
export const useRebasedDraft = <Draft>({ version, saved, rebased, isChanged }: Versioned<Draft>) => {
  const [draft, setDraft] = useState(saved)
  const [base, setBase] = useState({ version, saved })
  const [movedTo, setMovedTo] = useState<number | null>(null)
  if (version !== base.version) {
    const next = rebased(draft, base.saved, saved)
    setBase({ version, saved })
    setDraft(next)
    // one's own save comes back as well, with nothing left to save
    setMovedTo(isChanged(next, saved) ? version : null)
  }
  const dirty = isChanged(draft, saved)
  return { draft, setDraft, dirty, movedTo: dirty ? movedTo : null }
}
