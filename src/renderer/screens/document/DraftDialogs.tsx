/** The windows a draft can open, one at a time. Each is made when it opens, so that nothing typed before is left in it. */
import type { DocumentLineView, DocumentView } from '../../../contract/schemas/document'
import type { LineQuantity } from '../../../core/documents/rule'
import { PrintFormDialog } from '../paper/PrintFormDialog'
import { subjectsOf } from '../paper/subjects'
import { CancelDialog } from './CancelDialog'
import { countedName } from './columns'
import { type AskedField, type Mode, modeInput } from './faces'
import { HeaderDialog } from './HeaderDialog'
import { HistoryPanel } from './HistoryPanel'
import { PhotoPanel } from './PhotoPanel'
import { PickDialog } from './PickDialog'
import { PostDialog } from './PostDialog'
import { RemoveLineDialog } from './RemoveLineDialog'
import { SideDialog } from './SideDialog'
import { TrayPanel } from './TrayPanel'
import type { Adjustment, DocumentWork, Linking } from './useDocumentWork'
import type { Posted } from './useSendOff'

export type Open =
  | 'none'
  | 'tray'
  | 'post'
  | 'cancel'
  | 'header'
  | 'pick'
  | 'photos'
  | 'history'
  | 'print'
  | 'remove'
  | LineQuantity

interface DraftDialogsProps {
  document: DocumentView
  open: Open
  line: DocumentLineView | undefined
  work: DocumentWork
  mode: Mode | null
  required: readonly AskedField[]
  missing: readonly AskedField[]
  onOpen(open: Open): void
  onRemove(): void
  onBack(): void
  replace(document: DocumentView): void
  askAgain(): void
  onPosted(posted: Posted): void
}

export const DraftDialogs = (props: DraftDialogsProps) => {
  const { document, open, line, work, onOpen, replace, askAgain } = props
  const { header } = document
  const close = (): void => onOpen('none')
  const pick = (sku: string, quantity: number): void => {
    close()
    void work.setLine({ sku, quantity: quantity + held(document, sku, props.mode), ...modeInput(props.mode) })
  }
  const link = (linking: Linking): void => {
    close()
    void work.link({ ...linking, ...modeInput(props.mode) })
  }
  const setSide = (adjustment: Adjustment): void => {
    close()
    void work.adjust(adjustment)
  }
  const after = (): void => {
    close()
    askAgain()
  }
  return (
    <>
      <TrayPanel open={open === 'tray'} document={document} onClose={close} onDocument={replace} onLink={link} />
      {open === 'post' ? (
        <PostDialog
          document={document}
          missing={props.missing}
          onClose={close}
          onTray={() => onOpen('tray')}
          onHeader={() => onOpen('header')}
          onPhotos={() => onOpen('photos')}
          onChanged={askAgain}
          onPosted={(posted) => {
            props.onPosted(posted)
            after()
          }}
          onSubmitted={(submitted) => {
            close()
            replace(submitted)
          }}
        />
      ) : null}
      {open === 'cancel' ? <CancelDialog header={header} onClose={close} onDone={props.onBack} /> : null}
      {open === 'header' ? (
        <HeaderDialog
          header={header}
          required={props.required}
          missing={props.missing}
          onClose={close}
          onDocument={replace}
        />
      ) : null}
      {open === 'pick' ? <PickDialog header={header} onPick={pick} onClose={close} /> : null}
      {open === 'photos' ? <PhotoPanel document={document} onClose={close} onChanged={askAgain} /> : null}
      {open === 'history' ? <HistoryPanel document={document} onClose={close} /> : null}
      {open === 'print' ? (
        <PrintFormDialog subjects={subjectsOf(header)} documentType={header.type} onClose={close} />
      ) : null}
      {line && open === 'remove' ? <RemoveLineDialog line={line} onRemove={props.onRemove} onClose={close} /> : null}
      {line && isSide(open) ? (
        <SideDialog line={line} counted={countedName(header)} field={open} onSet={setSide} onClose={close} />
      ) : null}
    </>
  )
}

const isSide = (open: Open): open is LineQuantity => open === 'damaged' || open === 'rejected' || open === 'free'

/**
 * `setLine` sets; the picker adds, as a scan would: what the one line of this product holds is counted in. A product kept
 * by lot has a line per lot, so which one is meant is known only when its lot was said.
 */
const held = ({ lines }: DocumentView, sku: string, mode: Mode | null): number => {
  const { role = '', condition = 'stock' } = modeInput(mode)
  const same = lines.find(
    (line) => line.sku === sku && !line.keepsLots && line.role === role && line.condition === condition,
  )
  return same?.quantity ?? 0
}
