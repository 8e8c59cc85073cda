/** Ctrl+O: photos of a document, as proof of what was broken; from a file or pasted, looked at in full by a click. */
import { CameraOutlined } from '@ant-design/icons'
import { Alert, Button } from 'antd'
import { type ClipboardEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AttachmentView, DocumentView } from '../../../contract/schemas/document'
import { refusalOf, useCommand, useOperation } from '../../../ui/client'
import { SidePanel } from '../../../ui/Dialog'
import { errorText } from '../../../ui/errorText'
import { timeText } from '../../../ui/format'
import { KeyCap } from '../../../ui/KeyCap'
import { photoData, photoNameOf } from '../../../ui/photoData'
import { useCan } from '../../../ui/session'
import { EmptyState, LoadingState } from '../../../ui/states'
import { playSound } from '../../scanning/sounds'

interface PhotoPanelProps {
  document: DocumentView
  onClose(): void
  onChanged(): void
}

export const PhotoPanel = ({ document, onClose, onChanged }: PhotoPanelProps) => {
  const { t } = useTranslation()
  const { header, attachments } = document
  const mayAdd = useCan('document.attach', header.type) && header.state === 'draft'
  const [large, setLarge] = useState<string | null>(null)
  const file = useRef<HTMLInputElement>(null)
  const adding = useAdd(document, onChanged)
  const pick = (): void => file.current?.click()
  const onPaste = (event: ClipboardEvent): void => {
    const pictures = [...event.clipboardData.files].filter(({ type }) => type.startsWith('image/'))
    if (mayAdd && pictures.length > 0) void adding.add(pictures)
  }
  return (
    <SidePanel
      open
      title={t('photo.title')}
      onClose={() => (large ? setLarge(null) : onClose())}
      scope="photoPanel"
      keys={mayAdd ? { add: pick } : {}}
      width={640}
      testId="photos"
    >
      <div className="photos" onPaste={onPaste}>
        {mayAdd ? (
          <div className="photo-add">
            <Button
              type="primary"
              icon={<CameraOutlined />}
              loading={adding.busy}
              onClick={pick}
              data-testid="photo-add"
            >
              {t('photo.add')}
              <KeyCap name="Alt+A" />
            </Button>
            <span className="muted">{t('photo.hint')}</span>
            <input
              ref={file}
              className="visually-hidden"
              type="file"
              accept="image/*"
              multiple
              tabIndex={-1}
              aria-label={t('photo.add')}
              onChange={(event) => {
                void adding.add([...(event.target.files ?? [])])
                event.target.value = ''
              }}
              data-testid="photo-file"
            />
          </div>
        ) : null}
        {adding.problem ? <Alert type="error" showIcon title={adding.problem} data-testid="photo-problem" /> : null}
        {attachments.length === 0 ? (
          <EmptyState title={t('photo.empty')} hint={mayAdd ? t('photo.emptyHint') : ''} />
        ) : null}
        {large ? (
          <button type="button" className="photo-large" onClick={() => setLarge(null)} aria-label={t('photo.back')}>
            <Picture documentId={header.documentId} attachmentId={large} name="" />
          </button>
        ) : (
          <div className="photo-list">
            {attachments.map((one) => (
              <Thumbnail key={one.attachmentId} documentId={header.documentId} photo={one} onOpen={setLarge} />
            ))}
          </div>
        )}
      </div>
    </SidePanel>
  )
}

/** One after the other, each made small before it is kept; the first that fails stops and says why. */
const useAdd = ({ header }: DocumentView, onChanged: () => void) => {
  const { t } = useTranslation()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const attach = useCommand('document.attach', { touches: ['document.get', 'document.list'] })
  const addOne = async (file: File): Promise<string | null> => {
    const data = await photoData(file)
    if (!data) return t('photo.unreadable', { name: file.name })
    try {
      await attach.mutateAsync({ type: header.type, documentId: header.documentId, name: photoNameOf(file), ...data })
      return null
    } catch (error) {
      return errorText(t, refusalOf(error))
    }
  }
  const add = async (files: readonly File[]): Promise<void> => {
    setBusy(true)
    setProblem(null)
    for (const file of files) {
      const wrong = await addOne(file)
      playSound(wrong ? 'error' : 'ok')
      if (wrong) setProblem(wrong)
      if (wrong) break
    }
    setBusy(false)
    onChanged()
  }
  return { add, busy, problem }
}

interface ThumbnailProps {
  documentId: string
  photo: AttachmentView
  onOpen(attachmentId: string): void
}

const Thumbnail = ({ documentId, photo, onOpen }: ThumbnailProps) => (
  <button type="button" className="photo-one" onClick={() => onOpen(photo.attachmentId)} data-testid="photo">
    <Picture documentId={documentId} attachmentId={photo.attachmentId} name={photo.name} />
    <span className="ellipsis">{photo.name}</span>
    <small className="muted">
      {timeText(photo.addedAt)} · {Math.ceil(photo.bytes / 1000)} KB
    </small>
  </button>
)

const Picture = ({ documentId, attachmentId, name }: { documentId: string; attachmentId: string; name: string }) => {
  const { t } = useTranslation()
  const answer = useOperation('document.attachment', { documentId, attachmentId })
  if (answer.isError) return <span className="over">{errorText(t, refusalOf(answer.error))}</span>
  if (!answer.data) return <LoadingState />
  return <img src={`data:${answer.data.mime};base64,${answer.data.dataBase64}`} alt={name} />
}
