/**
 * Whether a template says what a line is about: a lot's label without a lot says "到期" and then nothing, a zone's tag with a
 * product's code sends a counter to nowhere. The one rule for choosing a template and for holding a drawn label back.
 */
import type { ContentKind, LabelContent, LabelWarning } from './labelLayout'
import type { LabelKind } from './labelTemplate'

const aboutOf: Record<LabelKind, readonly ContentKind[]> = {
  // a pack's code with the price of a piece would sell the pack for it
  priceTag: ['product', 'lot'],
  goods: ['product', 'lot'],
  carton: ['carton'],
  lot: ['lot'],
  zone: ['zone'],
  place: ['place'],
  test: [],
}

export const speaksOf = (template: LabelKind, about: ContentKind): boolean => aboutOf[template].includes(about)

/** What a label of its kind cannot do without. */
export const missingIn = (template: LabelKind, content: LabelContent): LabelWarning[] => {
  const { kind = 'product', lot = '', expiryDate = '', quantity = '' } = content
  if (template === 'lot' && (lot === '' || expiryDate === '')) return [{ code: 'lotMissing', params: {} }]
  if (template === 'carton' && (kind !== 'carton' || quantity === '')) return [{ code: 'packMissing', params: {} }]
  const isPlaceTag = template === 'zone' || template === 'place'
  return isPlaceTag && kind !== template ? [{ code: 'placeMissing', params: {} }] : []
}
