/** A label template as JSON: what a shop or HQ saves, sends and reads. What makes one printable is core/labels/templateFaults. */
import { z } from 'zod'
import { aligns, fontWeights, inks, labelKinds, matrixSources, textFields } from '../../core/labels/labelTemplate'

/** no control characters: it is printed */
const printed = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[^\p{Cc}]*$/u)

/** whole tenths of a millimetre */
const tenths = z.number().int().min(0).max(2000)
const box = z.strictObject({ x: tenths, y: tenths, w: tenths, h: tenths })
const size10 = z.number().int().min(1).max(400)
const align = z.enum(aligns)
const weight = z.enum(fontWeights)
const field = z.enum(textFields)

export const labelBlock = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('name'), box, max10: size10, min10: size10 }),
  z.strictObject({ kind: z.literal('field'), field, box, size10, weight, align, ink: z.enum(inks) }),
  z.strictObject({
    kind: z.literal('rows'),
    box,
    rows: z
      .array(z.strictObject({ caption: printed(20), field }))
      .min(1)
      .max(10),
    size10,
    pitch10: size10,
  }),
  z.strictObject({ kind: z.literal('price'), box, max10: size10, unit10: size10, align }),
  z.strictObject({ kind: z.literal('words'), text: printed(60), box, size10, weight, align }),
  z.strictObject({ kind: z.literal('bars'), box, digits10: size10, align }),
  z.strictObject({ kind: z.literal('matrix'), source: z.enum(matrixSources), box, align }),
  z.strictObject({ kind: z.literal('rect'), box }),
  z.strictObject({ kind: z.literal('rule'), box, thickness10: z.number().int().min(1).max(20) }),
  z.strictObject({ kind: z.literal('ruler'), box }),
])

export const labelBlocksMax = 40
const blocks = z.array(labelBlock).min(1).max(labelBlocksMax)

export const labelTemplate = z.strictObject({
  /** those of this product are spelled like priceTag40x30; a shop's and HQ's own are uuids */
  id: z
    .string()
    .min(1)
    .max(60)
    .regex(/^[A-Za-z0-9-]+$/),
  kind: z.enum(labelKinds),
  name: printed(40).min(1),
  nameEn: printed(40),
  widthMm: z.number().int().min(20).max(120),
  heightMm: z.number().int().min(10).max(200),
  gapMm: z.number().int().min(0).max(20),
  blocks,
  wideCodeBlocks: blocks.optional(),
})
