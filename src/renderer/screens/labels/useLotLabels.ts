/** From a receipt or a lot to its labels: queued, and told where they are printed. */
import { useTranslation } from 'react-i18next'
import type { InputOf } from '../../../contract/operations'
import type { DocumentHeader } from '../../../contract/schemas/document'
import { useCommand } from '../../../ui/client'
import { errorText } from '../../../ui/errorText'
import type { NoticeTone } from '../../scanning/scanState'
import type { SoundName } from '../../scanning/sounds'

type Lots = Extract<InputOf<'label.fill'>['filter'], { kind: 'receiptLots' | 'lot' }>
/** Only a receipt brings new lots in; those of one that was taken back are gone. */
export const receiptLots = ({ type, state, documentId }: DocumentHeader): Lots | null =>
  type === 'goodsReceipt' && state !== 'cancelled' && state !== 'reversed' ? { kind: 'receiptLots', documentId } : null

type Tone = Extract<NoticeTone, 'done' | 'look' | 'refused'>
type Tell = (tone: Tone, words: string, sound: SoundName) => void

export const useLotLabels = (tell: Tell) => {
  const { t } = useTranslation()
  const fill = useCommand('label.fill', {
    touches: ['label.queue', 'app.status'],
    onDone: ({ added }, { filter }) => {
      const none = filter.kind === 'lot' ? 'labels.noLotHere' : 'labels.noLots'
      if (added > 0) tell('done', t('labels.lotsAdded', { count: added }), 'ok')
      else tell('look', t(none), 'warn')
    },
    onRefused: (error) => tell('refused', t('labels.notAdded', { reason: errorText(t, error) }), 'error'),
  })
  return (filter: Lots): void => {
    if (!fill.isPending) fill.mutate({ filter, copies: 1 })
  }
}
