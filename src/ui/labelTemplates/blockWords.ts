/** What a block is called in the list: by what it shows, because a label often has several of a kind. */
import type { TFunction } from 'i18next'
import type { LabelBlock } from '../../core/labels/labelTemplate'

export const blockTitle = (t: TFunction, block: LabelBlock): string => {
  if (block.kind === 'field') return t(`labelEditor.fields.${block.field}`)
  if (block.kind === 'words') return `“${block.text}”`
  if (block.kind === 'rows') return block.rows.map(({ field }) => t(`labelEditor.fields.${field}`)).join(' / ')
  if (block.kind === 'matrix') return t(`labelEditor.sources.${block.source}`)
  return t(`labelEditor.kinds.${block.kind}`)
}
