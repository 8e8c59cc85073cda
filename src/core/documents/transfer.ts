/**
 * 调拨: one transfer, three papers. HQ owns the order (asked, approved); the sender's dispatch says what was sent, the
 * receiver's receipt what arrived. At every point: sent = received + settled + still in transit.
 */
export const transferStates = ['awaitingDispatch', 'inTransit', 'difference', 'completed', 'cancelled'] as const
export type TransferState = (typeof transferStates)[number]

export const transferKinds = ['transfer', 'return'] as const
export type TransferKind = (typeof transferKinds)[number]

export interface TransferLine {
  lineNo: number
  sku: string
  askedQuantity: number
  approvedQuantity: number
  sentQuantity: number
  /** good and damaged together */
  receivedQuantity: number
  settledQuantity: number
  /** to be sent again after a difference */
  reshipQuantity: number
  /** will not come: called off by HQ, or not sent yet when somebody said that the rest would not come */
  droppedQuantity: number
}

export const inTransitOf = (line: TransferLine): number =>
  line.sentQuantity - line.receivedQuantity - line.settledQuantity

export const toSend = (line: TransferLine): number =>
  Math.max(0, line.approvedQuantity + line.reshipQuantity - line.droppedQuantity - line.sentQuantity)

/**
 * What of a line is dropped by the paper that closed the sending: all that was to be sent and had not been by then. What HQ
 * wants sent again later is owed all the same.
 */
export const droppedAtClosing = (
  approvedQuantity: number,
  byThen: Pick<TransferLine, 'sentQuantity' | 'reshipQuantity'>,
): number => approvedQuantity + byThen.reshipQuantity - byThen.sentQuantity

/** A posted paper of a transfer, as far as it says what is still to be sent. */
export interface CountedPaper {
  documentId: string
  /** says that nothing more will come, and was not taken back */
  closes: boolean
  /** has goods sent again */
  reship: boolean
  isMirror: boolean
}

/**
 * The papers, in the order HQ heard of them, that say what had been sent when the last one closed the sending; none where
 * nobody did. A dispatch heard of later was on its way already, unless goods were to be sent again by then; one that is
 * taken back later may be written again.
 */
export const papersByClosing = (papers: readonly CountedPaper[]): string[] | undefined => {
  const closing = papers.map(({ closes }) => closes).lastIndexOf(true)
  if (closing < 0) return undefined
  const again = papers.findIndex(({ reship }, index) => reship && index > closing)
  return papers
    .slice(0, again < 0 ? papers.length : again)
    .filter(({ isMirror }, index) => index <= closing || !isMirror)
    .map(({ documentId }) => documentId)
}

export interface TransferProgress {
  cancelled: boolean
  /** the receiver finished counting a delivery */
  receiptsPosted: number
  dispatchesPosted: number
}

/**
 * The one state that follows from what happened. Received before the dispatch is known here: it waits as a difference of
 * the other sign until the sender's paper arrives, and then settles by itself.
 */
export const transferStateOf = (lines: readonly TransferLine[], progress: TransferProgress): TransferState => {
  const open = lines.some((line) => inTransitOf(line) !== 0)
  // only too many arrived: there is nothing to wait for, whatever papers are still to come
  const coming = lines.some((line) => inTransitOf(line) > 0)
  const unsent = lines.some((line) => toSend(line) > 0)
  if (progress.dispatchesPosted + progress.receiptsPosted === 0 && !open)
    return progress.cancelled ? 'cancelled' : 'awaitingDispatch'
  if (open) return !coming || progress.receiptsPosted >= progress.dispatchesPosted ? 'difference' : 'inTransit'
  return unsent && !progress.cancelled ? 'awaitingDispatch' : 'completed'
}
