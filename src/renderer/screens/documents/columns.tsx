/** Columns of the list of documents, and the same as rows for a spreadsheet. */
import type { DocumentHeader } from '../../../contract/schemas/document'
import { quantityText } from '../../../core/quantity/quantity'
import type { Column } from '../../../ui/DataGrid'
import { piecesOf, signedOf } from '../../../ui/documents'
import { reasonIn, timeText, valueText } from '../../../ui/format'
import { quantityCell, type SheetRow, timeCell, valueCell } from '../../../ui/sheet'
import { DocumentStateSign, SecuritySign, Sign, stateWords } from '../../../ui/states'
import { otherPlaceOf } from '../document/DocumentHead'
import type { DocumentTab } from './filters'

export type ListedDocument = DocumentHeader & { waitingSeconds?: number; decidable?: boolean }
type Translate = (key: string, values?: Record<string, unknown>) => string

/** `withValue`: who may not see cost has no use for the column. */
export const documentListColumns = (
  t: Translate,
  language: string,
  tab: DocumentTab,
  withValue: boolean,
): Column<ListedDocument>[] => [
  { key: 'type', title: t('documents.type'), width: 124, render: (row) => typeText(t, row) },
  { key: 'number', title: t('documents.number'), width: 196, render: (row) => <b className="code">{row.number}</b> },
  { key: 'state', title: t('documents.state'), width: 116, render: (row) => <DocumentStateSign {...row} /> },
  {
    key: 'about',
    title: t('documents.about'),
    render: (row) => <About row={row} words={aboutOf(t, language, row)} t={t} />,
  },
  {
    key: 'pieces',
    title: t('documents.pieces'),
    width: 84,
    align: 'right',
    render: (row) => (row.linesHidden ? <span className="muted">—</span> : quantityText(signedOf(row, piecesOf(row)))),
  },
  ...(withValue ? [valueColumn(t)] : []),
  { key: 'author', title: t('documents.author'), width: 92, render: (row) => row.authorName },
  tab === 'inbox' ? waitingColumn(t) : timeColumn(t),
  ...(tab === 'all' ? [securityColumn(t)] : []),
]

const valueColumn = (t: Translate): Column<ListedDocument> => ({
  key: 'value',
  title: t('documents.value'),
  width: 104,
  align: 'right',
  render: (row) => (row.value === null ? '' : valueText(signedOf(row, row.value))),
})

const typeText = (t: Translate, row: ListedDocument): string =>
  `${t(`documentType.${row.type}`)}${row.reversalOf === '' ? '' : ` · ${t('movementKind.reversal')}`}`

const waitingColumn = (t: Translate): Column<ListedDocument> => ({
  key: 'waiting',
  title: t('documents.waiting'),
  width: 168,
  render: (row) => (
    <>
      {row.decidable ? <Sign tone="look">{t('documents.forYou')}</Sign> : null}{' '}
      <span className="muted">{waitingText(t, row.waitingSeconds ?? 0)}</span>
    </>
  ),
})

const timeColumn = (t: Translate): Column<ListedDocument> => ({
  key: 'time',
  title: t('documents.time'),
  width: 104,
  render: (row) => <span className="muted">{timeText(row.postedAt ?? row.submittedAt ?? row.createdAt)}</span>,
})

const securityColumn = (t: Translate): Column<ListedDocument> => ({
  key: 'sync',
  title: t('receiving.sync'),
  width: 88,
  render: (row) => (row.postedAt === null ? null : <SecuritySign security={row.security} />),
})

/** What it is about in one line: the other side, the reason, where it came from, why it was voided. */
const aboutOf = (t: Translate, language: string, row: ListedDocument): string =>
  [
    row.counterpartyName,
    otherPlaceOf(row),
    reasonIn(language, row),
    row.sourceNumber,
    row.consumedTotal === 0 ? '' : t('documents.consumed', { quantity: quantityText(row.consumedTotal) }),
    row.cancelReason === '' ? '' : t('documents.voided', { reason: row.cancelReason }),
    row.note,
    row.pendingLevel ? t('documents.waitsFor', { level: t(`level.${row.pendingLevel}`) }) : '',
  ]
    .filter(Boolean)
    .join(' · ')

const About = ({ row, words, t }: { row: ListedDocument; words: string; t: Translate }) => (
  <span title={[row.refusal, words].filter(Boolean).join(' ')}>
    {row.refusal && row.state === 'draft' ? (
      <b className="over">{t('documents.sentBack', { refusal: row.refusal })} </b>
    ) : null}
    {words}
  </span>
)

export const waitingText = (t: Translate, seconds: number): string => {
  if (seconds < 3600) return t('documents.minutes', { count: Math.max(1, Math.floor(seconds / 60)) })
  if (seconds < 86_400) return t('documents.hours', { count: Math.floor(seconds / 3600) })
  return t('documents.daysLong', { count: Math.floor(seconds / 86_400) })
}

export const rowsOf = (t: Translate, language: string, documents: readonly ListedDocument[]): SheetRow[] => [
  [
    t('documents.type'),
    t('documents.number'),
    t('documents.state'),
    t('work.warehouse'),
    t('documents.about'),
    t('documents.pieces'),
    t('documents.value'),
    t('documents.author'),
    t('work.createdAt'),
    t('work.postedAt'),
  ],
  ...documents.map((row) => [
    typeText(t, row),
    row.number,
    t(stateWords(row)),
    row.warehouseName,
    aboutOf(t, language, row),
    quantityCell(row.linesHidden ? null : signedOf(row, piecesOf(row))),
    valueCell(row.value === null ? null : signedOf(row, row.value)),
    row.authorName,
    timeCell(row.createdAt),
    timeCell(row.postedAt),
  ]),
]
