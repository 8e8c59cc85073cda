/** After posting: which paper, its number, what changed in the stock, the labels it made, and the next step. */
import { CheckCircleFilled } from '@ant-design/icons'
import { Button, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DocumentHeader } from '../../../contract/schemas/document'
import { Dialog } from '../../../ui/Dialog'
import { KeyCap } from '../../../ui/KeyCap'
import { OperationButton } from '../../../ui/OperationButton'
import { useStatus } from '../../app/useStatus'
import { PrintButton } from '../ListButtons'
import { PrintFormDialog } from '../paper/PrintFormDialog'
import { subjectsOf } from '../paper/subjects'
import { usePrintLabels } from './usePrintLabels'
import type { Posted } from './useSendOff'

interface PostedDialogProps {
  posted: Posted | null
  header: DocumentHeader
  onClose(): void
  onList(): void
}

export const PostedDialog = ({ posted, header, onClose, onList }: PostedDialogProps) => {
  const { t } = useTranslation()
  const { type } = header
  const labels = usePrintLabels(posted?.number ?? '')
  const [printing, setPrinting] = useState(false)
  const print = (): void => setPrinting(true)
  return (
    <Dialog
      open={posted !== null}
      title={
        <span className="good">
          <CheckCircleFilled /> {t('posted.title', { type: t(`documentType.${type}`) })}
        </span>
      }
      onClose={onList}
      scope="document"
      keys={{ printLabels: () => void labels.print(), print, back: onList }}
      testId="posted-dialog"
      footer={
        <Space>
          <Button onClick={onClose} data-testid="posted-view">
            {t('posted.view')}
          </Button>
          <PrintButton onPrint={print} testId="posted-paper" />
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
      {posted ? <Facts posted={posted} withLabels={type === 'goodsReceipt'} /> : null}
      {type === 'supplierReturn' ? <p className="muted posted-words">{t('posted.waitsSupplier')}</p> : null}
      {type === 'goodsReceipt' ? (
        <p className="muted posted-words" role="status" data-testid="posted-print-result">
          {labels.words}
        </p>
      ) : null}
      {printing ? (
        <PrintFormDialog subjects={subjectsOf(header)} documentType={header.type} onClose={() => setPrinting(false)} />
      ) : null}
    </Dialog>
  )
}

/** Only what comes in gets a price tag: elsewhere a line about labels would say nothing. */
const Facts = ({ posted, withLabels }: { posted: Posted; withLabels: boolean }) => {
  const { t } = useTranslation()
  const status = useStatus()
  return (
    <dl className="facts big">
      <dt>{t('posted.number')}</dt>
      <dd className="code" data-testid="posted-number">
        {posted.number}
      </dd>
      <dt>{t('posted.stock')}</dt>
      <dd data-testid="posted-movements" data-count={posted.movements}>
        {posted.movements === 0 ? t('posted.noMovements') : t('posted.movements', { count: posted.movements })}
      </dd>
      {withLabels ? (
        <>
          <dt>{t('posted.labels')}</dt>
          <dd>
            <span data-testid="posted-labels" data-count={posted.labels}>
              {posted.labels} {t('posted.labelsUnit', { count: posted.labels })}
            </span>
            {posted.labels > 0 && status ? (
              <small className="muted">
                {' '}
                {t(status.printerSet ? 'posted.labelsPrinting' : 'posted.labelsNoPrinter')}
              </small>
            ) : null}
          </dd>
        </>
      ) : null}
    </dl>
  )
}
