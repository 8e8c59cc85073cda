/** What a new document may name, the same on store and hub. */
import type { Reader } from '../unitOfWork'

interface ReasonsOf {
  reasons: readonly { code: string; name: string; nameEn: string; types: readonly string[]; active: boolean }[]
}

export const choicesOf = async (read: Reader, policy: ReasonsOf, isOwn: (storeCode: string | null) => boolean) => {
  const warehouses = await read.all<{ code: string; name: string; kind: string; storeCode: string | null }>(
    'SELECT code, name, kind, storeCode FROM warehouse ORDER BY code',
  )
  const recipes = await read.all<{ components: string }>(
    'SELECT code, name, productSku, quantity, components FROM recipe WHERE active = 1 ORDER BY code',
  )
  return {
    warehouses: warehouses.map((warehouse) => ({ ...warehouse, own: isOwn(warehouse.storeCode) })),
    suppliers: await read.all<{ code: string; name: string }>('SELECT code, name FROM supplier ORDER BY code'),
    reasons: policy.reasons
      .filter(({ active }) => active)
      .map(({ code, name, nameEn, types }) => ({ code, name, nameEn, types: [...types] })),
    recipes: recipes.map((recipe) => ({ ...recipe, components: JSON.parse(recipe.components) as unknown })),
  }
}
