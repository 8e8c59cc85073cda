/** The code of a page leads to that page, that of a line to the line; one nobody knows leads nowhere. */
import { useNavigate } from 'react-router'
import { useClient } from '../../../ui/client'
import type { AnswerError } from '../../../ui/errorText'
import { useScanQueue } from '../../scanning/scanning'
import { playSound } from '../../scanning/sounds'

/** A page, and where the code stood beside a line, which. */
interface PlaceOnPaper {
  number: string
  page: number
  line?: number
}

interface From {
  zoneCode?: string
  putAside?(): Promise<void>
}

/** What is counted on the screen one comes from goes on with the page where that is of the same zone, else it waits. */
export const useOpenPage = (refuse: (error: AnswerError) => void) => {
  const client = useClient()
  const navigate = useNavigate()
  const queue = useScanQueue()
  return async ({ number, page, line }: PlaceOnPaper, from: From = {}): Promise<void> => {
    const known = await client.call('countSheet.page', { number, page })
    if (!known.ok) return refuse(known.error)
    playSound('ok')
    queue.handOver()
    void navigate(`/stocktakes/pages/${number}/${page}`, { state: { line: line ?? null } })
    if (known.value.zoneCode !== from.zoneCode) await from.putAside?.()
  }
}
