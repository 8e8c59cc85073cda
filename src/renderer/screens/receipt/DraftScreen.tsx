/** A receipt in progress: scan bar, result, lines, footer, and the dialogs that decide. Focus lives in the scan bar. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { OutputOf } from '../../../contract/operations'
import type { RawScanInput } from '../../../contract/schemas/common'
import type { Receipt } from '../../../contract/schemas/goodsReceipt'
import { parseQuantity, quantityText } from '../../../core/quantity/quantity'
import { nextIndex } from '../../../ui/DataGrid'
import { isDialogOpen } from '../../../ui/dialogs'
import { useKeys } from '../../../ui/keys'
import { useRefusalReason } from '../../../ui/OperationButton'
import { useCan } from '../../../ui/session'
import type { BarEntry } from '../../scanning/scanBarText'
import { typedScan, useBoundScans, useScanQueue } from '../../scanning/scanning'
import { CancelDialog } from './CancelDialog'
import { DraftFooter } from './DraftFooter'
import { PostDialog } from './PostDialog'
import { type Editing, ReceiptGrid } from './ReceiptGrid'
import { ReceiptHead } from './ReceiptHeader'
import { ResultPanel } from './ResultPanel'
import type { ScanAnswer } from './results'
import { ScanBar } from './ScanBar'
import { TimesDialog } from './TimesDialog'
import { TrayPanel } from './TrayPanel'
import { useReceiptWork } from './useReceiptWork'
import { useView } from './useView'

interface DraftScreenProps {
  receipt: Receipt
  apply(answer: ScanAnswer): void
  replace(receipt: Receipt): void
  askAgain(): void
  onPosted(posted: Posted): void
}

type Open = 'none' | 'tray' | 'post' | 'cancel'
type Posted = OutputOf<'goodsReceipt.post'>

/** Above this a count before a scan is asked about once. */
const timesAskedAbove = 99

export const DraftScreen = ({ receipt, apply, replace, askAgain, onPosted }: DraftScreenProps) => {
  const { header } = receipt
  const { t } = useTranslation()
  const navigate = useNavigate()
  const view = useView(receipt, header.receivedTotal > 0 ? 'touched' : 'all')
  const [current, setCurrent] = useState<number | null>(null)
  const [open, setOpen] = useState<Open>('none')
  const [clearToken, setClearToken] = useState(0)
  const [folded, setFolded] = useState(header.receivedTotal > 0)
  const field = useRef<HTMLInputElement>(null)
  const toScanBar = useCallback(() => field.current?.focus(), [])
  const work = useReceiptWork({ documentId: header.documentId, apply, askAgain, onLine: setCurrent })
  const times = useTimes()
  const edit = useQuantityEdit(receipt, work.adjust, work.say, toScanBar)
  const queue = useScanQueue()
  const mayPost = useCan('goodsReceipt.post')
  const mayNotCancel = useRefusalReason('goodsReceipt.cancel')

  const take = async (scan: RawScanInput, used: UsedTimes): Promise<void> => {
    setFolded(true)
    await edit.endForScan()
    const counted = await work.scan(scan, used.count)
    if (!counted) times.giveBack(used)
  }
  useBoundScans(take, times.use)

  const onEntry = (entry: BarEntry): void => {
    if (entry.kind === 'code') queue.push(typedScan(entry.code))
    else if (entry.kind === 'times') times.set(entry.times)
    else if (entry.kind === 'badTimes') work.say('refused', t('receipt.badTimes', { text: entry.text }), 'error')
    else if (entry.kind === 'badQuantity') work.say('refused', t('receipt.badQuantity', { text: entry.text }), 'error')
    else if (entry.kind === 'adjust' && current === null) work.say('look', t('receipt.noCurrentLine'), 'warn')
    else if (entry.kind === 'adjust' && current !== null)
      void work.adjust({ lineNo: current, mode: entry.mode, quantity: entry.quantity })
  }

  const move = (by: number): void => {
    const at = view.lines.findIndex((line) => line.lineNo === current)
    const next = view.lines[nextIndex(view.lines.length, at, by)]
    if (next) setCurrent(next.lineNo)
  }

  const startEdit = (lineNo: number | null): void => {
    if (lineNo === null) work.say('look', t('receipt.noCurrentLine'), 'warn')
    else edit.start(lineNo)
  }

  const askPost = (): void => {
    if (mayPost) setOpen('post')
    else work.say('look', t('receipt.managerNeeded'), 'warn')
  }

  const askCancel = (): void => {
    if (mayNotCancel) work.say('look', mayNotCancel, 'warn')
    else setOpen('cancel')
  }

  useKeys('receipt', {
    editQuantity: () => startEdit(current),
    scanBar: toScanBar,
    undo: () => void work.undo(),
    tray: () => setOpen('tray'),
    nextView: () => view.moveView(1),
    previousView: () => view.moveView(-1),
    foldHeader: () => setFolded((was) => !was),
    post: askPost,
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

  const close = useCallback((): void => setOpen('none'), [])
  const afterPost = (posted: Posted): void => {
    onPosted(posted)
    askAgain()
  }
  useFocusHome(field, open === 'none' && !times.asking && edit.editing === null)
  return (
    <div className="receipt" data-testid="receipt" data-state="draft" data-version={header.version}>
      <ReceiptHead
        header={header}
        view={view.view}
        counts={view.counts}
        folded={folded}
        onView={view.setView}
        onFold={() => setFolded((was) => !was)}
        onBack={() => void navigate('/receiving', { state: { tab: 'drafts' } })}
      />
      <div className="scan-line">
        <ScanBar
          field={field}
          times={times.times}
          disabled={false}
          onTimes={times.set}
          onEntry={onEntry}
          clearToken={clearToken}
        />
        <ResultPanel shown={work.shown} />
      </div>
      <ReceiptGrid
        lines={view.lines}
        view={view.view}
        current={current}
        shown={work.shown}
        editing={edit.editing}
        onCurrent={setCurrent}
        onEdit={startEdit}
        onEditText={edit.setText}
        onEditEnd={edit.end}
      />
      <DraftFooter
        receipt={receipt}
        onUndo={() => void work.undo()}
        onEdit={() => startEdit(current)}
        onTray={() => setOpen('tray')}
        onCancel={askCancel}
        onPost={askPost}
      />
      <TimesDialog times={times.asking} onAnswer={times.answer} />
      <TrayPanel open={open === 'tray'} receipt={receipt} onClose={close} onReceipt={replace} />
      <PostDialog
        open={open === 'post'}
        receipt={receipt}
        onClose={close}
        onTray={() => setOpen('tray')}
        onChanged={askAgain}
        onPosted={afterPost}
      />
      <CancelDialog open={open === 'cancel'} header={header} onClose={close} />
    </div>
  )
}

/** What a scan took of the count before it; `seq` tells whether anything used or changed the count since. */
interface UsedTimes {
  count: number
  seq: number
}

/** `12*`: holds for one scan that counted; a refused one gives it back. A large count is asked about first. */
const useTimes = () => {
  const [times, setTimes] = useState(1)
  const [asking, setAsking] = useState<number | null>(null)
  const latest = useRef<UsedTimes>({ count: 1, seq: 0 })
  const put = (count: number): void => {
    latest.current = { count, seq: latest.current.seq + 1 }
    setTimes(count)
  }
  return {
    times,
    asking,
    set: (count: number) => (count > timesAskedAbove ? setAsking(count) : put(count)),
    answer: (yes: boolean) => {
      if (yes && asking !== null) put(asking)
      setAsking(null)
    },
    clear: () => put(1),
    use: (): UsedTimes => {
      const { count } = latest.current
      put(1)
      return { count, seq: latest.current.seq }
    },
    /** Never onto a scan that came meanwhile, nor over a count typed since. */
    giveBack: ({ count, seq }: UsedTimes): void => {
      if (count > 1 && seq === latest.current.seq) put(count)
    },
  }
}

/** F2: one quantity at a time. A scan meanwhile keeps a valid edit and drops any other. */
const useQuantityEdit = (
  receipt: Receipt,
  adjust: ReturnType<typeof useReceiptWork>['adjust'],
  say: ReturnType<typeof useReceiptWork>['say'],
  toScanBar: () => void,
) => {
  const { t } = useTranslation()
  const [editing, setEditing] = useState<Editing | null>(null)
  const latest = useRef<Editing | null>(null)
  const put = useCallback((next: Editing | null): void => {
    latest.current = next
    setEditing(next)
  }, [])
  const start = (lineNo: number): void => {
    const line = receipt.lines.find((one) => one.lineNo === lineNo)
    if (line) put({ lineNo, text: quantityText(line.receivedQuantity) })
  }
  const commit = async (edited: Editing, loud: boolean): Promise<void> => {
    const quantity = parseQuantity(edited.text)
    const line = receipt.lines.find((one) => one.lineNo === edited.lineNo)
    if (quantity === null)
      return loud ? say('refused', t('receipt.badQuantity', { text: edited.text }), 'error') : undefined
    if (line && line.receivedQuantity !== quantity) await adjust({ lineNo: edited.lineNo, mode: 'set', quantity })
  }
  const finish = async (keep: boolean, loud: boolean): Promise<void> => {
    const edited = latest.current
    if (!edited) return
    put(null)
    toScanBar()
    if (keep) await commit(edited, loud)
  }
  const end = useEvent((keep: boolean) => void finish(keep, true))
  const setText = useEvent((text: string) => latest.current && put({ ...latest.current, text }))
  return { editing, start, setText, end, endForScan: () => finish(true, false) }
}

/** A function that stays the same between renders and always runs the newest body. */
const useEvent = <A extends unknown[], R>(body: (...args: A) => R): ((...args: A) => R) => {
  const latest = useRef(body)
  latest.current = body
  return useCallback((...args: A) => latest.current(...args), [])
}

/** After any action the focus goes back to the scan bar, unless a field is being edited or a dialog is open. */
const useFocusHome = (field: React.RefObject<HTMLInputElement | null>, wanted: boolean): void => {
  useEffect(() => {
    if (wanted) field.current?.focus()
  }, [field, wanted])
  useEffect(() => {
    const home = (): void => {
      const active = document.activeElement
      const elsewhere = active === document.body || active?.closest('.receipt') !== null
      const editing = active instanceof HTMLInputElement && active !== field.current && !active.closest('.view-switch')
      if (!isDialogOpen() && elsewhere && !editing) field.current?.focus()
    }
    const afterClick = (): void => void setTimeout(home, 0)
    window.addEventListener('click', afterClick)
    window.addEventListener('focus', home)
    return () => {
      window.removeEventListener('click', afterClick)
      window.removeEventListener('focus', home)
    }
  }, [field])
}
