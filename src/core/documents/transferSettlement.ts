/**
 * 调拨差异处理: how goods that were sent and did not arrive end. HQ decides. Reshipped or returned goods were never gone:
 * they are the sender's stock again (the sender's PC posts it). A loss leaves the books, charged to whom HQ names.
 */
import { inTransitAccount, stockAccount } from '../stock/accounts'
import {
  anyQuantity,
  costInTransit,
  type DocumentLine,
  type DocumentRule,
  none,
  planned,
  type SettlementWay,
} from './rule'

/** Goods that arrived without having been written as sent: the other sign of a difference. */
export const isSurplus = (line: Pick<DocumentLine, 'role'>): boolean => line.role === 'produce'

/** Who must post it: the sender's own ledger, or HQ's because no warehouse is touched. */
export const settledBySender = (way: SettlementWay | '', surplus: boolean): boolean =>
  surplus ? way === 'chargeSender' : way === 'reship' || way === 'return'

/** A surplus was sent by mistake (the sender's stock says so now) or came from nowhere known; it cannot be sent again. */
export const surplusWays: readonly SettlementWay[] = ['chargeSender', 'chargeReceiver']

export const transferSettlement: DocumentRule = {
  type: 'transferSettlement',
  prefix: 'DBCY',
  header: ['source'],
  direction: 'none',
  newProduct: 'line',
  quantities: [],
  writtenAt: 'hub',
  opensFromSource: true,
  proposed: none,
  posted: (document) => {
    const transit = inTransitAccount(document.transferId)
    const costOf = costInTransit(document)
    return planned(
      document.lines.map((line) => {
        const atSender = settledBySender(document.settlement, isSurplus(line))
        const stock = stockAccount(document.warehouseCode)
        const base = { line, quantity: line.quantity, kind: 'transferSettlement' as const }
        if (isSurplus(line))
          return {
            ...base,
            from: atSender ? stock : 'adjustment',
            to: transit,
            cost: atSender ? { kind: 'average' as const } : { kind: 'unitCost' as const, unitCost: line.unitCost },
          }
        return {
          ...base,
          from: transit,
          to: atSender ? stock : 'loss',
          cost: costOf(line.sku, line.quantity, line.unitCost),
        }
      }),
    )
  },
  check: anyQuantity,
}
