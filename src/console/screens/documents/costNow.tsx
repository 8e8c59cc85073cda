/** Beside a new unit cost: what the product holds and costs now, and what the change does to its value. */
import { useTranslation } from 'react-i18next'
import type { StockRow } from '../../../contract/operations/stock'
import type { DocumentHeader, DocumentLineView } from '../../../contract/schemas/document'
import { costValue, meanUnitCost } from '../../../core/quantity/quantity'
import { useOperation } from '../../../ui/client'
import { setsUnitCost } from '../../../ui/documents'
import { signedValueText } from '../../../ui/format'
import { quantityCell, valueCell } from '../../../ui/sheet'
import { Quantity, unitCostCell, unitCostText } from '../../parts/figures'
import type { Column } from '../../parts/ListTable'

interface CostNow {
  onHand: number
  unitCost: number
}

/** The row's value is that of good and damaged goods together, and so is its mean. */
export const meanCostOf = ({ onHand, quarantined, value }: StockRow): number | null =>
  value === null ? null : meanUnitCost(onHand + quarantined, value)

const rowsMax = 500

/** Only while it waits: once posted the movements say what changed. */
export const asksCostNow = ({ type, state }: DocumentHeader): boolean => setsUnitCost(type) && state !== 'posted'

export const useCostNowColumns = (header: DocumentHeader): Column<DocumentLineView>[] => {
  const { t } = useTranslation()
  const asked = asksCostNow(header)
  const answer = useOperation(
    'stock.list',
    { warehouseCode: header.warehouseCode, onlyMoved: true, limit: rowsMax },
    { enabled: asked },
  )
  const now = new Map<string, CostNow>(
    (answer.data?.rows ?? []).map((row) => [row.sku, { onHand: row.onHand, unitCost: meanCostOf(row) ?? 0 }]),
  )
  const costOf = (sku: string): number | null => now.get(sku)?.unitCost ?? null
  const changeOf = ({ sku, unitCost }: DocumentLineView): number | null => {
    const so = now.get(sku)
    if (so === undefined || unitCost === null || so.onHand <= 0) return null
    return costValue(so.onHand, unitCost) - costValue(so.onHand, so.unitCost)
  }
  if (!asked) return []
  return [
    {
      key: 'onHand',
      title: t('stockPage.onHand'),
      width: 84,
      align: 'right',
      render: (line) => <Quantity value={now.get(line.sku)?.onHand ?? 0} />,
      text: (line) => quantityCell(now.get(line.sku)?.onHand ?? 0),
    },
    {
      key: 'costNow',
      title: t('document.costNow'),
      width: 90,
      align: 'right',
      render: (line) => unitCostText(costOf(line.sku)) || '—',
      text: (line) => unitCostCell(costOf(line.sku)),
    },
    {
      key: 'valueChange',
      title: t('document.valueChange'),
      width: 96,
      align: 'right',
      render: (line) => signedValueText(changeOf(line)) || '—',
      text: (line) => valueCell(changeOf(line)),
    },
  ]
}
