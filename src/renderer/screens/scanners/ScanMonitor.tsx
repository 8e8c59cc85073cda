/** 扫码枪监视: what the scanners really sent, the newest first, with the waits and how each is read; as a file for support. */
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '../../../contract/operations'
import type { ScanTrace } from '../../../contract/schemas/scanner'
import { useOperation } from '../../../ui/client'
import { type Column, DataGrid } from '../../../ui/DataGrid'
import type { SheetRow } from '../../../ui/sheet'
import { useStatus } from '../../app/useStatus'
import { median } from '../../scanning/burst'
import { clearTraces, useScanTraces } from '../../scanning/scanTraces'
import { useExport } from '../useExport'

type Reading = OutputOf<'scan.read'>['readings'][number]
interface Row {
  trace: ScanTrace
  reading: Reading | undefined
}

export const ScanMonitor = () => {
  const { t } = useTranslation()
  const rows = useRows()
  const save = useExport()
  const words = useWords()
  const columns: Column<Row>[] = [
    { key: 'time', title: t('monitor.time'), width: 96, render: ({ trace }) => clockText(trace.scannedAt) },
    { key: 'source', title: t('monitor.source'), width: 120, render: ({ trace }) => words.source(trace) },
    {
      key: 'sent',
      title: t('monitor.sent'),
      grow: 2,
      render: ({ trace }) => (
        <span className="code" title={trace.hex || trace.sent}>
          {trace.sent}
        </span>
      ),
    },
    { key: 'pace', title: t('monitor.pace'), width: 130, render: ({ trace }) => words.pace(trace) },
    { key: 'reading', title: t('monitor.reading'), grow: 1, render: words.reading },
  ]
  const exportAll = (): Promise<void> =>
    save([t('monitor.title'), new Date().toISOString().slice(0, 16)], async () => ({
      rows: [[...headings.map((key) => t(`monitor.${key}`))], ...rows.map((row) => sheetRow(row, words))],
    }))
  return (
    <section className="panel scan-monitor" data-testid="scan-monitor">
      <h2>{t('monitor.title')}</h2>
      <p className="panel-pad muted">{t('monitor.hint')}</p>
      <div className="scan-monitor-rows">
        <DataGrid
          label={t('monitor.title')}
          testId="traces"
          columns={columns}
          rows={rows}
          rowKey={({ trace }) => trace.scanId}
          empty={t('monitor.empty')}
        />
      </div>
      <div className="panel-actions">
        <Button disabled={rows.length === 0} onClick={() => void exportAll()} data-testid="monitor-export">
          {t('monitor.export')}
        </Button>
        <Button disabled={rows.length === 0} onClick={clearTraces} data-testid="monitor-clear">
          {t('monitor.clear')}
        </Button>
      </div>
    </section>
  )
}

const useRows = (): Row[] => {
  const traces = useScanTraces((state) => state.traces)
  const raws = [...new Set(traces.filter(({ truncated }) => !truncated).map(({ raw }) => raw))]
  const answer = useOperation('scan.read', { raws }, { enabled: raws.length > 0, keepPrevious: true })
  // An answer to the question before this one is about other codes; by their order alone they would be mixed up.
  const isCurrent = answer.data !== undefined && !answer.isPlaceholderData
  const readings = new Map(raws.map((raw, index) => [raw, isCurrent ? answer.data.readings[index] : undefined]))
  return [...traces].reverse().map((trace) => ({ trace, reading: readings.get(trace.raw) }))
}

const useWords = () => {
  const { t } = useTranslation()
  const scanners = useStatus()?.scanners ?? []
  return {
    source: ({ source }: ScanTrace): string =>
      source === 'wedge'
        ? t('monitor.keyboard')
        : // A HID scanner's name, while it is one of this PC's.
          (scanners.find(({ path }) => path === source)?.port ?? source.replace(/^serial:/, '')),
    pace: ({ gapsMs }: ScanTrace): string =>
      gapsMs.length === 0
        ? t('monitor.atOnce')
        : t('monitor.paceValue', { median: Math.round(median(gapsMs)), max: Math.max(...gapsMs) }),
    reading: ({ trace, reading }: Row): string => {
      if (trace.truncated) return t('monitor.brokenOff')
      if (!reading) return '…'
      return reading.unreadable ? t(`trayReasons.${reading.how}`) : `${ruleText(t, reading.how)} ${reading.text}`
    },
  }
}

/** A rule of reading, or a kind of the chain's own printed codes. */
const ruleText = (t: ReturnType<typeof useTranslation>['t'], how: string): string =>
  t([`rules.${how}`, `monitor.kinds.${how}`])

const headings = ['time', 'source', 'sent', 'bytes', 'gaps', 'handedOn', 'reading'] as const

const sheetRow = (row: Row, words: ReturnType<typeof useWords>): SheetRow => {
  const { trace } = row
  return [
    trace.scannedAt,
    words.source(trace),
    trace.sent,
    trace.hex,
    trace.gapsMs.join(' '),
    trace.raw,
    words.reading(row),
  ]
}

const clockText = (iso: string): string => new Date(iso).toTimeString().slice(0, 8)
