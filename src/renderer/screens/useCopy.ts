/**
 * A document becomes a new draft with the same lines: from a list, from its own screen, by button or Ctrl+D. Why one cannot
 * be copied is known before anybody presses. A receipt is copied without its order, by whoever may receive without one.
 */
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { DocumentHeader } from '../../contract/schemas/document'
import { useClient } from '../../ui/client'
import { permissionText, usesField } from '../../ui/documents'
import { errorText } from '../../ui/errorText'
import { mayRun, permissionsFor, useSession } from '../../ui/session'
import { showNotice, speak } from '../scanning/scanState'
import { playSound } from '../scanning/sounds'
import { startedInStore } from './document/faces'

type Copied = Pick<DocumentHeader, 'documentId' | 'type' | 'number' | 'counterpartyCode'>

const operationOf = ({ type }: Copied) =>
  type === 'goodsReceipt' ? 'goodsReceipt.openWithoutOrder' : 'document.create'

/** Why this user may not copy that document, in words; undefined where they may. */
export const useMayNotCopy = (): ((header: Copied | undefined) => string | undefined) => {
  const { t } = useTranslation()
  const session = useSession()
  return (header) => {
    if (!header) return t('work.mayNotCopy.nothing')
    const { type } = header
    if (type === 'transferDispatch' || type === 'transferReceipt' || type === 'transferSettlement')
      return t('work.mayNotCopy.transfer')
    if (usesField(type, 'stocktake')) return t('work.mayNotCopy.stocktake')
    if (type !== 'goodsReceipt' && !startedInStore(type)) return t('work.mayNotCopy.hq')
    const operation = operationOf(header)
    if (mayRun(session, operation, type)) return undefined
    const [permission = ''] = permissionsFor(operation, type)
    return t('common.notAllowed', { permission: permissionText(t, permission) })
  }
}

/** `tell` says a refusal where a screen has a place of its own for words. */
export const useCopy = (tell?: (words: string) => void): ((header: Copied | undefined) => Promise<void>) => {
  const { t } = useTranslation()
  const client = useClient()
  const navigate = useNavigate()
  const mayNotCopy = useMayNotCopy()
  const refuse = tell ?? tellAside
  return async (header) => {
    const mayNot = mayNotCopy(header)
    if (mayNot !== undefined || !header) return refuse(mayNot ?? '')
    const { type, documentId: copyOf, number, counterpartyCode: supplierCode } = header
    const answer =
      type === 'goodsReceipt'
        ? await client.call('goodsReceipt.openWithoutOrder', { supplierCode, deliveryNote: '', copyOf })
        : await client.call('document.create', { type, copyOf })
    if (!answer.ok) return refuse(errorText(t, answer.error))
    playSound('ok')
    const words = t(type === 'goodsReceipt' ? 'work.copiedReceipt' : 'work.copied', { number })
    void navigate(`/documents/${answer.value.documentId}`, { state: { words } })
  }
}

const tellAside = (words: string): void => {
  playSound('error')
  showNotice('refused', 'scanning.plain', { words })
  speak(words, true)
}
