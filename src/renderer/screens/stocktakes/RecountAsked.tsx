/** What a recount is about, in words for whoever makes it: which products, or the whole zone, and what the manager said. */
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { StocktakeView } from '../../../contract/schemas/stocktake'
import { readCountReference } from '../../../core/stocktake/plan'
import { useOperation } from '../../../ui/client'
import { nameIn } from '../../../ui/format'
import { Band } from '../document/Bands'

type Recount = StocktakeView['recounts'][number]

/** Of a zone in the round it is in; a first count was asked for by nobody. */
export const recountOf = (
  { recounts }: Pick<StocktakeView, 'recounts'>,
  zoneCode: string,
  round: number,
): Recount | undefined => recounts.find((one) => one.zoneCode === zoneCode && one.round === round)

export const askedWords = (t: TFunction, language: string, { products, skus, note }: Recount): string => {
  const named = products.map((product) => [product.shelf, nameIn(language, product), product.spec].filter(Boolean))
  const list = named.map((words) => words.join(' ')).join(t('stocktakes.listComma'))
  const more = skus.length - products.length
  return [
    skus.length === 0 ? t('stocktakes.againWhole') : t('stocktakes.againOnly', { list }),
    more > 0 ? t('stocktakes.andMore', { count: more }) : '',
    note === '' ? '' : t('stocktakes.recountNote', { note }),
  ]
    .filter((text) => text !== '')
    .join(' · ')
}

/** Above the grid of a recount's paper, before anything is scanned. */
export const RecountBand = ({ sourceId, reference }: { sourceId: string; reference: string }) => {
  const { t, i18n } = useTranslation()
  const { zoneCode, round } = readCountReference(reference)
  const stocktake = useOperation('stocktake.get', { stocktakeId: sourceId }, { enabled: round > 1 }).data
  const asked = stocktake && recountOf(stocktake, zoneCode, round)
  if (!asked) return null
  return (
    <Band tone="look" testId="recount-band" wraps>
      {askedWords(t, i18n.language, asked)}
    </Band>
  )
}
