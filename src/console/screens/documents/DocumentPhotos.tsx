/**
 * The photos of a document as pictures; each is asked for by itself, because one may not have reached HQ yet. A draft of
 * HQ's takes more of them.
 */
import { CameraOutlined } from '@ant-design/icons'
import { Alert } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AttachmentView, DocumentView } from '../../../contract/schemas/document'
import { refusalOf, useCommand, useOperation } from '../../../ui/client'
import { errorText } from '../../../ui/errorText'
import { timeText } from '../../../ui/format'
import { OperationButton } from '../../../ui/OperationButton'
import { photoData, photoNameOf } from '../../../ui/photoData'
import { EmptyState, LoadingState } from '../../../ui/states'
import { Refusal } from '../../parts/Refusal'

export const DocumentPhotos = ({ document, editable }: { document: DocumentView; editable: boolean }) => {
  const { t } = useTranslation()
  const { header, attachments } = document
  return (
    <>
      {editable ? <AddPhoto header={header} /> : null}
      {attachments.length === 0 ? <EmptyState title={t('photo.empty')} hint={t('photo.emptyHint')} /> : null}
      <ul className="photos" data-testid="photos">
        {attachments.map((attachment) => (
          <li key={attachment.attachmentId}>
            <Photo documentId={header.documentId} attachment={attachment} />
          </li>
        ))}
      </ul>
    </>
  )
}

/** Chosen files are made small, then kept one after the other; the first that fails stops and says why. */
const AddPhoto = ({ header }: { header: DocumentView['header'] }) => {
  const { t } = useTranslation()
  const file = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  const [unreadable, setUnreadable] = useState('')
  const attach = useCommand('document.attach', { touches: ['document.get', 'document.list'] })
  const { type, documentId } = header
  const addAll = async (files: readonly File[]): Promise<void> => {
    for (const one of files) {
      const data = await photoData(one)
      if (!data) return setUnreadable(one.name)
      await attach.mutateAsync({ type, documentId, name: photoNameOf(one), ...data })
    }
  }
  const add = (files: readonly File[]): void => {
    setBusy(true)
    setUnreadable('')
    attach.reset()
    // what was refused is said below
    void addAll(files)
      .catch(() => undefined)
      .finally(() => setBusy(false))
  }
  return (
    <div className="form-acts">
      <OperationButton
        operation="document.attach"
        documentType={type}
        icon={<CameraOutlined aria-hidden="true" />}
        label={t('photo.add')}
        loading={busy}
        testId="photo-add"
        onClick={() => file.current?.click()}
      />
      <span className="muted">{t('photo.hint')}</span>
      <input
        ref={file}
        className="visually-hidden"
        type="file"
        accept="image/*"
        multiple
        tabIndex={-1}
        aria-label={t('photo.add')}
        data-testid="photo-file"
        onChange={(event) => {
          add([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
      {unreadable === '' ? null : (
        <Alert type="error" showIcon title={t('photo.unreadable', { name: unreadable })} data-testid="photo-problem" />
      )}
      <Refusal error={attach.isError ? attach.error : null} testId="photo-refused" />
    </div>
  )
}

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
