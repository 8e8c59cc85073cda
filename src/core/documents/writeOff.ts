/**
 * 报损: broken or expired goods leave the books. Proposed, they move to quarantine at once, so nobody sells them; approved,
 * they leave quarantine as a loss. Goods that lie in quarantine already wait there.
 */
import { quarantineAccount, stockAccount } from '../stock/accounts'
import { anyQuantity, type DocumentRule, planned } from './rule'

export const writeOff: DocumentRule = {
  type: 'writeOff',
  prefix: 'BSCK',
  header: ['reason'],
  direction: 'out',
  takesExpired: true,
  newProduct: 'line',
  quantities: [],
  writtenAt: 'store',
  opensFromSource: false,
  proposed: (document) =>
    planned(
      document.lines
        .filter(({ condition }) => condition === 'stock')
        .map((line) => ({
          line,
          from: stockAccount(document.warehouseCode),
          to: quarantineAccount(document.warehouseCode),
          quantity: line.quantity,
          kind: 'writeOff',
        })),
    ),
  posted: (document) =>
    planned(
      document.lines.map((line) => ({
        line,
        from: quarantineAccount(document.warehouseCode),
        to: 'loss',
        quantity: line.quantity,
        kind: 'writeOff',
      })),
    ),
  check: anyQuantity,
}
