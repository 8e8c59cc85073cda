/** The windows of the label screen: copies, template and printer, what to add, a file of codes, and the first label missing. */
import { Alert, Button, Input, InputNumber, Radio, Select } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { InputOf, OutputOf } from '../../../contract/operations'
import { type LabelJob, labelCopiesMax, labelLinesMax, lotDaysMax } from '../../../contract/operations/label'
import { speaksOf } from '../../../core/labels/speaksOf'
import { Refused, useClient, useCommand, useOperation } from '../../../ui/client'
import { type Column, DataGrid } from '../../../ui/DataGrid'
import { readTable } from '../../../ui/readTable'
import { playSound } from '../../scanning/sounds'
import { DeedDialog } from '../stocktakes/DeedDialog'
import { type ListedTemplate, useTemplates } from '../templates/useTemplates'
import { labelFileRows } from './labelFile'

const touches = ['label.queue', 'label.preview', 'app.status'] as const

interface Closing {
  onClose(): void
}

export const CopiesDialog = ({ job, onSet, onClose }: Closing & { job: LabelJob; onSet(copies: number): void }) => {
  const { t } = useTranslation()
  const [copies, setCopies] = useState<number | null>(job.copies)
  return (
    <DeedDialog
      {...{ name: 'label-copies', title: t('labels.copiesOf', { name: job.name }), confirmLabel: t('labels.set') }}
      {...{ ready: copies !== null, busy: false, error: null, onClose }}
      onConfirm={() => {
        if (copies !== null) onSet(copies)
        onClose()
      }}
    >
      <InputNumber
        data-autofocus
        aria-label={t('labels.copies')}
        onFocus={(event) => event.target.select()}
        min={1}
        max={labelCopiesMax}
        precision={0}
        value={copies}
        onChange={setCopies}
        onPressEnter={() => {
          if (copies !== null) onSet(copies)
          onClose()
        }}
        data-testid="label-copies-field"
      />
    </DeedDialog>
  )
}

/** Ctrl+P: which template, out of which printer, for the lines that are chosen. */
export const ChooseDialog = ({ jobs, onClose }: Closing & { jobs: readonly LabelJob[] }) => {
  const { t } = useTranslation()
  const { templates, nameOf } = useTemplates()
  const ofHq = new Set(templates.filter(({ fromHq }) => fromHq).map(({ template: { id } }) => id))
  const settings = useOperation('device.settings', {})
  const [template, setTemplate] = useState(jobs[0]?.template ?? '')
  const [printerId, setPrinterId] = useState(jobs[0]?.printerId ?? '')
  const change = useCommand('label.change', { touches: [...touches], onDone: onClose })
  const jobIds = jobs.slice(0, labelLinesMax).map(({ jobId }) => jobId)
  const printers = settings.data?.printers ?? []
  return (
    <DeedDialog
      {...{ name: 'label-choose', title: t('labels.chooseFor', { count: jobs.length }), confirmLabel: t('labels.set') }}
      {...{ ready: true, busy: change.isPending, error: change.error, onClose }}
      onConfirm={() => change.mutate({ jobIds, template, printerId })}
    >
      <p>
        <b>{t('labels.template')}</b>
      </p>
      <Radio.Group
        className="label-templates"
        data-autofocus
        value={template}
        aria-label={t('labels.template')}
        onChange={(event) => setTemplate(event.target.value as string)}
        options={fitting(templates, jobs, template).map((id) => ({
          value: id,
          label: `${nameOf(id)}${ofHq.has(id) ? ` · ${t('templates.whoses.hq')}` : ''}`,
        }))}
        data-testid="label-templates"
      />
      <p>
        <b>{t('labels.printer')}</b>
      </p>
      <Radio.Group
        value={printerId}
        onChange={(event) => setPrinterId(event.target.value as string)}
        options={[
          { value: '', label: t('labels.byTemplate') },
          ...printers.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
    </DeedDialog>
  )
}

interface ScanAsProps extends Closing {
  /** what scans print now; '': by what is loaded */
  template: string
  onChosen(template: string): void
}

/** What the next scans print: whatever is put on goods. */
export const ScanAsDialog = ({ template, onChosen, onClose }: ScanAsProps) => {
  const { t } = useTranslation()
  const { templates, nameOf } = useTemplates()
  const [chosen, setChosen] = useState(template)
  return (
    <DeedDialog
      {...{ name: 'label-scan-as', title: t('labels.scanAs'), intro: t('labels.scanAsHint') }}
      {...{ confirmLabel: t('labels.set'), ready: true, busy: false, error: null, onClose }}
      onConfirm={() => {
        onChosen(chosen)
        onClose()
      }}
    >
      <Radio.Group
        className="label-templates"
        data-autofocus
        value={chosen}
        aria-label={t('labels.scanAs')}
        onChange={(event) => setChosen(event.target.value as string)}
        options={[
          { value: '', label: t('labels.byTemplate') },
          ...scannable(templates).map((value) => ({ value, label: nameOf(value) })),
        ]}
        data-testid="label-scan-templates"
      />
    </DeedDialog>
  )
}

const goodsKinds = ['product', 'lot', 'carton'] as const
export const scannable = (templates: readonly ListedTemplate[]): string[] =>
  templates
    .filter(({ template }) => goodsKinds.some((about) => speaksOf(template.kind, about)))
    .map(({ template }) => template.id)

/** Those that say what every chosen line is about; the one that is chosen stays in sight. */
const fitting = (templates: readonly ListedTemplate[], jobs: readonly LabelJob[], chosen: string): string[] => {
  const ids = templates
    .filter(({ template }) => jobs.every(({ about }) => speaksOf(template.kind, about)))
    .map(({ template }) => template.id)
  return [...new Set([...ids, ...jobs.map((job) => job.template), chosen])].filter((id) => id !== '')
}

type Filter = InputOf<'label.fill'>['filter']
/** zones are printed from their stocktake, lots by name from their receipt or the stock */
type CountedFilter = Exclude<Filter, { kind: 'zones' | 'receiptLots' | 'lot' }>
type Kind = CountedFilter['kind']
/** what is looked through for a markdown, by habit */
const lotDaysUsual = 30

export const FillDialog = ({ onClose, onAdded }: Closing & { onAdded(answer: OutputOf<'label.fill'>): void }) => {
  const { t } = useTranslation()
  const [kind, setKind] = useState<Kind>('noLabel')
  const [code, setCode] = useState('')
  const [copies, setCopies] = useState<number | null>(1)
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const [days, setDays] = useState<number | null>(lotDaysUsual)
  const fill = useCommand('label.fill', {
    touches: [...touches],
    onDone: (answer) => {
      onAdded(answer)
      onClose()
    },
    onRefused: () => playSound('error'),
  })
  const filter = filterOf(kind, { code: code.trim(), from: from.trim(), to: to.trim(), days })
  const choices = useOperation('label.fillChoices', { filter }, { keepPrevious: true })
  const found = filter && !choices.isPlaceholderData ? choices.data?.found : undefined
  return (
    <DeedDialog
      {...{
        name: 'label-fill',
        title: t('labels.fill'),
        intro: t('labels.fillHint'),
        confirmLabel: t('labels.fillNow'),
      }}
      {...{
        ready: filter !== null && found !== 0 && copies !== null,
        busy: fill.isPending,
        error: fill.error,
        onClose,
      }}
      onConfirm={() => {
        if (filter && copies !== null) fill.mutate({ filter, copies })
      }}
    >
      <Radio.Group
        className="label-filters"
        data-autofocus
        value={kind}
        aria-label={t('labels.fill')}
        onChange={(event) => {
          setKind(event.target.value as Kind)
          // a category's code is no item code
          setCode('')
        }}
        options={(['noLabel', 'priceChanged', 'category', 'shelf', 'lots'] as const).map((value) => ({
          value,
          label: t(`labels.filters.${value}`),
        }))}
        data-testid="label-filters"
      />
      {kind === 'category' ? (
        <p>
          <Select
            className="label-first"
            showSearch={{ optionFilterProp: 'label' }}
            aria-label={t('labels.category')}
            placeholder={t('labels.category')}
            value={code === '' ? null : code}
            onChange={(chosen) => setCode(chosen ?? '')}
            options={(choices.data?.categories ?? []).map((one) => ({
              value: one.code,
              label: `${one.name} ${one.code}`,
            }))}
            data-testid="label-category"
          />
        </p>
      ) : null}
      {kind === 'lots' ? (
        <p className="label-shelf">
          <InputNumber
            aria-label={t('labels.lotDays')}
            onFocus={(event) => event.target.select()}
            prefix={t('labels.lotDays')}
            min={0}
            max={lotDaysMax}
            precision={0}
            value={days}
            onChange={setDays}
          />
          <Input
            aria-label={t('labels.lotSku')}
            placeholder={t('labels.lotSku')}
            value={code}
            maxLength={32}
            onChange={(event) => setCode(event.target.value)}
          />
        </p>
      ) : null}
      {kind === 'shelf' ? (
        <p className="label-shelf">
          <Input
            aria-label={t('labels.shelfFrom')}
            placeholder={t('labels.shelfFrom')}
            value={from}
            maxLength={40}
            onChange={(event) => setFrom(event.target.value)}
          />
          <Input
            aria-label={t('labels.shelfTo')}
            placeholder={t('labels.shelfTo')}
            value={to}
            maxLength={40}
            onChange={(event) => setTo(event.target.value)}
          />
        </p>
      ) : null}
      <p className="label-copies">
        {t('labels.copies')}{' '}
        <InputNumber
          aria-label={t('labels.copies')}
          onFocus={(event) => event.target.select()}
          min={1}
          max={labelCopiesMax}
          precision={0}
          value={copies}
          onChange={setCopies}
          data-testid="label-fill-copies"
        />
      </p>
      <p className="label-found" role="status" data-testid="label-found" data-count={found ?? ''}>
        {found === undefined ? '' : foundWords(t, found)}
      </p>
    </DeedDialog>
  )
}

const foundWords = (t: (key: string, values?: Record<string, unknown>) => string, found: number): string =>
  found === 0
    ? t('labels.foundNone')
    : found > labelLinesMax
      ? t('labels.foundMore', { found, most: labelLinesMax })
      : t('labels.found', { count: found })

interface Figures {
  code: string
  from: string
  to: string
  days: number | null
}

const filterOf = (kind: Kind, { code, from, to, days }: Figures): CountedFilter | null => {
  if (kind === 'lots') return days === null ? null : { kind, days, ...(code === '' ? {} : { sku: code }) }
  if (kind === 'category') return code === '' ? null : { kind, code }
  if (kind === 'shelf') return from === '' ? null : { kind, from, to: to === '' ? from : to }
  return { kind }
}

type Settled = OutputOf<'label.settle'>
type SettleProps = Closing & { jobs: readonly LabelJob[]; onSettled(answer: Settled): void }

/** A person looked at the paper: which label is the first that is missing or spoilt. */
export const SettleDialog = ({ jobs, onSettled, onClose }: SettleProps) => {
  const { t } = useTranslation()
  const [first, setFirst] = useState<string | null>(null)
  const [copy, setCopy] = useState(1)
  const settle = useCommand('label.settle', {
    touches: [...touches],
    onDone: (answer) => {
      onSettled(answer)
      onClose()
    },
    onRefused: () => playSound('error'),
  })
  const missing = jobs.find(({ jobId }) => jobId === first)
  const labels = jobs.reduce((sum, { copies }) => sum + copies, 0)
  return (
    <DeedDialog
      {...{ name: 'label-settle', title: t('labels.settle'), intro: t('labels.settleHint', { count: labels }) }}
      {...{ confirmLabel: t('labels.settleNow'), ready: first !== null, busy: settle.isPending, error: settle.error }}
      width={640}
      onClose={onClose}
      onConfirm={() =>
        settle.mutate({
          batchId: jobs[0]?.batchId ?? '',
          firstMissing: missing ? { jobId: missing.jobId, copy: Math.min(copy, missing.copies) } : null,
        })
      }
    >
      <Select
        data-autofocus
        className="label-first"
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={t('labels.firstMissing')}
        placeholder={t('labels.firstMissing')}
        value={first}
        onChange={setFirst}
        data-testid="label-first"
        options={[
          { value: '', label: t('labels.allOut') },
          ...jobs.map((job, index) => ({
            value: job.jobId,
            label: `${index + 1}. ${job.name} ${job.spec} ×${job.copies}${index === 0 ? ` (${t('labels.noneOut')})` : ''}`,
          })),
        ]}
      />
      {missing && missing.copies > 1 ? (
        <p>
          {t('labels.whichCopy', { count: missing.copies })}{' '}
          <InputNumber
            min={1}
            max={missing.copies}
            precision={0}
            value={copy}
            onFocus={(event) => event.target.select()}
            onChange={(now) => setCopy(now ?? 1)}
          />
        </p>
      ) : null}
    </DeedDialog>
  )
}

type Fault = OutputOf<'label.add'>['faults'][number]

export const LabelFileDialog = ({ onClose, onAdded }: Closing & { onAdded(lines: number): void }) => {
  const { t } = useTranslation()
  const client = useClient()
  const input = useRef<HTMLInputElement>(null)
  const [name, setName] = useState('')
  const [problem, setProblem] = useState('')
  const [faults, setFaults] = useState<readonly Fault[]>([])
  const [error, setError] = useState<Error | null>(null)
  const refuse = (why: string): void => {
    setProblem(why)
    playSound('error')
  }
  const take = async (file: File): Promise<void> => {
    setName(file.name)
    setProblem('')
    setFaults([])
    setError(null)
    const table = await readTable(file)
    if (!table.ok) return refuse(table.problem)
    const read = labelFileRows(table.rows)
    if (!read.ok) return refuse(read.problem)
    if (read.bad.length > 0) return setFaults(read.bad)
    const kept = file.name.replace(/\p{Cc}/gu, '').slice(0, 120)
    const answer = await client.call('label.add', { why: 'file', name: kept, lines: read.lines })
    if (!answer.ok) return setError(new Refused(answer.error))
    if (answer.value.faults.length > 0) {
      playSound('warn')
      return setFaults(answer.value.faults)
    }
    onAdded(answer.value.added.length)
    onClose()
  }
  return (
    <DeedDialog
      {...{
        name: 'label-file',
        title: t('labels.file'),
        intro: t('labels.fileHint'),
        confirmLabel: t('labels.chooseFile'),
      }}
      {...{ ready: true, busy: false, error, width: 640, onClose }}
      onConfirm={() => input.current?.click()}
    >
      <p className="choose-file">
        <Button data-autofocus onClick={() => input.current?.click()} data-testid="label-file-choose">
          {t('labels.chooseFile')}
        </Button>{' '}
        <b>{name}</b>
        <input
          ref={input}
          className="visually-hidden"
          type="file"
          accept=".csv,.txt,.xlsx"
          tabIndex={-1}
          aria-label={t('labels.chooseFile')}
          data-testid="label-file-input"
          onChange={(event) => {
            const [file] = event.target.files ?? []
            if (file) void take(file)
            event.target.value = ''
          }}
        />
      </p>
      {problem ? <Alert type="error" showIcon title={t(`labels.fileProblem.${problem}`)} /> : null}
      {faults.length > 0 ? (
        <>
          <Alert type="warning" showIcon title={t('labels.fileFaults', { count: faults.length })} />
          <div className="label-faults">
            <DataGrid
              label={t('labels.file')}
              testId="label-faults"
              columns={faultColumns(t)}
              rows={faults}
              rowKey={({ row }) => String(row)}
              empty={null}
            />
          </div>
        </>
      ) : null}
    </DeedDialog>
  )
}

const faultColumns = (t: (key: string, values?: Record<string, unknown>) => string): Column<Fault>[] => [
  { key: 'row', title: t('labels.row'), width: 70, align: 'right', render: ({ row }) => row },
  { key: 'code', title: t('stock.barcode'), width: 170, render: ({ code }) => <span className="code">{code}</span> },
  { key: 'reason', title: t('labels.problem'), render: ({ code, reason }) => t(`labels.faults.${reason}`, { code }) },
]
