/** Opens the paper of a transfer's next step, the draft begun before or a new one, and goes to the work screen. */
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { useClient } from '../../../ui/client'
import { errorText } from '../../../ui/errorText'
import { showNotice, speak } from '../../scanning/scanState'
import { playSound } from '../../scanning/sounds'
import type { TransferStep } from './steps'

const operations = { dispatch: 'transfer.openDispatch', receive: 'transfer.openReceipt' } as const

export const useOpenStep = (): ((step: TransferStep, transferId: string) => Promise<void>) => {
  const client = useClient()
  const navigate = useNavigate()
  const { t } = useTranslation()
  return async (step, transferId) => {
    const answer = await client.call(operations[step], { transferId })
    if (answer.ok) {
      playSound('ok')
      return void navigate(`/documents/${answer.value.documentId}`)
    }
    const words = errorText(t, answer.error)
    playSound('error')
    showNotice('refused', 'scanning.plain', { words })
    speak(words, true)
  }
}
