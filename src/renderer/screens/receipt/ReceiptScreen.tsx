/** One goods receipt: a draft is scanned, corrected, posted; anything else is read. Loading and not found end here. */
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import type { OutputOf } from '../../../contract/operations'
import type { Receipt } from '../../../contract/schemas/goodsReceipt'
import { useKeys } from '../../../ui/keys'
import { FailedState, LoadingState } from '../../../ui/states'
import { ScanEcho } from '../../scanning/ScanEcho'
import { useScans } from '../../scanning/scanning'
import { useScanState } from '../../scanning/scanState'
import { useIdentify } from '../../scanning/useIdentify'
import { DraftScreen } from './DraftScreen'
import { PostedDialog } from './PostedDialog'
import { PostedFooter } from './PostedFooter'
import { ReceiptGrid } from './ReceiptGrid'
import { ReceiptHead } from './ReceiptHeader'
import { TrayPanel } from './TrayPanel'
import { useReceipt } from './useReceipt'
import { useView } from './useView'

export const ReceiptScreen = () => {
  const { documentId = '' } = useParams()
  return <OneReceipt key={documentId} documentId={documentId} />
}

type Posted = OutputOf<'goodsReceipt.post'>

/** The result of posting is kept here, because the draft's screen goes away as soon as the document is posted. */
const OneReceipt = ({ documentId }: { documentId: string }) => {
  const held = useReceipt(documentId)
  const { query } = held
  const [posted, setPosted] = useState<Posted | null>(null)
  if (query.isError && !query.data) return <FailedState error={query.error} onRetry={() => void query.refetch()} />
  if (!query.data) return <LoadingState />
  const draft = query.data.header.state === 'draft'
  return (
    <>
      {draft ? (
        <DraftScreen receipt={query.data} {...held} onPosted={setPosted} />
      ) : (
        <FinishedReceipt receipt={query.data} />
      )}
      <PostedDialog posted={posted} onClose={() => setPosted(null)} />
    </>
  )
}

/** Posted or voided: readable for ever, changed never. A delivery note scanned here opens its receipt; a product is not counted. */
const FinishedReceipt = ({ receipt }: { receipt: Receipt }) => {
  const navigate = useNavigate()
  const { view, setView, lines, counts, moveView } = useView(receipt, 'all')
  const [current, setCurrent] = useState<number | null>(receipt.lines[0]?.lineNo ?? null)
  const [folded, setFolded] = useState(false)
  const [trayOpen, setTrayOpen] = useState(false)
  const noticed = useScanState(({ notice }) => notice !== null && notice.tone !== 'stopped')
  const fold = (): void => setFolded((was) => !was)
  useScans(useIdentify('receiving'))
  useKeys('receipt', {
    nextView: () => moveView(1),
    previousView: () => moveView(-1),
    foldHeader: fold,
    tray: () => setTrayOpen(true),
  })
  const nothing = (): void => undefined
  return (
    <div className="receipt" data-testid="receipt" data-state={receipt.header.state}>
      <ReceiptHead
        header={receipt.header}
        view={view}
        counts={counts}
        folded={folded}
        onView={setView}
        onFold={fold}
        onBack={() => void navigate('/receiving', { state: { tab: 'done' } })}
      />
      {noticed ? (
        <div className="filter-line">
          <ScanEcho hint="" />
        </div>
      ) : null}
      <ReceiptGrid
        lines={lines}
        view={view}
        current={current}
        shown={null}
        editing={null}
        onCurrent={setCurrent}
        onEdit={nothing}
        onEditText={nothing}
        onEditEnd={nothing}
      />
      <PostedFooter receipt={receipt} onTray={() => setTrayOpen(true)} />
      <TrayPanel open={trayOpen} receipt={receipt} readOnly onClose={() => setTrayOpen(false)} onReceipt={nothing} />
    </div>
  )
}
