/** The label templates this PC may print with, and what each is called, whoever drew it. */
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '../../../contract/operations'
import { useOperation } from '../../../ui/client'
import { nameIn } from '../../../ui/format'
import { templateName } from '../labels/labelColumns'

export type ListedTemplate = OutputOf<'labelTemplate.list'>['templates'][number]

export const useTemplates = () => {
  const { i18n } = useTranslation()
  const answer = useOperation('labelTemplate.list', {})
  const templates: readonly ListedTemplate[] = answer.data?.templates ?? []
  const nameOf = (id: string): string => {
    const found = templates.find(({ template }) => template.id === id)
    // labels may still wait in one that is off the list
    return found ? nameIn(i18n.language, found.template) : templateName(id, i18n.language)
  }
  return { answer, templates, nameOf }
}
