/** What a template shows while it is drawn: every field filled, and a code of the kind it is for. */
import { zoneCode } from '../barcode/controlCodes'
import type { LabelContent } from './labelLayout'
import type { LabelKind } from './labelTemplate'

const goods: LabelContent = {
  name: '示例商品 经典原味',
  spec: '500ml×1',
  unit: '瓶',
  priceFen: 12_80,
  code: '2100000000005',
  sku: 'SP-100001',
  origin: '浙江杭州',
  date: '2026-01-31',
  storeName: '示例便利店',
  grade: '一级',
  validFrom: '2026-01-31',
  lot: 'L20260131',
  productionDate: '2026-01-31',
  expiryDate: '2027-01-31',
  pack: '箱',
  quantity: '24 瓶/箱',
  hint: '示例说明',
}

const place = (name: string, zone: string): LabelContent => ({ ...goods, name, code: zoneCode(zone), priceFen: null })

export const sampleContentOf = (kind: LabelKind): LabelContent => {
  if (kind === 'zone') return { ...place('饮料 A1', 'A1'), kind }
  if (kind === 'place') return { ...place('堆头 1', 'D1'), kind }
  if (kind === 'carton') return { ...goods, kind, code: '12100000000002' }
  return kind === 'lot' ? { ...goods, kind } : goods
}
