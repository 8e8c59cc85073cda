/** What may be written at HQ: papers of its own (cost adjustments), and those of warehouses that belong to no store. */
import type { OutputOf } from '../../contract/operations'
import type { DocumentHeader } from '../../contract/schemas/document'
import { documentRules } from '../../core/documents'
import { type DocumentType, isOpen } from '../../core/documents/states'
import { useOperation } from '../../ui/client'
import { isMadeByHand } from '../../ui/documents'
import { useCan } from '../../ui/session'

export type Choices = OutputOf<'document.choices'>
export type WarehouseChoice = Choices['warehouses'][number]

export interface Creatable {
  type: DocumentType
  warehouses: WarehouseChoice[]
}

const nowhere: Choices = { types: [], warehouses: [], suppliers: [], reasons: [], recipes: [] }

export const useChoices = (enabled = true): Choices => {
  const allowed = useCan('document.choices')
  const answer = useOperation('document.choices', {}, { enabled: allowed && enabled })
  return answer.data ?? nowhere
}

/** No store keeps its books. Nothing comes into a virtual one, but what stands in it may leave. */
const isWorkedAtHq = ({ own, kind }: WarehouseChoice): boolean => own && kind !== 'inTransit'

const canHold = ({ kind }: WarehouseChoice): boolean => kind !== 'virtual' && kind !== 'inTransit'

/** Where HQ may write a document of that type. */
export const warehousesFor = (type: DocumentType, warehouses: readonly WarehouseChoice[]): WarehouseChoice[] =>
  warehouses.filter((warehouse) => {
    const { writtenAt, direction } = documentRules[type]
    if (writtenAt === 'hub') return canHold(warehouse)
    return isWorkedAtHq(warehouse) && (direction !== 'in' || canHold(warehouse))
  })

export const creatableOf = ({ types, warehouses }: Choices): Creatable[] =>
  types
    .filter(({ type, enabled, may }) => enabled && may.includes('create') && isMadeByHand(type))
    .map(({ type }) => ({ type, warehouses: warehousesFor(type, warehouses) }))
    .filter((one) => one.warehouses.length > 0)

export const useCreatable = (): Creatable[] => creatableOf(useChoices())

/** May HQ change this paper at all? A store's own paper is the store's to change. */
export const isWrittenAtHq = (header: DocumentHeader, warehouses: readonly WarehouseChoice[]): boolean =>
  documentRules[header.type].writtenAt === 'hub' ||
  warehouses.some((warehouse) => warehouse.code === header.warehouseCode && isWorkedAtHq(warehouse))

export const isEditableAtHq = (header: DocumentHeader, warehouses: readonly WarehouseChoice[]): boolean =>
  isOpen(header.state) && isWrittenAtHq(header, warehouses)
