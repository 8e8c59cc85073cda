// A label as data: which box shows which field. Lengths of blocks are whole tenths of a millimetre (`10` at the end of a
// name), so that a template written as JSON comes back the same; the label itself is whole millimetres, as it is sold.

/** Tenths of a millimetre from the label's top left corner. */
export type TenthsBox = { x: number; y: number; w: number; h: number }

/** The fields a row or a line of text may show; name, price and codes have blocks of their own. */
export const textFields = [
  'storeName',
  'spec',
  'origin',
  'sku',
  'date',
  'unit',
  'grade',
  'validFrom',
  'code',
  'hint',
  'lot',
  'productionDate',
  'expiryDate',
  'pack',
  'quantity',
] as const
export type TextField = (typeof textFields)[number]

export type LabelRow = { caption: string; field: TextField }

export const fontWeights = ['regular', 'bold'] as const
export type FontWeight = (typeof fontWeights)[number]
export const aligns = ['left', 'center', 'right'] as const
export type Align = (typeof aligns)[number]
export const inks = ['black', 'white'] as const
export type Ink = (typeof inks)[number]

/** What a square symbol says: the label's code, or the goods with their lot and expiry as GS1 writes them. */
export const matrixSources = ['code', 'lot'] as const
export type MatrixSource = (typeof matrixSources)[number]

export type LabelBlock =
  /** the product's name, as large as two lines in the box allow */
  | { kind: 'name'; box: TenthsBox; max10: number; min10: number }
  /** one line of one field */
  | { kind: 'field'; field: TextField; box: TenthsBox; size10: number; weight: FontWeight; align: Align; ink: Ink }
  /** captioned fields under each other; empty ones are left out and the rest move up */
  | { kind: 'rows'; box: TenthsBox; rows: LabelRow[]; size10: number; pitch10: number }
  /** the price with the unit it is for: one block, because neither says anything without the other */
  | { kind: 'price'; box: TenthsBox; max10: number; unit10: number; align: Align }
  | { kind: 'words'; text: string; box: TenthsBox; size10: number; weight: FontWeight; align: Align }
  | { kind: 'bars'; box: TenthsBox; digits10: number; align: Align }
  /** a QR code of the label's code, or a GS1 DataMatrix of a lot */
  | { kind: 'matrix'; source: MatrixSource; box: TenthsBox; align: Align }
  | { kind: 'rect'; box: TenthsBox }
  | { kind: 'rule'; box: TenthsBox; thickness10: number }
  /** a tick for each millimetre: a person lays a ruler beside it */
  | { kind: 'ruler'; box: TenthsBox }

export type LabelBlockKind = LabelBlock['kind']

/** What a label is for. Price tags carry fields the law asks for; see templateFaults.ts. */
export const labelKinds = ['priceTag', 'goods', 'carton', 'lot', 'zone', 'place', 'test'] as const
export type LabelKind = (typeof labelKinds)[number]

export type LabelTemplate = {
  id: string
  kind: LabelKind
  name: string
  nameEn: string
  widthMm: number
  heightMm: number
  gapMm: number
  blocks: LabelBlock[]
  /** the arrangement for a barcode that does not fit the usual one */
  wideCodeBlocks?: LabelBlock[] | undefined
}
