/** Foot of a draft: figures on the left, the things to do with their keys on the right. */
import { CameraOutlined, DeleteOutlined } from '@ant-design/icons'
import { Button, Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import type { DocumentView } from '../../../contract/schemas/document'
import { KeyCap } from '../../../ui/KeyCap'
import { OperationButton } from '../../../ui/OperationButton'
import { FooterFigures } from './FooterFigures'
import type { Act } from './useSendOff'
import type { LinesView } from './useView'

interface DraftFooterProps {
  document: DocumentView
  view: LinesView
  act: Act
  /** a tray is kept where goods are compared with a plan */
  withTray: boolean
  onUndo(): void
  onEdit(): void
  onRemove(): void
  onPick(): void
  onHold(): void
  onPhotos(): void
  onTray(): void
  onCancel(): void
  onPost(): void
}

export const DraftFooter = (props: DraftFooterProps) => {
  const { document, view, act, withTray } = props
  const { t } = useTranslation()
  const { type, trayOpen, attachments } = document.header
  return (
    <footer className="receipt-foot">
      <FooterFigures document={document} view={view} />
      <div className="foot-actions">
        <OperationButton
          operation="document.undo"
          documentType={type}
          label={t('work.undo')}
          keyName="Ctrl+Z"
          onClick={props.onUndo}
          testId="undo"
        />
        <OperationButton
          operation="document.adjust"
          documentType={type}
          label={t('work.editQuantity')}
          keyName="F2"
          onClick={props.onEdit}
          testId="edit-quantity"
        />
        <Tooltip title={`${t('work.remove.title')} Del`}>
          <Button
            icon={<DeleteOutlined />}
            onClick={props.onRemove}
            aria-label={t('work.remove.title')}
            className="foot-minor"
            data-testid="remove-line"
          />
        </Tooltip>
        <Button onClick={props.onPick} data-testid="pick" className="foot-minor">
          {t('work.pick')}
          <KeyCap name="F4" />
        </Button>
        <Button onClick={props.onHold} data-testid="hold" className="foot-minor">
          {t('work.hold')}
          <KeyCap name="F6" />
        </Button>
        <Tooltip title={`${t('photo.title')} Ctrl+O`}>
          <Button
            icon={<CameraOutlined />}
            onClick={props.onPhotos}
            aria-label={`${t('photo.title')} ${attachments}`}
            data-testid="photos-open"
          >
            {attachments > 0 ? attachments : null}
          </Button>
        </Tooltip>
        {withTray ? (
          <Button onClick={props.onTray} data-testid="tray-open" danger={trayOpen > 0}>
            {t('work.tray')}
            {trayOpen > 0 ? <b className="badge">{trayOpen}</b> : null}
            <KeyCap name="Ctrl+U" />
          </Button>
        ) : null}
        <OperationButton
          operation="document.cancel"
          documentType={type}
          label={t('work.cancel')}
          keyName="Ctrl+Del"
          onClick={props.onCancel}
          testId="cancel-draft"
        />
        <Button type="primary" onClick={props.onPost} data-testid="post">
          {t(`work.${act}`)}
          <KeyCap name="F12" />
        </Button>
      </div>
    </footer>
  )
}
