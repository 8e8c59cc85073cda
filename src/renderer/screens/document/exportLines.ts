/** The lines of a document as rows for a spreadsheet. Pure but for the words. */

import type { TFunction } from 'i18next'
import type { DocumentView } from '../../../contract/schemas/document'
import { quantitiesOf } from '../../../ui/documents'
import { nameIn } from '../../../ui/format'
import { quantityCell, type SheetRow, valueCell } from '../../../ui/sheet'
import { countedName } from './columns'
import { isBlindNow, isPlanned } from './faces'

export const lineRows = (t: TFunction, language: string, { header, lines }: DocumentView): SheetRow[] => {
  const compared = isPlanned(header) && !isBlindNow(header)
  const sides = quantitiesOf(header.type).filter((field) => field !== 'quantity')
  const withCost = lines.some(({ unitCost }) => unitCost !== null)
  const head = [
    t('work.lineNo'),
    t('work.sku'),
    t('work.barcode'),
    t('work.name'),
    t('work.spec'),
    t('work.unit'),
    t('field.lot'),
    t('field.expiryDate'),
    ...(compared ? [t('work.expected')] : []),
    t(`work.counted.${countedName(header)}`),
    ...sides.map((field) => t(`work.${field}`)),
    ...(withCost ? [t('work.unitCost')] : []),
    t('field.note'),
  ]
  const side = { damaged: 'damagedQuantity', rejected: 'rejectedQuantity', free: 'freeQuantity' } as const
  return [
    head,
    ...lines.map((line) => [
      line.lineNo,
      line.sku,
      line.barcode,
      nameIn(language, line),
      line.spec,
      line.unit,
      line.lot,
      line.expiryDate,
      ...(compared ? [quantityCell(line.expectedQuantity)] : []),
      quantityCell(line.quantity),
      ...sides.map((field) => quantityCell(line[side[field as keyof typeof side]])),
      ...(withCost ? [valueCell(line.unitCost)] : []),
      line.note,
    ]),
  ]
}
