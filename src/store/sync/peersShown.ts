/** The store's other PCs as screens show them: how long ago each was heard of, and who counts which zone there. */
import type { PeerView } from '../../contract/schemas/stocktake'
import type { Reader } from '../../database/unitOfWork'
import type { StoreRuntimeWithServices } from '../createStore'

export const peersOf = async (
  { clock, services }: StoreRuntimeWithServices,
  read: Reader,
  stocktakeId: string,
): Promise<PeerView[]> => {
  const peers = services.peers.all()
  const ids = peers.flatMap(({ counting }) => counting.map(({ counterId }) => counterId))
  const names = await namesOf(read, ids)
  return peers
    .map(({ letter, ageSeconds, heardAtMs, counting }) => ({
      pc: letter,
      ageSeconds: ageSeconds + Math.max(0, Math.round((clock.elapsedMs() - heardAtMs) / 1000)),
      counting: counting
        .filter((count) => count.stocktakeId === stocktakeId)
        .map(({ zoneCode, counterId, linesTotal }) => ({
          ...{ zoneCode, linesTotal, counterName: names.get(counterId) ?? counterId },
        })),
    }))
    .sort((a, b) => (a.pc < b.pc ? -1 : 1))
}

const namesOf = async (read: Reader, userIds: readonly string[]): Promise<Map<string, string>> => {
  const rows = await read.all<{ id: string; name: string }>(
    'SELECT id, name FROM user WHERE id IN (SELECT value FROM json_each(?))',
    [JSON.stringify(userIds)],
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}
