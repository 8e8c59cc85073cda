/** Ctrl+I: a file of counts. First what it would come to, with every fault by row and cell; then all of it, or nothing. */
import { Alert, Button } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { InputOf } from '../../../contract/operations'
import type { CountFileFault, CountFileView } from '../../../contract/schemas/countSheet'
import type { StocktakeView } from '../../../contract/schemas/stocktake'
import { quantityText } from '../../../core/quantity/quantity'
import { Refused, useClient, useCommand } from '../../../ui/client'
import { type Column, DataGrid } from '../../../ui/DataGrid'
import { timeText } from '../../../ui/format'
import { readTable } from '../../../ui/readTable'
import { EmptyState } from '../../../ui/states'
import { playSound } from '../../scanning/sounds'
import { DeedDialog } from '../stocktakes/DeedDialog'
import type { Zone } from '../stocktakes/ZonesTab'
import { useExport } from '../useExport'
import { fileRows } from './fileRows'

interface FileDialogProps {
  stocktake: StocktakeView
  /** where a file that names no zones is counted */
  zone: Zone | null
  onClose(): void
}

type File = InputOf<'countSheet.takeFile'>

interface Checked {
  file: File
  view: CountFileView
  hasZones: boolean
}

export const FileDialog = ({ stocktake: { stocktakeId }, zone, onClose }: FileDialogProps) => {
  const { t } = useTranslation()
  const { checked, problem, error, choose } = useChecked(stocktakeId, zone?.code ?? '')
  const take = useCommand('countSheet.takeFile', {
    touches: ['stocktake.get', 'stocktake.list', 'document.list'],
    onDone: () => {
      playSound('ok')
      onClose()
    },
    onRefused: () => playSound('error'),
  })
  const ready = checked !== null && checked.view.faults.length === 0 && checked.view.repeats === null
  return (
    <DeedDialog
      name="file"
      title={t('countSheets.file')}
      intro={t('countSheets.fileHint')}
      confirmLabel={t('countSheets.take')}
      ready={ready}
      busy={take.isPending}
      error={take.error ?? error}
      width={760}
      onConfirm={() => {
        if (checked) take.mutate(checked.file)
      }}
      onClose={onClose}
    >
      <ChooseFile onChoose={choose} name={checked?.file.name ?? ''} />
      {problem ? (
        <Alert type="error" showIcon title={t(`countSheets.fileProblem.${problem}`)} data-testid="file-unreadable" />
      ) : null}
      {checked ? <Preview checked={checked} zoneCode={zone?.code ?? ''} /> : null}
    </DeedDialog>
  )
}

/** Reads the file, and has the backend look at it; nothing is written yet. */
const useChecked = (stocktakeId: string, zoneCode: string) => {
  const client = useClient()
  const [checked, setChecked] = useState<Checked | null>(null)
  const [problem, setProblem] = useState('')
  const [error, setError] = useState<Error | null>(null)
  const refuse = (why: string): void => {
    setProblem(why)
    playSound('error')
  }
  const choose = async (chosen: globalThis.File): Promise<void> => {
    setChecked(null)
    setProblem('')
    setError(null)
    const table = await readTable(chosen)
    if (!table.ok) return refuse(table.problem)
    const read = fileRows(table.rows, zoneCode)
    if (!read.ok) return refuse(read.problem)
    if (read.rows.length === 0) return refuse('empty')
    const file: File = { stocktakeId, name: nameOf(chosen), rows: read.rows }
    const answer = await client.call('countSheet.checkFile', file)
    if (!answer.ok) return setError(new Refused(answer.error))
    setChecked({ file, view: answer.value, hasZones: read.hasZones })
    playSound(answer.value.faults.length > 0 || answer.value.repeats ? 'warn' : 'ok')
  }
  return { checked, problem, error, choose }
}

/** A name is kept with the count: as long as a note may be, and without control characters. */
const nameOf = ({ name }: globalThis.File): string => name.replace(/\p{Cc}/gu, '').slice(0, 120) || 'file'

const ChooseFile = ({ name, onChoose }: { name: string; onChoose(file: globalThis.File): Promise<void> }) => {
  const { t } = useTranslation()
  const input = useRef<HTMLInputElement>(null)
  return (
    <p className="choose-file">
      <Button data-autofocus onClick={() => input.current?.click()} data-testid="file-choose">
        {t('countSheets.chooseFile')}
      </Button>{' '}
      <b>{name}</b>
      <input
        ref={input}
        className="visually-hidden"
        type="file"
        accept=".csv,.txt,.xlsx"
        tabIndex={-1}
        aria-label={t('countSheets.chooseFile')}
        onChange={(event) => {
          const [file] = event.target.files ?? []
          if (file) void onChoose(file)
          event.target.value = ''
        }}
        data-testid="file-input"
      />
    </p>
  )
}

const Preview = ({ checked: { file, view, hasZones }, zoneCode }: { checked: Checked; zoneCode: string }) => {
  const { t } = useTranslation()
  const { repeats, faults, zones } = view
  return (
    <>
      {repeats ? (
        <Alert
          type="error"
          showIcon
          title={t('countSheets.repeats', {
            name: repeats.name,
            user: repeats.userName,
            time: timeText(repeats.takenAt),
          })}
          data-testid="file-repeats"
        />
      ) : null}
      {faults.length > 0 ? <Faults file={file} faults={faults} /> : null}
      {faults.length === 0 && !repeats ? (
        <Alert
          type="success"
          showIcon
          title={t('countSheets.fileGood', { count: file.rows.length })}
          data-testid="file-good"
        />
      ) : null}
      {hasZones ? null : <p className="muted">{t('countSheets.noZoneColumn', { zone: zoneCode })}</p>}
      <ul className="zone-list" data-testid="file-zones">
        {zones.map((zone) => (
          <li key={zone.zoneCode}>
            <b className="code">{zone.zoneCode}</b>{' '}
            {t('countSheets.fileZone', {
              rows: zone.rows,
              products: zone.products,
              quantity: quantityText(zone.quantity),
            })}
          </li>
        ))}
      </ul>
    </>
  )
}

const Faults = ({ file, faults }: { file: File; faults: readonly CountFileFault[] }) => {
  const { t } = useTranslation()
  const exporting = useExport()
  const columns: Column<CountFileFault>[] = [
    { key: 'row', title: t('countSheets.fileRow'), width: 72, align: 'right', render: ({ row }) => row },
    {
      key: 'column',
      title: t('countSheets.fileColumn'),
      width: 90,
      render: ({ column }) => t(`countSheets.column.${column}`),
    },
    {
      key: 'text',
      title: t('countSheets.fileText'),
      width: 190,
      render: ({ text }) => <span className="code">{text}</span>,
    },
    { key: 'fault', title: t('countSheets.fileFault'), render: ({ fault }) => t(`countSheets.fault.${fault}`) },
  ]
  const save = (): void =>
    void exporting([t('countSheets.faultsFile'), file.name], async () => ({
      rows: [
        columns.map(({ title }) => String(title)),
        ...faults.map(({ row, column, text, fault }) => [
          row,
          t(`countSheets.column.${column}`),
          text,
          t(`countSheets.fault.${fault}`),
        ]),
      ],
    }))
  return (
    <>
      <Alert
        type="error"
        showIcon
        title={t('countSheets.faults', { count: faults.length })}
        action={
          <Button size="small" onClick={save} data-testid="file-faults-save">
            {t('countSheets.saveFaults')}
          </Button>
        }
        data-testid="file-faults"
      />
      <div className="compared">
        <DataGrid
          label={t('countSheets.fileFault')}
          testId="file-fault"
          columns={columns}
          rows={faults}
          rowKey={({ row, column, fault }) => `${row} ${column} ${fault}`}
          empty={<EmptyState title="" />}
        />
      </div>
    </>
  )
}
