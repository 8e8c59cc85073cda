/** What can be loaded for labels of goods, the product's and the shop's own; the others are printed for a zone, a lot or a carton, where somebody chooses them. */
import { useTranslation } from 'react-i18next'
import { labelTemplateIds, labelTemplates } from '../../../core/labels/labelTemplates'
import { useOperation } from '../../../ui/client'
import { useCan } from '../../../ui/session'
import { templateName } from '../labels/labelColumns'

const goodsKinds: ReadonlySet<string> = new Set(['priceTag', 'goods'])
const builtIn = labelTemplateIds.map((id) => labelTemplates[id])

/** `chosen`: stays in the list even where it is none of them any more. */
export const useStocks = (chosen: string): { value: string; label: string }[] => {
  const { i18n } = useTranslation()
  const mayList = useCan('labelTemplate.list')
  const listed = useOperation('labelTemplate.list', {}, { enabled: mayList }).data?.templates
  const known = listed?.map(({ template }) => template) ?? builtIn
  const offered = known.filter(({ id, kind }) => goodsKinds.has(kind) || id === chosen)
  const options = offered.map(({ id, name, nameEn }) => ({
    value: id,
    label: i18n.language === 'zh-CN' ? name : nameEn,
  }))
  if (offered.some(({ id }) => id === chosen)) return options
  return [...options, { value: chosen, label: templateName(chosen, i18n.language) }]
}
