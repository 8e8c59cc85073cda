/**
 * 拆装组合: components become a product, or a product its components. Per SKU the assembly account balances; all value
 * that goes in comes out again, shared by standard cost, the last produced line taking what rounding left.
 */
import { accept, refuse } from '../result'
import { stockAccount } from '../stock/accounts'
import { type DocumentFacts, type DocumentLine, type DocumentRule, none, placeOf, planned } from './rule'

const withRole = (document: DocumentFacts, role: DocumentLine['role']): DocumentLine[] =>
  document.lines.filter((line) => line.role === role && line.quantity > 0)

export interface RecipeParts {
  productSku: string
  quantity: number
  components: readonly { sku: string; quantity: number }[]
}

/** Do these goods become each other by the recipe, a whole number of times, put together or taken apart? */
export const followsRecipe = (
  lines: readonly Pick<DocumentLine, 'sku' | 'role' | 'quantity'>[],
  recipe: RecipeParts,
): boolean => {
  const product = [{ sku: recipe.productSku, quantity: recipe.quantity }]
  const sameTimes = (from: RecipeParts['components'], to: RecipeParts['components']): boolean => {
    const times = timesOf(lines, 'consume', from)
    return times !== null && times === timesOf(lines, 'produce', to)
  }
  return sameTimes(recipe.components, product) || sameTimes(product, recipe.components)
}

/** How many times the parts are on these lines; null where they are not, or not a whole number of times. */
const timesOf = (
  lines: readonly Pick<DocumentLine, 'sku' | 'role' | 'quantity'>[],
  role: DocumentLine['role'],
  parts: readonly { sku: string; quantity: number }[],
): number | null => {
  const held = new Map<string, number>()
  for (const line of lines)
    if (line.role === role && line.quantity > 0) held.set(line.sku, (held.get(line.sku) ?? 0) + line.quantity)
  const [first] = parts
  const times = first ? (held.get(first.sku) ?? 0) / first.quantity : 0
  const whole = Number.isInteger(times) && times > 0 && held.size === parts.length
  return whole && parts.every(({ sku, quantity }) => held.get(sku) === quantity * times) ? times : null
}

export const repack: DocumentRule = {
  type: 'repack',
  prefix: 'CZZH',
  header: [],
  direction: 'both',
  newProduct: 'line',
  quantities: [],
  writtenAt: 'store',
  opensFromSource: false,
  proposed: none,
  posted: (document) => {
    const stock = stockAccount(document.warehouseCode)
    return planned([
      ...withRole(document, 'consume').map((line) => ({
        line,
        from: placeOf(line.condition, document.warehouseCode),
        to: 'assembly' as const,
        quantity: line.quantity,
        kind: 'repack' as const,
      })),
      ...withRole(document, 'produce').map((line) => ({
        line,
        from: 'assembly' as const,
        to: stock,
        quantity: line.quantity,
        kind: 'repack' as const,
        cost: { kind: 'share' as const },
      })),
    ])
  },
  check: (document) =>
    withRole(document, 'consume').length > 0 && withRole(document, 'produce').length > 0
      ? accept(null)
      : refuse('LINES_MISSING'),
}
