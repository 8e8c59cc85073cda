/**
 * A document that is no draft: held, waiting for a decision, approved, posted, reversed, voided. Readable for ever; its
 * head says what it waits for, F12 does the step that is next, Shift+F12 takes one back.
 */

import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DocumentView } from '../../../contract/schemas/document'
import { nextIndex } from '../../../ui/DataGrid'
import { isCount } from '../../../ui/documents'
import { useKeys } from '../../../ui/keys'
import { useSession } from '../../../ui/session'
import { ScanEcho } from '../../scanning/ScanEcho'
import { useScans } from '../../scanning/scanning'
import { useScanState } from '../../scanning/scanState'
import { useIdentify, useSay } from '../../scanning/useIdentify'
import { receiptLots, useLotLabels } from '../labels/useLotLabels'
import { sayAside, useCountControl } from '../stocktakes/useCountCodes'
import { useCopy, useMayNotCopy } from '../useCopy'
import { useExport } from '../useExport'
import { HiddenBand } from './Bands'
import { DocumentGrid } from './DocumentGrid'
import { DocumentHead } from './DocumentHead'
import { lineRows } from './exportLines'
import { ReadBand } from './ReadBand'
import { ReadDialogs, type ReadOpen } from './ReadDialogs'
import { ReadFooter } from './ReadFooter'
import { backwardOf, forwardOf, isOwnToDecide, mayDecide } from './readActions'
import { useDraftActions } from './useDraftActions'
import { useHeldScans } from './useHeldScans'
import { usePrintLabels } from './usePrintLabels'
import type { Posted } from './useSendOff'
import { useView } from './useView'

interface ReadScreenProps {
  document: DocumentView
  replace(document: DocumentView): void
  askAgain(): void
  onPosted(posted: Posted): void
  onBack(): void
}

export const ReadScreen = (props: ReadScreenProps) => {
  const { document, replace } = props
  const { header } = document
  const { t, i18n } = useTranslation()
  const session = useSession()
  const view = useView(document, 'all')
  const [current, setCurrent] = useState<number | null>(document.lines[0]?.lineNo ?? null)
  const [folded, setFolded] = useState(false)
  const [open, setOpen] = useState<ReadOpen>('none')
  const noticed = useScanState(({ notice }) => notice !== null && notice.tone !== 'stopped')
  const say = useSay()
  const labels = usePrintLabels(header.number, (sound, tone, words) => say(sound, tone, 'scanning.plain', { words }))
  const actions = useDraftActions(header, sayAside, replace)
  const forward = forwardOf(document)
  const backward = backwardOf(document)
  const act = (action: typeof forward): void => {
    if (action === 'resume') void actions.resume()
    else if (action !== null) setOpen(action as ReadOpen)
  }
  const copy = useCopy()
  const mayNotCopy = useMayNotCopy()(header)
  const exporting = useExport()
  const exportLines = (): void =>
    void exporting([t(`documentType.${header.type}`), header.number], async () => ({
      rows: lineRows(t, i18n.language, document),
    }))
  const move = (by: number): void => {
    const at = view.lines.findIndex((line) => line.lineNo === current)
    const next = view.lines[nextIndex(view.lines.length, at, by)]
    if (next) setCurrent(next.lineNo)
  }
  const printable = header.state === 'posted' && header.type === 'goodsReceipt'
  const lotLabels = useLotLabels((tone, words, sound) => say(sound, tone, 'scanning.plain', { words }))
  const ofReceipt = receiptLots(header)
  const codes = useCountControl({ stocktakeId: isCount(header.type) ? header.sourceId : null })
  useScans(useIdentify('receiving', { onControl: codes, ...useHeldScans(header, actions.resume) }))
  useKeys('document', {
    nextView: () => view.moveView(1),
    previousView: () => view.moveView(-1),
    foldHeader: () => setFolded((was) => !was),
    tray: () => setOpen('tray'),
    photos: () => setOpen('photos'),
    history: () => setOpen('history'),
    print: () => setOpen('print'),
    resume: () => (header.state === 'held' ? void actions.resume() : false),
    post: () => act(forward),
    backward: () => act(backward),
    copy: () => void copy(header),
    export: exportLines,
    printLabels: () => (printable ? void labels.print() : false),
    lotLabels: () => (ofReceipt ? lotLabels(ofReceipt) : false),
    up: () => move(-1),
    down: () => move(1),
    pageUp: () => move(-15),
    pageDown: () => move(15),
    back: props.onBack,
  })
  const nothing = (): void => undefined
  return (
    <div className="receipt" data-testid="receipt" data-state={header.state} data-type={header.type}>
      <DocumentHead
        header={header}
        view={view}
        folded={folded}
        onFold={() => setFolded((was) => !was)}
        onBack={props.onBack}
      />
      {header.linesHidden ? <HiddenBand /> : null}
      <ReadBand document={document} may={mayDecide(header, session)} own={isOwnToDecide(document, session)} />
      {noticed ? (
        <div className="filter-line">
          <ScanEcho hint="" />
        </div>
      ) : null}
      <DocumentGrid
        document={document}
        view={view}
        current={current}
        shown={null}
        editing={null}
        onCurrent={setCurrent}
        onEdit={nothing}
        onEditText={nothing}
        onEditEnd={nothing}
      />
      <ReadFooter
        document={document}
        view={view}
        forward={forward}
        backward={backward}
        may={mayDecide(header, session)}
        labels={printable ? labels : null}
        onLotLabels={ofReceipt && document.lines.some(({ lot }) => lot !== '') ? () => lotLabels(ofReceipt) : null}
        onAct={act}
        onOpen={setOpen}
        mayNotCopy={mayNotCopy}
        onCopy={() => void copy(header)}
      />
      <ReadDialogs {...props} open={open} may={mayDecide(header, session)} onOpen={setOpen} />
    </div>
  )
}
