/** One stocktake: its zones while it is counted, its review afterwards, and the papers it came to. F12 is its next step. */

import { ArrowLeftOutlined } from '@ant-design/icons'
import { Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams } from 'react-router'
import type { StocktakeView } from '../../../contract/schemas/stocktake'
import { useOperation } from '../../../ui/client'
import { timeText } from '../../../ui/format'
import { useKeys } from '../../../ui/keys'
import { OperationButton, useRefusalReason } from '../../../ui/OperationButton'
import { useHolds } from '../../../ui/session'
import { DocumentStateSign, FailedState, LoadingState, Sign } from '../../../ui/states'
import { scopeText, toleranceText } from '../../../ui/stocktakePlan'
import { StocktakeSign } from '../../../ui/stocktakeSigns'
import { ScanEcho } from '../../scanning/ScanEcho'
import { CloseDialog } from './CloseDialog'
import { elsewhere, PcLine } from './Pcs'
import { ReopenDialog } from './ReopenDialog'
import { ReviewTab } from './ReviewTab'
import { SubmitDialog } from './SubmitDialog'
import { VoidDialog } from './VoidDialog'
import { ZonesTab } from './ZonesTab'

/** what other PCs said grows old by itself */
const agesMs = 10_000

export const StocktakeScreen = () => {
  const { stocktakeId = '' } = useParams()
  const answer = useOperation('stocktake.get', { stocktakeId }, { refetchIntervalMs: agesMs })
  if (answer.isError && !answer.data) return <FailedState error={answer.error} onRetry={() => void answer.refetch()} />
  if (!answer.data) return <LoadingState />
  return <OneStocktake key={stocktakeId} stocktake={answer.data} />
}

type Tab = 'zones' | 'review'
type Asking = 'none' | 'close' | 'submit' | 'cancel' | 'reopen'

const OneStocktake = ({ stocktake }: { stocktake: StocktakeView }) => {
  const navigate = useNavigate()
  const { tab, tabs, choose } = useTab(stocktake)
  const [asking, setAsking] = useState<Asking>('none')
  const { forward, mayForward, mayCancel, mayReopen } = useSteps(stocktake)
  const back = (): void => void navigate('/stocktakes')
  const next = (): void => choose(tabs[(tabs.indexOf(tab) + 1) % tabs.length] ?? 'zones')
  useKeys('stocktake', {
    nextTab: next,
    previousTab: next,
    forward: () => (mayForward ? setAsking(forward) : false),
    reopen: () => (mayReopen ? setAsking('reopen') : false),
    cancel: () => (mayCancel ? setAsking('cancel') : false),
    back,
  })
  const close = (): void => setAsking('none')
  const foot = <StepButtons stocktake={stocktake} forward={forward} onAsk={setAsking} />
  return (
    <div className="receipt" data-testid="stocktake" data-state={stocktake.state} data-tab={tab}>
      <Head stocktake={stocktake} tabs={tabs} tab={tab} onTab={choose} onBack={back} />
      <Facts stocktake={stocktake} />
      <PcLine stocktake={stocktake} />
      <Papers stocktake={stocktake} />
      {tab === 'review' ? (
        <ReviewTab stocktake={stocktake} buttons={foot} />
      ) : (
        <ZonesTab stocktake={stocktake} buttons={foot} />
      )}
      {asking === 'close' ? <CloseDialog stocktake={stocktake} onClose={close} /> : null}
      {asking === 'submit' ? <SubmitDialog stocktake={stocktake} onClose={close} /> : null}
      {asking === 'reopen' ? <ReopenDialog stocktake={stocktake} onClose={close} /> : null}
      {asking === 'cancel' ? <VoidDialog stocktake={stocktake} onClose={close} /> : null}
    </div>
  )
}

/** Whoever may see the books finds the review in front once there is one, on the PC that keeps it; nobody else has it at all. */
const useTab = ({ state, heldHere }: StocktakeView): { tab: Tab; tabs: readonly Tab[]; choose(tab: Tab): void } => {
  const seesBook = useHolds('stocktake.seeBook')
  const [chosen, setChosen] = useState<Tab | null>(null)
  const reviewed = heldHere && seesBook && (state === 'review' || state === 'submitted' || state === 'posted')
  const tabs: readonly Tab[] = reviewed ? ['review', 'zones'] : ['zones']
  return { tab: chosen !== null && tabs.includes(chosen) ? chosen : (tabs[0] ?? 'zones'), tabs, choose: setChosen }
}

/** What F12 does next, and whether this user may do it or call the stocktake off. */
const useSteps = ({ state, heldHere }: StocktakeView) => {
  const mayClose = useRefusalReason('stocktake.closeCounting') === undefined
  const maySubmit = useRefusalReason('stocktake.submit') === undefined
  const mayVoid = useRefusalReason('stocktake.cancel') === undefined
  const mayReopen = useRefusalReason('stocktake.reopen') === undefined
  const forward = stepOf(state)
  return {
    forward,
    mayForward: heldHere && ((forward === 'close' && mayClose) || (forward === 'submit' && maySubmit)),
    mayCancel: heldHere && mayVoid && forward !== 'none',
    mayReopen: heldHere && mayReopen && state === 'review',
  }
}

const stepOf = (state: StocktakeView['state']): 'close' | 'submit' | 'none' => {
  if (state === 'counting') return 'close'
  return state === 'review' ? 'submit' : 'none'
}

interface StepButtonsProps {
  stocktake: StocktakeView
  forward: 'close' | 'submit' | 'none'
  onAsk(step: 'close' | 'submit' | 'cancel' | 'reopen'): void
}

const StepButtons = ({ stocktake, forward, onAsk }: StepButtonsProps) => {
  const { t } = useTranslation()
  if (forward === 'none') return null
  const reason = elsewhere(t, stocktake)
  const held = reason ? { disabled: true, disabledReason: reason } : {}
  return (
    <>
      <OperationButton
        operation="stocktake.cancel"
        label={t('work.cancel')}
        keyName="Ctrl+Del"
        onClick={() => onAsk('cancel')}
        {...held}
        testId="stocktake-cancel"
      />
      {forward === 'submit' ? (
        <OperationButton
          operation="stocktake.reopen"
          label={t('stocktakes.reopen')}
          // beside it stands how many lines want a word, which is not to be cut off for a key
          title="Shift+F12"
          onClick={() => onAsk('reopen')}
          {...held}
          testId="stocktake-reopen"
        />
      ) : null}
      <OperationButton
        operation={forward === 'close' ? 'stocktake.closeCounting' : 'stocktake.submit'}
        type="primary"
        label={t(`stocktakes.${forward}`)}
        keyName="F12"
        onClick={() => onAsk(forward)}
        {...held}
        testId={`stocktake-${forward}`}
      />
    </>
  )
}

interface HeadProps {
  stocktake: StocktakeView
  tabs: readonly Tab[]
  tab: Tab
  onTab(tab: Tab): void
  onBack(): void
}

const Head = ({ stocktake, tabs, tab, onTab, onBack }: HeadProps) => {
  const { t } = useTranslation()
  return (
    <header className="receipt-head">
      <button
        type="button"
        className="icon-button"
        onClick={onBack}
        aria-label={t('work.back')}
        data-testid="stocktake-back"
      >
        <ArrowLeftOutlined />
      </button>
      <span className="document-type">{t(`stocktakeKind.${stocktake.kind}`)}</span>
      <h1 className="code" data-testid="stocktake-number">
        {stocktake.number}
      </h1>
      <StocktakeSign {...stocktake} />
      {stocktake.taskCancelled ? <Sign tone="look">{t('stocktakes.taskCancelled')}</Sign> : null}
      <span className="receipt-supplier">
        <ScanEcho hint={t(scanHint(stocktake.state, tab))} />
      </span>
      <span className="receipt-progress" data-testid="zones-done">
        {t('stocktakes.progress', { done: stocktake.zonesCounted, total: stocktake.zonesTotal })}
      </span>
      {tabs.length > 1 ? (
        <Segmented
          size="small"
          className="view-switch"
          aria-label={t('work.views')}
          value={tab}
          onChange={onTab}
          options={tabs.map((value) => ({
            value,
            label: <span data-testid={`tab-${value}`}>{t(`stocktakes.tab.${value}`)}</span>,
          }))}
        />
      ) : null}
    </header>
  )
}

/** What the scanner is good for here: only a review knows of differences. */
const scanHint = (state: StocktakeView['state'], tab: Tab): string => {
  if (tab === 'review') return 'stocktakes.scanProduct'
  return state === 'counting' ? 'stocktakes.scanZone' : 'stocktakes.scanCounted'
}

const shortChars = 8

/** How readily a fact gives way where the line is full: a short figure says nothing when it is cut, a long list says the same. */
const givesWay = { last: 1, later: 100, first: 10_000 } as const
type GivesWay = keyof typeof givesWay | 'never'

/** Its name and a beginning of it stay in any case. */
const roomOf = (value: string, way: GivesWay) =>
  value.length > shortChars && way !== 'never' ? { flexShrink: givesWay[way], minWidth: 96 } : { flexShrink: 0 }

const Facts = ({ stocktake }: { stocktake: StocktakeView }) => {
  const { t } = useTranslation()
  const facts: [string, string, GivesWay][] = [
    [t('work.warehouse'), stocktake.warehouseName, 'last'],
    [t('stocktakes.products'), String(stocktake.products), 'never'],
    [t('stocktakes.scope'), scopeText(t, stocktake.scope), 'first'],
    [t('stocktakes.tolerance'), toleranceText(t, stocktake), 'last'],
    [t('stocktakes.blind'), t(stocktake.blind ? 'common.yes' : 'common.no'), 'last'],
    [t('stocktakes.openedBy'), `${stocktake.openedByName} ${timeText(stocktake.openedAt)}`, 'last'],
    [
      t('stocktakes.submittedBy'),
      stocktake.submittedAt ? `${stocktake.submittedByName} ${timeText(stocktake.submittedAt)}` : '',
      'last',
    ],
    [t('stocktakes.fromHq'), `${stocktake.taskName} ${stocktake.taskNumber}`, 'later'],
    [t('stocktakes.cancelReason'), stocktake.cancelReason, 'later'],
    [t('field.note'), stocktake.note, 'first'],
  ]
  return (
    <dl className="receipt-details">
      {facts
        .filter(([, value]) => value.trim() !== '')
        .map(([name, value, way]) => (
          <div key={name} style={roomOf(value, way)}>
            <dt>{name}</dt>
            <dd className="ellipsis" title={value}>
              {value}
            </dd>
          </div>
        ))}
    </dl>
  )
}

/** 盘盈 and 盘亏, as soon as the review was handed in. */
const Papers = ({ stocktake: { stocktakeId, papers } }: { stocktake: StocktakeView }) => {
  const { t } = useTranslation()
  const navigate = useNavigate()
  if (papers.length === 0) return null
  return (
    <section className="stocktake-papers" aria-label={t('stocktakes.papers')}>
      {papers.map(({ documentId, type, number, state }) => (
        <button
          key={documentId}
          type="button"
          className="paper"
          onClick={() =>
            void navigate(`/stocktakes/papers/${documentId}`, { state: { from: `/stocktakes/${stocktakeId}` } })
          }
          data-testid="stocktake-paper"
          data-type={type}
          data-state={state}
        >
          <span>{t(`documentType.${type}`)}</span>
          <b className="code">{number}</b>
          <DocumentStateSign state={state} />
        </button>
      ))}
    </section>
  )
}
