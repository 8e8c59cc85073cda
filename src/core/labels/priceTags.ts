// The price tags this product comes with. Name, price and its unit are on every one; origin and spec where there is room.
import type { LabelBlock, LabelTemplate } from './labelTemplate'

const small = { size10: 28, weight: 'regular' } as const

export const priceTag40x30: LabelTemplate = {
  id: 'priceTag40x30',
  kind: 'priceTag',
  name: '价签 40×30',
  nameEn: 'Price tag 40×30',
  widthMm: 40,
  heightMm: 30,
  gapMm: 2,
  blocks: [
    { kind: 'name', box: { x: 15, y: 14, w: 370, h: 70 }, max10: 40, min10: 25 },
    { kind: 'rule', box: { x: 15, y: 90, w: 370, h: 0 }, thickness10: 2 },
    {
      kind: 'rows',
      box: { x: 15, y: 102, w: 134, h: 90 },
      rows: [
        { caption: '', field: 'spec' },
        { caption: '', field: 'origin' },
        { caption: '', field: 'sku' },
      ],
      size10: 25,
      pitch10: 30,
    },
    { kind: 'price', box: { x: 154, y: 100, w: 231, h: 94 }, max10: 110, unit10: 25, align: 'right' },
    { kind: 'bars', box: { x: 15, y: 206, w: 370, h: 80 }, digits10: 23, align: 'center' },
  ],
}

export const priceTag50x30: LabelTemplate = {
  id: 'priceTag50x30',
  kind: 'priceTag',
  name: '价签 50×30',
  nameEn: 'Price tag 50×30',
  widthMm: 50,
  heightMm: 30,
  gapMm: 2,
  blocks: [
    { kind: 'name', box: { x: 15, y: 14, w: 470, h: 70 }, max10: 45, min10: 25 },
    { kind: 'rule', box: { x: 15, y: 90, w: 470, h: 0 }, thickness10: 2 },
    {
      kind: 'rows',
      box: { x: 15, y: 102, w: 180, h: 90 },
      rows: [
        { caption: '', field: 'spec' },
        { caption: '', field: 'origin' },
        { caption: '', field: 'sku' },
      ],
      size10: 25,
      pitch10: 30,
    },
    { kind: 'price', box: { x: 200, y: 100, w: 285, h: 94 }, max10: 120, unit10: 25, align: 'right' },
    { kind: 'bars', box: { x: 15, y: 206, w: 470, h: 80 }, digits10: 23, align: 'center' },
  ],
}

/** Shop and date in a band, the name, and a hairline under them. */
const head60x40: LabelBlock[] = [
  { kind: 'rect', box: { x: 15, y: 15, w: 570, h: 43 } },
  {
    kind: 'field',
    field: 'storeName',
    box: { x: 28, y: 15, w: 360, h: 43 },
    size10: 28,
    weight: 'bold',
    align: 'left',
    ink: 'white',
  },
  {
    kind: 'field',
    field: 'date',
    box: { x: 395, y: 15, w: 178, h: 43 },
    size10: 25,
    weight: 'bold',
    align: 'right',
    ink: 'white',
  },
  { kind: 'name', box: { x: 15, y: 66, w: 570, h: 96 }, max10: 50, min10: 28 },
  { kind: 'rule', box: { x: 15, y: 170, w: 570, h: 0 }, thickness10: 2 },
  {
    kind: 'rows',
    box: { x: 15, y: 182, w: 255, h: 90 },
    rows: [
      { caption: '规格', field: 'spec' },
      { caption: '产地', field: 'origin' },
      { caption: '货号', field: 'sku' },
    ],
    size10: 25,
    pitch10: 31,
  },
]

export const priceTag60x40: LabelTemplate = {
  id: 'priceTag60x40',
  kind: 'priceTag',
  name: '价签 60×40',
  nameEn: 'Price tag 60×40',
  widthMm: 60,
  heightMm: 40,
  gapMm: 2,
  blocks: [
    ...head60x40,
    { kind: 'bars', box: { x: 15, y: 284, w: 290, h: 101 }, digits10: 25, align: 'left' },
    {
      kind: 'words',
      text: '零售价',
      box: { x: 305, y: 182, w: 280, h: 25 },
      size10: 25,
      weight: 'regular',
      align: 'right',
    },
    { kind: 'price', box: { x: 305, y: 225, w: 280, h: 160 }, max10: 170, unit10: 30, align: 'right' },
  ],
  wideCodeBlocks: [
    ...head60x40,
    { kind: 'price', box: { x: 275, y: 180, w: 310, h: 96 }, max10: 140, unit10: 28, align: 'right' },
    { kind: 'bars', box: { x: 15, y: 290, w: 570, h: 95 }, digits10: 25, align: 'left' },
  ],
}

/** Clipped to the edge of a shelf: read from two steps away, so the price takes the right half. */
export const shelfStrip95x38: LabelTemplate = {
  id: 'shelfStrip95x38',
  kind: 'priceTag',
  name: '货架条 95×38',
  nameEn: 'Shelf strip 95×38',
  widthMm: 95,
  heightMm: 38,
  gapMm: 2,
  blocks: [
    { kind: 'name', box: { x: 20, y: 15, w: 910, h: 100 }, max10: 60, min10: 32 },
    { kind: 'rule', box: { x: 20, y: 122, w: 910, h: 0 }, thickness10: 3 },
    {
      kind: 'rows',
      box: { x: 20, y: 136, w: 400, h: 105 },
      rows: [
        { caption: '规格', field: 'spec' },
        { caption: '产地', field: 'origin' },
        { caption: '货号', field: 'sku' },
      ],
      size10: 30,
      pitch10: 36,
    },
    { kind: 'bars', box: { x: 20, y: 252, w: 430, h: 112 }, digits10: 26, align: 'left' },
    { kind: 'words', text: '零售价', box: { x: 700, y: 134, w: 230, h: 30 }, ...small, align: 'right' },
    { kind: 'price', box: { x: 455, y: 168, w: 475, h: 196 }, max10: 220, unit10: 38, align: 'right' },
  ],
}
