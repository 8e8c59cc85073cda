/** Under the head of a document that is no draft: what it waits for, or what it is tied to, in one line with its way on. */
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { DocumentView } from '../../../contract/schemas/document'
import { isCount, isRequest } from '../../../ui/documents'
import { timeText } from '../../../ui/format'
import { Band } from './Bands'
import { forwardOf } from './readActions'

interface ReadBandProps {
  document: DocumentView
  /** this user decides at the level that is asked */
  may: boolean
  /** they would, had they not written it themselves */
  own: boolean
}

export const ReadBand = ({ document, may, own }: ReadBandProps) => {
  const { t } = useTranslation()
  const { header, steps } = document
  if (header.state === 'held')
    return (
      <Band tone="look" testId="state-band">
        {t('bands.held')}
      </Band>
    )
  if (header.state === 'submitted')
    return (
      <Band tone={may && !own ? 'look' : 'busy'} testId="state-band">
        {header.pendingLevel
          ? t(waitsWords(header.pendingLevel, may, own), {
              level: t(`level.${header.pendingLevel}`),
              time: timeText(header.submittedAt),
            })
          : t('bands.agreed')}
      </Band>
    )
  if (header.state === 'approved')
    return (
      <Band tone="good" testId="state-band">
        {t(approvedWords(document), { number: header.reference || t('bands.noNumber') })}
      </Band>
    )
  if (header.reversalOf !== '' && header.state === 'posted')
    return <Linked words={t('bands.reversalOf')} number={header.reversalOfNumber} documentId={header.reversalOf} />
  if (header.reversedBy !== '')
    return <Linked words={t('bands.reversedBy')} number={header.reversedByNumber} documentId={header.reversedBy} />
  if (header.state === 'cancelled')
    return (
      <Band tone="plain" testId="state-band">
        {t('bands.cancelled')} {header.cancelReason}
      </Band>
    )
  if (forwardOf(document) === 'confirm')
    return (
      <Band tone="busy" testId="state-band">
        {t('bands.confirmWanted')}
      </Band>
    )
  if (header.confirmed)
    return (
      <Band tone="good" testId="state-band">
        {t('bands.confirmed')} <b className="code">{steps.find(({ step }) => step === 'confirmed')?.reason ?? ''}</b>
      </Band>
    )
  return null
}

const waitsWords = (level: string, may: boolean, own: boolean): string => {
  if (own) return 'bands.waitsOwn'
  if (may) return 'bands.waitsForYou'
  return level === 'storeManager' ? 'bands.waitsHere' : 'bands.waits'
}

const approvedWords = ({ header }: DocumentView): string => {
  if (header.reversalOf !== '') return 'bands.approvedMirror'
  if (isRequest(header.type)) return 'bands.approvedRequest'
  if (isCount(header.type)) return 'bands.counted'
  return header.type === 'supplierReturn' ? 'bands.approvedReturn' : 'bands.approved'
}

const Linked = ({ words, number, documentId }: { words: string; number: string; documentId: string }) => {
  const { t } = useTranslation()
  const navigate = useNavigate()
  return (
    <Band
      tone="plain"
      testId="linked-band"
      action={
        <Button size="small" onClick={() => void navigate(`/documents/${documentId}`)} data-testid="linked-open">
          {t('bands.open')}
        </Button>
      }
    >
      {words} <b className="code">{number}</b>
    </Band>
  )
}
