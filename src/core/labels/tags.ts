// Labels that show no price: goods, cartons, lots, zones and displays of a stocktake, and the page that proves a printer.
import type { LabelBlock, LabelTemplate, TenthsBox } from './labelTemplate'

export const goodsLabel60x40: LabelTemplate = {
  id: 'goodsLabel60x40',
  kind: 'goods',
  name: '到货标签 60×40',
  nameEn: 'Goods label 60×40',
  widthMm: 60,
  heightMm: 40,
  gapMm: 2,
  blocks: [
    { kind: 'name', box: { x: 15, y: 15, w: 570, h: 96 }, max10: 50, min10: 28 },
    { kind: 'rule', box: { x: 15, y: 119, w: 570, h: 0 }, thickness10: 4 },
    {
      kind: 'rows',
      box: { x: 15, y: 132, w: 275, h: 95 },
      rows: [
        { caption: '规格', field: 'spec' },
        { caption: '产地', field: 'origin' },
        { caption: '单位', field: 'unit' },
      ],
      size10: 25,
      pitch10: 33,
    },
    {
      kind: 'rows',
      box: { x: 310, y: 132, w: 275, h: 95 },
      rows: [
        { caption: '货号', field: 'sku' },
        { caption: '入库', field: 'date' },
        { caption: '门店', field: 'storeName' },
      ],
      size10: 25,
      pitch10: 33,
    },
    { kind: 'rule', box: { x: 15, y: 234, w: 570, h: 0 }, thickness10: 1 },
    { kind: 'bars', box: { x: 15, y: 248, w: 570, h: 137 }, digits10: 30, align: 'center' },
  ],
}

/** For the outer pack: its GTIN-14 as ITF at the size that conveyors and gloved hands read, or any code as Code 128. */
export const carton100x70: LabelTemplate = {
  id: 'carton100x70',
  kind: 'carton',
  name: '箱标 100×70',
  nameEn: 'Carton label 100×70',
  widthMm: 100,
  heightMm: 70,
  gapMm: 3,
  blocks: [
    { kind: 'name', box: { x: 30, y: 25, w: 940, h: 170 }, max10: 90, min10: 40 },
    { kind: 'rule', box: { x: 30, y: 205, w: 940, h: 0 }, thickness10: 4 },
    {
      kind: 'rows',
      box: { x: 30, y: 225, w: 460, h: 130 },
      rows: [
        { caption: '规格', field: 'spec' },
        { caption: '货号', field: 'sku' },
        { caption: '批号', field: 'lot' },
      ],
      size10: 38,
      pitch10: 46,
    },
    {
      kind: 'words',
      text: '装箱',
      box: { x: 510, y: 225, w: 120, h: 38 },
      size10: 38,
      weight: 'regular',
      align: 'left',
    },
    {
      kind: 'field',
      field: 'quantity',
      box: { x: 510, y: 270, w: 460, h: 90 },
      size10: 80,
      weight: 'bold',
      align: 'left',
      ink: 'black',
    },
    { kind: 'bars', box: { x: 30, y: 380, w: 940, h: 295 }, digits10: 40, align: 'center' },
  ],
}

const lotRows = [
  { caption: '批号', field: 'lot' },
  { caption: '生产', field: 'productionDate' },
  { caption: '规格', field: 'spec' },
  { caption: '数量', field: 'quantity' },
] as const

/** For one lot: the day it must be gone is the largest thing after the name, and one scan says goods, lot and day. */
export const lot60x40: LabelTemplate = {
  id: 'lot60x40',
  kind: 'lot',
  name: '批次效期标签 60×40',
  nameEn: 'Lot and expiry label 60×40',
  widthMm: 60,
  heightMm: 40,
  gapMm: 2,
  blocks: [
    { kind: 'name', box: { x: 15, y: 15, w: 570, h: 80 }, max10: 45, min10: 28 },
    { kind: 'rule', box: { x: 15, y: 101, w: 570, h: 0 }, thickness10: 3 },
    { kind: 'rows', box: { x: 15, y: 112, w: 345, h: 125 }, rows: [...lotRows], size10: 25, pitch10: 31 },
    { kind: 'words', text: '到期', box: { x: 15, y: 240, w: 80, h: 40 }, size10: 30, weight: 'bold', align: 'left' },
    {
      kind: 'field',
      field: 'expiryDate',
      box: { x: 95, y: 238, w: 265, h: 44 },
      size10: 42,
      weight: 'bold',
      align: 'left',
      ink: 'black',
    },
    { kind: 'matrix', source: 'lot', box: { x: 385, y: 112, w: 200, h: 170 }, align: 'center' },
    { kind: 'bars', box: { x: 15, y: 296, w: 570, h: 90 }, digits10: 25, align: 'center' },
  ],
}

/** A place where goods are counted: its code is large enough to be read from the aisle. */
function placeBlocks(title: string): LabelBlock[] {
  return [
    { kind: 'matrix', source: 'code', box: { x: 15, y: 20, w: 260, h: 260 }, align: 'left' },
    { kind: 'words', text: title, box: { x: 285, y: 25, w: 300, h: 34 }, size10: 32, weight: 'regular', align: 'left' },
    { kind: 'name', box: { x: 285, y: 70, w: 300, h: 150 }, max10: 90, min10: 35 },
    {
      kind: 'field',
      field: 'hint',
      box: { x: 285, y: 232, w: 300, h: 30 },
      size10: 25,
      weight: 'regular',
      align: 'left',
      ink: 'black',
    },
    { kind: 'rule', box: { x: 15, y: 300, w: 570, h: 0 }, thickness10: 2 },
    {
      kind: 'field',
      field: 'code',
      box: { x: 15, y: 310, w: 570, h: 40 },
      size10: 36,
      weight: 'bold',
      align: 'center',
      ink: 'black',
    },
    {
      kind: 'field',
      field: 'storeName',
      box: { x: 15, y: 355, w: 570, h: 30 },
      size10: 25,
      weight: 'regular',
      align: 'center',
      ink: 'black',
    },
  ]
}

const size60x40 = { widthMm: 60, heightMm: 40, gapMm: 2 }

export const zoneTag60x40: LabelTemplate = {
  ...{ id: 'zoneTag60x40', kind: 'zone', name: '区域牌 60×40', nameEn: 'Zone tag 60×40', ...size60x40 },
  blocks: placeBlocks('盘点区域'),
}

export const placeTag60x40: LabelTemplate = {
  ...{
    id: 'placeTag60x40',
    kind: 'place',
    name: '临时陈列牌 60×40',
    nameEn: 'Temporary display tag 60×40',
    ...size60x40,
  },
  blocks: placeBlocks('临时陈列'),
}

export const printerTest40x30 = printerTest({ widthMm: 40, heightMm: 30, gapMm: 2 })
export const printerTest60x40 = printerTest(size60x40)

/** Proves a printer with whatever is loaded in it: edges, millimetres, fine Chinese strokes, a code of each kind. */
export function printerTest(stock: { widthMm: number; heightMm: number; gapMm: number }): LabelTemplate {
  const { widthMm, heightMm } = stock
  const [w, h] = [widthMm * 10, heightMm * 10]
  const text = { weight: 'regular', align: 'left' } as const
  const square: LabelBlock = {
    ...{ kind: 'matrix', source: 'code', align: 'right' },
    box: { x: w - 135, y: 15, w: 120, h: 120 },
  }
  const bars: LabelBlock = {
    ...{ kind: 'bars', digits10: 22, align: 'center' },
    box: { x: 20, y: 140, w: w - 40, h: h - 190 },
  }
  // An EAN is 28 mm wide at the fewest dots that scan; on a smaller label a ruler and corners have to do.
  const hasRoom = { forSquare: w >= 300 && h >= 190, forBars: w >= 330 && h >= 260 }
  return {
    id: `printerTest${widthMm}x${heightMm}`,
    kind: 'test',
    name: `打印机测试 ${widthMm}×${heightMm}`,
    nameEn: `Printer test ${widthMm}×${heightMm}`,
    ...stock,
    blocks: [
      ...cornerMarks(w, h),
      { kind: 'words', text: '测试 十二个月 鱻', box: { x: 20, y: 20, w: w - 160, h: 24 }, ...text, size10: 24 },
      { kind: 'words', text: '16点 木未末本', box: { x: 20, y: 50, w: w - 160, h: 20 }, ...text, size10: 20 },
      {
        kind: 'words',
        text: '粗体 国家',
        box: { x: 20, y: 76, w: w - 160, h: 34 },
        ...text,
        size10: 34,
        weight: 'bold',
      },
      ...(hasRoom.forSquare ? [square] : []),
      ...(hasRoom.forBars ? [bars] : []),
      { kind: 'ruler', box: { x: 20, y: h - 45, w: w - 40, h: 30 } },
    ],
  }
}

/** Short and large, on the smallest stock there is: whether a printer understands a language shows at a glance. */
export const printerHello = (words: string): LabelTemplate => ({
  ...{ id: 'printerHello', kind: 'test', name: '打印语言测试', nameEn: 'Printer language test' },
  ...{ widthMm: 40, heightMm: 30, gapMm: 2 },
  blocks: [
    ...cornerMarks(400, 300),
    {
      kind: 'words',
      text: '掌柜 测试',
      box: { x: 20, y: 40, w: 360, h: 80 },
      size10: 70,
      weight: 'bold',
      align: 'center',
    },
    { kind: 'words', text: words, box: { x: 20, y: 150, w: 360, h: 90 }, size10: 80, weight: 'bold', align: 'center' },
  ],
})

/** Two strokes at each corner, one millimetre from the edge: a label that lies askew loses some of them. */
function cornerMarks(w: number, h: number): LabelBlock[] {
  const arm = 8
  const edges = [10, w - 10].flatMap((x) => [10, h - 10].map((y) => ({ x, y })))
  return edges.flatMap(({ x, y }) => {
    const across: TenthsBox = { x: x < w / 2 ? x : x - arm, y, w: arm, h: 0 }
    const down: TenthsBox = { x, y: y < h / 2 ? y : y - arm, w: 0, h: arm }
    return [across, down].map((box): LabelBlock => ({ kind: 'rule', box, thickness10: 2 }))
  })
}
