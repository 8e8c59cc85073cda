/**
 * Where a quantity can sit. Stock is never created or destroyed, it moves from one account to another, so per SKU and
 * lot all accounts together are always zero (page 3: double entry).
 */
export type Account =
  | `stock:${string}`
  | `quarantine:${string}`
  | `inTransit:${string}`
  | 'supplier'
  | 'customer'
  | 'loss'
  | 'internalUse'
  | 'adjustment'
  | 'opening'
  | 'assembly'

export const stockAccount = (warehouseCode: string): Account => `stock:${warehouseCode}`
export const quarantineAccount = (warehouseCode: string): Account => `quarantine:${warehouseCode}`
export const inTransitAccount = (transferId: string): Account => `inTransit:${transferId}`

const fixedAccounts: readonly string[] = [
  ...['supplier', 'customer', 'loss', 'internalUse', 'adjustment', 'opening'],
  // 拆装: goods on their way from one SKU to another while a pack is opened or made up.
  'assembly',
]

export const isAccount = (text: string): text is Account =>
  fixedAccounts.includes(text) || /^(stock|quarantine|inTransit):[\w-]{1,64}$/.test(text)

/** The warehouse whose goods these are; null for an account outside the chain's own walls. */
export const warehouseOf = (account: string): string | null => {
  const match = /^(?:stock|quarantine):(.+)$/.exec(account)
  return match ? (match[1] as string) : null
}

/** Goods we own and value: in a warehouse or on the way. All other accounts only mirror what came from or went out. */
export const isInside = (account: string): boolean => /^(?:stock|quarantine|inTransit):/.test(account)
