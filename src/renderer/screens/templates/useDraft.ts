/**
 * The template that is being edited. It is kept while the program runs, also when somebody goes elsewhere to look something
 * up: nothing that was drawn is lost by leaving the screen. Saving and giving it up end it.
 */
import type { LabelTemplate } from '../../../core/labels/labelTemplate'
import { useKeptPlace } from '../keptPlace'

export interface Draft {
  template: LabelTemplate
  /** 0: nobody saved it yet */
  version: number
  /** as it was opened; what differs is unsaved */
  opened: string
  readOnly: boolean
}

interface DraftPlace {
  draft: Draft | null
}

const noDraft: DraftPlace = { draft: null }

export const useDraft = (): [Draft | null, (draft: Draft | null) => void] => {
  const [{ draft }, keep] = useKeptPlace('labelTemplateDraft', noDraft)
  return [draft, (next) => keep({ draft: next })]
}

/** A new one is unsaved from the start. */
export const isUnsaved = ({ template, version, opened, readOnly }: Draft): boolean =>
  !readOnly && (version === 0 || JSON.stringify(template) !== opened)

export const draftOf = (template: LabelTemplate, version: number, readOnly = false): Draft => ({
  ...{ template, version, readOnly },
  opened: JSON.stringify(template),
})
