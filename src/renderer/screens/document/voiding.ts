/** Which operation voids a draft for whoever is at the screen, and why they may not. */
import { useTranslation } from 'react-i18next'
import type { DocumentView } from '../../../contract/schemas/document'
import type { DocumentType } from '../../../core/documents/states'
import { mayDropCount } from '../../../core/documents/stocktakeCount'
import { isCount } from '../../../ui/documents'
import { useRefusalReason } from '../../../ui/OperationButton'
import { useCan, useSession } from '../../../ui/session'

/** Who counts and voids no papers still takes back the one they began by mistake. */
export const useVoidOperation = (type: DocumentType): 'document.cancel' | 'stocktake.dropCount' =>
  useCan('document.cancel', type) || !isCount(type) ? 'document.cancel' : 'stocktake.dropCount'

/** In words, before anybody is asked for a reason; the backend judges. */
export const useMayNotVoid = ({ header, lines, tray }: DocumentView): string | undefined => {
  const { t } = useTranslation()
  const session = useSession()
  const operation = useVoidOperation(header.type)
  const refusal = useRefusalReason(operation, header.type)
  if (refusal !== undefined || operation === 'document.cancel') return refusal
  const found = lines.filter(({ quantity }) => quantity > 0).length
  const may = mayDropCount({ isOwn: header.authorId === session?.userId, lines: found, codes: tray.length })
  return may.ok ? undefined : t(`errors.${may.error.code}`)
}
