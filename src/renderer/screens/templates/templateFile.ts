/** A template as a file, to carry from one PC to another; what is read is believed no more than what is typed. Pure. */
import { labelTemplate } from '../../../contract/schemas/labelTemplate'
import type { LabelTemplate } from '../../../core/labels/labelTemplate'

const format = 'zhanggui-label-template'
/** forty blocks are a tenth of it */
export const templateFileBytesMax = 200_000

type Drawn = Omit<LabelTemplate, 'id'>
export type TemplateFile = { ok: true; template: Drawn } | { ok: false; problem: 'unreadable' | 'other' | 'damaged' }

export const templateFileText = ({ id: _, ...template }: LabelTemplate): string =>
  JSON.stringify({ format, template }, null, 2)

export const readTemplateFile = (text: string): TemplateFile => {
  const file = parsed(text)
  if (file === undefined) return { ok: false, problem: 'unreadable' }
  if (typeof file !== 'object' || file === null || (file as { format?: unknown }).format !== format)
    return { ok: false, problem: 'other' }
  const read = labelTemplate.omit({ id: true }).safeParse((file as { template?: unknown }).template)
  return read.success ? { ok: true, template: read.data } : { ok: false, problem: 'damaged' }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

const nameMax = 40

/** “价签 40×30 副本”, “价签 40×30 副本 2” …: the first that nobody has, within the length a name may have. */
export const freeName = (wanted: string, taken: readonly string[], copyWord: string): string => {
  const fits = (name: string, end: string): string => `${name.slice(0, nameMax - end.length)}${end}`
  if (copyWord === '' && !taken.includes(wanted)) return wanted
  for (let number = 1; number <= taken.length + 1; number += 1) {
    const name = fits(
      wanted,
      `${copyWord === '' ? '' : ` ${copyWord}`}${number === 1 && copyWord !== '' ? '' : ` ${number}`}`,
    )
    if (!taken.includes(name)) return name
  }
  return wanted
}
