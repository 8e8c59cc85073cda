/** Lines of words above the grid that stay until they no longer hold: refused back, held by another, waiting, linked. */
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { DocumentHeader } from '../../../contract/schemas/document'
import { useOperation } from '../../../ui/client'
import { KeyCap } from '../../../ui/KeyCap'
import type { Tone } from '../../../ui/states'

interface BandProps {
  tone: Extract<Tone, 'look' | 'bad' | 'busy' | 'plain' | 'good'>
  testId: string
  children: ReactNode
  action?: ReactNode
  /** words that must be read whole take the lines they need */
  wraps?: boolean
}

export const Band = ({ tone, testId, children, action, wraps = false }: BandProps) => (
  <div className={`band band-${tone}`} role="status" data-testid={testId}>
    <span className={wraps ? 'band-words' : 'ellipsis'}>{children}</span>
    {action}
  </div>
)

/** Came back from whoever had to agree: why, until it is handed in again. */
export const RefusalBand = ({ refusal }: { refusal: string }) => {
  const { t } = useTranslation()
  return (
    <Band tone="bad" testId="refusal-band">
      <b>{t('bands.refused')}</b> {refusal}
    </Band>
  )
}

export const HolderBand = ({ name, onTakeOver }: { name: string; onTakeOver(): void }) => {
  const { t } = useTranslation()
  return (
    <Band
      tone="look"
      testId="holder-band"
      action={
        <Button size="small" type="primary" onClick={onTakeOver} data-testid="take-over">
          {t('bands.takeOver')}
          <KeyCap name="Alt+T" />
        </Button>
      }
    >
      {t('bands.heldBy', { name })}
    </Band>
  )
}

/** Somebody else's count: whoever counts after them would copy it. */
export const HiddenBand = () => {
  const { t } = useTranslation()
  return (
    <Band tone="look" testId="hidden-band">
      {t('bands.countHidden')}
    </Band>
  )
}

/** Before anything is counted: whether the books stand beside it, and what their figure is about. */
export const CountBand = ({ blind, sourceId }: Pick<DocumentHeader, 'blind' | 'sourceId'>) => {
  const { t } = useTranslation()
  const heldHere = useOperation('stocktake.get', { stocktakeId: sourceId }, { enabled: !blind }).data?.heldHere
  if (!blind && heldHere === undefined) return null
  const words = blind ? 'bands.countedBlind' : heldHere ? 'bands.countedOpen' : 'bands.countedElsewhere'
  return (
    <Band tone={blind ? 'busy' : 'plain'} testId="count-band">
      {t(words)}
    </Band>
  )
}

export const BlindBand = () => {
  const { t } = useTranslation()
  return (
    <Band tone="busy" testId="blind-band">
      {t('bands.blind')}
    </Band>
  )
}
