/** What can be done with a draft besides counting: hold, go on, take over, reveal a blind count, drop a line. Words say how it went. */

import { useTranslation } from 'react-i18next'
import type { Answer } from '../../../contract/client'
import type { DocumentHeader, DocumentLineView, DocumentView } from '../../../contract/schemas/document'
import { useClient } from '../../../ui/client'
import { errorText } from '../../../ui/errorText'
import { nameIn } from '../../../ui/format'
import type { NoticeTone } from '../../scanning/scanState'
import type { SoundName } from '../../scanning/sounds'

export type Say = (tone: NoticeTone, words: string, sound?: SoundName | null) => void

export const useDraftActions = (header: DocumentHeader, say: Say, replace: (document: DocumentView) => void) => {
  const { t, i18n } = useTranslation()
  const client = useClient()
  const ofDocument = { type: header.type, documentId: header.documentId }

  const taken = (answer: Answer<DocumentView>, done: string, sound: SoundName = 'ok'): boolean => {
    if (!answer.ok) {
      say('refused', errorText(t, answer.error), 'error')
      return false
    }
    replace(answer.value)
    if (done !== '') say('info', done, sound)
    return true
  }

  return {
    hold: async () => taken(await client.call('document.hold', ofDocument), t('work.heldNow')),
    /** as `hold`, once another screen is open; what was scanned is saved, held or not */
    putAside: async () => void (await client.call('document.hold', ofDocument)),
    resume: async () => taken(await client.call('document.resume', ofDocument), t('work.resumed')),
    takeOver: async () => taken(await client.call('document.takeOver', ofDocument), t('work.takenOver')),
    reveal: async () => taken(await client.call('goodsReceipt.reveal', { documentId: header.documentId }), ''),
    removeLine: async (line: DocumentLineView) =>
      taken(
        await client.call('document.removeLine', { ...ofDocument, lineNo: line.lineNo }),
        t('work.remove.done', { name: nameIn(i18n.language, line) }),
        'undo',
      ),
  }
}
