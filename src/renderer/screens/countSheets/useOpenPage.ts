/** The code of a page leads to that page, whatever stocktake of this store it is of; one nobody knows leads nowhere. */
import { useNavigate } from 'react-router'
import { useClient } from '../../../ui/client'
import type { AnswerError } from '../../../ui/errorText'
import { useScanQueue } from '../../scanning/scanning'
import { playSound } from '../../scanning/sounds'

interface From {
  zoneCode?: string
  putAside?(): Promise<void>
}

/** What is counted on the screen one comes from goes on with the page where that is of the same zone, else it waits. */
export const useOpenPage = (refuse: (error: AnswerError) => void) => {
  const client = useClient()
  const navigate = useNavigate()
  const queue = useScanQueue()
  return async ({ number, page }: { number: string; page: number }, from: From = {}): Promise<void> => {
    const known = await client.call('countSheet.page', { number, page })
    if (!known.ok) return refuse(known.error)
    playSound('ok')
    queue.handOver()
    void navigate(`/stocktakes/pages/${number}/${page}`)
    if (known.value.zoneCode !== from.zoneCode) await from.putAside?.()
  }
}
