import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  barcodeSchema,
  categorySchema,
  policySchema,
  productSchema,
  purchaseOrderSchema,
  regionSchema,
  roles,
  storeSchema,
  supplierSchema,
  userSchema,
  warehouseSchema,
} from '../../../../src/contract/schemas/masterData'
import { demoChain, demoExtraProductsMax } from '../../../../src/hub/demo/demoChain'
import { packCodeOf, weighLabelOf, withCheckDigit } from '../../../../src/hub/demo/gtin'
import { createRandom } from '../../../../src/hub/demo/random'

const chain = demoChain()
const productBySku = new Map(chain.products.map((product) => [product.sku, product]))

/** Written the other way round than the generator: the weighted sum of all digits must end in 0. */
function hasRightCheckDigit(code: string): boolean {
  const digits = [...code].map(Number).reverse()
  return digits.reduce((sum, digit, place) => sum + digit * (place % 2 === 0 ? 1 : 3), 0) % 10 === 0
}

function orderOf(storeCode: string, serial: number) {
  const order = chain.purchaseOrders.find(
    (each) => each.number.startsWith(`CGDD-${storeCode}-`) && each.number.endsWith(String(serial).padStart(4, '0')),
  )
  if (order === undefined) throw new Error(`no order ${serial} for ${storeCode}`)
  return order
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const item of items) counts[keyOf(item)] = (counts[keyOf(item)] ?? 0) + 1
  return counts
}

describe('the demo chain is one and the same everywhere', () => {
  it('gives deep equal records for the same seed, and shares none of them between calls', () => {
    const again = demoChain({ seed: 1 })
    expect(again).toEqual(chain)
    const spoiled = demoChain()
    spoiled.policy.scanning.weighRules[0]?.prefixes.push('99')
    for (const list of [spoiled.categories, spoiled.suppliers, spoiled.users]) for (const row of list) row.name = 'x'
    expect(demoChain()).toEqual(chain)
  })

  it('differs for another seed in codes, costs and orders, not in the organisation', () => {
    const other = demoChain({ seed: 2 })
    expect(other.barcodes).not.toEqual(chain.barcodes)
    expect(other.products).not.toEqual(chain.products)
    expect(other.purchaseOrders.map((order) => order.documentId)).not.toEqual(
      chain.purchaseOrders.map((order) => order.documentId),
    )
    expect(other.stores).toEqual(chain.stores)
    expect(other.products.map((product) => product.sku)).toEqual(chain.products.map((product) => product.sku))
  })

  it.each([0, 2, 3, 42, 2 ** 31, -7])('keeps its promises with seed %i', (seed) => {
    const other = demoChain({ seed })
    expect(new Set(other.barcodes.map((barcode) => barcode.code)).size).toBe(other.barcodes.length)
    expect(other.purchaseOrders.map((order) => order.lines.length)).toEqual([60, 12, 8, 8])
    expect(z.array(purchaseOrderSchema).safeParse(other.purchaseOrders).success).toBe(true)
  })
})

describe('what is in it', () => {
  it('parses by the contract', () => {
    z.array(regionSchema).parse(chain.regions)
    z.array(storeSchema).parse(chain.stores)
    z.array(warehouseSchema).parse(chain.warehouses)
    z.array(categorySchema).parse(chain.categories)
    z.array(supplierSchema).parse(chain.suppliers)
    z.array(productSchema).parse(chain.products)
    z.array(barcodeSchema).parse(chain.barcodes)
    z.array(purchaseOrderSchema).parse(chain.purchaseOrders)
    policySchema.parse(chain.policy)
    const users = chain.users.map(({ pin, password, ...user }) => ({ ...user, pinHash: pin, passwordHash: password }))
    z.array(userSchema).parse(users)
  })

  it('has the exact counts', () => {
    expect({
      regions: chain.regions.length,
      stores: chain.stores.length,
      warehouses: chain.warehouses.length,
      categories: chain.categories.length,
      suppliers: chain.suppliers.length,
      products: chain.products.length,
      barcodes: chain.barcodes.length,
      users: chain.users.length,
      purchaseOrders: chain.purchaseOrders.length,
      recipes: chain.recipes.length,
    }).toEqual({
      regions: 2,
      stores: 3,
      warehouses: 6,
      categories: 32,
      suppliers: 6,
      products: 300,
      barcodes: 351,
      users: 14,
      purchaseOrders: 4,
      recipes: 2,
    })
    expect(countBy(chain.products, (product) => product.categoryCode.slice(0, 2))).toEqual({
      '01': 45,
      '02': 30,
      '03': 65,
      '04': 40,
      '05': 45,
      '06': 25,
      '07': 25,
      '08': 25,
    })
    expect(countBy(chain.products, (product) => product.status)).toEqual({ active: 295, discontinued: 5 })
    expect(countBy(chain.barcodes, (barcode) => `${barcode.kind} ${barcode.packFactor}${barcode.packName}`)).toEqual({
      'inStore 1000': 237,
      'ean13 1000': 63,
      'ean8 1000': 2,
      'upca 1000': 1,
      'plu 1000': 2,
      'itf14 12000箱': 21,
      'itf14 24000箱': 19,
      'itf14 6000提': 6,
    })
  })

  it('refers only to what exists', () => {
    const codes = (rows: readonly { code: string }[]) => new Set(rows.map((row) => row.code))
    const [regions, stores, categories, suppliers] = [
      codes(chain.regions),
      codes(chain.stores),
      codes(chain.categories),
      codes(chain.suppliers),
    ]
    expect(chain.stores.every((store) => regions.has(store.regionCode))).toBe(true)
    expect(chain.warehouses.every(({ storeCode }) => storeCode === null || stores.has(storeCode))).toBe(true)
    expect(chain.categories.every(({ parentCode }) => parentCode === null || categories.has(parentCode))).toBe(true)
    expect(chain.products.every((product) => categories.has(product.categoryCode))).toBe(true)
    expect(chain.products.every((product) => suppliers.has(product.supplierCode))).toBe(true)
    expect(chain.barcodes.every((barcode) => productBySku.has(barcode.sku))).toBe(true)
  })

  it('names every product once in each language, and sells with a sane margin', () => {
    expect(new Set(chain.products.map((product) => product.name)).size).toBe(300)
    expect(new Set(chain.products.map((product) => product.nameEn)).size).toBe(300)
    expect(productBySku.size).toBe(300)
    for (const product of chain.products) {
      expect(product.nameEn).toMatch(/^[\x20-\x7eé]+$/)
      expect(product.name + product.nameEn).not.toContain('*')
      expect(product.shelf).toMatch(/^[A-H]\d{2}-[1-5]$/)
      const margin = 1 - product.unitCost / (product.priceFen * 100)
      expect(margin).toBeGreaterThan(0.15)
      expect(margin).toBeLessThan(0.45)
    }
  })

  it('keeps the awkward names that screens, labels and exports must survive', () => {
    const names = chain.products.map((product) => product.name)
    expect(names.filter((name) => name.includes('"')).length).toBe(2)
    expect(names.some((name) => name.includes('𰻝𰻝'))).toBe(true)
    expect(names.some((name) => name.includes('A&B') && name.includes('<'))).toBe(true)
    expect(names.some((name) => name.includes('㸆') && name.length > 35)).toBe(true)
  })

  it('has a person for every role, the secrets to sign in, and no PIN twice', () => {
    expect(new Set(chain.users.map((user) => user.role))).toEqual(new Set(roles))
    const clerks = chain.users.filter((user) => user.role === 'clerk' && user.scope.kind === 'store')
    expect(countBy(clerks, (user) => (user.scope.kind === 'store' ? user.scope.storeCode : ''))).toEqual({
      S001: 2,
      S002: 1,
      S003: 1,
    })
    const pins = chain.users.flatMap((user) => (user.pin === null ? [] : [user.pin]))
    expect(new Set(pins).size).toBe(9)
    expect(pins.every((pin) => /^\d{6}$/.test(pin))).toBe(true)
    expect(chain.users.every((user) => user.password.length >= 10 && user.nameEn !== '')).toBe(true)
    expect(new Set(chain.users.map((user) => user.id)).size).toBe(14)
  })
})

describe('codes', () => {
  it('are unique, with the right length and check digit', () => {
    expect(new Set(chain.barcodes.map((barcode) => barcode.code)).size).toBe(chain.barcodes.length)
    const lengths = { ean13: 13, inStore: 13, ean8: 8, upca: 12, itf14: 14, plu: 5, other: 0 }
    for (const barcode of chain.barcodes) {
      expect(barcode.code).toMatch(/^\d+$/)
      expect(barcode.code.length).toBe(lengths[barcode.kind])
      if (barcode.kind !== 'plu') expect(hasRightCheckDigit(barcode.code), barcode.code).toBe(true)
    }
  })

  it('stay inside the ranges that belong to nobody, and out of the way of the weigh rule', () => {
    for (const { code, kind } of chain.barcodes) {
      if (kind === 'inStore') expect(code).toMatch(/^2[1-4]/)
      if (kind === 'ean13') expect(code).toMatch(/^6900000/)
      if (kind === 'ean8') expect(code).toMatch(/^20/)
      if (kind === 'upca') expect(code).toMatch(/^4/)
    }
  })

  it('give every product one code for the piece, listed first, and every pack the code of its piece inside', () => {
    const first = new Map<string, string>()
    for (const barcode of chain.barcodes) {
      if (!first.has(barcode.sku)) {
        expect(barcode.packFactor).toBe(1000)
        first.set(barcode.sku, barcode.code)
      }
      if (barcode.kind === 'itf14') expect(barcode.code.slice(1, 13)).toBe(first.get(barcode.sku)?.slice(0, 12))
    }
    expect(first.size).toBe(300)
  })

  it('are written by the same arithmetic as the standard', () => {
    expect(withCheckDigit('690123456789')).toBe('6901234567892')
    expect(packCodeOf('6901234567892', 1)).toBe('16901234567899')
    expect(packCodeOf('412345678903', 1)).toBe('10412345678900')
  })

  it('weigh two products, in kilograms, by a rule that fits the printed label', () => {
    const weighed = chain.products.filter((product) => product.weighed)
    expect(weighed.map((product) => product.unit)).toEqual(['kg', 'kg'])
    const plus = chain.barcodes.filter((barcode) => barcode.kind === 'plu')
    expect(plus.map((barcode) => barcode.sku)).toEqual(weighed.map((product) => product.sku))
    const rule = chain.policy.scanning.weighRules[0]
    const label = weighLabelOf(plus[0]?.code ?? '', 1234)
    expect(label.length).toBe(rule?.length)
    expect(label.startsWith(rule?.prefixes[0] ?? '?')).toBe(true)
    expect(label.slice(...(rule?.plu ?? []))).toBe(plus[0]?.code)
    expect(Number(label.slice(...(rule?.value ?? [])))).toBe(1234)
    expect(hasRightCheckDigit(label)).toBe(true)
  })
})

describe('orders', () => {
  it('are numbered by store and day, open, due on the store day', () => {
    expect(chain.purchaseOrders.map((order) => [order.number, order.deliveryNote, order.lines.length])).toEqual([
      ['CGDD-S001-261120-0001', 'SH26112000187', 60],
      ['CGDD-S001-261120-0002', 'SH26112000204', 12],
      ['CGDD-S002-261120-0001', 'SH26112000193', 8],
      ['CGDD-S003-261120-0001', 'SH26112000215', 8],
    ])
    for (const order of chain.purchaseOrders) {
      expect([order.state, order.dueDate, order.warehouseCode]).toEqual(['open', '2026-11-22', `W${order.storeCode}`])
      expect(z.uuid().safeParse(order.documentId).success).toBe(true)
    }
    expect(orderOf('S001', 1).supplierCode).not.toBe(orderOf('S001', 2).supplierCode)
  })

  it('hold active products of their supplier, each once, at standard cost, lines numbered from 1', () => {
    for (const order of chain.purchaseOrders) {
      expect(order.lines.map((line) => line.lineNo)).toEqual(order.lines.map((_, index) => index + 1))
      expect(new Set(order.lines.map((line) => line.sku)).size).toBe(order.lines.length)
      for (const line of order.lines) {
        const product = productBySku.get(line.sku)
        expect(product).toMatchObject({
          status: 'active',
          supplierCode: order.supplierCode,
          unitCost: line.unitCost,
        })
      }
    }
  })

  it('ask for whole cases where there is a case, whole pieces otherwise, and fractions only by weight', () => {
    const caseBySku = new Map(
      chain.barcodes.flatMap((barcode) => (barcode.packName === '箱' ? [[barcode.sku, barcode.packFactor]] : [])),
    )
    for (const line of chain.purchaseOrders.flatMap((order) => order.lines)) {
      const step = productBySku.get(line.sku)?.weighed ? 500 : (caseBySku.get(line.sku) ?? 1000)
      expect(line.orderedQuantity % step).toBe(0)
    }
    const big = orderOf('S001', 1).lines
    expect(big.filter((line) => caseBySku.get(line.sku) === 12_000).length).toBeGreaterThanOrEqual(8)
    expect(big.some((line) => productBySku.get(line.sku)?.weighed)).toBe(false)
    expect(orderOf('S003', 1).lines.filter((line) => productBySku.get(line.sku)?.weighed).length).toBe(2)
  })

  it.each([
    ['2026-01-01', '251230'],
    ['2028-03-01', '280228'],
    ['2027-03-02', '270228'],
  ])('due on %s were written on %s', (storeDay, orderDay) => {
    expect(demoChain({ storeDay }).purchaseOrders[0]?.number).toBe(`CGDD-S001-${orderDay}-0001`)
  })

  it.each(['2026-02-30', '2026-13-01', '20261122', ''])('refuse the day "%s"', (storeDay) => {
    expect(() => demoChain({ storeDay })).toThrow(RangeError)
  })
})

describe('extra products', () => {
  it('come after the 300 and change nothing else', () => {
    const larger = demoChain({ extraProducts: 500 })
    expect(larger.products.length).toBe(800)
    expect(larger.products.slice(0, 300)).toEqual(chain.products)
    expect(larger.barcodes.slice(0, chain.barcodes.length)).toEqual(chain.barcodes)
    expect(larger.purchaseOrders).toEqual(chain.purchaseOrders)
    z.array(productSchema).parse(larger.products)
    z.array(barcodeSchema).parse(larger.barcodes)
    expect(larger.barcodes.every((barcode) => barcode.kind === 'plu' || hasRightCheckDigit(barcode.code))).toBe(true)
  })

  it('make 100,000 with all codes and SKUs unique', () => {
    const large = demoChain({ extraProducts: 100_000 })
    expect(new Set(large.products.map((product) => product.sku)).size).toBe(100_300)
    expect(new Set(large.barcodes.map((barcode) => barcode.code)).size).toBe(large.barcodes.length)
  })

  it.each([-1, 1.5, Number.NaN, demoExtraProductsMax + 1])('refuse %d', (extraProducts) => {
    expect(() => demoChain({ extraProducts })).toThrow(RangeError)
  })
})

describe('the generator', () => {
  it('keeps to its bounds, shuffles without loss and separates subjects', () => {
    const random = createRandom(5, 'a')
    const drawn = Array.from({ length: 2000 }, () => random.integer(3, 7))
    expect([...new Set(drawn)].sort()).toEqual([3, 4, 5, 6, 7])
    expect(random.shuffled([1, 2, 3, 4, 5]).sort()).toEqual([1, 2, 3, 4, 5])
    expect(createRandom(5, 'a').digits(20)).not.toBe(createRandom(5, 'b').digits(20))
    expect(createRandom(5, 'a').digits(20)).not.toBe(createRandom(6, 'a').digits(20))
    expect(() => random.pick([])).toThrow()
  })
})
