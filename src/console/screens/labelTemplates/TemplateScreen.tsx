/** One template of HQ: drawn here with the preview the stores print, published, and followed from store to store. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import type { OutputOf } from '../../../contract/operations'
import type { ChainTemplateView, TemplatePublication, TemplateStore } from '../../../contract/schemas/chainTemplate'
import type { LabelTemplate } from '../../../core/labels/labelTemplate'
import { useClient, useCommand, useOperation, valueOf } from '../../../ui/client'
import { timeText } from '../../../ui/format'
import { TemplateEditor } from '../../../ui/labelTemplates/TemplateEditor'
import type { DrawTemplate } from '../../../ui/labelTemplates/TemplatePreview'
import { OperationButton } from '../../../ui/OperationButton'
import { useCan } from '../../../ui/session'
import { EmptyState, FailedState, LoadingState, Sign } from '../../../ui/states'
import { AgeLabel } from '../../ages/AgeLabel'
import { beatMs } from '../../data/pages'
import { ActDialog } from '../../parts/ActDialog'
import { BackLink } from '../../parts/BackLink'
import { ExportButton } from '../../parts/ExportButton'
import { Fact, Facts } from '../../parts/Facts'
import { LeaveGuard } from '../../parts/LeaveGuard'
import { LinkTabs, type TabItem, useTab } from '../../parts/LinkTabs'
import { type Column, ListTable } from '../../parts/ListTable'
import { Refusal } from '../../parts/Refusal'
import { saveKey, useSaveKey } from '../../parts/saveKey'
import { PublishDialog } from './PublishDialog'
import { StoresHave } from './TemplatesScreen'
import { audienceText, type Places, sizeText, TemplateSign } from './templateSigns'

type Detail = OutputOf<'chainTemplate.get'>

const noPlaces: Places = { regions: [], stores: [] }

export const TemplateScreen = () => {
  const { t } = useTranslation()
  const { templateId = '' } = useParams()
  const answer = useOperation('chainTemplate.get', { templateId }, { refetchIntervalMs: beatMs })
  return (
    <>
      <BackLink fallback="/prices/templates" />
      {answer.data ? null : <h1 className="visually-hidden">{t('templates.title')}</h1>}
      {answer.isPending ? <LoadingState /> : null}
      {answer.isError && !answer.data ? (
        <FailedState error={answer.error} onRetry={() => void answer.refetch()} />
      ) : null}
      {answer.data ? <Template key={templateId} detail={answer.data} fetchedAtMs={answer.dataUpdatedAt} /> : null}
    </>
  )
}

interface TemplateProps {
  detail: Detail
  fetchedAtMs: number
}

type Tab = 'draw' | 'stores' | 'history'

const same = (one: LabelTemplate, other: LabelTemplate): boolean => JSON.stringify(one) === JSON.stringify(other)

/** What is drawn here, and of which version it is the next: another's newer one is never written over unseen. */
const useDraft = ({ template, version }: ChainTemplateView) => {
  const [opened, setOpened] = useState({ template, version, opening: 0 })
  const [draft, setDraft] = useState(template)
  const isDirty = !same(draft, opened.template)
  const again = (): void => {
    setOpened({ template, version, opening: opened.opening + 1 })
    setDraft(template)
  }
  // somebody else saved: what was not touched here follows
  if (version > opened.version && !isDirty) again()
  const saved = (kept: LabelTemplate, keptVersion: number): void =>
    setOpened({ ...opened, template: kept, version: keptVersion })
  return {
    ...{ draft, setDraft, isDirty, saved, again, version: opened.version, opening: opened.opening },
    isOvertaken: version > opened.version,
  }
}

const Template = ({ detail, fetchedAtMs }: TemplateProps) => {
  const { t } = useTranslation()
  const { template: view, stores, publications } = detail
  const mayDraw = useCan('chainTemplate.save')
  const items: TabItem<Tab>[] = [
    ...(mayDraw ? [{ key: 'draw' as const, label: t('templates.drawTab') }] : []),
    { key: 'stores', label: t('templates.storesTab', { n: stores.length }) },
    { key: 'history', label: t('templates.historyTab', { n: publications.length }) },
  ]
  const tab = useTab(items)
  const draft = useDraft(view)
  const places = useOperation('chainTemplate.list', {}).data ?? noPlaces
  const { templateId } = view
  const save = useCommand('chainTemplate.save', {
    touches: ['chainTemplate.get', 'chainTemplate.list'],
    onDone: (done, { template }) => draft.saved({ id: templateId, ...template }, done.version),
  })
  const { id: _, ...drawn } = draft.draft
  const canSave = mayDraw && draft.isDirty && !draft.isOvertaken && !save.isPending
  const saveNow = (): void => save.mutate({ templateId, version: draft.version, template: drawn })
  useSaveKey(canSave, saveNow)
  return (
    <div className="document" data-testid="template" data-state={view.state} data-version={view.version}>
      <LeaveGuard dirty={draft.isDirty} />
      <section className="document-head">
        <div className="document-title">
          <span className="document-type">{t('templates.title')}</span>
          <h1>{view.template.name}</h1>
          <TemplateSign {...view} />
          <div className="document-acts">
            {mayDraw ? (
              <OperationButton
                operation="chainTemplate.save"
                label={t('templates.save')}
                keyName={saveKey}
                testId="template-save"
                disabled={!canSave}
                disabledReason={t(draft.isOvertaken ? 'templates.overtaken' : 'templates.nothingToSave')}
                onClick={saveNow}
              />
            ) : null}
            <Acts view={view} places={places} isDirty={draft.isDirty || draft.version !== view.version} />
          </div>
        </div>
        <HeadFacts view={view} places={places} />
        <Refusal error={save.error} testId="template-refused" />
        {draft.isOvertaken && draft.isDirty ? <Overtaken by={view.savedByName} onAgain={draft.again} /> : null}
      </section>
      <LinkTabs label={t('document.tabs')} items={items} current={tab}>
        {tab === 'stores' ? (
          <span className="tabs-acts">
            <ExportStores view={view} stores={stores} fetchedAtMs={fetchedAtMs} />
          </span>
        ) : null}
      </LinkTabs>
      {tab === 'draw' ? <Editor key={draft.opening} draft={draft.draft} onChange={draft.setDraft} /> : null}
      {tab === 'stores' ? <Stores view={view} stores={stores} fetchedAtMs={fetchedAtMs} /> : null}
      {tab === 'history' ? <Publications publications={publications} places={places} /> : null}
    </div>
  )
}

const Overtaken = ({ by, onAgain }: { by: string; onAgain(): void }) => {
  const { t } = useTranslation()
  return (
    <p className="act-words" data-testid="template-overtaken">
      {t('templates.overtakenBy', { by })}{' '}
      <button type="button" className="link" onClick={onAgain}>
        {t('templates.openAgain')}
      </button>
    </p>
  )
}

interface EditorProps {
  draft: LabelTemplate
  onChange(template: LabelTemplate): void
}

const Editor = ({ draft, onChange }: EditorProps) => {
  const client = useClient()
  const preview: DrawTemplate = (template, dpi) => valueOf(client, 'chainTemplate.preview', { template, dpi })
  return <TemplateEditor template={draft} onChange={onChange} preview={preview} />
}

interface ActsProps {
  view: ChainTemplateView
  places: Places
  isDirty: boolean
}

const Acts = ({ view, places, isDirty }: ActsProps) => {
  const { t } = useTranslation()
  const [open, setOpen] = useState<'publish' | 'withdraw' | null>(null)
  const close = (): void => setOpen(null)
  const withdraw = useCommand('chainTemplate.withdraw', {
    touches: ['chainTemplate.get', 'chainTemplate.list'],
    onDone: close,
  })
  const mayShare = useCan('chainTemplate.publish')
  if (!mayShare) return null
  const { templateId, version, publication, state, template } = view
  return (
    <>
      {state === 'withdrawn' ? null : (
        <OperationButton
          operation="chainTemplate.withdraw"
          label={t(state === 'draft' ? 'templates.discard' : 'templates.withdraw')}
          testId="template-withdraw"
          onClick={() => setOpen('withdraw')}
        />
      )}
      <OperationButton
        operation="chainTemplate.publish"
        type="primary"
        label={t('templates.publishDots')}
        testId="template-publish"
        disabled={isDirty}
        disabledReason={t('templates.saveFirst')}
        onClick={() => setOpen('publish')}
      />
      {open === 'publish' ? <PublishDialog template={view} places={places} onClose={close} /> : null}
      <ActDialog
        open={open === 'withdraw'}
        title={t(state === 'draft' ? 'templates.discardTitle' : 'templates.withdrawTitle', { name: template.name })}
        act={t(state === 'draft' ? 'templates.discard' : 'templates.withdraw')}
        danger
        busy={withdraw.isPending}
        error={withdraw.error}
        testId="withdraw-dialog"
        onAct={() => withdraw.mutate({ templateId, version, publication })}
        onClose={close}
      >
        <p className="act-words">{t(state === 'draft' ? 'templates.discardHint' : 'templates.withdrawHint')}</p>
      </ActDialog>
    </>
  )
}

const HeadFacts = ({ view, places }: { view: ChainTemplateView; places: Places }) => {
  const { t } = useTranslation()
  const { state, template, publishedAt, publishedByName, savedAt, savedByName, version, publishedVersion } = view
  return (
    <Facts>
      <Fact name={t('templates.kind')}>
        {t(`labelEditor.labelKinds.${template.kind}`)} <small className="muted">{sizeText(view)} mm</small>
      </Fact>
      {state === 'published' ? (
        <>
          <Fact name={t('templates.audience')}>{audienceText(t, view.audience, places)}</Fact>
          <Fact name={t('templates.storesHave')} testId="template-stores-have">
            <StoresHave template={view} />
          </Fact>
        </>
      ) : null}
      {publishedAt === null ? null : (
        <Fact name={t(state === 'withdrawn' ? 'templates.withdrawnBy' : 'templates.publishedBy')}>
          {publishedByName}{' '}
          <small className="muted">
            {timeText(publishedAt)} {t('templates.version', { n: publishedVersion })}
          </small>
        </Fact>
      )}
      <Fact name={t('templates.savedBy')}>
        {savedByName}{' '}
        <small className="muted">
          {timeText(savedAt)} {t('templates.version', { n: version })}
        </small>
      </Fact>
    </Facts>
  )
}

interface StoresProps {
  view: ChainTemplateView
  stores: TemplateStore[]
  fetchedAtMs: number
}

const useStoreColumns = (fetchedAtMs: number): Column<TemplateStore>[] => {
  const { t } = useTranslation()
  const has = ({ pcs, pcsHave }: TemplateStore): boolean => pcsHave >= pcs
  const stateOf = (row: TemplateStore): string =>
    t(has(row) ? 'templates.has' : row.pcsHave > 0 ? 'templates.hasPartly' : 'templates.hasNot')
  return [
    {
      key: 'store',
      title: t('stockPage.store'),
      width: 240,
      render: (row) => (
        <>
          {row.storeName} <small className="muted code">{row.storeCode}</small>
        </>
      ),
      text: (row) => `${row.storeName} ${row.storeCode}`,
    },
    {
      key: 'state',
      title: t('filter.state'),
      width: 180,
      render: (row) => <Sign tone={has(row) ? 'good' : 'busy'}>{stateOf(row)}</Sign>,
      text: stateOf,
    },
    {
      key: 'pcs',
      title: t('templates.pcs'),
      width: 110,
      align: 'right',
      render: (row) => `${row.pcsHave} / ${row.pcs}`,
      text: (row) => `${row.pcsHave}/${row.pcs}`,
    },
    {
      key: 'heard',
      title: t('prices.heardAt'),
      width: 150,
      render: (row) => (row.heardAt === null ? '—' : timeText(row.heardAt)),
      text: (row) => (row.heardAt === null ? '' : timeText(row.heardAt)),
    },
    {
      key: 'age',
      title: t('age.column'),
      render: ({ ageSeconds }) => <AgeLabel asOf={null} ageSeconds={ageSeconds} fetchedAtMs={fetchedAtMs} />,
      text: ({ ageSeconds }) => (ageSeconds === null ? t('age.never') : Math.round(ageSeconds / 60)),
    },
  ]
}

const Stores = ({ view, stores, fetchedAtMs }: StoresProps) => {
  const { t } = useTranslation()
  const isOut = view.state === 'published'
  return (
    <ListTable
      label={t('templates.storesHave')}
      testId="template-stores"
      columns={useStoreColumns(fetchedAtMs)}
      rows={stores}
      rowKey={({ storeCode }) => storeCode}
      rowTestId={({ storeCode }) => `template-store-${storeCode}`}
      empty={
        <EmptyState
          title={t(isOut ? 'prices.noStores' : 'templates.notOut')}
          hint={t(isOut ? 'prices.noStoresHint' : 'templates.notOutHint')}
        />
      }
    />
  )
}

const ExportStores = ({ view, stores, fetchedAtMs }: StoresProps) => {
  const { t } = useTranslation()
  return (
    <ExportButton<TemplateStore>
      name={`${view.template.name}-${t('prices.stores')}`}
      columns={useStoreColumns(fetchedAtMs)}
      read={async () => ({ rows: stores, cut: false })}
    />
  )
}

const useHistoryColumns = (places: Places): Column<TemplatePublication>[] => {
  const { t } = useTranslation()
  return [
    {
      key: 'at',
      title: t('templates.at'),
      width: 160,
      render: ({ at }) => timeText(at),
      text: ({ at }) => timeText(at),
    },
    {
      key: 'act',
      title: t('templates.act'),
      width: 120,
      render: (row) => t(row.withdrawn ? 'templates.withdraw' : 'templates.publish'),
      text: (row) => t(row.withdrawn ? 'templates.withdraw' : 'templates.publish'),
    },
    {
      key: 'version',
      title: t('templates.versionColumn'),
      width: 90,
      render: ({ version }) => t('templates.version', { n: version }),
      text: ({ version }) => version,
    },
    {
      key: 'audience',
      title: t('templates.audience'),
      render: ({ audience, isDefault }) => (
        <span className="signs">
          {audienceText(t, audience, places)}
          {isDefault ? <Sign tone="plain">{t('templates.default')}</Sign> : null}
        </span>
      ),
      text: ({ audience, isDefault }) =>
        [audienceText(t, audience, places), ...(isDefault ? [t('templates.default')] : [])].join(' '),
    },
    { key: 'by', title: t('templates.by'), width: 180, render: ({ byName }) => byName, text: ({ byName }) => byName },
  ]
}

const Publications = ({ publications, places }: { publications: TemplatePublication[]; places: Places }) => {
  const { t } = useTranslation()
  return (
    <ListTable
      label={t('templates.historyTab', { n: publications.length })}
      testId="template-history"
      columns={useHistoryColumns(places)}
      rows={publications}
      rowKey={({ publication }) => String(publication)}
      rowTestId={({ publication }) => `publication-${publication}`}
      empty={<EmptyState title={t('templates.notOut')} hint={t('templates.notOutHint')} />}
    />
  )
}
