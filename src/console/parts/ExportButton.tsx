/**
 * Ctrl+E: the list as it is filtered, all its rows and not only those on the page, as an Excel file; beside it the plain
 * text form (CSV) for other programs.
 */
import { DownloadOutlined } from '@ant-design/icons'
import { App, Button, Space } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { refusalOf } from '../../ui/client'
import { csvText, fileNameOf, saveFile } from '../../ui/csv'
import { errorText } from '../../ui/errorText'
import { keyOf } from '../../ui/keyMap'
import { useKeys } from '../../ui/keys'
import { saveSheet } from '../../ui/sheet'
import { exportRowsMax } from '../data/pages'
import type { Column } from './ListTable'

interface ExportButtonProps<Row> {
  /** of the file, in the reader's words */
  name: string
  columns: readonly Column<Row>[]
  read(): Promise<{ rows: readonly Row[]; cut: boolean }>
}

export const ExportButton = <Row,>({ name, columns, read }: ExportButtonProps<Row>) => {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [busy, setBusy] = useState(false)
  const save = async (kind: 'xlsx' | 'csv'): Promise<void> => {
    setBusy(true)
    try {
      const { rows, cut } = await read()
      const exported = columns.filter(({ text }) => text !== undefined)
      const table = [exported.map(({ title }) => title), ...rows.map((row) => exported.map(({ text }) => text?.(row)))]
      const file = fileNameOf(name, dayjs().format('YYYYMMDD-HHmm'))
      if (kind === 'csv') saveFile(`${file}.csv`, csvText(table))
      else await saveSheet(file, table)
      const words = cut ? t('list.exportedCut', { n: exportRowsMax }) : t('list.exported', { n: rows.length })
      void (cut ? message.warning(words) : message.success(words))
    } catch (error) {
      void message.error(errorText(t, refusalOf(error)))
    } finally {
      setBusy(false)
    }
  }
  useKeys('stock', { export: () => void (busy || save('xlsx')) })
  return (
    <Space.Compact>
      <Button
        icon={<DownloadOutlined aria-hidden="true" />}
        data-testid="export"
        title={`${t('list.exportHint')} (${keyOf('stock', 'export')})`}
        loading={busy}
        onClick={() => void save('xlsx')}
      >
        {t('list.export')}
      </Button>
      <Button data-testid="export-csv" title={t('list.exportHint')} disabled={busy} onClick={() => void save('csv')}>
        CSV
      </Button>
    </Space.Compact>
  )
}
