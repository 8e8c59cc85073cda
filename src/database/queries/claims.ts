/**
 * What papers that are handed in will take, document by document: from the shelf what they name, from quarantine what a
 * proposal already put there. Whoever agrees later has to find it, so it is there for nobody else. A mirror that waits takes
 * what its original brought in all; what it will bring back is nobody's yet.
 */
import { documentRules } from '../../core/documents'
import { type DocumentRule, waitsAt } from '../../core/documents/rule'

const typesThat = (holds: (rule: DocumentRule) => boolean): string =>
  Object.values(documentRules)
    .filter(holds)
    .map(({ type }) => `'${type}'`)
    .join(', ')

const waits = `d.state IN ('submitted', 'approved')`
const proposing = typesThat((rule) => waitsAt(rule) === 'quarantine')

/** `types` are those whose lines hold goods; `but` leaves out the paper that asks, whose own claim is none. */
const claims = (types: string, but: string): string => `
  SELECT account, sku, lot, sum(quantity) AS quantity FROM (
    SELECT documentId, account, sku, lot, sum(quantity) AS quantity FROM (
      SELECT d.documentId, CASE WHEN d.type IN (${proposing}) OR l.condition = 'quarantine' THEN 'quarantine:'
          ELSE 'stock:' END || d.warehouseCode AS account, l.sku, l.lot, l.quantity
      FROM document d JOIN documentLine l ON l.documentId = d.documentId
      WHERE ${waits} AND d.type IN (${types}) AND d.reversalOf = '' AND l.quantity > 0
        AND (d.type <> 'repack' OR l.role <> 'produce') ${but}
      UNION ALL
      SELECT d.documentId, e.value, m.sku, m.lot, CASE e.value WHEN m.toAccount THEN m.quantity ELSE -m.quantity END
      FROM document d JOIN stockMovement m ON m.documentId = d.reversalOf AND m.quantity > 0
      JOIN json_each(json_array(m.fromAccount, m.toAccount)) e ON true
      WHERE ${waits} AND d.reversalOf <> '' ${but})
    GROUP BY documentId, account, sku, lot HAVING sum(quantity) > 0)
  GROUP BY account, sku, lot`

/** What is not there for the paper ?2. */
export const claimedByOthers = claims(
  typesThat((rule) => waitsAt(rule) !== null),
  'AND d.documentId <> ?2',
)

/** What of a shelf is spoken for by papers; a dispatch's goods are promised by its transfer already. */
export const claimedOnShelf = `
  SELECT substr(account, 7) AS warehouseCode, sku, quantity
  FROM (${claims(
    typesThat((rule) => waitsAt(rule) !== null && !rule.opensFromSource),
    '',
  )}) WHERE account LIKE 'stock:%'`
