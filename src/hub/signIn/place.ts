/**
 * Where a guess comes from. Tries are counted by it: whoever hammers one place locks that place, not the person. An IPv4
 * address is one place; of IPv6 the /64 is, for a single machine has all of it to itself.
 */
import { isIPv6 } from 'node:net'

const groupsOfPlace = 4

export const addressGroup = (address: string): string => {
  const bare = address.replace(/%.*$/, '').toLowerCase()
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(bare)?.[1]
  if (mapped !== undefined) return mapped
  return isIPv6(bare) ? `${wholeGroups(bare).slice(0, groupsOfPlace).join(':')}::/64` : bare
}

/** The eight groups `::` shortens, without leading noughts; a dotted tail stands for two that no place needs. */
const wholeGroups = (address: string): string[] => {
  const [head = '', tail] = address.replace(/\d+\.\d+\.\d+\.\d+$/, '0:0').split('::')
  const groupsOf = (text: string): string[] => (text === '' ? [] : text.split(':'))
  const [first, last] = [groupsOf(head), groupsOf(tail ?? '')]
  const missing = tail === undefined ? 0 : 8 - first.length - last.length
  return [...first, ...Array.from({ length: missing }, () => '0'), ...last].map((group) =>
    Number.parseInt(group, 16).toString(16),
  )
}

type Door = 'pc' | 'console'

/** A door and where it stands: five wrong tries of one person lock it for that person. */
export interface Place {
  door: Door
  at: string
}

export const pcPlace = (deviceId: string): Place => ({ door: 'pc', at: deviceId })
export const consolePlace = (address: string): Place => ({ door: 'console', at: addressGroup(address) })
