/** 标签: the queue that receiving fills, the label as it will print, and what went wrong with which one. */
import { Checkbox } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { LabelJob } from '../../contract/operations/label'
import { moneyText } from '../../core/quantity/quantity'
import { useCommand, useOperation } from '../../ui/client'
import { type Column, DataGrid } from '../../ui/DataGrid'
import { codeText, errorText } from '../../ui/errorText'
import { priceText } from '../../ui/format'
import { useKeys } from '../../ui/keys'
import { OperationButton } from '../../ui/OperationButton'
import type { SheetRow } from '../../ui/sheet'
import { EmptyState, FailedState, LoadingState, Sign, type Tone } from '../../ui/states'
import { ScanEcho } from '../scanning/ScanEcho'
import { useScans } from '../scanning/scanning'
import { showNotice, speak } from '../scanning/scanState'
import { useIdentify } from '../scanning/useIdentify'
import { useKeptPlace } from './keptPlace'
import { LabelPreview } from './LabelPreview'
import { ExportButton } from './ListButtons'
import { useExport } from './useExport'

/** What one call may send. */
const jobsMax = 1000
const waits = (job: LabelJob): boolean => job.state === 'queued' || job.state === 'failed'

interface LabelsPlace {
  current: string | null
  chosen: ReadonlySet<string>
}

const firstPlace: LabelsPlace = { current: null, chosen: new Set() }

export const LabelsScreen = () => {
  const { t } = useTranslation()
  const [place, keep] = useKeptPlace('labels', firstPlace)
  const queue = useOperation('label.queue', {})
  const jobs = queue.data?.jobs ?? []
  const { selected, toggle, selectWaiting, clear } = useSelection(jobs, place.chosen, (chosen) => keep({ chosen }))
  const { print, busy } = usePrint(clear)
  const current = jobs.find((job) => job.jobId === place.current) ?? jobs[0]
  const printMany = (): void =>
    print(selected.size > 0 ? jobs.filter((job) => selected.has(job.jobId)) : jobs.filter(waits))
  const printCurrent = (): void => print(current ? [current] : [])
  const toGrid = (): void => document.querySelector<HTMLElement>('.grid-body')?.focus()
  const exporting = useExport()
  const exportRows = (): void => void exporting([t('labels.title')], async () => ({ rows: labelRows(t, jobs) }))
  useScans(useIdentify('labels'))
  useKeys('labels', { selectAll: selectWaiting, print: printMany, printCurrent, export: exportRows, toGrid })
  const columns = labelColumns(t, selected, toggle)
  const waiting = jobs.filter(waits).length
  return (
    <>
      <div className="page-head">
        <h1>{t('labels.title')}</h1>
        <span className="page-figures" data-testid="labels-waiting" data-count={waiting}>
          {t('labels.waiting', { count: waiting })}
        </span>
        <ScanEcho hint={t('labels.hint')} />
        <ExportButton onExport={exportRows} testId="labels-export" />
        <OperationButton
          operation="label.print"
          label={t('labels.printCurrent')}
          keyName="Ctrl+Shift+F9"
          onClick={printCurrent}
          disabled={!current || busy}
          testId="print-current"
        />
        <OperationButton
          operation="label.print"
          type="primary"
          label={selected.size > 0 ? t('labels.printSelected', { count: selected.size }) : t('labels.print')}
          keyName="Shift+F9"
          onClick={printMany}
          loading={busy}
          disabled={selected.size === 0 && waiting === 0}
          disabledReason={t('labels.noneWaiting')}
          testId="print"
        />
      </div>
      <div className="page-body labels" data-testid="labels">
        {queue.isPending ? <LoadingState /> : null}
        {queue.isError && !queue.data ? <FailedState error={queue.error} onRetry={() => void queue.refetch()} /> : null}
        {queue.data ? (
          <>
            <DataGrid
              label={t('labels.title')}
              testId="labels-grid"
              columns={columns}
              rows={jobs}
              rowKey={(job) => job.jobId}
              currentKey={current?.jobId ?? null}
              onCurrentChange={(jobId) => keep({ current: jobId })}
              onSpace={(job) => toggle(job.jobId)}
              onOpen={(job) => toggle(job.jobId)}
              autoFocus
              empty={<EmptyState title={t('labels.empty')} hint={t('labels.emptyHint')} />}
            />
            <LabelPreview job={current} onAgain={printCurrent} />
          </>
        ) : null}
      </div>
    </>
  )
}

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
  const waiting = jobs.filter(waits).map((job) => job.jobId)
  const selectWaiting = (): void => setChosen(waiting.every((id) => selected.has(id)) ? new Set() : new Set(waiting))
  return { selected, selectWaiting, toggle, clear }
}

const usePrint = (onDone: () => void) => {
  const { t } = useTranslation()
  const say = (tone: 'added' | 'refused' | 'look', key: string, values: Record<string, string | number>): void => {
    showNotice(tone, key, values)
    speak(t(key, values), tone === 'refused')
  }
  const command = useCommand('label.print', {
    touches: ['label.queue', 'app.status'],
    onDone: ({ handedOver, failed, problem }) => {
      onDone()
      if (failed === 0) say('added', 'labels.handedOver', { count: handedOver })
      else say('refused', 'labels.failedSome', { done: handedOver, failed, problem: codeText(t, problem) })
    },
    onRefused: (error) => say('refused', 'labels.refused', { reason: errorText(t, error) }),
  })
  /** A reprint is what was shown as sent and chosen all the same; what the queue sends meanwhile is left to it. */
  const print = (jobs: LabelJob[]): void => {
    if (jobs.length === 0) {
      say('look', 'labels.noneWaiting', {})
      return
    }
    if (command.isPending) return
    const jobIds = jobs.slice(0, jobsMax).map((job) => job.jobId)
    command.mutate({ jobIds, reprint: jobs.some((job) => job.state === 'handedOver') })
  }
  return { print, busy: command.isPending }
}

const tones: Record<LabelJob['state'], Tone> = {
  queued: 'busy',
  sending: 'busy',
  handedOver: 'good',
  unknown: 'look',
  failed: 'bad',
}

type Translate = (key: string, values?: Record<string, unknown>) => string

const labelColumns = (
  t: Translate,
  selected: ReadonlySet<string>,
  toggle: (jobId: string) => void,
): Column<LabelJob>[] => [
  {
    key: 'select',
    title: t('labels.select'),
    width: 76,
    align: 'center',
    render: (job) => (
      <Checkbox
        tabIndex={-1}
        checked={selected.has(job.jobId)}
        onChange={() => toggle(job.jobId)}
        aria-label={`${t('labels.select')} ${job.name}`}
        data-testid={`select-${job.jobId}`}
      />
    ),
  },
  {
    key: 'name',
    title: t('labels.name'),
    render: (job) => (
      <>
        {job.name} <span className="muted">{job.spec}</span>
      </>
    ),
  },
  {
    key: 'price',
    title: t('labels.price'),
    width: 84,
    align: 'right',
    render: (job) => <b>{priceText(job.priceFen)}</b>,
  },
  {
    key: 'origin',
    title: t('labels.origin'),
    width: 190,
    render: (job) => <span className="code muted">{job.origin === 'test' ? t('labels.test') : job.origin}</span>,
  },
  { key: 'copies', title: t('labels.copies'), width: 60, align: 'right', render: (job) => job.copies },
  { key: 'state', title: t('labels.state'), width: 84, render: (job) => <StateSign job={job} t={t} /> },
  {
    key: 'printed',
    title: t('labels.printed'),
    width: 68,
    align: 'right',
    render: (job) => (job.printed > 0 ? t('labels.times', { count: job.printed }) : <span className="zero">—</span>),
  },
  { key: 'problem', title: t('labels.problem'), grow: 0.7, render: (job) => <Problem job={job} t={t} /> },
]

const labelRows = (t: Translate, jobs: readonly LabelJob[]): SheetRow[] => [
  [
    t('stock.sku'),
    t('stock.barcode'),
    t('labels.name'),
    t('work.spec'),
    t('labels.price'),
    t('labels.origin'),
    t('labels.copies'),
    t('labels.state'),
    t('labels.printed'),
    t('labels.problem'),
  ],
  ...jobs.map((job) => [
    job.sku,
    job.barcode,
    job.name,
    job.spec,
    Number(moneyText(job.priceFen)),
    job.origin === 'test' ? t('labels.test') : job.origin,
    job.copies,
    t(`labels.states.${job.state}`),
    job.printed,
    problemWords(job, t),
  ]),
]

const StateSign = ({ job, t }: { job: LabelJob; t: Translate }) => (
  <Sign tone={tones[job.state]} testId="label-state">
    {t(`labels.states.${job.state}`)}
  </Sign>
)

/** Whatever made a job unsure, what counts is that a label may be out there already. */
const problemWords = (job: LabelJob, t: Translate): string => {
  if (job.state === 'unknown') return t('labels.unknownHint')
  return job.problem === '' ? '' : codeText(t as never, job.problem)
}

const Problem = ({ job, t }: { job: LabelJob; t: Translate }) => {
  const words = problemWords(job, t)
  return (
    <span className={job.state === 'failed' ? 'over' : 'look'} title={words} data-testid="label-problem">
      {words}
    </span>
  )
}
