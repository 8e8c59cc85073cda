/** After posting: the number, what moved, how many labels wait, and the next step. */
import { CheckCircleFilled } from '@ant-design/icons'
import { Button, Space } from 'antd'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { OutputOf } from '../../../contract/operations'
import { Dialog } from '../../../ui/Dialog'
import { KeyCap } from '../../../ui/KeyCap'
import { OperationButton } from '../../../ui/OperationButton'
import { useStatus } from '../../app/useStatus'
import { usePrintReceiptLabels } from './usePrintReceiptLabels'

interface PostedDialogProps {
  posted: OutputOf<'goodsReceipt.post'> | null
  onClose(): void
}

export const PostedDialog = ({ posted, onClose }: PostedDialogProps) => {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const labels = usePrintReceiptLabels(posted?.number ?? '')
  const toList = (): void => void navigate('/receiving')
  return (
    <Dialog
      open={posted !== null}
      title={
        <span className="good">
          <CheckCircleFilled /> {t('posted.title')}
        </span>
      }
      onClose={toList}
      scope="receipt"
      keys={{ printLabels: () => void labels.print(), back: toList }}
      testId="posted-dialog"
      footer={
        <Space>
          <Button onClick={onClose} data-testid="posted-view">
            {t('posted.view')}
          </Button>
          <OperationButton
            operation="label.print"
            label={t('posted.print')}
            keyName="Shift+F9"
            loading={labels.busy}
            disabled={posted?.labels === 0}
            disabledReason={t('labels.noneWaiting')}
            onClick={() => void labels.print()}
            testId="posted-print"
          />
          <Button type="primary" autoFocus onClick={toList} data-testid="posted-next">
            {t('posted.next')}
            <KeyCap name="Esc" />
          </Button>
        </Space>
      }
    >
      {posted ? <Facts posted={posted} /> : null}
      <p className="muted posted-words" role="status" data-testid="posted-print-result">
        {labels.words}
      </p>
    </Dialog>
  )
}

const Facts = ({ posted }: { posted: OutputOf<'goodsReceipt.post'> }) => {
  const { t } = useTranslation()
  const status = useStatus()
  return (
    <dl className="facts big">
      <dt>{t('posted.number')}</dt>
      <dd className="code" data-testid="posted-number">
        {posted.number}
      </dd>
      <dt>{t('posted.movements')}</dt>
      <dd>
        <b data-testid="posted-movements">{posted.movements}</b>{' '}
        {t('posted.movementsUnit', { count: posted.movements })}
      </dd>
      <dt>{t('posted.labels')}</dt>
      <dd>
        <b data-testid="posted-labels">{posted.labels}</b> {t('posted.labelsUnit', { count: posted.labels })}
        {posted.labels > 0 && status ? (
          <small className="muted"> {t(status.printerSet ? 'posted.labelsPrinting' : 'posted.labelsNoPrinter')}</small>
        ) : null}
      </dd>
    </dl>
  )
}
