/**
 * The one demo chain: the same records for the demo, the tests and the screenshots. Pure: everything follows from
 * the arguments. It makes master data and open orders only; stock comes from documents, never from here.
 */
import {
  type Barcode,
  type Category,
  type Policy,
  type Product,
  type PurchaseOrder,
  policySchema,
  type Recipe,
  type Region,
  type Store,
  type Supplier,
  type User,
  type Warehouse,
  type WeighRule,
} from '../../contract/schemas/masterData'
import { type CatalogueEntry, demoCatalogue, demoCategories, demoSuppliers } from './catalogue'
import { packCodeOf, weighLabelOf, withCheckDigit } from './gtin'
import { createRandom, type Random } from './random'

/** A user whose secrets are in clear because the demo shows them on screen; the importer hashes them. */
export type DemoUser = Omit<User, 'pinHash' | 'passwordHash'> & { pin: string | null; password: string }

export type DemoChain = {
  regions: Region[]
  stores: Store[]
  warehouses: Warehouse[]
  categories: Category[]
  suppliers: Supplier[]
  products: Product[]
  barcodes: Barcode[]
  users: DemoUser[]
  policy: Policy
  purchaseOrders: PurchaseOrder[]
  recipes: Recipe[]
}

export type DemoChainOptions = {
  seed?: number
  /** the day the goods are due, YYYY-MM-DD; orders are dated two days earlier */
  storeDay?: string
  /** products on top of the 300, for benchmarks; the 300 and the orders stay as they are */
  extraProducts?: number
}

export const demoExtraProductsMax = 900_000

/** 28 PPPPP WWWWW C, grams. No in-store piece code of the chain begins with 28. */
export const demoWeighRule: WeighRule = {
  id: 'weigh-28',
  name: '店内秤重码 28',
  length: 13,
  prefixes: ['28'],
  plu: [2, 7],
  field: 'weightGrams',
  value: [7, 12],
  valueStep: 1,
  amount: null,
  verifierAt: null,
  checkDigit: 'required',
  // 1.234 kg and 65 g of scale number 1, as the demo's scales print them
  tests: [
    { code: weighLabelOf('1', 1234), plu: '00001', weightGrams: 1234, amountFen: null },
    { code: weighLabelOf('1', 65), plu: '00001', weightGrams: 65, amountFen: null },
  ],
}

export function demoChain({ seed = 1, storeDay = '2026-11-22', extraProducts = 0 }: DemoChainOptions = {}): DemoChain {
  if (!Number.isInteger(extraProducts) || extraProducts < 0 || extraProducts > demoExtraProductsMax) {
    throw new RangeError(`extraProducts must be an integer from 0 to ${demoExtraProductsMax}`)
  }
  const products = catalogueProducts(seed)
  const barcodes = catalogueBarcodes(seed, products)
  const purchaseOrders = openOrders(seed, storeDay, products, barcodes)
  keepDairyByLot(products, purchaseOrders)
  appendExtraProducts(seed, extraProducts, products, barcodes)
  return {
    regions: demoRegions(),
    stores: demoStores(),
    warehouses: demoWarehouses(),
    categories: demoCategories.map((category) => ({ ...category })),
    suppliers: demoSuppliers.map((supplier) => ({ ...supplier })),
    products,
    barcodes,
    users: demoUsers(),
    policy: demoPolicy(),
    purchaseOrders,
    recipes: demoRecipes(products),
  }
}

/** Dairy keeps by lot and day, apart from what is on the open orders: those stay the plain morning they always were. */
function keepDairyByLot(products: Product[], orders: readonly PurchaseOrder[]): void {
  const ordered = new Set(orders.flatMap(({ lines }) => lines.map(({ sku }) => sku)))
  products.forEach((product, index) => {
    if (!product.categoryCode.startsWith('02') || product.weighed || ordered.has(product.sku)) return
    products[index] = { ...product, keepsLots: true, shelfLifeDays: product.categoryCode === '0201' ? 180 : 30 }
  })
}

/** Packs a shop makes up itself; which goods go in matters to no test but their own. */
function demoRecipes(products: readonly Product[]): Recipe[] {
  const plain = products.filter(({ weighed, keepsLots, status }) => !weighed && !keepsLots && status === 'active')
  const of = (categoryCode: string): Product[] => plain.filter((product) => product.categoryCode === categoryCode)
  const recipe = (code: string, product: Product | undefined, parts: readonly Product[]): Recipe[] =>
    product === undefined
      ? []
      : [
          {
            code,
            name: `拼装 ${product.name}`,
            productSku: product.sku,
            quantity: 1000,
            components: parts.map(({ sku }) => ({ sku, quantity: 2000 })),
            active: true,
          },
        ]
  return [
    ...recipe('LH-01', of('0303').at(-1), of('0101').slice(0, 3)),
    ...recipe('LH-02', of('0304').at(-1), of('0301').slice(0, 2)),
  ]
}

// ---- Organisation, people, policy ----

function demoRegions(): Region[] {
  return [
    { code: 'R-E', name: '华东大区' },
    { code: 'R-S', name: '华南大区' },
  ]
}

function demoStores(): Store[] {
  const store = (code: string, name: string, regionCode: string, address: string, phone: string): Store => {
    return { code, name, regionCode, address, phone }
  }
  return [
    store('S001', '静安旗舰店', 'R-E', '上海市静安区示例路1号', '000-0000-0001'),
    store('S002', '虹桥社区店', 'R-E', '上海市闵行区示例路2号', '000-0000-0002'),
    store('S003', '天河店', 'R-S', '广州市天河区示例路3号', '000-0000-0003'),
  ]
}

function demoWarehouses(): Warehouse[] {
  return [
    { code: 'WC01', name: '中心仓', kind: 'central', storeCode: null },
    { code: 'WS001', name: '静安旗舰店门店仓', kind: 'store', storeCode: 'S001' },
    { code: 'WS002', name: '虹桥社区店门店仓', kind: 'store', storeCode: 'S002' },
    { code: 'WS003', name: '天河店门店仓', kind: 'store', storeCode: 'S003' },
    { code: 'WS001B', name: '静安旗舰店后仓', kind: 'store', storeCode: 'S001' },
    { code: 'WV01', name: '样品虚拟仓', kind: 'virtual', storeCode: null },
  ]
}

function demoUsers(): DemoUser[] {
  const user = (
    id: string,
    name: string,
    nameEn: string,
    role: User['role'],
    scope: User['scope'],
    pin: string | null,
  ): DemoUser => ({ id, name, nameEn, role, scope, active: true, pin, password: `demo-${id}` })
  const atStore = (storeCode: string): User['scope'] => ({ kind: 'store', storeCode })
  const inRegion = (regionCode: string): User['scope'] => ({ kind: 'region', regionCode })
  const chain: User['scope'] = { kind: 'chain' }
  return [
    user('s001.lin', '店员小林', 'Clerk Lin', 'clerk', atStore('S001'), '246801'),
    user('s001.zhou', '店员小周', 'Clerk Zhou', 'clerk', atStore('S001'), '246802'),
    user('s001.manager', '店长老程', 'Store Manager Cheng', 'storeManager', atStore('S001'), '246810'),
    user('s002.clerk', '店员小夏', 'Clerk Xia', 'clerk', atStore('S002'), '357901'),
    user('s002.manager', '店长老顾', 'Store Manager Gu', 'storeManager', atStore('S002'), '357910'),
    user('s003.clerk', '店员小梁', 'Clerk Liang', 'clerk', atStore('S003'), '468101'),
    user('s003.manager', '店长老黎', 'Store Manager Li', 'storeManager', atStore('S003'), '468110'),
    user('re.manager', '华东区域经理', 'East Region Manager', 'regionManager', inRegion('R-E'), '579110'),
    user('rs.manager', '华南区域经理', 'South Region Manager', 'regionManager', inRegion('R-S'), '579210'),
    user('hq.operations', '总部运营专员', 'HQ Operations', 'hqOperations', chain, null),
    user('hq.manager', '总部运营主管', 'HQ Operations Manager', 'hqOperations', chain, null),
    user('hq.purchasing', '总部采购专员', 'HQ Purchasing', 'purchasing', chain, null),
    user('hq.auditor', '总部稽核专员', 'HQ Auditor', 'auditor', chain, null),
    user('hq.admin', '系统管理员', 'System Administrator', 'admin', chain, null),
  ]
}

function demoPolicy(): Policy {
  return policySchema.parse({
    version: 1,
    goodsReceipt: { overTolerancePermille: 50 },
    scanning: {
      bounceMs: 200,
      weighRules: [structuredClone(demoWeighRule)],
    },
    signIn: { wrongPinMax: 5, lockMinutes: 15 },
  })
}

// ---- Products ----

const shelvesPerBay = 5
const facingsPerShelf = 3

function catalogueProducts(seed: number): Product[] {
  const random = createRandom(seed, 'cost')
  const placedByTopCategory = new Map<string, number>()
  return demoCatalogue.map((entry) => {
    const topCategory = entry.categoryCode.slice(0, 2)
    const placed = placedByTopCategory.get(topCategory) ?? 0
    placedByTopCategory.set(topCategory, placed + 1)
    return {
      sku: `1${topCategory}${String(placed + 1).padStart(4, '0')}`,
      name: entry.name,
      nameEn: entry.nameEn,
      spec: entry.spec,
      unit: entry.unit,
      categoryCode: entry.categoryCode,
      origin: entry.origin,
      priceFen: entry.priceFen,
      unitCost: unitCostOf(entry.priceFen, entry.marginPermille + random.integer(-20, 20)),
      weighed: entry.code === 'plu',
      supplierCode: entry.supplierCode,
      status: entry.discontinued ? 'discontinued' : 'active',
      shelf: shelfOf(topCategory, placed),
      keepsLots: false,
      shelfLifeDays: 0,
    }
  })
}

/** 1 fen is 100 of the cost unit; suppliers quote to a tenth of a fen. */
function unitCostOf(priceFen: number, marginPermille: number): number {
  return Math.round((priceFen * (1000 - marginPermille)) / 100) * 10
}

/** Aisle letter, bay, shelf counted from the floor: A03-2. */
function shelfOf(topCategory: string, placed: number): string {
  const aisle = String.fromCharCode(64 + Number(topCategory))
  const bay = 1 + Math.floor(placed / (shelvesPerBay * facingsPerShelf))
  const level = 1 + (Math.floor(placed / facingsPerShelf) % shelvesPerBay)
  return `${aisle}${String(bay).padStart(2, '0')}-${level}`
}

// ---- Codes ----

/** An obviously made-up 69 company number; real ones do not start with five zeros after it. */
const fictionalCompany = '6900000'
const inStorePrefixes = ['21', '22', '23'] as const
/** Kept apart from the 300, so that extra products can never take one of their codes. */
const extraPrefix = '24'
/** One product in five has a manufacturer's code, the others one of the chain's own. */
const manufacturerCodeEvery = 5
/** These products also still carry an older manufacturer's code: several barcodes for one SKU. */
const secondCodeEvery = 60

function catalogueBarcodes(seed: number, products: readonly Product[]): Barcode[] {
  const random = createRandom(seed, 'codes')
  const taken = new Set<string>()
  const fresh = (make: () => string): string => {
    // 300 draws from at least 90,000 numbers: a few hundred tries without a hit can only be a bug.
    for (let attempt = 0; attempt < 500; attempt++) {
      const code = make()
      if (taken.has(code)) continue
      taken.add(code)
      return code
    }
    throw new Error('the demo chain ran out of codes')
  }
  return demoCatalogue.flatMap((entry, index) => {
    const sku = skuAt(products, index)
    const piece = pieceBarcode(entry, index, sku, random, fresh)
    const codes = [piece, ...packBarcodes(entry, piece)]
    if (index % secondCodeEvery === 30)
      codes.push(
        oneUnit(
          fresh(() => manufacturerCode(random)),
          sku,
          'ean13',
        ),
      )
    return codes
  })
}

function pieceBarcode(
  entry: CatalogueEntry,
  index: number,
  sku: string,
  random: Random,
  fresh: (make: () => string) => string,
): Barcode {
  switch (entry.code) {
    case 'plu':
      return oneUnit(
        fresh(() => String(random.integer(10_000, 99_999))),
        sku,
        'plu',
      )
    case 'ean8':
      return oneUnit(
        fresh(() => withCheckDigit(`20${random.digits(5)}`)),
        sku,
        'ean8',
      )
    case 'upca':
      // Number system 4 is for a shop's own use, so this is nobody's product.
      return oneUnit(
        fresh(() => withCheckDigit(`4${random.digits(10)}`)),
        sku,
        'upca',
      )
    case 'standard':
      if (index % manufacturerCodeEvery === 2)
        return oneUnit(
          fresh(() => manufacturerCode(random)),
          sku,
          'ean13',
        )
      return oneUnit(
        fresh(() => withCheckDigit(random.pick(inStorePrefixes) + random.digits(10))),
        sku,
        'inStore',
      )
  }
}

function packBarcodes(entry: CatalogueEntry, piece: Barcode): Barcode[] {
  const packs: Barcode[] = []
  if (entry.caseOf !== null) {
    const code = packCodeOf(piece.code, 1)
    packs.push({ code, sku: piece.sku, kind: 'itf14', packFactor: entry.caseOf * 1000, packName: '箱' })
  }
  if (entry.hasSixPack) {
    packs.push({ code: packCodeOf(piece.code, 2), sku: piece.sku, kind: 'itf14', packFactor: 6000, packName: '提' })
  }
  return packs
}

function manufacturerCode(random: Random): string {
  return withCheckDigit(fictionalCompany + random.digits(5))
}

function oneUnit(code: string, sku: string, kind: Barcode['kind']): Barcode {
  return { code, sku, kind, packFactor: 1000, packName: '' }
}

function skuAt(products: readonly Product[], index: number): string {
  const product = products[index]
  if (product === undefined) throw new Error(`no demo product at ${index}`)
  return product.sku
}

// ---- Orders ----

type OrderPlan = {
  storeCode: string
  serial: number
  supplierCode: string
  lineCount: number
  deliverySerial: string
  /** goods sold by weight are ordered too, in fractions of a kilogram */
  withWeighed: boolean
}

const orderPlans: readonly OrderPlan[] = [
  { storeCode: 'S001', serial: 1, supplierCode: 'GY001', lineCount: 60, deliverySerial: '00187', withWeighed: false },
  { storeCode: 'S001', serial: 2, supplierCode: 'GY002', lineCount: 12, deliverySerial: '00204', withWeighed: false },
  { storeCode: 'S002', serial: 1, supplierCode: 'GY001', lineCount: 8, deliverySerial: '00193', withWeighed: false },
  { storeCode: 'S003', serial: 1, supplierCode: 'GY004', lineCount: 8, deliverySerial: '00215', withWeighed: true },
]

/** Of the lines, how many come first from products with a case of twelve, as far as the supplier has them. */
const caseOfTwelvePermille = 200

function openOrders(
  seed: number,
  storeDay: string,
  products: readonly Product[],
  barcodes: readonly Barcode[],
): PurchaseOrder[] {
  const caseBySku = new Map<string, number>()
  for (const barcode of barcodes) if (barcode.packName === '箱') caseBySku.set(barcode.sku, barcode.packFactor)
  const orderDay = daysBefore(storeDay, 2).replaceAll('-', '').slice(2)

  return orderPlans.map((plan) => {
    const random = createRandom(seed, `order ${plan.storeCode} ${plan.serial}`)
    const serial = String(plan.serial).padStart(4, '0')
    return {
      documentId: uuidFrom(random),
      number: `CGDD-${plan.storeCode}-${orderDay}-${serial}`,
      deliveryNote: `SH${orderDay}${plan.deliverySerial}`,
      supplierCode: plan.supplierCode,
      warehouseCode: `W${plan.storeCode}`,
      storeCode: plan.storeCode,
      dueDate: storeDay,
      state: 'open',
      lines: orderedProducts(plan, random, products, caseBySku).map((product, index) => ({
        lineNo: index + 1,
        sku: product.sku,
        orderedQuantity: orderedQuantityOf(product, caseBySku.get(product.sku), random),
        unitCost: product.unitCost,
      })),
    }
  })
}

function orderedProducts(
  plan: OrderPlan,
  random: Random,
  products: readonly Product[],
  caseBySku: ReadonlyMap<string, number>,
): Product[] {
  const offered = random.shuffled(
    products.filter((product) => product.supplierCode === plan.supplierCode && product.status === 'active'),
  )
  const wanted = plan.withWeighed ? offered.filter((product) => product.weighed) : []
  const casesOfTwelve = offered.filter((product) => caseBySku.get(product.sku) === 12_000)
  wanted.push(...casesOfTwelve.slice(0, Math.ceil((plan.lineCount * caseOfTwelvePermille) / 1000)))
  const chosen = new Set(wanted)
  for (const product of offered) {
    if (chosen.size === plan.lineCount) break
    if (!product.weighed) chosen.add(product)
  }
  if (chosen.size !== plan.lineCount) throw new Error(`${plan.supplierCode} offers too few products for the order`)
  return random.shuffled([...chosen])
}

/** Whole cases where there is a case; by weight in steps of half a kilogram; otherwise a shelf-sized handful. */
function orderedQuantityOf(product: Product, caseFactor: number | undefined, random: Random): number {
  if (caseFactor !== undefined) return caseFactor * random.integer(1, 3)
  if (product.weighed) return 500 * random.integer(11, 39)
  return 1000 * random.pick([4, 5, 6, 6, 8, 10, 10, 12, 15, 20])
}

/** Shaped like a version 4 UUID; its bits come from the seed. */
function uuidFrom(random: Random): string {
  const hex = (count: number): string => {
    let text = ''
    for (let position = 0; position < count; position++) text += random.integer(0, 15).toString(16)
    return text
  }
  return `${hex(8)}-${hex(4)}-4${hex(3)}-${random.pick(['8', '9', 'a', 'b'])}${hex(3)}-${hex(12)}`
}

/** Calendar arithmetic on the text, so that no time zone and no clock can touch it. */
function daysBefore(day: string, count: number): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day)
  if (match === null) throw new RangeError(`storeDay must be YYYY-MM-DD, got ${day}`)
  let year = Number(match[1])
  let month = Number(match[2])
  let date = Number(match[3])
  if (month < 1 || month > 12 || date < 1 || date > daysIn(year, month)) throw new RangeError(`no such day: ${day}`)
  date -= count
  while (date < 1) {
    month -= 1
    if (month < 1) {
      month = 12
      year -= 1
    }
    date += daysIn(year, month)
  }
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

// ---- Extra products for benchmarks ----

function appendExtraProducts(seed: number, count: number, products: Product[], barcodes: Barcode[]): void {
  const random = createRandom(seed, 'extra')
  const firstItem = random.integer(0, 8_999) * 1_000_000
  const modelProducts = products.slice()
  for (let extra = 0; extra < count; extra++) {
    const model = random.pick(modelProducts)
    const serial = String(extra + 1).padStart(6, '0')
    const sku = `9${serial}`
    products.push({
      ...model,
      sku,
      // Only the wording is borrowed: a weighed or discontinued model would need codes and rules of its own.
      name: `${model.name.slice(0, 100)} ${serial}号`,
      nameEn: `${model.nameEn.slice(0, 100)} No. ${serial}`,
      unit: model.weighed ? '袋' : model.unit,
      spec: model.weighed ? '500g*1' : model.spec,
      weighed: false,
      status: 'active',
    })
    const code = withCheckDigit(extraPrefix + String(firstItem + extra).padStart(10, '0'))
    barcodes.push(oneUnit(code, sku, 'inStore'))
  }
}
