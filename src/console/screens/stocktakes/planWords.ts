/** A plan in words: when it repeats, which stores it asks. */
import type { TFunction } from 'i18next'
import type { ScheduleView, StoreChoice } from '../../../contract/schemas/stocktakeTask'
import { useOperation } from '../../../ui/client'
import { useCan } from '../../../ui/session'

export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const

export const recurrenceText = (t: TFunction, recurrence: ScheduleView['recurrence']): string => {
  switch (recurrence.kind) {
    case 'once':
      return t('stocktakes.onDay', { day: recurrence.day })
    case 'weekly':
      return t('stocktakes.onWeekdays', {
        days: [...recurrence.weekdays]
          .sort((a, b) => a - b)
          .map((day) => t(`stocktakes.weekday.${day}`))
          .join(t('stocktakes.and')),
      })
    case 'monthly':
      return recurrence.day === 'last'
        ? t('stocktakes.onLastDay')
        : t('stocktakes.onDayOfMonth', { day: recurrence.day })
  }
}

type RegionNames = ReadonlyMap<string, string>

/** Who may not see the tree reads a region's code. */
export const useRegionNames = (): RegionNames => {
  const allowed = useCan('org.tree')
  const answer = useOperation('org.tree', {}, { enabled: allowed })
  return new Map((answer.data?.regions ?? []).map(({ code, name }) => [code, name]))
}

export const storesText = (t: TFunction, stores: StoreChoice, regions: RegionNames): string => {
  if (stores.kind === 'all') return t('stocktakes.allStores')
  if (stores.kind === 'region') return regions.get(stores.regionCode) ?? stores.regionCode
  return stores.storeCodes.length > 3
    ? t('stocktakes.nStores', { n: stores.storeCodes.length })
    : stores.storeCodes.join(' ')
}
