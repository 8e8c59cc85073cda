/** The zones of a stocktake: how far each is and who counted it. Enter counts one, and so does its label under the scanner. */

import { type ReactNode, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { StocktakeView } from '../../../contract/schemas/stocktake'
import type { ControlCode } from '../../../core/barcode/controlCodes'
import { refusalOf } from '../../../ui/client'
import { type Column, DataGrid } from '../../../ui/DataGrid'
import { errorText } from '../../../ui/errorText'
import { useKeys } from '../../../ui/keys'
import { OperationButton } from '../../../ui/OperationButton'
import { useCan, useSession } from '../../../ui/session'
import { DocumentStateSign, EmptyState, Sign } from '../../../ui/states'
import { useScans } from '../../scanning/scanning'
import { showNotice, speak } from '../../scanning/scanState'
import { useIdentify } from '../../scanning/useIdentify'
import { useQuietLetters } from '../../scanning/useQuietLetters'
import { FileDialog } from '../countSheets/FileDialog'
import { PageDialog } from '../countSheets/PageDialog'
import { PrintDialog } from '../countSheets/PrintDialog'
import { ChooseDialog } from './ChooseDialog'
import { countingIn, zoneStateNow } from './Pcs'
import { askedWords, recountOf } from './RecountAsked'
import { RecountDialog } from './RecountDialog'
import { ReopenDialog } from './ReopenDialog'
import { firstToCount, ownDone, secondCounts } from './secondCount'
import { ArrivalSign, ZoneSign } from './signs'
import { sayAside, secondWords, useCountControl } from './useCountCodes'
import { useStocktakeCommand } from './useStocktakeCommand'
import { ZoneDialog } from './ZoneDialog'

export type Zone = StocktakeView['zones'][number]
type Asking = 'none' | 'reopen' | 'addZone' | 'choose' | 'recount' | 'print' | 'page' | 'file'

interface ZonesTabProps {
  stocktake: StocktakeView
  /** what is done to the stocktake as a whole */
  buttons: ReactNode
}

export const ZonesTab = ({ stocktake, buttons }: ZonesTabProps) => {
  const { t, i18n } = useTranslation()
  const userId = useSession()?.userId ?? ''
  const manages = useCan('stocktake.addZone') && stocktake.heldHere
  const [current, setCurrent] = useState<string | null>(null)
  const [asking, setAsking] = useState<Asking>('none')
  const { zones, state } = stocktake
  const zone = zones.find(({ code }) => code === current) ?? startOf(stocktake, userId, manages)
  const open = state === 'counting' || state === 'review'
  const choosable = zone?.state === 'twice' || zone?.counts.some(({ arrival }) => arrival === 'late') === true
  const twice = open && manages && choosable
  const recountable = open && manages && zone?.counts.some((count) => count.state === 'approved') === true
  const reopens = useCan('stocktake.reopen') && stocktake.heldHere && state === 'review' && !recountable && zone
  const count = useCount(stocktake)
  const columns = useMemo(() => zoneColumns(t, i18n.language, stocktake), [t, i18n.language, stocktake])
  const ask = (next: Asking, may: boolean): unknown => (may ? setAsking(next) : false)
  const adding = manages && state === 'counting'
  const prints = useCan('countSheet.print') && state === 'counting'
  const counts = useCan('countSheet.enter') && state === 'counting'
  // its pages are with the PC that printed them; a file brings its own zones
  const keysIn = counts && stocktake.heldHere
  useZoneScans(stocktake, count)
  useQuietLetters({ r: () => void (reopens ? ask('reopen', true) : ask('recount', recountable)) })
  useKeys('stocktake', {
    addZone: () => ask('addZone', adding),
    choose: () => ask('choose', twice),
    print: () => ask('print', prints),
    page: () => ask('page', keysIn),
    file: () => ask('file', counts),
  })
  const close = (): void => setAsking('none')
  return (
    <>
      <DataGrid
        label={t('stocktakes.tab.zones')}
        testId="zones"
        columns={columns}
        rows={zones}
        rowKey={({ code }) => code}
        currentKey={zone?.code ?? null}
        onCurrentChange={setCurrent}
        onOpen={count}
        autoFocus
        empty={<EmptyState title={t('stocktakes.noZones')} />}
      />
      {zone ? <Counts stocktake={stocktake} zone={zone} /> : null}
      <footer className="receipt-foot">
        <div className="foot-figures">
          <span>{t('stocktakes.progress', { done: stocktake.zonesCounted, total: stocktake.zonesTotal })}</span>
        </div>
        <div className="foot-actions">
          {twice ? (
            <OperationButton
              operation="stocktake.chooseCount"
              label={t('stocktakes.choose')}
              keyName="Ctrl+B"
              onClick={() => setAsking('choose')}
              testId="zone-choose"
            />
          ) : null}
          {recountable ? (
            <OperationButton
              operation="stocktake.recount"
              label={t('stocktakes.recount')}
              keyName="R"
              onClick={() => setAsking('recount')}
              testId="zone-recount"
            />
          ) : null}
          {reopens ? (
            <OperationButton
              operation="stocktake.reopen"
              label={t('stocktakes.firstCount')}
              keyName="R"
              onClick={() => setAsking('reopen')}
              testId="zone-first"
            />
          ) : null}
          {prints ? (
            <OperationButton
              operation="countSheet.print"
              label={t('countSheets.print')}
              keyName="F9"
              onClick={() => setAsking('print')}
              testId="sheets-print"
            />
          ) : null}
          {keysIn ? (
            <OperationButton
              operation="countSheet.enter"
              label={t('countSheets.open')}
              keyName="F4"
              onClick={() => setAsking('page')}
              testId="sheets-open"
            />
          ) : null}
          {counts ? (
            <OperationButton
              operation="countSheet.takeFile"
              label={t('countSheets.file')}
              keyName="Ctrl+I"
              onClick={() => setAsking('file')}
              testId="sheets-file"
            />
          ) : null}
          {adding ? (
            <OperationButton
              operation="stocktake.addZone"
              label={t('stocktakes.addZone')}
              keyName="Ctrl+N"
              onClick={() => setAsking('addZone')}
              testId="zone-add"
            />
          ) : null}
          {state === 'counting' && zone ? (
            <OperationButton
              operation="stocktake.startCount"
              label={t('stocktakes.count')}
              keyName="Enter"
              onClick={() => count(zone)}
              testId="zone-count"
            />
          ) : null}
          {buttons}
        </div>
      </footer>
      {asking === 'print' ? <PrintDialog stocktake={stocktake} zone={zone ?? null} onClose={close} /> : null}
      {asking === 'page' ? <PageDialog number={stocktake.number} onClose={close} /> : null}
      {asking === 'file' ? <FileDialog stocktake={stocktake} zone={zone ?? null} onClose={close} /> : null}
      {asking === 'addZone' ? <ZoneDialog stocktakeId={stocktake.stocktakeId} onClose={close} /> : null}
      {asking === 'reopen' && zone ? (
        <ReopenDialog stocktake={stocktake} about={`${zone.code} ${zone.name}`} onClose={close} />
      ) : null}
      {asking === 'choose' && zone ? <ChooseDialog stocktake={stocktake} zone={zone} onClose={close} /> : null}
      {asking === 'recount' && zone ? (
        <RecountDialog
          stocktakeId={stocktake.stocktakeId}
          zones={[{ zoneCode: zone.code, skus: [] }]}
          title={`${t('stocktakes.recount')} ${zone.code} ${zone.name}`}
          onClose={close}
        />
      ) : null}
    </>
  )
}

/** Begins to count, or goes on with one's own count; afterwards what was counted is read. */
const useCount = ({ stocktakeId, state }: StocktakeView): ((zone: Zone) => void) => {
  const { t } = useTranslation()
  const openPaper = useOpenPaper(stocktakeId)
  const mayCount = useCan('stocktake.startCount')
  const userId = useSession()?.userId ?? ''
  const [second] = useState(secondCounts)
  const start = useStocktakeCommand('stocktake.startCount', ({ documentId }) => openPaper(documentId))
  const count = (zone: Zone): void =>
    start.mutate(
      { stocktakeId, zoneCode: zone.code },
      {
        onError: (error) => {
          const words = errorText(t, refusalOf(error))
          showNotice('refused', 'scanning.plain', { words })
          speak(words, true)
        },
      },
    )
  return (zone) => {
    const counts = state === 'counting' && mayCount
    const done = counts ? ownDone(zone, userId) : zone.counts.at(-1)
    if (done) return openPaper(done.documentId)
    if (!counts) return
    const names = second.toTell(zone, userId)
    if (names.length > 0) sayAside('look', secondWords(t, 'Enter', zone.code, names), 'stop')
    else count(zone)
  }
}

const startOf = ({ zones, state }: StocktakeView, userId: string, manages: boolean): Zone | undefined =>
  state === 'counting' ? firstToCount(zones, userId, manages) : zones[0]

/** The label of a zone begins its count; where nobody counts any more, or this user does not, it shows what was counted. */
const useZoneScans = ({ stocktakeId, zones, state }: StocktakeView, show: (zone: Zone) => void): void => {
  const counts = useCan('stocktake.startCount') && state === 'counting'
  const toCount = useCountControl({ stocktakeId })
  const onControl = async (code: ControlCode): Promise<boolean> => {
    const zone = code.kind === 'zone' && !counts ? zones.find((one) => one.code === code.zone) : undefined
    if (zone) show(zone)
    return zone ? true : toCount(code)
  }
  useScans(useIdentify('documents', { onControl }))
}

const useOpenPaper = (stocktakeId: string): ((documentId: string) => void) => {
  const navigate = useNavigate()
  return (documentId) =>
    void navigate(`/stocktakes/papers/${documentId}`, { state: { from: `/stocktakes/${stocktakeId}` } })
}

/** Every count of the zone the cursor is on, those that do not stand included. */
const Counts = ({ stocktake, zone }: { stocktake: StocktakeView; zone: Zone }) => {
  const { stocktakeId, zones, pc, heldHere, peers } = stocktake
  const severalPcs =
    !heldHere || peers.length > 0 || zones.some(({ counts }) => counts.some((count) => count.pc !== pc))
  const { t } = useTranslation()
  const openPaper = useOpenPaper(stocktakeId)
  return (
    <section className="stocktake-papers" aria-label={t('stocktakes.counts')}>
      {zone.counts.length === 0 ? <p className="muted">{t('stocktakes.noCounts', { zone: zone.code })}</p> : null}
      {zone.counts.map((count) => (
        <button
          key={count.documentId}
          type="button"
          className="paper"
          onClick={() => openPaper(count.documentId)}
          data-testid="zone-paper"
          data-state={count.state}
        >
          <span>
            {count.counterName} {severalPcs ? t('stocktakes.pc', { pc: count.pc }) : ''}
          </span>
          <b className="code">{count.number}</b>
          <span className="muted">
            {count.state === 'approved' ? <ZoneSign state="done" t={t} /> : <DocumentStateSign state={count.state} />}{' '}
            {t('stocktakes.round', { round: count.round })} ·{' '}
            {t('stocktakes.linesCounted', { count: count.linesTotal })}
            {count.chosen ? ` · ${t('stocktakes.chosen')}` : ''}{' '}
            {count.arrival === 'here' ? null : <ArrivalSign arrival={count.arrival} t={t} />}
          </span>
        </button>
      ))}
    </section>
  )
}

type Translate = ReturnType<typeof useTranslation>['t']

const zoneColumns = (t: Translate, language: string, stocktake: StocktakeView): Column<Zone>[] => [
  { key: 'code', title: t('stocktakes.zone'), width: 150, render: (zone) => <b className="code">{zone.code}</b> },
  {
    key: 'name',
    title: t('stocktakes.zoneName'),
    render: (zone) => (
      <>
        {zone.name} {zone.temporary ? <Sign tone="plain">{t('stocktakes.temporary')}</Sign> : null}{' '}
        {zone.state === 'recount' ? <AskedAgain words={askedIn(t, language, stocktake, zone)} /> : null}
      </>
    ),
  },
  {
    key: 'state',
    title: t('stocktakes.state'),
    width: 120,
    render: (zone) => <StateNow stocktake={stocktake} zone={zone} t={t} />,
  },
  {
    key: 'round',
    title: t('stocktakes.roundNow'),
    width: 80,
    align: 'right',
    render: (zone) => zone.round,
  },
  {
    key: 'lines',
    title: t('receiving.lines'),
    width: 80,
    align: 'right',
    render: (zone) => zone.counts.filter(({ round }) => round === zone.round).at(-1)?.linesTotal ?? '',
  },
  { key: 'who', title: t('stocktakes.who'), width: 260, render: (zone) => countersOf(t, stocktake, zone) },
]

const askedIn = (t: Translate, language: string, stocktake: StocktakeView, { code, round }: Zone): string => {
  const asked = recountOf(stocktake, code, round)
  return asked ? askedWords(t, language, asked) : ''
}

const AskedAgain = ({ words }: { words: string }) => (
  <span className="zone-asked" title={words} data-testid="zone-asked">
    {words}
  </span>
)

/** What came late stands nowhere: it is said beside the state, for the manager to choose. */
const StateNow = ({ stocktake, zone, t }: { stocktake: StocktakeView; zone: Zone; t: Translate }) => (
  <>
    <ZoneSign state={zoneStateNow(stocktake, zone)} t={t} />{' '}
    {zone.counts.some(({ arrival }) => arrival === 'late') ? <ArrivalSign arrival="late" t={t} /> : null}
  </>
)

/** Who is on it, or was, in its present round; on another PC as it last said. */
const countersOf = (t: Translate, stocktake: StocktakeView, zone: Zone): string => {
  const here = zone.counts.filter(({ round }) => round === zone.round).map(({ counterName }) => counterName)
  const there = countingIn(stocktake, zone).map(({ counterName, pc }) => `${counterName} ${t('stocktakes.pc', { pc })}`)
  return [...new Set([...here, ...there])].join('、')
}
