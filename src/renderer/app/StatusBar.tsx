/** Always in sight: scanner, printer, and how much of this shop's work HQ does not hold yet. Icon and word each. */
import {
  BarcodeOutlined,
  CheckCircleFilled,
  ClockCircleFilled,
  CloudSyncOutlined,
  DisconnectOutlined,
  PrinterOutlined,
  SyncOutlined,
  WarningFilled,
} from '@ant-design/icons'
import type { TFunction } from 'i18next'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { AppStatus } from '../../contract/operations/app'
import { shortTimeText } from '../../ui/format'
import { useCan } from '../../ui/session'
import { addPrinterState } from '../screens/printers/addPrinterState'
import { useStatus } from './useStatus'

export const StatusBar = () => {
  const status = useStatus()
  if (!status) return <div className="status-bar" />
  return (
    <div className="status-bar">
      <ScannerState status={status} />
      <PrinterState status={status} />
      <SyncBadge status={status} />
    </div>
  )
}

const scannerWords = {
  open: 'bar.scannerOpen',
  opening: 'bar.scannerOpening',
  unplugged: 'bar.scannerUnplugged',
  busy: 'bar.scannerBusy',
  denied: 'bar.scannerDenied',
  unavailable: 'bar.scannerUnavailable',
  closed: 'bar.scannerClosed',
} as const

const ScannerState = ({ status }: { status: AppStatus }) => {
  const { t } = useTranslation()
  const { scanners } = status
  const worst = scanners.find(({ state }) => state !== 'open') ?? scanners[0]
  const words = t(worst ? scannerWords[worst.state] : 'bar.scannerNone')
  const several = scanners.length > 1 ? t('bar.scannersOpen', countsOf(scanners)) : ''
  const each = scanners.map(({ port, state }) => `${port} ${t(scannerWords[state])}`)
  const ok = !worst || worst.state === 'open' || worst.state === 'opening'
  return (
    <span
      className={ok ? 'bar-state' : 'bar-state trouble'}
      data-testid="scanner-state"
      data-state={worst?.state ?? 'wedge'}
      title={each.join('\n') || words}
      aria-label={several ? each.join('，') : words}
      role="img"
    >
      <BarcodeOutlined /> <span className="bar-words">{ok && several ? several : words}</span>
    </span>
  )
}

const countsOf = (scanners: AppStatus['scanners']): { open: number; all: number } => ({
  open: scanners.filter(({ state }) => state === 'open').length,
  all: scanners.length,
})

const PrinterState = ({ status }: { status: AppStatus }) => {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const maySet = useCan('device.saveSettings')
  const words = t(status.printerSet ? 'bar.printerSet' : 'bar.printerNone')
  if (!status.printerSet && maySet)
    return (
      <button
        type="button"
        className="bar-state bar-button"
        data-testid="printer-state"
        data-state="none"
        title={t('settings.addPrinter')}
        aria-label={`${words}，${t('settings.addPrinter')}`}
        onClick={() => void navigate('/settings', { state: addPrinterState })}
      >
        <PrinterOutlined /> <span className="bar-words">{words}</span>
      </button>
    )
  return (
    <span
      className="bar-state"
      data-testid="printer-state"
      data-state={status.printerSet ? 'set' : 'none'}
      title={words}
      aria-label={words}
      role="img"
    >
      <PrinterOutlined /> <span className="bar-words">{words}</span>
    </span>
  )
}

const syncIcons: Record<AppStatus['sync']['state'], ReactNode> = {
  online: <CheckCircleFilled />,
  syncing: <SyncOutlined spin />,
  offline: <DisconnectOutlined />,
  failed: <WarningFilled />,
}

export const syncWords = (t: TFunction, sync: AppStatus['sync']): string => {
  if (sync.state === 'offline') return t('bar.offlineSince', { since: shortTimeText(sync.since) })
  if (sync.problem === 'HUB_BUSY') return t('bar.queued')
  return t(`bar.${sync.state}`)
}

/** Signing in without HQ is nearly over, or is. */
const daysWords = (t: TFunction, left: number | null): string => {
  if (left === null) return ''
  return left === 0 ? t('bar.noDaysLeft') : t('bar.daysLeft', { count: left })
}

const SyncBadge = ({ status }: { status: AppStatus }) => {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { sync } = status
  const words = syncWords(t, sync)
  const waiting = sync.unsecured > 0 ? t('bar.unsecured', { count: sync.unsecured }) : ''
  const days = daysWords(t, status.offlineDaysLeft)
  return (
    <button
      type="button"
      className={`sync-badge sync-${sync.state}`}
      data-testid="sync-badge"
      data-state={sync.state}
      data-unsecured={sync.unsecured}
      aria-label={t('bar.syncDetails', { state: [words, days, waiting].filter(Boolean).join(' ') })}
      onClick={() => navigate('/settings')}
    >
      {syncIcons[sync.state]} <span>{words}</span>
      {days ? (
        <span className="sync-days" data-testid="sync-days">
          <ClockCircleFilled /> {days}
        </span>
      ) : null}
      {waiting ? (
        <span className="sync-waiting">
          <CloudSyncOutlined /> {waiting}
        </span>
      ) : null}
    </button>
  )
}
