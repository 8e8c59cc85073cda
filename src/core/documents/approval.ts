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

/** The level a role decides at; null for a role that decides nothing. */
export const levelOfRole = (role: string): ApprovalLevel | null =>
  (approvalLevels as readonly string[]).includes(role) ? (role as ApprovalLevel) : null

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
  lines: readonly {
    sku: string
    lot: string
    quantity: number
    damagedQuantity: number
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
    document.lines.map((line) => [
      line.sku,
      line.lot,
      line.quantity,
      line.damagedQuantity,
      line.unitCost,
      line.role,
      line.condition,
    ]),
  ])
