/** 标签: the queue and why each label is in it, the label as it will print, and what went wrong with which one. */
import { Alert, Button } from 'antd'
import { useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { LabelJob } from '../../contract/operations/label'
import { useOperation } from '../../ui/client'
import { DataGrid } from '../../ui/DataGrid'
import { KeyCap } from '../../ui/KeyCap'
import { keyOf } from '../../ui/keyMap'
import { useKeys } from '../../ui/keys'
import { OperationButton } from '../../ui/OperationButton'
import { EmptyState, FailedState, LoadingState } from '../../ui/states'
import { ScanEcho } from '../scanning/ScanEcho'
import { useScans } from '../scanning/scanning'
import { useIdentify, useSay } from '../scanning/useIdentify'
import { ScanBar } from './document/ScanBar'
import { useKeptPlace } from './keptPlace'
import { LabelPreview, TrueSizeDialog } from './LabelPreview'
import { ExportButton } from './ListButtons'
import { batchInDoubt, batchOut, batchToSettle } from './labels/batches'
import {
  ChooseDialog,
  CopiesDialog,
  FillDialog,
  LabelFileDialog,
  ScanAsDialog,
  SettleDialog,
  scannable,
} from './labels/LabelDialogs'
import { labelColumns, labelRows, waits } from './labels/labelColumns'
import { SheetDialog } from './labels/SheetDialog'
import { useLabelLines, useLabelPrint } from './labels/useLabelWork'
import { useTemplates } from './templates/useTemplates'
import { useExport } from './useExport'

interface LabelsPlace {
  current: string | null
  chosen: ReadonlySet<string>
  /** what scans print; '': by what is loaded */
  scanAs: string
}

const firstPlace: LabelsPlace = { current: null, chosen: new Set(), scanAs: '' }
type OpenDialog = 'copies' | 'choose' | 'fill' | 'file' | 'settle' | 'trueSize' | 'sheet' | 'scanAs' | null

export const LabelsScreen = () => {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { templates, nameOf } = useTemplates()
  const say = useSay()
  const [place, keep] = useKeptPlace('labels', firstPlace)
  const [dialog, setDialog] = useState<OpenDialog>(null)
  const [settling, setSettling] = useState<readonly LabelJob[]>([])
  const [clearToken, setClearToken] = useState(0)
  const bar = useRef<HTMLInputElement>(null)
  const queue = useOperation('label.queue', {})
  const jobs = queue.data?.jobs ?? []
  const { selected, toggle, selectAll, clear } = useSelection(jobs, place.chosen, (chosen) => keep({ chosen }))
  const { print, again, busy } = useLabelPrint(jobs, clear)
  const current = jobs.find((job) => job.jobId === place.current) ?? jobs[0]
  // one that was taken off the list meanwhile is no longer meant
  const scanAs = scannable(templates).includes(place.scanAs) ? place.scanAs : ''
  const scanAsName = scanAs === '' ? t('labels.byTemplate') : nameOf(scanAs)
  const lines = useLabelLines(jobs, scanAs, (jobId) => keep({ current: jobId }))
  const chosen = selected.size > 0 ? jobs.filter((job) => selected.has(job.jobId)) : []
  const meant = chosen.length > 0 ? chosen : current ? [current] : []
  const unsure = batchInDoubt(jobs, current)
  const unsureHere = copiesOf(unsure)
  const unsureMore = copiesOf(jobs.filter(({ state }) => state === 'unknown')) - unsureHere
  const doubtWords = t(unsureMore > 0 ? 'labels.doubtMore' : 'labels.doubt', { count: unsureHere, more: unsureMore })
  const toSettle = batchToSettle(jobs, current)
  const together = batchOut(jobs, current)
  const printMany = async (): Promise<void> =>
    print(chosen.length > 0 ? chosen : (await lines.asTheyAre()).filter(waits))
  const printCurrent = (): void => print(current ? [current] : [])
  const forSheet = chosen.length > 0 ? chosen : jobs.filter(waits)
  const reprint = (): void => again(meant)
  const toGrid = (): void => document.querySelector<HTMLElement>('[data-testid=labels-grid-body]')?.focus()
  const toBar = (): void => (document.activeElement === bar.current ? toGrid() : bar.current?.focus())
  const exporting = useExport()
  const exportRows = (): void => void exporting([t('labels.title')], async () => ({ rows: labelRows(t, nameOf, jobs) }))
  const ifWaiting = (next: OpenDialog, of: readonly LabelJob[]): void =>
    of.length > 0 && of.every(waits) ? setDialog(next) : say('warn', 'look', 'labels.outAlready')
  /** The batch as it was when somebody went to look: another one must not take its place under their hands. */
  const settle = (): void => {
    setSettling(toSettle)
    if (toSettle.length > 0) setDialog('settle')
    else say('warn', 'look', 'labels.nothingUnsure')
  }
  const leave = (): void => {
    setClearToken((token) => token + 1)
    lines.setTimes(1)
    toGrid()
  }
  // as it was scanned: the code may say which lot, or which pack
  useScans(useIdentify('labels', { onProduct: (_, { raw }) => void lines.add(raw) }))
  useKeys('labels', {
    ...{
      selectAll: () => selectAll(together.length > 0 ? together : jobs.filter(waits)),
      print: () => void printMany(),
      printCurrent,
      reprint,
      export: exportRows,
      toBar,
    },
    copies: () => ifWaiting('copies', current ? [current] : []),
    remove: () => lines.takeOut(meant),
    choose: () => ifWaiting('choose', meant),
    sheet: () => ifWaiting('sheet', forSheet),
    preview: () => current && setDialog('trueSize'),
    fill: () => setDialog('fill'),
    file: () => setDialog('file'),
    settle,
    scanTemplate: () => setDialog('scanAs'),
    templates: () => void navigate('/labels/templates'),
    undo: lines.undo,
    clear: leave,
  })
  const waiting = jobs.filter(waits).length
  const close = (): void => setDialog(null)
  return (
    <>
      <div className="page-head">
        <h1>{t('labels.title')}</h1>
        <span className="page-figures" data-testid="labels-waiting" data-count={waiting}>
          {t('labels.waiting', { count: waiting })}
        </span>
        <span className="foot-space" />
        <Button onClick={() => void navigate('/labels/templates')} data-testid="labels-templates">
          {t('labels.templates')}
          <KeyCap name="F8" />
        </Button>
        <OperationButton
          operation="label.printSheet"
          label={t('labels.sheetShort')}
          keyName="F6"
          disabled={forSheet.length === 0}
          disabledReason={t('labels.noneWaiting')}
          onClick={() => ifWaiting('sheet', forSheet)}
          testId="labels-sheet"
        />
        <ExportButton onExport={exportRows} testId="labels-export" />
        <OperationButton
          operation="label.add"
          label={t('labels.fileShort')}
          keyName="Ctrl+I"
          onClick={() => setDialog('file')}
          testId="labels-file"
        />
        <OperationButton
          operation="label.fill"
          label={t('labels.fill')}
          keyName="F4"
          onClick={() => setDialog('fill')}
          testId="labels-fill"
        />
        <OperationButton
          operation="label.print"
          type="primary"
          label={selected.size > 0 ? t('labels.printSelected', { count: selected.size }) : t('labels.print')}
          keyName="Shift+F9"
          onClick={() => void printMany()}
          loading={busy}
          disabled={selected.size === 0 && waiting === 0}
          disabledReason={t('labels.noneWaiting')}
          testId="print"
        />
      </div>
      <div className="label-bar">
        <ScanBar
          field={bar}
          times={lines.times}
          disabled={false}
          onTimes={lines.setTimes}
          onEntry={(entry) => lines.onEntry(entry, current)}
          clearToken={clearToken}
        />
        <Button
          className={scanAs === '' ? '' : 'label-scan-as'}
          onClick={() => setDialog('scanAs')}
          data-testid="label-scan-as"
          data-template={scanAs}
        >
          {t('labels.scanAs')} <b>{scanAsName}</b>
          <KeyCap name={keyOf('labels', 'scanTemplate')} />
        </Button>
        <ScanEcho hint={t('labels.hint')} />
      </div>
      {unsure.length > 0 ? (
        <Alert
          className="label-doubt"
          type="warning"
          showIcon
          data-testid="label-doubt"
          title={doubtWords}
          action={
            <OperationButton
              operation="label.settle"
              label={t('labels.settleShort')}
              keyName="F7"
              onClick={settle}
              testId="label-settle-open"
            />
          }
        />
      ) : null}
      <div className="page-body labels" data-testid="labels">
        {queue.isPending ? <LoadingState /> : null}
        {queue.isError && !queue.data ? <FailedState error={queue.error} onRetry={() => void queue.refetch()} /> : null}
        {queue.data ? (
          <>
            <DataGrid
              label={t('labels.title')}
              testId="labels-grid"
              columns={labelColumns(t, nameOf, selected, toggle)}
              rows={jobs}
              rowKey={(job) => job.jobId}
              currentKey={current?.jobId ?? null}
              onCurrentChange={(jobId) => keep({ current: jobId })}
              onSpace={(job) => toggle(job.jobId)}
              onOpen={(job) => toggle(job.jobId)}
              autoFocus
              empty={<EmptyState title={t('labels.empty')} hint={t('labels.emptyHint')} />}
            />
            <LabelPreview
              {...{ job: current, nameOf, onPrint: printCurrent }}
              onReprint={() => again(current ? [current] : [])}
            />
          </>
        ) : null}
      </div>
      {dialog === 'copies' && current ? (
        <CopiesDialog job={current} onSet={(copies) => lines.setCopies(current, copies)} onClose={close} />
      ) : null}
      {dialog === 'choose' ? <ChooseDialog jobs={meant} onClose={close} /> : null}
      {dialog === 'scanAs' ? (
        <ScanAsDialog
          template={scanAs}
          onChosen={(template) => {
            keep({ scanAs: template })
            const name = template === '' ? t('labels.byTemplate') : nameOf(template)
            say('ok', 'done', 'labels.scanAsSet', { name })
          }}
          onClose={close}
        />
      ) : null}
      {dialog === 'fill' ? (
        <FillDialog
          onClose={close}
          onAdded={({ added, more }) =>
            say(
              added > 0 ? 'ok' : 'warn',
              added > 0 ? 'done' : 'look',
              more > 0 ? 'labels.filledMore' : 'labels.filled',
              {
                ...{ count: added, more },
              },
            )
          }
        />
      ) : null}
      {dialog === 'file' ? (
        <LabelFileDialog onClose={close} onAdded={(count) => say('ok', 'done', 'labels.filled', { count })} />
      ) : null}
      {dialog === 'settle' ? (
        <SettleDialog
          jobs={settling}
          onSettled={({ printed, waiting: again }) =>
            say('ok', 'done', again > 0 ? 'labels.settledAgain' : 'labels.settledAll', { count: printed, again })
          }
          onClose={close}
        />
      ) : null}
      {dialog === 'sheet' ? <SheetDialog jobs={forSheet} onClose={close} /> : null}
      {dialog === 'trueSize' && current ? <TrueSizeDialog job={current} onClose={close} /> : null}
    </>
  )
}

const copiesOf = (jobs: readonly LabelJob[]): number => jobs.reduce((sum, { copies }) => sum + copies, 0)

/** Kept with the place: going to look something up does not lose what was ticked. */
const useSelection = (
  jobs: readonly LabelJob[],
  chosen: ReadonlySet<string>,
  setChosen: (chosen: ReadonlySet<string>) => void,
) => {
  // A job that left the queue is no longer selected, without anybody having to say so.
  const selected = useMemo(
    () => new Set(jobs.filter((job) => chosen.has(job.jobId)).map((job) => job.jobId)),
    [jobs, chosen],
  )
  const toggle = (jobId: string): void =>
    setChosen(chosen.has(jobId) ? new Set([...chosen].filter((one) => one !== jobId)) : new Set([...chosen, jobId]))
  const clear = (): void => setChosen(new Set())
  const selectAll = (wanted: readonly LabelJob[]): void => {
    const ids = wanted.map(({ jobId }) => jobId)
    setChosen(ids.every((id) => selected.has(id)) ? new Set() : new Set(ids))
  }
  return { selected, selectAll, toggle, clear }
}
