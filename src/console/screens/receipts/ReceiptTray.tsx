/** The odd codes of a receipt and what the shop decided about each. */
import { useTranslation } from 'react-i18next'
import type { TrayEntry } from '../../../contract/schemas/goodsReceipt'
import { timeText } from '../../../ui/format'
import { EmptyState, Sign, type Tone } from '../../../ui/states'
import { Quantity } from '../../parts/figures'
import { type Column, ListTable } from '../../parts/ListTable'

const tones: Record<TrayEntry['state'], Tone> = { open: 'bad', setAside: 'look', accepted: 'good' }

export const ReceiptTray = ({ tray }: { tray: readonly TrayEntry[] }) => {
  const { t } = useTranslation()
  const columns: Column<TrayEntry>[] = [
    {
      key: 'code',
      title: t('receipt.trayCode'),
      width: 190,
      render: (entry) => (
        <b className="code" title={entry.text}>
          {entry.text}
        </b>
      ),
    },
    { key: 'reason', title: t('receipt.trayReason'), width: 180, render: (entry) => t(`trayReason.${entry.reason}`) },
    {
      key: 'product',
      title: t('receipt.trayProduct'),
      render: (entry) =>
        entry.sku ? (
          <>
            {entry.name} <small className="muted code">{entry.sku}</small>
          </>
        ) : (
          <span className="muted">{t('receipt.traySkuNone')}</span>
        ),
    },
    {
      key: 'quantity',
      title: t('receipt.trayQuantity'),
      width: 84,
      align: 'right',
      render: (entry) => <Quantity value={entry.quantity} />,
    },
    { key: 'scans', title: t('receipt.trayScans'), width: 90, align: 'right', render: (entry) => entry.scans },
    {
      key: 'state',
      title: t('receipt.trayState'),
      width: 100,
      render: (entry) => <Sign tone={tones[entry.state]}>{t(`trayState.${entry.state}`)}</Sign>,
    },
    {
      key: 'decision',
      title: t('receipt.trayDecision'),
      render: (entry) => <span title={entry.decision}>{entry.decision || '—'}</span>,
    },
    { key: 'time', title: t('receipt.trayTime'), width: 104, render: (entry) => timeText(entry.scannedAt) },
  ]
  return (
    <ListTable
      label={t('receipt.tray', { n: tray.length })}
      testId="receipt-tray"
      columns={columns}
      rows={tray}
      rowKey={({ trayId }) => trayId}
      rowTestId={({ text }) => `tray-row-${text}`}
      empty={<EmptyState title={t('receipt.trayEmpty')} hint={t('receipt.trayEmptyHint')} />}
    />
  )
}
