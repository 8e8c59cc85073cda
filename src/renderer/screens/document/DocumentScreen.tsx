/** One document of any type: a draft is scanned, corrected, sent off; anything else is read and decided. */
import { useState } from 'react'
import { useLocation, useNavigate, useParams } from 'react-router'
import type { DocumentHeader } from '../../../contract/schemas/document'
import { usesField } from '../../../ui/documents'
import { FailedState, LoadingState } from '../../../ui/states'
import { DraftScreen } from './DraftScreen'
import { OverrideDialog } from './OverrideDialog'
import { PostedDialog } from './PostedDialog'
import { ReadScreen } from './ReadScreen'
import { useDocument } from './useDocument'
import type { Posted } from './useSendOff'

export const DocumentScreen = () => {
  const { documentId = '' } = useParams()
  return <OneDocument key={documentId} documentId={documentId} />
}

/** The result of posting is kept here, because the draft's screen goes away as soon as the document is posted. */
const OneDocument = ({ documentId }: { documentId: string }) => {
  const held = useDocument(documentId)
  const { query } = held
  const back = useBack(query.data?.header)
  const [posted, setPosted] = useState<Posted | null>(null)
  if (query.isError && !query.data) return <FailedState error={query.error} onRetry={() => void query.refetch()} />
  if (!query.data) return <LoadingState />
  const draft = query.data.header.state === 'draft'
  return (
    <>
      {draft ? (
        <DraftScreen document={query.data} {...held} onPosted={setPosted} onBack={back} />
      ) : (
        <ReadScreen document={query.data} {...held} onPosted={setPosted} onBack={back} />
      )}
      <PostedDialog posted={posted} header={query.data.header} onClose={() => setPosted(null)} onList={back} />
      <OverrideDialog />
    </>
  )
}

/** Where somebody came here from, when it is not the list this document stands in. */
export interface CameFrom {
  from?: string
  fromState?: object
}

/**
 * Back to where one came from; else to the list one would look for it in: receipts among the receipts, papers of transfers
 * and stocktakes where they belong.
 */
const useBack = (header: DocumentHeader | undefined): (() => void) => {
  const navigate = useNavigate()
  const { from, fromState } = (useLocation().state ?? {}) as CameFrom
  return () => {
    if (from) return void navigate(from, { state: fromState })
    if (!header) return void navigate('/documents')
    const { type, state, sourceId } = header
    const open = state === 'draft' || state === 'held'
    if (type === 'goodsReceipt') return void navigate('/receiving', { state: { tab: open ? 'drafts' : 'done' } })
    if ((type === 'transferDispatch' || type === 'transferReceipt') && sourceId !== '')
      return void navigate(`/transfers/${sourceId}`)
    if (usesField(type, 'stocktake') && sourceId !== '') return void navigate(`/stocktakes/${sourceId}`)
    void navigate('/documents')
  }
}
