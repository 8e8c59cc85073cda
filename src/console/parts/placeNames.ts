/** Accounts in words with the store's name where this user knows the store: "stock:WS001" -> 库存 静安旗舰店. */
import type { TFunction } from 'i18next'
import { accountText } from '../../ui/format'

export type PlaceNames = ReadonlyMap<string, string>

export const namedAccount = (t: TFunction, account: string, names: PlaceNames): string => {
  const [kind = '', place = ''] = account.split(':')
  const name = names.get(place)
  return accountText(t, name === undefined ? account : `${kind}:${name}`)
}
