/** 标签模板: the list, or the one that is being edited. A draft is found again where it was left. */

import { TemplateEdit } from './TemplateEdit'
import { TemplateList } from './TemplateList'
import { useDraft } from './useDraft'

export const TemplatesScreen = () => {
  const [draft, setDraft] = useDraft()
  return draft ? (
    <TemplateEdit key={draft.template.id} draft={draft} setDraft={setDraft} />
  ) : (
    <TemplateList onOpen={setDraft} />
  )
}
