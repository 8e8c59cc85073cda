// The label templates this product comes with. A new label is a new entry here; nothing else in the product changes.
import type { LabelTemplate } from './labelTemplate'
import { priceTag40x30, priceTag50x30, priceTag60x40, shelfStrip95x38 } from './priceTags'
import {
  carton100x70,
  goodsLabel60x40,
  lot60x40,
  placeTag60x40,
  printerTest40x30,
  printerTest60x40,
  zoneTag60x40,
} from './tags'

export const labelTemplateIds = [
  ...(['priceTag40x30', 'priceTag50x30', 'priceTag60x40', 'shelfStrip95x38'] as const),
  ...(['goodsLabel60x40', 'carton100x70', 'lot60x40', 'zoneTag60x40', 'placeTag60x40'] as const),
  ...(['printerTest40x30', 'printerTest60x40'] as const),
] as const
export type LabelTemplateId = (typeof labelTemplateIds)[number]

export const labelTemplates: Record<LabelTemplateId, LabelTemplate> = {
  ...{ priceTag40x30, priceTag50x30, priceTag60x40, shelfStrip95x38 },
  ...{ goodsLabel60x40, carton100x70, lot60x40, zoneTag60x40, placeTag60x40 },
  ...{ printerTest40x30, printerTest60x40 },
}

export const isBuiltIn = (id: string): id is LabelTemplateId => Object.hasOwn(labelTemplates, id)
