/** Goods by one of their codes, in whichever spelling the catalogue has written its number down. */
import { gtinSpellings, isGtin } from '../../core/barcode/gtin'

/** Takes `spellingsOf` what was typed. */
export const skusOfCodeSql = 'SELECT sku FROM barcode WHERE code IN (SELECT value FROM json_each(?))'

export const spellingsOf = (text: string): string => JSON.stringify(isGtin(text) ? gtinSpellings(text) : [text])
