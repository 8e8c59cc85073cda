/** F7 on a line of a review: the ledger of its product where it was counted, and back to the same line from a paper of it. */
import { type ReactNode, useMemo, useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import type { StocktakeLineView, StocktakeView } from '../../../contract/schemas/stocktake'
import { useOperation } from '../../../ui/client'
import { useCan } from '../../../ui/session'
import type { CameFrom } from '../document/DocumentScreen'
import { LedgerPanel } from '../stock/LedgerPanel'

export interface LedgerOf {
  mayOpen: boolean
  open(): void
  panel: ReactNode
}

export const useLedgerOf = (
  { stocktakeId, warehouseCode }: Pick<StocktakeView, 'stocktakeId' | 'warehouseCode'>,
  line: StocktakeLineView | undefined,
): LedgerOf => {
  const { ledger: cameBack = false } = (useLocation().state ?? {}) as { ledger?: boolean }
  const navigate = useNavigate()
  const [isOpen, setOpen] = useState(cameBack)
  const mayOpen = useCan('stock.movements')
  const wanted = isOpen && mayOpen && line !== undefined
  const skus = [line?.sku ?? '']
  const answer = useOperation('stock.list', { warehouseCode, skus, limit: 1 }, { enabled: wanted })
  const cameFrom = useMemo<CameFrom>(
    () => ({ from: `/stocktakes/${stocktakeId}`, fromState: { ledger: true } }),
    [stocktakeId],
  )
  const close = (): void => {
    setOpen(false)
    // shown anew, the review does not open what was closed
    if (cameBack) void navigate('.', { replace: true, state: null })
  }
  const row = wanted ? (answer.data?.rows[0] ?? null) : null
  return {
    mayOpen: mayOpen && line !== undefined,
    open: () => setOpen(true),
    panel: <LedgerPanel row={row} cameFrom={cameFrom} onClose={close} />,
  }
}
