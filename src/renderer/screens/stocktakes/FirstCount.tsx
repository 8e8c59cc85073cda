/** R on lines of the review nobody counted: their first count, in the zones where they should lie. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StocktakeLineView, StocktakeView } from '../../../contract/schemas/stocktake'
import { OperationButton } from '../../../ui/OperationButton'
import { useQuietLetters } from '../../scanning/useQuietLetters'
import { firstCountZones } from './firstCountZones'
import { RecountDialog } from './RecountDialog'
import { ReopenDialog } from './ReopenDialog'

interface FirstCountProps {
  stocktake: StocktakeView
  lines: readonly StocktakeLineView[]
  /** these lines in words */
  about: string
  onDone(): void
}

export const FirstCount = (props: FirstCountProps) => {
  const { t } = useTranslation()
  const [isAsking, setIsAsking] = useState(false)
  const ask = (): void => setIsAsking(true)
  useQuietLetters({ r: ask })
  return (
    <>
      <OperationButton
        operation="stocktake.reopen"
        label={t('stocktakes.firstCount')}
        keyName="R"
        onClick={ask}
        testId="review-first"
      />
      {isAsking ? <FirstCountDialog {...props} onClose={() => setIsAsking(false)} /> : null}
    </>
  )
}

/** A recount goes on counting, too: with it the zones nobody went to are open again. */
const FirstCountDialog = ({ stocktake, lines, about, onDone, onClose }: FirstCountProps & { onClose(): void }) => {
  const { t } = useTranslation()
  const { again, first } = firstCountZones(lines, stocktake.zones)
  const title = [about, ...first].join(' ')
  if (again.length === 0) return <ReopenDialog stocktake={stocktake} about={title} onClose={onClose} />
  return (
    <RecountDialog
      stocktakeId={stocktake.stocktakeId}
      zones={again}
      {...(first.length > 0 ? { also: t('stocktakes.firstCountAlso', { zones: first.join(' ') }) } : {})}
      title={`${t('stocktakes.firstCount')} ${about}`}
      onDone={onDone}
      onClose={onClose}
    />
  )
}
