/** What a new or changed document may name, and what HQ asks of its type; asked once for everybody. */
import type { OutputOf } from '../../../contract/operations'
import type { DocumentType } from '../../../core/documents/states'
import { useOperation } from '../../../ui/client'

export type Choices = OutputOf<'document.choices'>
export type TypeChoice = Choices['types'][number]

export const useChoices = (): Choices | undefined => useOperation('document.choices', {}).data

export const useTypeChoice = (type: DocumentType): TypeChoice | undefined =>
  useChoices()?.types.find((one) => one.type === type)
