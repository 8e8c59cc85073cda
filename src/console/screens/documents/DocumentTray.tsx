/** The odd codes of a document and what the shop decided about each. */
import { useTranslation } from 'react-i18next'
import type { TrayEntry } from '../../../contract/schemas/document'
import { timeText } from '../../../ui/format'
import { EmptyState, Sign, type Tone } from '../../../ui/states'
import { Quantity } from '../../parts/figures'
import { type Column, ListTable } from '../../parts/ListTable'

const tones: Record<TrayEntry['state'], Tone> = { open: 'bad', setAside: 'look', accepted: 'good', linked: 'good' }

export const DocumentTray = ({ tray }: { tray: readonly TrayEntry[] }) => {
  const { t } = useTranslation()
  const columns: Column<TrayEntry>[] = [
    {
      key: 'code',
      title: t('document.trayCode'),
      width: 190,
      render: (entry) => (
        <b className="code" title={entry.text}>
          {entry.text}
        </b>
      ),
    },
    { key: 'reason', title: t('document.trayReason'), width: 180, render: (entry) => t(`trayReason.${entry.reason}`) },
    {
      key: 'product',
      title: t('document.trayProduct'),
      render: (entry) =>
        entry.sku ? (
          <>
            {entry.name} <small className="muted code">{entry.sku}</small>
          </>
        ) : (
          <span className="muted">{t('document.traySkuNone')}</span>
        ),
    },
    {
      key: 'quantity',
      title: t('document.trayQuantity'),
      width: 84,
      align: 'right',
      render: (entry) => <Quantity value={entry.quantity} />,
    },
    { key: 'scans', title: t('document.trayScans'), width: 90, align: 'right', render: (entry) => entry.scans },
    {
      key: 'state',
      title: t('document.trayState'),
      width: 100,
      render: (entry) => <Sign tone={tones[entry.state]}>{t(`trayState.${entry.state}`)}</Sign>,
    },
    {
      key: 'decision',
      title: t('document.trayDecision'),
      render: (entry) => <span title={entry.decision}>{entry.decision || '—'}</span>,
    },
    { key: 'time', title: t('document.trayTime'), width: 104, render: (entry) => timeText(entry.scannedAt) },
  ]
  return (
    <ListTable
      label={t('document.trayTab', { n: tray.length })}
      testId="receipt-tray"
      columns={columns}
      rows={tray}
      rowKey={({ trayId }) => trayId}
      rowTestId={({ text }) => `tray-row-${text}`}
      empty={<EmptyState title={t('document.trayEmpty')} hint={t('document.trayEmptyHint')} />}
    />
  )
}
