/** F12: what will be handed in or posted, differences first. Ctrl+Enter confirms; Enter alone does nothing. */
import { LockOutlined } from '@ant-design/icons'
import { Alert, Button, Checkbox, Space } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DocumentView } from '../../../contract/schemas/document'
import { costValueToFen } from '../../../core/quantity/quantity'
import { Dialog } from '../../../ui/Dialog'
import { isCount } from '../../../ui/documents'
import { errorText } from '../../../ui/errorText'
import { priceText } from '../../../ui/format'
import { KeyCap } from '../../../ui/KeyCap'
import { useCan } from '../../../ui/session'
import { type AskedField, isPlanned, sentOffBy } from './faces'
import { PlainSummary, PlannedSummary } from './Summaries'
import { useTypeChoice } from './useChoices'
import { type Posted, useSendOff } from './useSendOff'
import { type Summary, summaryOf } from './views'

interface PostDialogProps {
  document: DocumentView
  missing: readonly AskedField[]
  onClose(): void
  onTray(): void
  onHeader(): void
  onPhotos(): void
  onChanged(): void
  onPosted(posted: Posted): void
  onSubmitted(document: DocumentView): void
}

export const PostDialog = (props: PostDialogProps) => {
  const { document, missing, onClose, onTray, onHeader } = props
  const { header } = document
  const { t } = useTranslation()
  const choice = useTypeChoice(header.type)
  const summary = useMemo(() => summaryOf(document), [document])
  const sending = useSendOff({
    header,
    first: header.state === 'draft' ? sentOffBy(header.type, choice?.needsApproval ?? false) : 'post',
    onPosted: props.onPosted,
    onSubmitted: props.onSubmitted,
    onChanged: props.onChanged,
  })
  const planned = isPlanned(header)
  const [closesSource, setClosesSource] = useState(false)
  // what does not come, or will not be sent; a receiver's shortage is HQ's to settle
  const canClose = planned && header.type !== 'transferReceipt' && header.state === 'draft' && summary.short.length > 0
  const fromFen = choice?.photoFromFen ?? null
  const needsPhoto = photoMissing(document, fromFen)
  const mayAttach = useCan('document.attach', header.type) && header.state === 'draft'
  const refusedPhoto = sending.problem?.code === 'PHOTO_MISSING'
  const blocked = blockedBy(document, summary, missing, needsPhoto)
  const confirm = (): void => {
    if (!blocked) void sending.run(canClose && closesSource)
  }
  return (
    <Dialog
      open
      title={`${t(`post.title.${sending.act}`)} ${header.number}`}
      onClose={onClose}
      scope="postDialog"
      keys={{
        confirm,
        tray: onTray,
        header: onHeader,
        photos: props.onPhotos,
        closeShort: () => canClose && setClosesSource((was) => !was),
      }}
      width={780}
      testId="post-dialog"
      footer={
        <div className="dialog-foot">
          <span className="muted">
            {t(sending.busy ? 'post.working' : `post.hint.${isCount(header.type) ? 'count' : sending.act}`)}
          </span>
          <Space>
            <Button onClick={onClose}>{t('common.close')}</Button>
            <Button
              type="primary"
              icon={sending.may ? null : <LockOutlined />}
              disabled={blocked !== null}
              title={blocked ? t(`post.blocked.${blocked}`) : undefined}
              loading={sending.busy}
              onClick={confirm}
              data-testid="post-confirm"
            >
              {t(sending.may ? `post.confirm.${sending.act}` : 'post.confirmLent')}
              <KeyCap name="Ctrl+Enter" />
            </Button>
          </Space>
        </div>
      }
    >
      {planned ? <PlannedSummary document={document} summary={summary} /> : <PlainSummary document={document} />}
      <Hindrances
        {...props}
        summary={summary}
        needsPhoto={needsPhoto}
        mayNeedPhoto={mayAttach && !refusedPhoto && photoUnsure(document, fromFen)}
        fromFen={fromFen ?? 0}
      />
      {sending.problem ? (
        <Alert
          className="dialog-problem"
          type="error"
          showIcon
          title={errorText(t, sending.problem)}
          action={
            refusedPhoto && mayAttach ? (
              <GoButton label={t('photo.title')} keyName="Ctrl+O" onGo={props.onPhotos} />
            ) : null
          }
          data-testid="post-problem"
          data-code={sending.problem.code}
        />
      ) : null}
      {canClose ? (
        <Checkbox
          className="close-short"
          checked={closesSource}
          onChange={(event) => setClosesSource(event.target.checked)}
          data-testid="close-short"
        >
          {t(header.type === 'transferDispatch' ? 'post.closeShortSent' : 'post.closeShort')}
          <KeyCap name="Alt+X" />
        </Checkbox>
      ) : null}
    </Dialog>
  )
}

type Blocked = 'tray' | 'nothing' | 'header' | 'photo'

const blockedBy = (
  { header, lines }: DocumentView,
  summary: Summary,
  missing: readonly AskedField[],
  needsPhoto: boolean,
): Blocked | null => {
  if (summary.trayOpen.length > 0) return 'tray'
  const some = lines.some((line) => line.quantity + line.damagedQuantity + line.rejectedQuantity > 0)
  // an empty shelf is a finding too
  if (!some && header.type !== 'costAdjustment' && !isCount(header.type)) return 'nothing'
  if (missing.length > 0) return 'header'
  return needsPhoto ? 'photo' : null
}

/** Who sees no values cannot know whether one is needed: said beforehand, so that nobody has to be refused first. */
const photoUnsure = ({ header, attachments }: DocumentView, fromFen: number | null): boolean =>
  fromFen !== null && header.value === null && attachments.length === 0

/** Known here only where this user may see values; the backend asks in any case. */
const photoMissing = ({ header, attachments }: DocumentView, fromFen: number | null): boolean =>
  fromFen !== null && header.value !== null && attachments.length === 0 && costValueToFen(header.value) >= fromFen

interface HindrancesProps extends PostDialogProps {
  summary: Summary
  needsPhoto: boolean
  /** nobody here can know */
  mayNeedPhoto: boolean
  fromFen: number
}

/** Each with the button that leads to its end. */
const Hindrances = ({
  document,
  missing,
  summary,
  needsPhoto,
  mayNeedPhoto,
  fromFen,
  onTray,
  onHeader,
  onPhotos,
}: HindrancesProps) => {
  const { t } = useTranslation()
  const nothing = blockedBy(document, summary, [], false) === 'nothing'
  return (
    <div className="hindrances">
      {summary.trayOpen.length > 0 ? (
        <Hindrance
          words={t('post.blocked.tray')}
          label={t('work.tray')}
          keyName="Ctrl+U"
          onGo={onTray}
          testId="tray-first"
        />
      ) : null}
      {missing.length > 0 ? (
        <Hindrance
          words={t('work.missing', { field: missing.map((field) => t(`field.${field}`)).join('、') })}
          label={t('work.header')}
          keyName="F7"
          onGo={onHeader}
          testId="header-first"
        />
      ) : null}
      {needsPhoto ? (
        <PhotoHint
          words={t('post.photoFrom', { value: priceText(fromFen) })}
          onPhotos={onPhotos}
          testId="photo-first"
        />
      ) : null}
      {mayNeedPhoto ? (
        <PhotoHint
          words={t('post.photoMaybe', { value: priceText(fromFen) })}
          onPhotos={onPhotos}
          testId="photo-hint"
        />
      ) : null}
      {nothing ? <Alert type="error" showIcon title={t('post.blocked.nothing')} /> : null}
    </div>
  )
}

const PhotoHint = ({ words, onPhotos, testId }: { words: string; onPhotos(): void; testId: string }) => {
  const { t } = useTranslation()
  return <Hindrance words={words} label={t('photo.title')} keyName="Ctrl+O" onGo={onPhotos} testId={testId} />
}

interface HindranceProps {
  words: string
  label: string
  keyName: string
  testId: string
  onGo(): void
}

const Hindrance = ({ words, label, keyName, testId, onGo }: HindranceProps) => (
  <Alert
    type="warning"
    showIcon
    title={words}
    data-testid={testId}
    action={<GoButton label={label} keyName={keyName} onGo={onGo} />}
  />
)

const GoButton = ({ label, keyName, onGo }: Pick<HindranceProps, 'label' | 'keyName' | 'onGo'>) => (
  <Button size="small" onClick={onGo}>
    {label}
    <KeyCap name={keyName} />
  </Button>
)
