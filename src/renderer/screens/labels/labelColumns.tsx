/** The columns of the label queue, and the same as rows of a file: what, at which price, why, when last, and how it stands. */
import { Checkbox } from 'antd'
import type { LabelJob } from '../../../contract/operations/label'
import { labelTemplates } from '../../../core/labels/labelTemplates'
import { moneyText } from '../../../core/quantity/quantity'
import type { Column } from '../../../ui/DataGrid'
import { codeText } from '../../../ui/errorText'
import { nameIn, priceText, shortTimeText } from '../../../ui/format'
import type { SheetRow } from '../../../ui/sheet'
import { Sign, type Tone } from '../../../ui/states'

export type Translate = (key: string, values?: Record<string, unknown>) => string

const tones: Record<LabelJob['state'], Tone> = {
  queued: 'busy',
  sending: 'busy',
  handedOver: 'good',
  confirmed: 'good',
  unknown: 'look',
  failed: 'bad',
}

export const waits = (job: LabelJob): boolean => job.state === 'queued' || job.state === 'failed'
export const isOut = (job: LabelJob): boolean => job.state === 'handedOver' || job.state === 'confirmed'

/** Nothing failed: it lacks something, and was not sent. */
export const isHeld = ({ state, problem }: LabelJob): boolean => state === 'failed' && problem.startsWith('LABEL_')

/** The state as a person says it. */
export const stateText = (t: Translate, job: LabelJob): string => t(`labels.states.${isHeld(job) ? 'held' : job.state}`)

/** What a template is called; one that was made elsewhere by its id. */
export const templateName = (template: string, language: string): string => {
  const known = (labelTemplates as Record<string, { name: string; nameEn: string } | undefined>)[template]
  return known ? nameIn(language, known) : template
}

/** A zone of a stocktake is no product: it has no price, and its number is the stocktake's. */
const isPlace = ({ about }: LabelJob): boolean => about === 'zone' || about === 'place'

/** The size first: that is what tells two tags apart in a narrow column, and what paper has to be loaded. */
const sizeFirst = (name: string): string => {
  const size = /\s*(\d+×\d+)\s*$/.exec(name)
  return size ? `${size[1]} ${name.slice(0, size.index)}` : name
}

export const whyText = (t: Translate, job: LabelJob): string => {
  const { why, origin } = job
  if (isPlace(job)) return t('labels.ofStocktake', { number: origin })
  const word = t(`labels.whys.${why}`)
  if (why === 'filter') return `${word} ${t(`labels.filters.${origin}`)}`
  return origin === '' || why === 'test' ? word : `${word} ${origin}`
}

/** The price first: it is why somebody looks at what was printed last. */
const lastShort = ({ lastPrint }: LabelJob): string =>
  lastPrint ? `${priceText(lastPrint.priceFen)} ${shortTimeText(lastPrint.at)}` : ''

export const lastText = ({ lastPrint }: LabelJob): string =>
  lastPrint ? `${shortTimeText(lastPrint.at)} ${lastPrint.userName} ${priceText(lastPrint.priceFen)}` : ''

const isPaperWanted = ({ problem, paper }: LabelJob): boolean => problem === 'LABEL_PAPER_NOT_LOADED' && paper !== ''

/** Whatever made a job unsure, what counts is that a label may be out there already. */
export const problemWords = (job: LabelJob, t: Translate): string => {
  if (job.state === 'unknown') return t('labels.unknownHint')
  if (isPaperWanted(job)) return t('labels.paperWanted', { paper: job.paper })
  return job.problem === '' ? '' : codeText(t as never, job.problem)
}

const Price = ({ job }: { job: LabelJob }) =>
  isPlace(job) ? null : (
    <>
      {job.oldPriceFen === null ? null : <s className="muted">{priceText(job.oldPriceFen)}</s>}{' '}
      <b>{priceText(job.priceFen)}</b>
    </>
  )

/** What has to be done in a narrow column; the whole of it stands beside the picture. */
const shortProblem = (job: LabelJob, t: Translate): string | null => {
  if (job.state === 'unknown') return t('labels.unknownShort')
  return isPaperWanted(job) ? t('labels.paperShort', { paper: job.paper }) : null
}

const beyondText = ({ spec, unit, quantity }: LabelJob): string =>
  [quantity, [spec, unit].filter((one) => one !== '').join(' / ')].filter((one) => one !== '').join(' · ')

/** What tells two lines of one product apart: '' where there is but one of it. */
const lotText = (t: Translate, { lot, expiryDate }: LabelJob): string =>
  lot === '' ? '' : t('labels.lotShort', { lot, day: expiryDate })

const State = ({ job, t }: { job: LabelJob; t: Translate }) => {
  const words = problemWords(job, t)
  return (
    <span className="label-standing" title={words}>
      <Sign tone={isHeld(job) ? 'look' : tones[job.state]} testId="label-state">
        {stateText(t, job)}
      </Sign>
      {job.isReprint ? <b className="look"> {t('labels.reprintMark')}</b> : null}{' '}
      <span className={job.state === 'failed' && !isHeld(job) ? 'over' : 'look'} data-testid="label-problem">
        {shortProblem(job, t) ?? words}
      </span>
    </span>
  )
}

export const labelColumns = (
  t: Translate,
  nameOf: (template: string) => string,
  selected: ReadonlySet<string>,
  toggle: (jobId: string) => void,
): Column<LabelJob>[] => [
  // up to a thousand lines
  { key: 'number', title: '#', width: 46, align: 'right', render: (_, index) => index + 1 },
  {
    key: 'select',
    title: t('labels.select'),
    width: 38,
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
    key: 'barcode',
    title: t('stock.barcode'),
    width: 118,
    render: (job) => <span className="code">{job.barcode || job.sku}</span>,
  },
  {
    key: 'name',
    title: t('labels.name'),
    grow: 1.3,
    render: (job) => (
      <span className="label-name" title={[job.name, lotText(t, job), beyondText(job)].join(' ')}>
        {job.lot === '' ? null : <b className="label-lot ellipsis">{lotText(t, job)}</b>}
        <span className="ellipsis">{job.name}</span>
        <span className="muted ellipsis">{beyondText(job)}</span>
      </span>
    ),
  },
  { key: 'price', title: t('labels.price'), width: 108, align: 'right', render: (job) => <Price job={job} /> },
  { key: 'copies', title: t('labels.copies'), width: 62, align: 'right', render: (job) => <b>{job.copies}</b> },
  {
    key: 'template',
    title: t('labels.template'),
    width: 106,
    render: (job) => <span title={nameOf(job.template)}>{sizeFirst(nameOf(job.template))}</span>,
  },
  {
    key: 'why',
    title: t('labels.why'),
    width: 64,
    render: (job) => (
      <span className="muted" title={whyText(t, job)}>
        {t(`labels.whys.${job.why}`)}
      </span>
    ),
  },
  {
    key: 'last',
    title: t('labels.last'),
    width: 128,
    render: (job) => <span title={lastText(job)}>{lastShort(job) || <span className="zero">—</span>}</span>,
  },
  { key: 'state', title: t('labels.state'), grow: 1, render: (job) => <State job={job} t={t} /> },
]

export const labelRows = (
  t: Translate,
  nameOf: (template: string) => string,
  jobs: readonly LabelJob[],
): SheetRow[] => [
  [
    ...[t('stock.sku'), t('stock.barcode'), t('labels.name'), t('work.spec'), t('labels.unit'), t('labels.oldPrice')],
    ...[t('labels.price'), t('labels.copies'), t('labels.template'), t('labels.why'), t('labels.last')],
    ...[t('labels.state'), t('labels.printed'), t('labels.problem')],
  ],
  ...jobs.map((job) => [
    ...[job.sku, job.barcode, job.name, job.spec, job.unit],
    job.oldPriceFen === null ? '' : Number(moneyText(job.oldPriceFen)),
    ...[Number(moneyText(job.priceFen)), job.copies, nameOf(job.template), whyText(t, job)],
    ...[lastText(job), stateText(t, job), job.printed, problemWords(job, t)],
  ]),
]
