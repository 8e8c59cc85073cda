/** After posting: the number, what moved, how many labels wait, and the next step. */
import { CheckCircleFilled } from '@ant-design/icons'
import { Button, Space } from 'antd'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../../ui/Dialog'
import { KeyCap } from '../../../ui/KeyCap'
import { OperationButton } from '../../../ui/OperationButton'
import { useStatus } from '../../app/useStatus'
import { usePrintLabels } from './usePrintLabels'
import type { Posted } from './useSendOff'

interface PostedDialogProps {
  posted: Posted | null
  onClose(): void
  onList(): void
}

export const PostedDialog = ({ posted, onClose, onList }: PostedDialogProps) => {
  const { t } = useTranslation()
  const labels = usePrintLabels(posted?.number ?? '')
  return (
    <Dialog
      open={posted !== null}
      title={
        <span className="good">
          <CheckCircleFilled /> {t('posted.title')}
        </span>
      }
      onClose={onList}
      scope="document"
      keys={{ printLabels: () => void labels.print(), back: onList }}
      testId="posted-dialog"
      footer={
        <Space>
          <Button onClick={onClose} data-testid="posted-view">
            {t('posted.view')}
          </Button>
          {posted?.labels ? (
            <OperationButton
              operation="label.print"
              label={t('posted.print')}
              keyName="Shift+F9"
              loading={labels.busy}
              onClick={() => void labels.print()}
              testId="posted-print"
            />
          ) : null}
          <Button type="primary" autoFocus onClick={onList} data-testid="posted-next">
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

const Facts = ({ posted }: { posted: Posted }) => {
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
