// The label templates as data: which box of the label, in millimetres, shows which field. layoutLabel.ts turns a
// template and a product into dots. A new label is a new entry here; nothing else in the product changes.

export type MmBox = { x: number; y: number; w: number; h: number }

/** The fields a row or a line of text may show; name, price and code have blocks of their own. */
export type TextField = 'storeName' | 'spec' | 'origin' | 'sku' | 'date' | 'unit'

export type LabelRow = { caption: string; field: TextField }

export type LabelBlock =
  /** the product's name, as large as two lines in the box allow */
  | { kind: 'name'; box: MmBox; maxMm: number; minMm: number }
  /** one line of one field */
  | { kind: 'field'; field: TextField; box: MmBox; sizeMm: number; weight: FontWeight; align: Align; ink: Ink }
  /** captioned fields under each other; empty ones are left out and the rest move up */
  | { kind: 'rows'; box: MmBox; rows: LabelRow[]; sizeMm: number; pitchMm: number }
  | { kind: 'price'; box: MmBox; maxMm: number; unitMm: number; align: Align }
  | { kind: 'words'; text: string; box: MmBox; sizeMm: number; weight: FontWeight; align: Align }
  | { kind: 'bars'; box: MmBox; digitsMm: number; align: Align }
  | { kind: 'rect'; box: MmBox }
  | { kind: 'rule'; box: MmBox; thicknessMm: number }

export type FontWeight = 'regular' | 'bold'
export type Align = 'left' | 'center' | 'right'
export type Ink = 'black' | 'white'

export type LabelTemplate = {
  id: LabelTemplateId
  name: string
  nameEn: string
  widthMm: number
  heightMm: number
  gapMm: number
  blocks: LabelBlock[]
  /** the arrangement for a barcode that does not fit the usual one */
  wideCodeBlocks?: LabelBlock[]
}

export const labelTemplateIds = ['priceTag40x30', 'priceTag60x40', 'goodsLabel60x40'] as const
export type LabelTemplateId = (typeof labelTemplateIds)[number]

const priceTag40x30: LabelTemplate = {
  id: 'priceTag40x30',
  name: '价签 40×30',
  nameEn: 'Price tag 40×30',
  widthMm: 40,
  heightMm: 30,
  gapMm: 2,
  blocks: [
    { kind: 'name', box: { x: 1.5, y: 1.4, w: 37, h: 7 }, maxMm: 4, minMm: 2.5 },
    { kind: 'rule', box: { x: 1.5, y: 9, w: 37, h: 0 }, thicknessMm: 0.25 },
    {
      kind: 'rows',
      box: { x: 1.5, y: 10.2, w: 13.4, h: 9 },
      rows: [
        { caption: '', field: 'spec' },
        { caption: '', field: 'origin' },
        { caption: '', field: 'sku' },
      ],
      sizeMm: 2.5,
      pitchMm: 3,
    },
    { kind: 'price', box: { x: 15.4, y: 10, w: 23.1, h: 9.4 }, maxMm: 11, unitMm: 2.5, align: 'right' },
    { kind: 'bars', box: { x: 1.5, y: 20.6, w: 37, h: 8 }, digitsMm: 2.25, align: 'center' },
  ],
}

/** Shop and date in a band, the name, and a hairline under them. */
const head60x40: LabelBlock[] = [
  { kind: 'rect', box: { x: 1.5, y: 1.5, w: 57, h: 4.25 } },
  {
    kind: 'field',
    field: 'storeName',
    box: { x: 2.75, y: 1.5, w: 36, h: 4.25 },
    sizeMm: 2.75,
    weight: 'bold',
    align: 'left',
    ink: 'white',
  },
  {
    kind: 'field',
    field: 'date',
    box: { x: 39.5, y: 1.5, w: 17.75, h: 4.25 },
    sizeMm: 2.5,
    weight: 'bold',
    align: 'right',
    ink: 'white',
  },
  { kind: 'name', box: { x: 1.5, y: 6.6, w: 57, h: 9.6 }, maxMm: 5, minMm: 2.75 },
  { kind: 'rule', box: { x: 1.5, y: 17, w: 57, h: 0 }, thicknessMm: 0.25 },
  {
    kind: 'rows',
    box: { x: 1.5, y: 18.2, w: 25.5, h: 9 },
    rows: [
      { caption: '规格', field: 'spec' },
      { caption: '产地', field: 'origin' },
      { caption: '货号', field: 'sku' },
    ],
    sizeMm: 2.5,
    pitchMm: 3.1,
  },
]

const priceTag60x40: LabelTemplate = {
  id: 'priceTag60x40',
  name: '价签 60×40',
  nameEn: 'Price tag 60×40',
  widthMm: 60,
  heightMm: 40,
  gapMm: 2,
  blocks: [
    ...head60x40,
    { kind: 'bars', box: { x: 1.5, y: 28.4, w: 29, h: 10.1 }, digitsMm: 2.5, align: 'left' },
    {
      kind: 'words',
      text: '零售价',
      box: { x: 30.5, y: 18.2, w: 28, h: 2.5 },
      sizeMm: 2.5,
      weight: 'regular',
      align: 'right',
    },
    { kind: 'price', box: { x: 30.5, y: 22.5, w: 28, h: 16 }, maxMm: 17, unitMm: 3, align: 'right' },
  ],
  wideCodeBlocks: [
    ...head60x40,
    { kind: 'price', box: { x: 27.5, y: 18, w: 31, h: 9.6 }, maxMm: 14, unitMm: 2.75, align: 'right' },
    { kind: 'bars', box: { x: 1.5, y: 29, w: 57, h: 9.5 }, digitsMm: 2.5, align: 'left' },
  ],
}

const goodsLabel60x40: LabelTemplate = {
  id: 'goodsLabel60x40',
  name: '到货标签 60×40',
  nameEn: 'Goods label 60×40',
  widthMm: 60,
  heightMm: 40,
  gapMm: 2,
  blocks: [
    { kind: 'name', box: { x: 1.5, y: 1.5, w: 57, h: 9.6 }, maxMm: 5, minMm: 2.75 },
    { kind: 'rule', box: { x: 1.5, y: 11.9, w: 57, h: 0 }, thicknessMm: 0.375 },
    {
      kind: 'rows',
      box: { x: 1.5, y: 13.2, w: 27.5, h: 9.5 },
      rows: [
        { caption: '规格', field: 'spec' },
        { caption: '产地', field: 'origin' },
        { caption: '单位', field: 'unit' },
      ],
      sizeMm: 2.5,
      pitchMm: 3.25,
    },
    {
      kind: 'rows',
      box: { x: 31, y: 13.2, w: 27.5, h: 9.5 },
      rows: [
        { caption: '货号', field: 'sku' },
        { caption: '入库', field: 'date' },
        { caption: '门店', field: 'storeName' },
      ],
      sizeMm: 2.5,
      pitchMm: 3.25,
    },
    { kind: 'rule', box: { x: 1.5, y: 23.4, w: 57, h: 0 }, thicknessMm: 0.125 },
    { kind: 'bars', box: { x: 1.5, y: 24.8, w: 57, h: 13.7 }, digitsMm: 3, align: 'center' },
  ],
}

export const labelTemplates: Record<LabelTemplateId, LabelTemplate> = {
  priceTag40x30,
  priceTag60x40,
  goodsLabel60x40,
}
