/** The state of a transfer as a word with its colour. */
import { useTranslation } from 'react-i18next'
import type { TransferState } from '../../../core/documents/transfer'
import { Sign, type Tone } from '../../../ui/states'

const tones: Record<TransferState, Tone> = {
  awaitingDispatch: 'busy',
  inTransit: 'look',
  difference: 'bad',
  completed: 'good',
  cancelled: 'plain',
}

export const TransferStateSign = ({ state }: { state: TransferState }) => {
  const { t } = useTranslation()
  return (
    <Sign tone={tones[state]} testId="transfer-state">
      {t(`transferState.${state}`)}
    </Sign>
  )
}
