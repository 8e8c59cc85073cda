/** Which product each row is about, what that costs on the day asked for, and what is wrong with the row. */
import type { InputOf } from '../../contract/operations'
import type { CheckedPrice } from '../../contract/schemas/price'
import { priceFaultOf } from '../../core/prices/priceChange'
import type { Reader } from '../../database/unitOfWork'

type Asked = InputOf<'price.check'>

interface FoundRow {
  at: number
  found: number
  sku: string | null
  name: string | null
  nameEn: string | null
  spec: string | null
  unit: string | null
  oldPriceFen: number | null
  plannedBy: string | null
}

/** A code is a product's own, or a barcode on it or on its packs; the price is the one of the day before. */
const foundSql = `
  WITH asked AS (SELECT CAST(key AS INTEGER) AS at, trim(json_extract(value, '$.code')) AS code FROM json_each(?)),
    hit AS (SELECT a.at, p.sku FROM asked a JOIN product p ON p.sku = a.code
      UNION SELECT a.at, b.sku FROM asked a JOIN barcode b ON b.code = a.code),
    one AS (SELECT at, count(*) AS found, min(sku) AS sku FROM hit GROUP BY at)
  SELECT a.at, coalesce(o.found, 0) AS found, p.sku, p.name, p.nameEn, p.spec, p.unit,
    coalesce((SELECT l.newPriceFen FROM priceChangeLine l JOIN priceChange c ON c.changeId = l.changeId
      WHERE l.sku = p.sku AND c.state = 'planned' AND c.effectiveDate < ?
      ORDER BY c.effectiveDate DESC LIMIT 1), p.priceFen) AS oldPriceFen,
    (SELECT c.number FROM priceChangeLine l JOIN priceChange c ON c.changeId = l.changeId
      WHERE l.sku = p.sku AND c.state = 'planned' AND c.effectiveDate = ?) AS plannedBy
  FROM asked a LEFT JOIN one o ON o.at = a.at LEFT JOIN product p ON p.sku = o.sku AND o.found = 1 ORDER BY a.at`

export const checkedPrices = async (read: Reader, { effectiveDate, lines }: Asked): Promise<CheckedPrice[]> => {
  const rows = await read.all<FoundRow>(foundSql, [JSON.stringify(lines), effectiveDate, effectiveDate])
  const seen = new Set<string>()
  return rows.map((row) => {
    const asked = lines[row.at] as Asked['lines'][number]
    const checked = checkedRow(row, asked, row.sku !== null && seen.has(row.sku))
    if (row.sku !== null) seen.add(row.sku)
    return checked
  })
}

const checkedRow = (row: FoundRow, { code, priceFen }: Asked['lines'][number], isTwice: boolean): CheckedPrice => {
  const { found, oldPriceFen } = row
  const plannedBy = row.plannedBy ?? ''
  const sku = row.sku ?? ''
  return {
    ...{ code, sku, name: row.name ?? '', nameEn: row.nameEn ?? '', spec: row.spec ?? '', unit: row.unit ?? '' },
    ...{ oldPriceFen, priceFen, plannedBy },
    fault: priceFaultOf({ found, sku, oldPriceFen: oldPriceFen ?? 0, priceFen, isTwice, plannedBy }),
  }
}
