/** May a stocktake be opened here? By right, and only on the PC that keeps the store's books: a count is held against them. */
import { useTranslation } from 'react-i18next'
import type { OperationName } from '../../../contract/operations'
import { useRefusalReason } from '../../../ui/OperationButton'
import { useStatus } from '../../app/useStatus'

interface MayOpen {
  /** why not, in words; undefined where it may */
  mayNot: string | undefined
  /** the part of it that another PC is the answer to; undefined for whoever may open none anywhere */
  booksElsewhere: string | undefined
}

export const useMayOpen = (operation: Extract<OperationName, 'stocktake.open' | 'stocktakeTask.open'>): MayOpen => {
  const { t } = useTranslation()
  const noRight = useRefusalReason(operation)
  const pc = useStatus()?.booksAt ?? ''
  const booksElsewhere = noRight === undefined && pc !== '' ? t('stocktakes.booksElsewhere', { pc }) : undefined
  return { mayNot: noRight ?? booksElsewhere, booksElsewhere }
}
