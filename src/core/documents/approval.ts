/**
 * Who has to agree before a document takes effect: a chain of levels by value (店长 → 区域经理 → HQ), set by policy. A
 * decision is bound to the content it saw and used once; nobody approves what they wrote.
 */
export const approvalLevels = ['storeManager', 'regionManager', 'hqOperations'] as const
export type ApprovalLevel = (typeof approvalLevels)[number]

export interface ApprovalStep {
  level: ApprovalLevel
  /** value in fen from which this level is asked; 0 = always */
  fromFen: number
}

export interface Decision {
  level: ApprovalLevel
  decision: 'approved' | 'refused'
  userId: string
  /** hash of what the decider saw */
  contentHash: string
}

/** Levels a document of this value needs, lowest first. */
export const chainFor = (steps: readonly ApprovalStep[], valueFen: number): ApprovalLevel[] =>
  approvalLevels.filter((level) => steps.some((step) => step.level === level && valueFen >= step.fromFen))

const rankOf = (level: ApprovalLevel): number => approvalLevels.indexOf(level)

/** The lowest level nobody has agreed for yet; null when all have. A higher level's word counts for those below it. */
export const pendingLevel = (
  chain: readonly ApprovalLevel[],
  decisions: readonly Decision[],
  contentHash: string,
): ApprovalLevel | null => {
  const valid = decisions.filter((one) => one.decision === 'approved' && one.contentHash === contentHash)
  const highest = Math.max(-1, ...valid.map(({ level }) => rankOf(level)))
  return chain.find((level) => rankOf(level) > highest) ?? null
}

/** The highest of the levels some roles decide at; null where none of them decides anything. */
export const highestLevel = (levels: readonly (ApprovalLevel | null)[]): ApprovalLevel | null =>
  levels.reduce<ApprovalLevel | null>(
    (high, level) => (level && (!high || rankOf(level) > rankOf(high)) ? level : high),
    null,
  )

/**
 * Of a chain, the levels above somebody's own. To undo a paper is a right of its own, so who holds it agrees for their level
 * and those below; limits above them bind a mirror as they bound the paper.
 */
export const chainAbove = (chain: readonly ApprovalLevel[], own: ApprovalLevel | null): ApprovalLevel[] =>
  chain.filter((level) => own === null || rankOf(level) > rankOf(own))

/** May somebody of this level decide what waits for `pending`? The level itself, or one above it. */
export const decidesFor = (own: ApprovalLevel | null, pending: ApprovalLevel): boolean =>
  own !== null && rankOf(own) >= rankOf(pending)

/** The text a decision is bound to: all that matters of a document, in one fixed order. `round` makes it single use. */
export const contentText = (document: {
  documentId: string
  round: number
  type: string
  warehouseCode: string
  toWarehouseCode: string
  toCondition: string
  counterpartyCode: string
  reasonCode: string
  sourceId: string
  settlement: string
  dueDate: string
  note: string
  reversalOf: string
  closesSource: boolean | number
  lines: readonly {
    sku: string
    lot: string
    expiryDate: string
    quantity: number
    damagedQuantity: number
    rejectedQuantity: number
    freeQuantity: number
    unitCost: number
    role: string
    condition: string
  }[]
}): string =>
  JSON.stringify([
    document.documentId,
    document.round,
    document.type,
    document.warehouseCode,
    document.toWarehouseCode,
    document.toCondition,
    document.counterpartyCode,
    document.reasonCode,
    document.sourceId,
    document.settlement,
    document.dueDate,
    document.note,
    document.reversalOf,
    document.closesSource ? 1 : 0,
    document.lines.map((line) => [
      line.sku,
      line.lot,
      line.expiryDate,
      line.quantity,
      line.damagedQuantity,
      line.rejectedQuantity,
      line.freeQuantity,
      line.unitCost,
      line.role,
      line.condition,
    ]),
  ])
