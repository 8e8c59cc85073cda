/** 打印机日志: what went to the printers and came from them since the program was started, the newest first; as a file for support. */
import { Button } from 'antd'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { PrinterLogEntry } from '../../../contract/schemas/printer'
import { useOperation } from '../../../ui/client'
import { type Column, DataGrid } from '../../../ui/DataGrid'
import { Dialog } from '../../../ui/Dialog'
import { codeText } from '../../../ui/errorText'
import { KeyCap } from '../../../ui/KeyCap'
import type { SheetRow } from '../../../ui/sheet'
import { FailedState, LoadingState } from '../../../ui/states'
import { useExport } from '../useExport'

interface Row extends PrinterLogEntry {
  key: number
}

export const PrinterLogDialog = ({ onClose }: { onClose(): void }) => {
  const { t } = useTranslation()
  const answer = useOperation('printer.log', {})
  const save = useExport()
  const rows = (answer.data?.entries ?? []).map((entry, key) => ({ ...entry, key })).reverse()
  const exportAll = (): Promise<void> =>
    save([t('printers.log'), new Date().toISOString().slice(0, 16)], async () => ({
      rows: [headings.map((key) => t(`printers.logColumns.${key}`)), ...rows.map((row) => sheetRow(t, row))],
    }))
  return (
    <Dialog
      open
      title={t('printers.log')}
      width={1000}
      scope="printerLog"
      keys={{ export: () => void exportAll(), refresh: () => void answer.refetch() }}
      onClose={onClose}
      testId="printer-log"
      footer={
        <div className="dialog-foot">
          <Button loading={answer.isFetching} onClick={() => void answer.refetch()} data-testid="printer-log-refresh">
            {t('printers.refresh')}
            <KeyCap name="F5" />
          </Button>
          <Button disabled={rows.length === 0} onClick={() => void exportAll()} data-testid="printer-log-export">
            {t('printers.exportLog')}
            <KeyCap name="Ctrl+E" />
          </Button>
        </div>
      }
    >
      <p className="muted">{t('printers.logHint')}</p>
      {answer.isPending ? <LoadingState /> : null}
      {answer.isError ? <FailedState error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.data ? (
        <div className="printer-log-rows">
          <DataGrid
            label={t('printers.log')}
            testId="printer-log-grid"
            columns={columnsOf(t)}
            rows={rows}
            rowKey={({ key }) => String(key)}
            empty={t('printers.logEmpty')}
          />
        </div>
      ) : null}
    </Dialog>
  )
}

const columnsOf = (t: TFunction): Column<Row>[] => [
  {
    key: 'at',
    title: t('printers.logColumns.at'),
    width: 84,
    render: ({ at }) => new Date(at).toTimeString().slice(0, 8),
  },
  {
    key: 'printer',
    title: t('printers.logColumns.printer'),
    width: 190,
    render: (row) => <span title={`${row.printer} ${row.address}`}>{whose(row)}</span>,
  },
  {
    key: 'direction',
    title: t('printers.logColumns.direction'),
    width: 64,
    render: ({ direction }) => t(`printers.directions.${direction}`),
  },
  {
    key: 'bytes',
    title: t('printers.logColumns.byteCount'),
    width: 76,
    align: 'right',
    render: ({ direction, byteCount }) => (direction === 'result' ? '' : byteCount.toLocaleString('en-US')),
  },
  {
    key: 'content',
    title: t('printers.logColumns.content'),
    grow: 1,
    render: (row) =>
      row.direction === 'result' ? (
        resultText(t, row.result)
      ) : (
        <span className="code" title={row.hex}>
          {row.text}
        </span>
      ),
  },
]

/** One without a name of its own is called by its address. */
const whose = ({ printer, address }: PrinterLogEntry): string =>
  printer === address ? printer : `${printer} · ${address}`

const plainResults = ['confirmed', 'handedOver', 'silent']

/** `PRINTER_RESET ?`: some of it may be out. */
const resultText = (t: TFunction, result: string): string => {
  if (plainResults.includes(result)) return t(`printers.results.${result}`)
  const [code = '', mayHavePrinted] = result.split(' ')
  return mayHavePrinted ? `${codeText(t, code)}${t('printers.mayBeOut')}` : codeText(t, code)
}

const headings = ['at', 'printer', 'address', 'direction', 'byteCount', 'content', 'hex', 'result'] as const

const sheetRow = (t: TFunction, row: PrinterLogEntry): SheetRow => [
  ...[row.at, row.printer, row.address, t(`printers.directions.${row.direction}`), row.byteCount],
  ...[row.text, row.hex, row.result === '' ? '' : resultText(t, row.result)],
]
