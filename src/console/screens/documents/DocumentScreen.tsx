/** One document of any type: its header, lines, odd codes, photos, history and movements; a draft of HQ's is written here. */
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import type { DocumentView } from '../../../contract/schemas/document'
import { isOpen } from '../../../core/documents/states'
import { useOperation } from '../../../ui/client'
import { hasPlan, isPlanned } from '../../../ui/documents'
import { useCan } from '../../../ui/session'
import { DocumentStateSign, FailedState, LoadingState } from '../../../ui/states'
import { countOutcomes } from '../../data/documents'
import { beatMs } from '../../data/pages'
import { isEditableAtHq, useChoices } from '../../data/writing'
import { BackLink } from '../../parts/BackLink'
import { LinkTabs, type TabItem, useTab } from '../../parts/LinkTabs'
import { DocumentActs } from './DocumentActs'
import { DocumentFacts } from './DocumentFacts'
import { DocumentHistory } from './DocumentHistory'
import { DocumentLines, ExportLines, leavesHere, OnlyDifferences, OutcomeSign } from './DocumentLines'
import { DocumentMovements } from './DocumentMovements'
import { DocumentPhotos } from './DocumentPhotos'
import { DocumentTray } from './DocumentTray'
import { DraftHeader } from './DraftHeader'
import { DraftLines } from './DraftLines'
import { typeName } from './documentColumns'

export const DocumentScreen = () => {
  const { t } = useTranslation()
  const { documentId = '' } = useParams()
  const answer = useOperation('document.get', { documentId }, { refetchIntervalMs: beatMs })
  return (
    <>
      <BackLink fallback="/documents" />
      {answer.data ? null : <h1 className="visually-hidden">{t('documents.title')}</h1>}
      {answer.isPending ? <LoadingState /> : null}
      {answer.isError && !answer.data ? (
        <FailedState error={answer.error} onRetry={() => void answer.refetch()} />
      ) : null}
      {answer.data ? <Document document={answer.data} /> : null}
    </>
  )
}

/** Every act on this paper, refused ones too; its history tells of the steps alone. */
const TrailLink = ({ documentId }: { documentId: string }) => {
  const { t } = useTranslation()
  const may = useCan('trail.search')
  if (!may) return null
  return (
    <Link to={`/trail?document=${documentId}`} data-testid="document-trail">
      {t('trail.ofDocument')}
    </Link>
  )
}

type Tab = 'lines' | 'tray' | 'photos' | 'history' | 'movements'

const Document = ({ document }: { document: DocumentView }) => {
  const { t } = useTranslation()
  const { header } = document
  const { warehouses } = useChoices()
  const mayWrite = useCan('document.setLine', header.type)
  const editable = mayWrite && isEditableAtHq(header, warehouses)
  const items = useTabs(document, editable)
  const tab = useTab(items)
  return (
    <div className="document" data-testid="receipt" data-number={header.number} data-state={header.state}>
      <section className="document-head">
        <Title document={document} />
        {header.refusal !== '' && header.state === 'draft' ? (
          <p className="refused-note" data-testid="refusal">
            {t('document.refusedBecause', { reason: header.refusal })}
          </p>
        ) : null}
        <DocumentFacts header={header} editing={editable} />
        {editable ? <DraftHeader header={header} /> : null}
      </section>
      <LinkTabs label={t('document.tabs')} items={items} current={tab}>
        <span className="tabs-acts">
          {tab === 'lines' && isPlanned(header) && !editable ? <OnlyDifferences /> : null}
          {tab === 'lines' ? <ExportLines document={document} /> : null}
          <TrailLink documentId={header.documentId} />
        </span>
      </LinkTabs>
      <Part tab={tab} document={document} editable={editable} />
    </div>
  )
}

const useTabs = ({ header, lines, tray, attachments, steps }: DocumentView, editable: boolean): TabItem<Tab>[] => {
  const { t } = useTranslation()
  const maySeeMovements = useCan('stock.movements')
  return [
    { key: 'lines', label: t('document.linesTab', { n: lines.length }) },
    ...(hasPlan(header.type) || tray.length > 0
      ? [{ key: 'tray' as const, label: t('document.trayTab', { n: tray.length }) }]
      : []),
    ...(attachments.length > 0 || editable
      ? [{ key: 'photos' as const, label: t('document.photosTab', { n: attachments.length }) }]
      : []),
    { key: 'history', label: t('document.historyTab', { n: steps.length }) },
    ...(maySeeMovements ? [{ key: 'movements' as const, label: t('document.movementsTab') }] : []),
  ]
}

const Part = ({ tab, document, editable }: { tab: Tab; document: DocumentView; editable: boolean }) => {
  if (tab === 'tray') return <DocumentTray tray={document.tray} />
  if (tab === 'photos') return <DocumentPhotos document={document} editable={editable} />
  if (tab === 'history') return <DocumentHistory document={document} />
  if (tab === 'movements') return <DocumentMovements document={document} />
  return editable ? <DraftLines document={document} /> : <DocumentLines document={document} />
}

const Title = ({ document }: { document: DocumentView }) => {
  const { t } = useTranslation()
  const { header, lines } = document
  const counts = countOutcomes(lines)
  return (
    <div className="document-title">
      <span className="document-type">{typeName(t, header)}</span>
      <h1 className="code">{header.number}</h1>
      <DocumentStateSign {...header} />
      {header.pendingLevel && header.state === 'submitted' ? (
        <span className="muted">{t('document.waitsFor', { level: t(`level.${header.pendingLevel}`) })}</span>
      ) : null}
      {isPlanned(header) && !isOpen(header.state)
        ? (['missing', 'short', 'over', 'unplanned'] as const)
            .filter((outcome) => counts[outcome] > 0)
            .map((outcome) => (
              <OutcomeSign key={outcome} outcome={outcome} count={counts[outcome]} outgoing={leavesHere(header)} />
            ))
        : null}
      <DocumentActs document={document} />
    </div>
  )
}
