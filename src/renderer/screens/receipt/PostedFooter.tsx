/** Foot of a finished receipt: its figures, its tray, and its labels once more. */
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Receipt } from '../../../contract/schemas/goodsReceipt'
import { KeyCap } from '../../../ui/KeyCap'
import { useKeys } from '../../../ui/keys'
import { OperationButton } from '../../../ui/OperationButton'
import { FooterFigures } from './FooterFigures'
import { usePrintReceiptLabels } from './usePrintReceiptLabels'

export const PostedFooter = ({ receipt, onTray }: { receipt: Receipt; onTray(): void }) => {
  const { t } = useTranslation()
  const { number, state } = receipt.header
  const labels = usePrintReceiptLabels(number)
  const posted = state === 'posted'
  useKeys('receipt', { printLabels: () => (posted ? void labels.print() : false) })
  return (
    <footer className="receipt-foot">
      <FooterFigures receipt={receipt} />
      <div className="foot-actions">
        <span className="muted" data-testid="read-only">
          {labels.words || t(posted ? 'receipt.postedAlready' : 'receipt.cancelledAlready')}
        </span>
        <Button onClick={onTray} data-testid="tray-open">
          {t('receipt.tray')}
          <KeyCap name="Ctrl+U" />
        </Button>
        {posted ? (
          <OperationButton
            operation="label.print"
            label={t('posted.print')}
            keyName="Shift+F9"
            loading={labels.busy}
            onClick={() => void labels.print()}
            testId="print-labels"
          />
        ) : null}
      </div>
    </footer>
  )
}
