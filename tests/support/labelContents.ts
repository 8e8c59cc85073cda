/** What a label of each kind shows in the tests: awkward enough to be true, and without one warning. */
import type { LabelContent } from '../../src/core/labels/labelLayout'
import type { LabelKind } from '../../src/core/labels/labelTemplate'

export const water: LabelContent = {
  name: '农夫山泉饮用天然水',
  spec: '550ml',
  unit: '瓶',
  priceFen: 250,
  code: '6921168509256',
  sku: 'SP-100234',
  origin: '浙江杭州',
  date: '2026-11-22',
  storeName: '学院路店',
}

const lotOfWater: LabelContent = {
  ...{ ...water, kind: 'lot', lot: 'L20261101A' },
  ...{ productionDate: '2026-11-01', expiryDate: '2027-11-01', quantity: '24 瓶' },
}

const place = (kind: 'zone' | 'place', name: string, code: string, hint: string): LabelContent => ({
  ...{ ...water, kind, name, code, hint, spec: '', unit: '', priceFen: null, origin: '', sku: '' },
})

export const sampleContents: Record<LabelKind, LabelContent> = {
  priceTag: water,
  goods: water,
  carton: { ...water, kind: 'carton', code: '16921168509253', pack: '箱', quantity: '24 瓶/箱', lot: 'L20261101A' },
  lot: lotOfWater,
  zone: place('zone', '饮料 A1', 'ZG-Z-A1', '扫此码开始盘点本区'),
  place: place('place', '堆头 3', 'ZG-Z-D3', '临时陈列，盘点时另计'),
  test: water,
}
