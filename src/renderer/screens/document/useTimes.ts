/** `12*`: holds for one scan that counted; a refused one gives it back. A large count is asked about first. */
import { useRef, useState } from 'react'

/** What a scan took of the count before it; `seq` tells whether anything used or changed the count since. */
export interface UsedTimes {
  count: number
  seq: number
}

/** Above this a count before a scan is asked about once. */
const timesAskedAbove = 99

export const useTimes = () => {
  const [times, setTimes] = useState(1)
  const [asking, setAsking] = useState<number | null>(null)
  const latest = useRef<UsedTimes>({ count: 1, seq: 0 })
  const put = (count: number): void => {
    latest.current = { count, seq: latest.current.seq + 1 }
    setTimes(count)
  }
  return {
    times,
    asking,
    set: (count: number) => (count > timesAskedAbove ? setAsking(count) : put(count)),
    answer: (yes: boolean) => {
      if (yes && asking !== null) put(asking)
      setAsking(null)
    },
    clear: () => put(1),
    use: (): UsedTimes => {
      const { count } = latest.current
      put(1)
      return { count, seq: latest.current.seq }
    },
    /** Never onto a scan that came meanwhile, nor over a count typed since. */
    giveBack: ({ count, seq }: UsedTimes): void => {
      if (count > 1 && seq === latest.current.seq) put(count)
    },
  }
}
