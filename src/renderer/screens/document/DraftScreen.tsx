/** A document in progress: scan bar, result, lines, footer, and the dialogs that decide. Focus lives in the scan bar. */

import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'react-router'
import type { RawScanInput } from '../../../contract/schemas/common'
import type { DocumentView } from '../../../contract/schemas/document'
import type { Command } from '../../../core/barcode/controlCodes'
import { readControl } from '../../../core/barcode/readScan'
import type { LineQuantity } from '../../../core/documents/rule'
import { readCountReference } from '../../../core/stocktake/plan'
import { nextIndex } from '../../../ui/DataGrid'
import { isCount, quantitiesOf } from '../../../ui/documents'
import { useKeys } from '../../../ui/keys'
import { useCan, useSession } from '../../../ui/session'
import { useSteady } from '../../../ui/useSteady'
import type { BarEntry } from '../../scanning/scanBarText'
import { typedScan, useBoundScans, useScanQueue } from '../../scanning/scanning'
import { receiptLots, useLotLabels } from '../labels/useLotLabels'
import { RecountBand } from '../stocktakes/RecountAsked'
import { useCountCodes } from '../stocktakes/useCountCodes'
import { useCopy } from '../useCopy'
import { useExport } from '../useExport'
import { BlindBand, CountBand, HiddenBand, HolderBand, RefusalBand } from './Bands'
import { ChoiceDialog } from './ChoiceDialog'
import { DocumentGrid } from './DocumentGrid'
import { DocumentHead } from './DocumentHead'
import { DraftDialogs, type Open } from './DraftDialogs'
import { DraftFooter } from './DraftFooter'
import { lineRows } from './exportLines'
import { type AskedField, isBlindNow, isOfPlan, isPlanned, type Mode, missingFields, modesOf, sentOffBy } from './faces'
import { LotDayPanel } from './LotDayPanel'
import { LotPanel } from './LotPanel'
import { ModeSwitch } from './ModeSwitch'
import { PackDialog } from './PackDialog'
import { ResultPanel } from './ResultPanel'
import type { ScanAnswer } from './results'
import { ScanBar } from './ScanBar'
import { TimesDialog } from './TimesDialog'
import { useTypeChoice } from './useChoices'
import { type LotGiven, useDocumentWork } from './useDocumentWork'
import { useDraftActions } from './useDraftActions'
import { useFocusHome } from './useFocusHome'
import { useQuantityEdit } from './useQuantityEdit'
import type { Posted } from './useSendOff'
import { type UsedTimes, useTimes } from './useTimes'
import { useView } from './useView'
import { useMayNotVoid } from './voiding'

interface DraftScreenProps {
  document: DocumentView
  apply(answer: ScanAnswer): void
  replace(document: DocumentView): void
  askAgain(): void
  onPosted(posted: Posted): void
  onBack(): void
}

/** What held when a scan arrived: the count before it, and what kind of goods was chosen; or the command it is. */
type ScanNote = { command: Command } | { command: null; times: UsedTimes; mode: Mode | null }

export const DraftScreen = (props: DraftScreenProps) => {
  const { document, apply, replace, askAgain } = props
  const { header } = document
  const { t, i18n } = useTranslation()
  const session = useSession()
  const choice = useTypeChoice(header.type)
  const started = header.quantityTotal + header.consumedTotal + header.damagedTotal > 0
  const planned = isPlanned(header)
  const blind = isBlindNow(header)
  const view = useView(document, started && planned ? 'touched' : 'all')
  const [current, setCurrent] = useState<number | null>(null)
  const [open, setOpen] = useState<Open>('none')
  const [clearToken, setClearToken] = useState(0)
  const required = useMemo((): readonly AskedField[] => choice?.requiredFields ?? [], [choice])
  const missing = useMemo(() => missingFields(header, required), [header, required])
  const [folded, setFolded] = useState(started && missing.length === 0)
  const field = useRef<HTMLInputElement>(null)
  const toScanBar = useCallback(() => field.current?.focus(), [])
  const times = useTimes()
  const work = useDocumentWork({ header, blind, apply, askAgain, onLine: setCurrent, onLent: times.clear })
  const { mode, modes, setMode, nextMode } = useMode(document)
  const lots = useLastExpiry(work.giveLot)
  const edit = useQuantityEdit(document, work.adjust, work.say, toScanBar)
  const actions = useDraftActions(header, work.say, replace)
  const copy = useCopy((words) => work.say('refused', words, 'error'))
  const exporting = useExport(work.say)
  const currentLine = document.lines.find(({ lineNo }) => lineNo === current)
  const queue = useScanQueue()
  const leadsElsewhere = (raw: string): boolean => isCount(header.type) && isPlaceCode(raw)
  const codes = useCountCodes({
    stocktakeId: header.sourceId,
    zoneCode: readCountReference(header.reference).zoneCode,
    ready: async () => work.lotAsk === null || lotFirst(),
    putAside: actions.putAside,
    say: work.say,
  })
  const lotFirst = (): boolean => {
    work.say('refused', t('stocktakes.lotFirst', { name: work.lotAsk?.name }), 'error')
    return false
  }
  const act = sentOffBy(header.type, choice?.needsApproval ?? false)
  const asked = useAskOnce(act, document, () => work.say('look', t(`work.managerNeeded.${act}`), 'warn'))
  const mayNotCancel = useMayNotVoid(document)
  const heldByOther = header.holderName !== '' && header.holderName !== session?.name
  useArrivalWords(work.say)

  const take = async (scan: RawScanInput, note: ScanNote): Promise<void> => {
    setFolded(true)
    await edit.endForScan()
    if (note.command) return obey(note.command)
    if (leadsElsewhere(scan.raw)) {
      times.giveBack(note.times)
      return codes(scan)
    }
    const counted = await work.scan(scan, { times: note.times.count, mode: note.mode })
    if (!counted) times.giveBack(note.times)
  }
  useBoundScans(take, (scan): ScanNote => {
    const command = commandIn(scan.raw)
    if (command === null) return { command, times: times.use(), mode }
    // at once: the scan it is meant for may be waiting already
    if (command.name === 'times') times.set(command.times)
    return { command }
  })

  /** A printed command does what its key does. Every scan is saved already: 保存 says so. */
  const obey = async (command: Command): Promise<void> => {
    if (command.name === 'times') work.say('info', t('work.timesNext', { count: command.times }), 'ok')
    else if (command.name === 'save') work.say('info', t('work.allSaved'), 'ok')
    else if (command.name === 'undo') await work.undo()
    else if (command.name === 'hold') await hold()
    else await askPost()
  }

  const onEntry = (entry: BarEntry): void => {
    if (entry.kind === 'code') queue.push(typedScan(entry.code))
    else if (entry.kind === 'times') times.set(entry.times)
    else if (entry.kind === 'badTimes') work.say('refused', t('work.badTimes', { text: entry.text }), 'error')
    else if (entry.kind === 'badQuantity') work.say('refused', t('work.badQuantity', { text: entry.text }), 'error')
    else if (entry.kind === 'adjust' && current === null) noLine()
    else if (entry.kind === 'adjust' && current !== null)
      void work.adjust({ lineNo: current, mode: entry.mode, quantity: entry.quantity })
  }
  const noLine = (): void => work.say('look', t('work.noCurrentLine'), 'warn')

  const move = (by: number): void => {
    const at = view.lines.findIndex((line) => line.lineNo === current)
    const next = view.lines[nextIndex(view.lines.length, at, by)]
    if (next) setCurrent(next.lineNo)
  }
  const startEdit = (lineNo: number | null): void => (lineNo === null ? noLine() : edit.start(lineNo))

  const askSide = (side: LineQuantity): void => {
    if (!quantitiesOf(header.type).includes(side))
      work.say('look', t('work.notUsed', { what: t(`work.${side}`) }), 'warn')
    else if (current === null) noLine()
    else setOpen(side)
  }
  const askPost = async (): Promise<void> => {
    if (!asked.ready()) return
    if (blind && !(await actions.reveal())) return
    setOpen('post')
  }
  const askCancel = (): void => {
    if (mayNotCancel) work.say('look', mayNotCancel, 'warn')
    else setOpen('cancel')
  }
  const hold = async (): Promise<void> => {
    if (await actions.hold()) props.onBack()
  }
  const askRemove = (): void => {
    if (!currentLine) noLine()
    else if (isOfPlan(header, currentLine)) work.say('look', t('errors.LINE_PLANNED'), 'warn')
    else setOpen('remove')
  }
  const remove = async (): Promise<void> => {
    setOpen('none')
    if (currentLine && (await actions.removeLine(currentLine))) setCurrent(null)
  }
  const lotLabels = useLotLabels(work.say)
  const ofReceipt = receiptLots(header)
  const exportLines = (): void =>
    void exporting([t(`documentType.${header.type}`), header.number], async () => ({
      rows: lineRows(t, i18n.language, document),
    }))

  useKeys('document', {
    editQuantity: () => startEdit(current),
    removeLine: askRemove,
    scanBar: toScanBar,
    pick: () => setOpen('pick'),
    hold: () => void hold(),
    header: () => setOpen('header'),
    second: () => (modes.length > 0 ? nextMode() : askSide('damaged')),
    rejected: () => askSide('rejected'),
    free: () => askSide('free'),
    undo: () => void work.undo(),
    tray: () => setOpen('tray'),
    photos: () => setOpen('photos'),
    history: () => setOpen('history'),
    print: () => setOpen('print'),
    lotLabels: () => (ofReceipt ? lotLabels(ofReceipt) : false),
    lend: () => (work.shown?.kind === 'result' && work.shown.lend ? work.shown.lend() : false),
    takeOver: () => (heldByOther ? void actions.takeOver() : false),
    copy: () => void copy(header),
    export: exportLines,
    nextView: () => view.moveView(1),
    previousView: () => view.moveView(-1),
    foldHeader: () => setFolded((was) => !was),
    post: () => void askPost(),
    cancelDraft: askCancel,
    up: () => move(-1),
    down: () => move(1),
    pageUp: () => move(-15),
    pageDown: () => move(15),
    back: () => {
      setClearToken((token) => token + 1)
      times.clear()
      toScanBar()
    },
  })
  const footActs = useSteady({
    ...{ undo: () => void work.undo(), edit: () => startEdit(current), remove: askRemove, cancel: askCancel },
    ...{ pick: () => setOpen('pick'), photos: () => setOpen('photos'), tray: () => setOpen('tray') },
    ...{ hold: () => void hold(), post: () => void askPost(), print: () => setOpen('print') },
  })
  const headActs = useSteady({
    onFold: () => setFolded((was) => !was),
    onBack: props.onBack,
    onHeader: () => setOpen('header'),
  })
  const gridActs = useSteady({
    ...{ onCurrent: (lineNo: number) => setCurrent(lineNo), onEdit: (lineNo: number) => startEdit(lineNo) },
    ...{ onEditText: edit.setText, onEditEnd: edit.end },
  })
  useFocusHome(
    field,
    open === 'none' &&
      !times.asking &&
      edit.editing === null &&
      work.lotAsk === null &&
      work.choiceAsk === null &&
      work.packAsk === null,
  )
  return (
    <div
      className="receipt"
      data-testid="receipt"
      data-state={header.state}
      data-type={header.type}
      data-version={header.version}
    >
      <DocumentHead header={header} view={view} folded={folded} missing={missing} {...headActs} />
      {heldByOther ? <HolderBand name={header.holderName} onTakeOver={() => void actions.takeOver()} /> : null}
      {header.linesHidden ? <HiddenBand /> : null}
      {header.refusal !== '' ? <RefusalBand refusal={header.refusal} /> : null}
      {isCount(header.type) ? <RecountBand sourceId={header.sourceId} reference={header.reference} /> : null}
      {blind && !folded ? <BlindBand /> : null}
      {isCount(header.type) && !folded ? <CountBand {...header} /> : null}
      <div className="scan-line">
        <ScanBar
          field={field}
          times={times.times}
          disabled={false}
          onTimes={times.set}
          onEntry={onEntry}
          clearToken={clearToken}
        />
        {mode ? <ModeSwitch modes={modes} mode={mode} onMode={setMode} /> : null}
        {work.lotAsk?.asked && work.lotAsk.question === 'lotContradicted' ? (
          <LotDayPanel
            key={work.lotAsk.id}
            ask={work.lotAsk}
            asked={work.lotAsk.asked}
            onGive={(lot) => void lots.give(lot)}
            onDrop={work.dropLot}
          />
        ) : work.lotAsk ? (
          <LotPanel
            key={work.lotAsk.sku}
            ask={work.lotAsk}
            lastExpiry={lots.lastExpiry}
            outOf={modes.includes('stock') || header.type === 'transferDispatch' ? header.warehouseCode : null}
            onGive={(lot) => void lots.give(lot)}
            onDrop={work.dropLot}
          />
        ) : (
          <ResultPanel shown={work.shown} ready={t(planned ? 'work.ready' : 'work.readyFree')} />
        )}
      </div>
      <DocumentGrid
        document={document}
        view={view}
        current={current}
        shown={work.shown}
        editing={edit.editing}
        {...gridActs}
      />
      <DraftFooter
        document={document}
        view={view}
        act={act}
        withTray={planned || document.tray.length > 0}
        acts={footActs}
      />
      <TimesDialog times={times.asking} onAnswer={times.answer} />
      {work.choiceAsk ? <ChoiceDialog ask={work.choiceAsk} /> : null}
      {work.packAsk ? <PackDialog ask={work.packAsk} /> : null}
      <DraftDialogs
        {...props}
        open={open}
        onOpen={setOpen}
        line={currentLine}
        onRemove={() => void remove()}
        work={work}
        mode={mode}
        required={required}
        missing={missing}
      />
    </div>
  )
}

const commandIn = (raw: string): Command | null => {
  const control = readControl(raw)
  return control?.kind === 'command' ? control.command : null
}

/** The label of a zone, or the code of a printed page. */
const isPlaceCode = (raw: string): boolean => {
  const kind = readControl(raw)?.kind
  return kind === 'zone' || kind === 'page'
}

/** What the next scan is. Where nothing was scanned yet, goods come from the shelf and parts go in first. */
const useMode = ({ header }: DocumentView) => {
  const modes = modesOf(header.type)
  const [mode, setMode] = useState<Mode | null>(modes[0] ?? null)
  const nextMode = (): void =>
    setMode((now) => (now === null ? null : (modes[(modes.indexOf(now) + 1) % modes.length] as Mode)))
  return { mode, modes, setMode, nextMode }
}

/** The last expiry this document took, for Enter to repeat; one that was refused is not repeated. */
const useLastExpiry = (giveLot: (lot: LotGiven) => Promise<boolean>) => {
  const [lastExpiry, setLastExpiry] = useState('')
  const give = async (lot: LotGiven): Promise<void> => {
    const counted = await giveLot(lot)
    if (counted && lot.expiryDate) setLastExpiry(lot.expiryDate)
  }
  return { lastExpiry, give }
}

/**
 * Who may not hand in or post is told so first; pressed again at the same state of the document, it opens all the same,
 * for a manager to lend their right.
 */
const useAskOnce = (act: 'submit' | 'post', { header }: DocumentView, tell: () => void) => {
  const may = useCan(`document.${act}`, header.type)
  const told = useRef(0)
  const ready = (): boolean => {
    if (may || told.current === header.version) return true
    told.current = header.version
    tell()
    return false
  }
  return { ready }
}

/** What the way here has to say: this is a copy, this was just opened. Said once. */
const useArrivalWords = (say: (tone: 'info', words: string) => void): void => {
  const { state } = useLocation() as { state: { words?: string } | null }
  const words = state?.words
  // biome-ignore lint/correctness/useExhaustiveDependencies: said on arrival and not again
  useEffect(() => {
    if (words) say('info', words)
  }, [words])
}
