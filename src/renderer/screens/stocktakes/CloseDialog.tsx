/** F12 while counting: what it would be closed without, before it is closed: zones, recounts, goods and codes. */
import type { TFunction } from 'i18next'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '../../../contract/operations'
import type { StocktakeView } from '../../../contract/schemas/stocktake'
import { countReference } from '../../../core/stocktake/plan'
import { useOperation } from '../../../ui/client'
import { nameIn } from '../../../ui/format'
import { FailedState, LoadingState, Sign } from '../../../ui/states'
import { DeedDialog } from './DeedDialog'
import { StillElsewhere, zoneStateNow } from './Pcs'
import { ZoneSign } from './signs'
import { useStocktakeCommand } from './useStocktakeCommand'

interface CloseDialogProps {
  stocktake: StocktakeView
  onClose(): void
}

type Missing = OutputOf<'stocktake.missing'>

export const CloseDialog = ({ stocktake, onClose }: CloseDialogProps) => {
  const { t } = useTranslation()
  const { stocktakeId, zones } = stocktake
  const command = useStocktakeCommand('stocktake.closeCounting', onClose)
  const missing = useOperation('stocktake.missing', { stocktakeId })
  const unfinished = zones.filter(({ state }) => state !== 'done')
  const whole = unfinished.length === 0 && missing.data !== undefined && isNothing(missing.data)
  return (
    <DeedDialog
      name="stocktake-close"
      title={`${t('stocktakes.close')} ${stocktake.number}`}
      intro={t(whole ? 'stocktakes.closeAllDone' : 'stocktakes.closeHint')}
      confirmLabel={t('stocktakes.close')}
      ready={!missing.isPending}
      busy={command.isPending}
      error={command.error}
      width={680}
      onConfirm={() => command.mutate({ stocktakeId })}
      onClose={onClose}
    >
      <StillElsewhere stocktake={stocktake} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls is reached by the keyboard */}
      <div className="missing" tabIndex={0} data-testid="missing">
        <Part title={t('stocktakes.zonesLeft', { count: unfinished.length })} testId="unfinished-zones">
          {unfinished.map((zone) => (
            <li key={zone.code}>
              <b className="code">{zone.code}</b> {zone.name} <ZoneSign state={zoneStateNow(stocktake, zone)} t={t} />
            </li>
          ))}
        </Part>
        {missing.isPending ? <LoadingState /> : null}
        {missing.isError ? <FailedState error={missing.error} onRetry={() => void missing.refetch()} /> : null}
        {missing.data ? <Parts missing={missing.data} ownPc={stocktake.pc} /> : null}
      </div>
    </DeedDialog>
  )
}

const isNothing = ({ uncounted, codes, recounts }: Missing): boolean =>
  uncounted.total + codes.total + recounts.length === 0

/** `ownPc`: counting is closed where the stocktake is held, which need not be said of each code. */
const Parts = ({ missing: { uncounted, codes, recounts }, ownPc }: { missing: Missing; ownPc: string }) => {
  const { t, i18n } = useTranslation()
  return (
    <>
      <Part title={t('stocktakes.recountsLeft', { count: recounts.length })} testId="missing-recounts">
        {recounts.map((recount) => (
          <li key={countReference(recount.zoneCode, recount.round)}>{recountWords(t, recount)}</li>
        ))}
      </Part>
      <Part
        title={t('stocktakes.codesLeft', { count: codes.total })}
        more={codes.total - codes.entries.length}
        testId="missing-codes"
      >
        {codes.entries.map(({ documentId, text, reason, scans, state, zoneCode, counterName, pc }) => (
          <li key={`${documentId} ${text} ${reason} ${state}`}>
            <b className="code">{text}</b> <span className="muted">{t(`trayReasons.${reason}`)}</span>{' '}
            {t('tray.scans', { count: scans })} <span className="code">{zoneCode}</span> {counterName}{' '}
            {pc === ownPc ? '' : t('stocktakes.pc', { pc })}{' '}
            <Sign tone={state === 'open' ? 'look' : 'plain'}>{t(`tray.${state}`)}</Sign>
          </li>
        ))}
      </Part>
      <Part
        title={t('stocktakes.uncountedTitle', { count: uncounted.total })}
        more={uncounted.total - uncounted.products.length}
        testId="missing-products"
      >
        {uncounted.products.map((product) => (
          <li key={product.sku}>
            <span className="code">{product.sku}</span> {nameIn(i18n.language, product)}{' '}
            <span className="muted">
              {product.spec} {product.shelf}
            </span>
          </li>
        ))}
      </Part>
    </>
  )
}

interface PartProps {
  title: string
  /** how many there are beside those that are shown */
  more?: number
  testId: string
  children: readonly ReactNode[]
}

/** Nothing of a kind, no heading. */
const Part = ({ title, more = 0, testId, children }: PartProps) => {
  const { t } = useTranslation()
  if (children.length === 0) return null
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <ul data-testid={testId}>{children}</ul>
      {more > 0 ? <p className="muted">{t('stocktakes.andMore', { count: more })}</p> : null}
    </section>
  )
}

/** Of which zone, for how much of it, and why. */
export const recountWords = (t: TFunction, { zoneCode, round, products, note }: Missing['recounts'][number]): string =>
  [
    countReference(zoneCode, round),
    products === 0 ? t('stocktakes.wholeZone') : t('stocktakes.someProducts', { count: products }),
    note,
  ]
    .filter((text) => text !== '')
    .join(' · ')
