/** What can be done with a draft besides counting: hold, go on, take over, reveal a blind count, copy. Words say how it went. */

import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { Answer } from '../../../contract/client'
import type { DocumentHeader, DocumentView } from '../../../contract/schemas/document'
import { useClient } from '../../../ui/client'
import { errorText } from '../../../ui/errorText'
import type { NoticeTone } from '../../scanning/scanState'
import { playSound, type SoundName } from '../../scanning/sounds'

export type Say = (tone: NoticeTone, words: string, sound?: SoundName | null) => void

export const useDraftActions = (header: DocumentHeader, say: Say, replace: (document: DocumentView) => void) => {
  const { t } = useTranslation()
  const client = useClient()
  const navigate = useNavigate()
  const ofDocument = { type: header.type, documentId: header.documentId }

  const taken = (answer: Answer<DocumentView>, done: string): boolean => {
    if (!answer.ok) {
      say('refused', errorText(t, answer.error), 'error')
      return false
    }
    replace(answer.value)
    if (done !== '') say('info', done, 'ok')
    return true
  }

  return {
    hold: async () => taken(await client.call('document.hold', ofDocument), t('work.heldNow')),
    resume: async () => taken(await client.call('document.resume', ofDocument), t('work.resumed')),
    takeOver: async () => taken(await client.call('document.takeOver', ofDocument), t('work.takenOver')),
    reveal: async () => taken(await client.call('goodsReceipt.reveal', { documentId: header.documentId }), ''),
    copy: async () => {
      const answer = await client.call('document.create', { type: header.type, copyOf: header.documentId })
      if (!answer.ok) return say('refused', errorText(t, answer.error), 'error')
      playSound('ok')
      void navigate(`/documents/${answer.value.documentId}`, {
        state: { words: t('work.copied', { number: header.number }) },
      })
    },
  }
}
