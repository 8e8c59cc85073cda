/** Foot of a draft: figures on the left, the things to do with their keys on the right. */
import { CameraOutlined, DeleteOutlined, PrinterOutlined } from '@ant-design/icons'
import { Button, Tooltip } from 'antd'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { DocumentHeader, DocumentView } from '../../../contract/schemas/document'
import { KeyCap } from '../../../ui/KeyCap'
import { OperationButton } from '../../../ui/OperationButton'
import { FooterFigures } from './FooterFigures'
import type { Act } from './useSendOff'
import type { LinesView } from './useView'
import { useVoidOperation } from './voiding'

export type FootActs = Record<
  'undo' | 'edit' | 'remove' | 'pick' | 'hold' | 'photos' | 'tray' | 'cancel' | 'post' | 'print',
  () => void
>

interface DraftFooterProps {
  document: DocumentView
  view: LinesView
  act: Act
  /** a tray is kept where goods are compared with a plan */
  withTray: boolean
  acts: FootActs
}

export const DraftFooter = ({ document, view, act, withTray, acts }: DraftFooterProps) => {
  const { type, trayOpen, attachments } = document.header
  return (
    <footer className="receipt-foot">
      <FooterFigures document={document} view={view} />
      <FootButtons
        type={type}
        trayOpen={trayOpen}
        attachments={attachments}
        act={act}
        withTray={withTray}
        acts={acts}
      />
    </footer>
  )
}

type FootButtonsProps = Pick<DocumentHeader, 'type' | 'trayOpen' | 'attachments'> &
  Pick<DraftFooterProps, 'act' | 'withTray' | 'acts'>

/** Not drawn again for each scan: nine buttons are most of what a scan would cost the screen. */
const FootButtons = memo(({ type, trayOpen, attachments, act, withTray, acts }: FootButtonsProps) => {
  const { t } = useTranslation()
  const voiding = useVoidOperation(type)
  return (
    <div className="foot-actions">
      <OperationButton
        operation="document.undo"
        documentType={type}
        label={t('work.undo')}
        keyName="Ctrl+Z"
        onClick={acts.undo}
        testId="undo"
      />
      <OperationButton
        operation="document.adjust"
        documentType={type}
        label={t('work.editQuantity')}
        keyName="F2"
        onClick={acts.edit}
        testId="edit-quantity"
      />
      <Tooltip title={`${t('work.remove.title')} Del`}>
        <Button
          icon={<DeleteOutlined />}
          onClick={acts.remove}
          aria-label={t('work.remove.title')}
          className="foot-minor"
          data-testid="remove-line"
        />
      </Tooltip>
      <Button onClick={acts.pick} data-testid="pick" className="foot-minor">
        {t('work.pick')}
        <KeyCap name="F4" />
      </Button>
      <Button onClick={acts.hold} data-testid="hold" className="foot-minor">
        {t('work.hold')}
        <KeyCap name="F6" />
      </Button>
      <Tooltip title={`${t('photo.title')} Ctrl+O`}>
        <Button
          icon={<CameraOutlined />}
          onClick={acts.photos}
          aria-label={`${t('photo.title')} ${attachments}`}
          data-testid="photos-open"
        >
          {attachments > 0 ? attachments : null}
        </Button>
      </Tooltip>
      <Tooltip title={`${t('paper.key')} F9`}>
        <Button
          icon={<PrinterOutlined />}
          onClick={acts.print}
          aria-label={t('paper.key')}
          className="foot-minor"
          data-testid="print-open"
        />
      </Tooltip>
      {withTray ? (
        <Button onClick={acts.tray} data-testid="tray-open" danger={trayOpen > 0}>
          {t('work.tray')}
          {trayOpen > 0 ? <b className="badge">{trayOpen}</b> : null}
          <KeyCap name="Ctrl+U" />
        </Button>
      ) : null}
      <OperationButton
        operation={voiding}
        documentType={type}
        label={t('work.cancel')}
        keyName="Ctrl+Del"
        onClick={acts.cancel}
        testId="cancel-draft"
      />
      <Button type="primary" onClick={acts.post} data-testid="post">
        {t(`work.${act}`)}
        <KeyCap name="F12" />
      </Button>
    </div>
  )
})
