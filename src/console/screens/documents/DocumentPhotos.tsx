/** The photos of a document as pictures; each is asked for by itself, because one may not have reached HQ yet. */
import { useTranslation } from 'react-i18next'
import type { AttachmentView, DocumentView } from '../../../contract/schemas/document'
import { refusalOf, useOperation } from '../../../ui/client'
import { errorText } from '../../../ui/errorText'
import { timeText } from '../../../ui/format'
import { LoadingState } from '../../../ui/states'

export const DocumentPhotos = ({ document: { header, attachments } }: { document: DocumentView }) => (
  <ul className="photos" data-testid="photos">
    {attachments.map((attachment) => (
      <li key={attachment.attachmentId}>
        <Photo documentId={header.documentId} attachment={attachment} />
      </li>
    ))}
  </ul>
)

export const Photo = ({ documentId, attachment }: { documentId: string; attachment: AttachmentView }) => {
  const { t } = useTranslation()
  const answer = useOperation('document.attachment', { documentId, attachmentId: attachment.attachmentId })
  const caption = `${attachment.name} · ${timeText(attachment.addedAt)}`
  return (
    <figure data-testid={`photo-${attachment.attachmentId}`}>
      {answer.data ? (
        <img src={`data:${answer.data.mime};base64,${answer.data.dataBase64}`} alt={caption} />
      ) : answer.isError ? (
        <p className="photo-missing">{errorText(t, refusalOf(answer.error))}</p>
      ) : (
        <LoadingState />
      )}
      <figcaption>{caption}</figcaption>
    </figure>
  )
}
