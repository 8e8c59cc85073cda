/** F12 of a review: what it comes to, what becomes of goods nobody counted, and the hand-in. */
import { Input, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StocktakeView } from '../../../contract/schemas/stocktake'
import { type UncountedRule, uncountedRules } from '../../../core/stocktake/plan'
import { useOperation } from '../../../ui/client'
import { useHolds } from '../../../ui/session'
import { FailedState, LoadingState } from '../../../ui/states'
import { recountWords } from './CloseDialog'
import { DeedDialog } from './DeedDialog'
import { Totals } from './Totals'
import { useStocktakeCommand } from './useStocktakeCommand'

const listedMax = 200

export const SubmitDialog = ({ stocktake, onClose }: { stocktake: StocktakeView; onClose(): void }) => {
  const { t } = useTranslation()
  const { stocktakeId, version } = stocktake
  const [rule, setRule] = useState<UncountedRule>('leave')
  const [reason, setReason] = useState('')
  const command = useStocktakeCommand('stocktake.submit', onClose)
  const review = useOperation('stocktake.review', { stocktakeId, show: 'uncounted', limit: listedMax })
  const [recountsReason, setRecountsReason] = useState('')
  const left = recountsLeft(stocktake)
  const silent = (rule === 'zero' && reason.trim() === '') || (left.length > 0 && recountsReason.trim() === '')
  return (
    <DeedDialog
      name="stocktake-submit"
      title={`${t('stocktakes.submit')} ${stocktake.number}`}
      intro={t('stocktakes.submitHint')}
      confirmLabel={t('stocktakes.submit')}
      ready={review.data !== undefined && !silent}
      busy={command.isPending}
      error={command.error}
      width={680}
      onConfirm={() =>
        command.mutate({
          ...{ stocktakeId, version, uncounted: rule, uncountedReason: rule === 'zero' ? reason.trim() : '' },
          ...(left.length > 0 ? { recountsReason: recountsReason.trim() } : {}),
        })
      }
      onClose={onClose}
    >
      {review.isPending ? <LoadingState /> : null}
      {review.isError ? <FailedState error={review.error} onRetry={() => void review.refetch()} /> : null}
      {review.data ? <Totals totals={review.data.totals} /> : null}
      {left.length > 0 ? (
        <section className="look" aria-label={t('stocktakes.recountsLeft', { count: left.length })}>
          <h3>{t('stocktakes.recountsLeft', { count: left.length })}</h3>
          <ul className="zone-list" data-testid="recounts-left">
            {left.map(({ zoneCode, round, skus, note }) => (
              <li key={zoneCode}>{recountWords(t, { zoneCode, round, products: skus.length, note })}</li>
            ))}
          </ul>
          <Input
            maxLength={200}
            value={recountsReason}
            placeholder={t('stocktakes.recountsReason')}
            aria-label={t('stocktakes.recountsReason')}
            onChange={(event) => setRecountsReason(event.target.value)}
            data-testid="recounts-reason"
          />
        </section>
      ) : null}
      {review.data && review.data.totals.uncounted > 0 ? (
        <Uncounted
          total={review.data.totals.uncounted}
          names={review.data.lines.map(({ sku, name }) => `${sku} ${name}`)}
          rule={rule}
          onRule={setRule}
          reason={reason}
          onReason={setReason}
        />
      ) : null}
    </DeedDialog>
  )
}

/** Asked for and not made, and nobody said why yet: the zone still waits for its round. */
const recountsLeft = ({ zones, recounts }: StocktakeView): StocktakeView['recounts'] => {
  const waiting = zones.filter(({ state }) => state === 'recount')
  return recounts.filter(
    ({ zoneCode, round, waived }) =>
      waived === '' && waiting.some((zone) => zone.code === zoneCode && zone.round === round),
  )
}

interface UncountedProps {
  total: number
  names: readonly string[]
  rule: UncountedRule
  onRule(rule: UncountedRule): void
  reason: string
  onReason(reason: string): void
}

/** Not counted is not nought: taking goods as gone wants a right and a reason. */
const Uncounted = ({ total, names, rule, onRule, reason, onReason }: UncountedProps) => {
  const { t } = useTranslation()
  const mayZero = useHolds('stocktake.zeroUncounted')
  return (
    <section aria-label={t('stocktakes.uncountedTitle', { count: total })}>
      <h3>{t('stocktakes.uncountedTitle', { count: total })}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls is reached by the keyboard */}
      <ul className="zone-list" data-testid="uncounted-list" tabIndex={0}>
        {names.map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
      <Radio.Group
        value={rule}
        aria-label={t('stocktakes.uncountedRule')}
        onChange={(event) => onRule(event.target.value as UncountedRule)}
        options={uncountedRules.map((value) => ({
          value,
          label: t(`uncountedRule.${value}`),
          disabled: value === 'zero' && !mayZero,
        }))}
        data-testid="uncounted-rule"
      />
      {rule === 'zero' ? (
        <Input
          maxLength={200}
          value={reason}
          placeholder={t('stocktakes.zeroReason')}
          aria-label={t('stocktakes.zeroReason')}
          onChange={(event) => onReason(event.target.value)}
          data-testid="uncounted-reason"
        />
      ) : null}
    </section>
  )
}
