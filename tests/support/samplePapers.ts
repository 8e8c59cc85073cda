/** Papers to print: a document of any type with the awkward lines a shop has, as `document.get` would answer it. */

import { lineCode, pageCode } from '../../src/core/barcode/controlCodes'
import { documentRules } from '../../src/core/documents'
import type { DocumentType } from '../../src/core/documents/states'
import type { CountSheetPage, PrintedLine } from '../../src/core/paper/countSheet'
import { differenceSheet } from '../../src/core/paper/differenceForm'
import {
  documentSheet,
  type FormDocument,
  type FormLine,
  type PrintFacts,
  previewOf,
} from '../../src/core/paper/documentForm'
import { type FormSheet, formPaper, type PaperSize } from '../../src/core/paper/form'
import { formRules } from '../../src/core/paper/formRules'
import type { PaperLanguage } from '../../src/core/paper/html'
import { type ExpiryList, nearExpirySheet, stockSheet } from '../../src/core/paper/listForms'
import type { StocktakeReport } from '../../src/core/paper/stocktakeReport'
import { type FormTransfer, transferSheet } from '../../src/core/paper/transferForm'
import { barSvg, createLineCodeDrawer, plainQrSvg } from '../../src/store/paper/drawCode'

export const longName = '特级初榨橄榄油礼盒装含进口玻璃瓶与手工编织提篮春节限定款'.repeat(5).slice(0, 120)
export const longNameEn =
  'Extra virgin olive oil gift box with imported glass bottle and handwoven basket, Spring Festival edition, family size XXL'

export const sampleLine = (lineNo: number, own: Partial<FormLine> = {}): FormLine => ({
  ...{
    lineNo,
    sku: `SP${String(lineNo).padStart(6, '0')}`,
    name: `示例商品 ${lineNo}`,
    nameEn: `Sample goods ${lineNo}`,
  },
  ...{ spec: '500 ml', unit: '瓶', barcode: `69${String(10_000_000_000 + lineNo * 7)}`, lot: '', expiryDate: '' },
  ...{ expectedQuantity: 12_000, quantity: 12_000, damagedQuantity: 0, rejectedQuantity: 0, freeQuantity: 0 },
  ...{ unplanned: false, role: '', condition: 'stock', splitOf: 0, unitCost: 123_400, note: '', ...own },
})

/** Short, over, broken, rejected, unasked for; a lot, a weighed figure, the longest name and the largest figures there are. */
export const sampleLines = (type: DocumentType): FormLine[] => {
  const { quantities, counts } = documentRules[type]
  const planned = formRules[type].expected !== undefined
  const side = (name: 'damaged' | 'rejected' | 'free', amount: number): number =>
    quantities.includes(name) ? amount : 0
  const lines = [
    sampleLine(1, { name: '农夫山泉饮用天然水', nameEn: 'Spring water', spec: '550 ml × 24', unit: '箱' }),
    sampleLine(2, {
      quantity: 10_000,
      damagedQuantity: side('damaged', 1000),
      note: side('damaged', 1) ? '瓶身破裂' : '',
    }),
    sampleLine(3, {
      quantity: 9_000,
      rejectedQuantity: side('rejected', 3000),
      lot: 'L2611A',
      expiryDate: '2027-03-31',
    }),
    sampleLine(4, { name: longName, nameEn: longNameEn, quantity: 13_500, freeQuantity: side('free', 1500) }),
    sampleLine(5, { quantity: 999_999_999, expectedQuantity: 999_999_999, unitCost: 9_999, unit: '千克' }),
    sampleLine(6, { unplanned: planned, expectedQuantity: planned ? 0 : 12_000, quantity: 2_000, note: '未下单' }),
  ]
  return lines.map((line) => ({
    ...line,
    ...(planned ? {} : { expectedQuantity: 0 }),
    ...(type === 'repack' ? { role: line.lineNo < 3 ? ('consume' as const) : ('produce' as const) } : {}),
    ...(type === 'writeOff' && line.lineNo === 2 ? { condition: 'quarantine' as const } : {}),
    ...(counts ? { unitCost: null } : {}),
  }))
}

export const sampleDocument = (
  type: DocumentType,
  own: Partial<FormDocument['header']> = {},
  lines = sampleLines(type),
): FormDocument => {
  const rule = formRules[type]
  const hasSupplier = type === 'goodsReceipt' || type === 'supplierReturn'
  return {
    header: {
      ...{ type, number: `${documentRules[type].prefix}-S001-261123-A0007`, state: 'posted', storeName: '静安示例店' },
      ...{ warehouseName: '静安店门店仓', warehouseCode: 'WS001', toWarehouseName: rule.other ? '华东中心仓' : '' },
      ...{
        toCondition: 'stock',
        counterpartyCode: hasSupplier ? 'GY001' : '',
        counterpartyName: hasSupplier ? '沪上粮油食品有限公司' : '',
      },
      ...{ sourceId: rule.source ? 'source' : '', sourceNumber: rule.source ? 'PO-261120-0012' : '' },
      ...{
        reference: rule.reference ? 'SH20261123-88' : '',
        reasonName: hasReason(type) ? '破损' : '',
        reasonNameEn: hasReason(type) ? 'Broken' : '',
      },
      ...{ settlement: type === 'transferSettlement' ? 'carrierLoss' : '', dueDate: rule.expected ? '2026-11-23' : '' },
      ...{ note: '请轻拿轻放；冷藏商品先入冷库。', refusal: '', cancelReason: '', authorName: '店员小林' },
      ...{ createdAt: '2026-11-23T01:12:00.000Z', postedAt: '2026-11-23T02:40:00.000Z', reversalOf: '' },
      ...{
        reversalOfNumber: '',
        reversedByNumber: '',
        linesTotal: lines.length,
        value: type === 'stocktakeCount' ? null : 12_345_678,
      },
      ...own,
    },
    lines,
    tray: [],
    steps: [
      {
        step: 'submitted',
        userName: '店员小林',
        authorityName: '',
        level: '',
        reason: '',
        at: '2026-11-23T02:00:00.000Z',
      },
      {
        step: 'decided.approved',
        userName: '店长老周',
        authorityName: '',
        level: 'storeManager',
        reason: '',
        at: '2026-11-23T02:30:00.000Z',
      },
      {
        step: 'posted',
        userName: '店长老周',
        authorityName: '',
        level: '',
        reason: '',
        at: '2026-11-23T02:40:00.000Z',
      },
    ],
  }
}

const hasReason = (type: DocumentType): boolean => documentRules[type].header.includes('reason')

export const printOf = async (number: string, printNo = 1): Promise<PrintFacts> => ({
  numberSvg: number === '' ? '' : await barSvg(number),
  ...{ printedAt: '2026-11-23T11:00:00.000Z', printedBy: '店长老周', pc: 'A', printNo },
})

export const sampleTransfer = (): FormTransfer => ({
  ...{
    number: 'DB-HQ-261123-0003',
    kind: 'transfer',
    state: 'difference',
    fromWarehouseName: '华东中心仓',
    fromStoreName: '',
  },
  ...{ toWarehouseName: '静安店门店仓', toStoreName: '静安示例店', requestNumber: 'YHSQ-S001-261122-A0002' },
  ...{ authorisationNumber: '', dueDate: '2026-11-24', note: '', calledOffReason: '', createdByName: '总部小陈' },
  ...{
    createdAt: '2026-11-23T01:12:00.000Z',
    value: 1_234_500,
    documents: [{ number: 'DBCK-HQ-261123-0001' }, { number: 'DBRK-S001-261123-A0001' }],
  },
  lines: [1, 2, 3].map((at) => ({
    ...{
      sku: `SP00000${at}`,
      name: at === 2 ? longName : `示例商品 ${at}`,
      nameEn: `Sample goods ${at}`,
      spec: '500 ml',
      unit: '瓶',
    },
    ...{ barcode: `690000000000${at}`, askedQuantity: 24_000, approvedQuantity: 20_000, sentQuantity: 20_000 },
    ...{
      receivedQuantity: at === 1 ? 20_000 : 18_000,
      damagedQuantity: 0,
      settledQuantity: 0,
      inTransitQuantity: at === 1 ? 0 : 2_000,
    },
  })),
})

export const sampleExpiry = (): ExpiryList => ({
  ...{
    storeName: '静安示例店',
    warehouseName: '静安店门店仓',
    asOfDay: '2026-11-23',
    days: 30,
    more: false,
    leftOut: null,
  },
  rows: [-2, 0, 5, 29].map((remainingDays, at) => ({
    ...{
      sku: `SP00000${at}`,
      name: at === 2 ? longName : `鲜牛奶 ${at}`,
      nameEn: `Fresh milk ${at}`,
      spec: '950 ml',
      unit: '盒',
    },
    ...{ lot: `L26110${at}`, expiryDate: `2026-11-2${at}`, remainingDays, onHand: 12_000 },
  })),
})

/** Every kind of sheet there is, by name. */
export const sampleSheets = async (language: PaperLanguage): Promise<[name: string, sheet: FormSheet][]> => {
  const documents = await Promise.all(
    (Object.keys(formRules) as DocumentType[]).map(async (type): Promise<[string, FormSheet]> => {
      const document = sampleDocument(type)
      return [type, documentSheet(language, document, await printOf(document.header.number))]
    }),
  )
  const receipt = sampleDocument('goodsReceipt')
  const transfer = sampleTransfer()
  const looked = await printOf(receipt.header.number)
  const list = await printOf('')
  return [
    ...documents,
    ['difference', differenceSheet(language, receipt, await printOf(receipt.header.number, 2))],
    ['preview', previewOf(language, documentSheet(language, receipt, looked), looked)],
    ['transfer', transferSheet(language, transfer, await printOf(transfer.number))],
    ['nearExpiry', nearExpirySheet(language, sampleExpiry(), list)],
    [
      'stock',
      stockSheet(
        language,
        {
          ...sampleExpiry(),
          at: '2026-11-23T11:00:00.000Z',
          rows: sampleExpiry().rows.map((row) => ({ ...row, barcode: '6900000000001', quarantined: 1000 })),
        },
        list,
      ),
    ],
  ]
}

export const htmlOf = (language: PaperLanguage, size: PaperSize, sheet: FormSheet): string =>
  formPaper(language, size, sheet).html(0)

/** Pages of a count sheet: full, with long names, long places and long codes; `own` says what kind. */
export const sampleCountSheet = async (
  own: Partial<CountSheetPage> & { lots?: boolean },
  pages = 1,
): Promise<CountSheetPage[]> => {
  const number = 'PD-S001-261123-A0001'
  const numberSvg = await barSvg(number)
  const codeOf = createLineCodeDrawer((page, line) => lineCode(number, page, line))
  const lineOf = async (page: number, line: number): Promise<PrintedLine> => ({
    ...{
      sku: line === 4 ? 'LS-2026-000000123456' : `SP${String(line).padStart(6, '0')}`,
      spec: line % 4 ? '500 ml × 12' : '',
    },
    name: line % 6 === 3 ? longName : line % 6 === 5 ? longNameEn : `示例商品 ${line}`,
    ...{ unit: line === 7 ? '千克' : '瓶', shelf: line === 8 ? 'COLD-ROOM-12-4' : `A01-${line}` },
    ...{ keepsLots: own.lots === true && line % 2 === 0, book: own.blind === false ? line * 12_345 : null },
    codeSvg: await codeOf(page, line),
  })
  return Promise.all(
    Array.from({ length: pages }, async (_page, index) => ({
      ...{
        storeName: '静安示例店',
        warehouseName: '静安店门店仓',
        stocktakeNumber: number,
        zoneCode: 'A01',
        zoneName: '零食架',
      },
      ...{ round: 1, blind: true, pageCode: pageCode(number, index + 1), numberSvg },
      pageCodeSvg: await plainQrSvg(pageCode(number, index + 1)),
      ...{ page: index + 1, pages, printNo: index + 1, printedAt: '2026-11-23', ...own },
      lines: await Promise.all(Array.from({ length: 25 }, (_line, at) => lineOf(index + 1, at + 1))),
    })),
  )
}

export const sampleReport = async (lines: number, own: Partial<StocktakeReport> = {}): Promise<StocktakeReport> => ({
  ...{
    storeName: '静安示例店',
    warehouseName: '静安店门店仓',
    number: 'PD-S001-261123-A0001',
    state: 'posted',
    kind: 'full',
  },
  ...{
    numberSvg: await barSvg('PD-S001-261123-A0001'),
    blind: true,
    tolerancePermille: 5,
    toleranceFen: 1000,
    products: 1860,
  },
  ...{
    zonesCounted: 8,
    zonesTotal: 8,
    task: '月度全盘 PDRW-261101-0003',
    note: '月底盘点，冷柜先盘',
    opened: '2026-11-23 08:10 店长老周',
  },
  ...{ submitted: '2026-11-23 19:40 店长老周', printed: '2026-11-23 19:52 店长老周', printNo: 2, uncounted: 'leave' },
  ...{ uncountedReason: '停用货架', waived: [{ zone: 'A01/2', reason: '只有一个人' }] },
  papers: [
    { type: 'stocktakeGain', number: 'PYRK-S001-261123-A0001', state: 'posted' },
    { type: 'stocktakeLoss', number: 'PKCK-S001-261123-A0001', state: 'posted' },
  ],
  zones: Array.from({ length: 8 }, (_zone, index) => ({
    ...{ code: `A0${index + 1}`, name: index === 2 ? longName : '货架', round: 1 + (index % 2), lines: 210 + index },
    counters: [{ name: '店员小林', round: 1 }, ...(index % 2 ? [{ name: '店员小周', round: 2 }] : [])],
  })),
  lines: Array.from({ length: lines }, (_line, index) => ({
    ...{
      sku: `SP${String(index + 1).padStart(6, '0')}`,
      name: index % 5 === 1 ? longName : `示例商品 ${index + 1}`,
      spec: '500 ml × 12',
    },
    ...{
      unit: '瓶',
      lot: index % 4 === 0 ? 'E270331' : '',
      expiryDate: index % 4 === 0 ? '2027-03-31' : '',
      book: 12_345_678,
    },
    ...{ counted: index % 7 === 3 ? null : 12_300_000, variance: index % 7 === 3 ? 0 : -45_678, value: -123_456_789 },
    ...{ reason: index % 3 === 0 ? '已核对，两人再数过一遍，外箱破损另行报损' : '', open: false, planned: true },
    ...{ recounted: index % 6 === 0, booked: 0, moved: index % 5 === 0 ? 2 : 0 },
  })),
  totals: {
    ...{ lines: 1860, gained: 12, lost: lines, uncounted: 3, open: 0, partBooked: 0 },
    ...{ gainValue: 123_456_789, lossValue: 9_876_543_210, bookValue: 1_234_567_890_123 },
  },
  ...own,
})

/** Sheets without a line, and one more list that was cut. */
export const emptySheets = async (language: PaperLanguage): Promise<[name: string, sheet: FormSheet][]> => {
  const none = { ...sampleExpiry(), rows: [] }
  const leftOut = { stocktakes: ['PD-S001-261123-A0001'], products: 312 }
  const print = await printOf('')
  const draft = sampleDocument('writeOff', { state: 'draft', note: '', authorName: '店员小林' }, [])
  return [
    ['empty-nearExpiry', nearExpirySheet(language, none, print)],
    ['empty-stock', stockSheet(language, { ...none, at: '2026-11-23T11:00:00.000Z', rows: [] }, print)],
    ['blind-nearExpiry', nearExpirySheet(language, { ...none, leftOut }, print)],
    ['blind-stock', stockSheet(language, { ...none, leftOut, at: '2026-11-23T11:00:00.000Z', rows: [] }, print)],
    ['empty-writeOff', documentSheet(language, { ...draft, steps: [] }, await printOf(draft.header.number))],
  ]
}
