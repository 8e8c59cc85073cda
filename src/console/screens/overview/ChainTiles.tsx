/** The few figures of the whole chain, each with what it rests on. */
import type { TFunction } from 'i18next'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { quantityText } from '../../../core/quantity/quantity'
import { valueText } from '../../../ui/format'
import { useHolds } from '../../../ui/session'
import { ageNow, ageState } from '../../ages/age'
import { useNow } from '../../ages/useNow'
import type { StoreOverview } from '../../data/chain'
import { sumOfDays } from '../../data/documents'

interface ChainTilesProps {
  stores: readonly StoreOverview[]
  fetchedAtMs: number
  withReceipts: boolean
  cut: boolean
}

export const ChainTiles = ({ stores, fetchedAtMs, withReceipts, cut }: ChainTilesProps) => {
  const { t } = useTranslation()
  const nowMs = useNow()
  // nothing received yet adds up to nought for everybody
  const withValue = useHolds('cost.view')
  const online = stores.filter(({ ageSeconds }) => ageState(ageNow(ageSeconds, fetchedAtMs, nowMs)) === 'fresh').length
  const away = stores.length - online
  const unsecured = stores.reduce((sum, { behind }) => sum + (behind ?? 0), 0)
  const devices = stores.flatMap((store) => store.devices)
  const active = devices.filter(({ state }) => state === 'active').length
  const day = sumOfDays(stores.map((store) => store.day))
  const atLeast = (text: string): string => (cut ? t('overview.atLeast', { text }) : text)
  return (
    <div className="tiles">
      <Tile
        testId="tile-online"
        label={t('overview.online')}
        value={<Share part={online} whole={stores.length} />}
        hint={away === 0 ? t('overview.allOnline') : t('overview.onlineHint', { n: away })}
        tone={away === 0 ? 'good' : 'bad'}
      />
      <Tile
        testId="tile-unsecured"
        label={t('overview.unsecured')}
        value={unsecured === 0 && away > 0 ? t('overview.unknown') : unsecured}
        hint={unsecuredHint(t, unsecured, away)}
        tone={unsecured === 0 && away === 0 ? 'plain' : 'look'}
      />
      {withReceipts ? (
        <Tile
          testId="tile-today"
          label={t('overview.today')}
          value={atLeast(t('overview.documents', { n: day.documents }))}
          hint={t('overview.todayHint', { quantity: quantityText(day.received) })}
        />
      ) : null}
      {withReceipts && withValue && day.value !== null ? (
        <Tile
          testId="tile-value"
          label={t('overview.todayValue')}
          value={atLeast(valueText(day.value))}
          hint={t('overview.todayValueHint')}
        />
      ) : null}
      <Tile
        testId="tile-devices"
        label={t('overview.devices')}
        value={<Share part={active} whole={devices.length} />}
        hint={devicesHint(t, devices.length - active, away)}
        tone={active === devices.length && away === 0 ? 'plain' : 'look'}
      />
    </div>
  )
}

/** All is well only where every store was heard: what one of them holds back is not known here. */
const unsecuredHint = (t: TFunction, unsecured: number, away: number): string => {
  if (away > 0) return t('overview.notHeard', { n: away })
  return unsecured === 0 ? t('overview.unsecuredNone') : t('overview.unsecuredHint')
}

const devicesHint = (t: TFunction, bad: number, away: number): string => {
  if (bad > 0) return t('overview.devicesHint', { n: bad })
  return away > 0 ? t('overview.devicesNotHeard', { n: away }) : t('overview.devicesGood')
}

interface TileProps {
  label: string
  value: ReactNode
  hint: string
  testId: string
  tone?: 'plain' | 'good' | 'look' | 'bad'
}

const Tile = ({ label, value, hint, testId, tone = 'plain' }: TileProps) => (
  <div className={`tile tile-${tone}`} data-testid={testId}>
    <span className="tile-label">{label}</span>
    <b className="tile-value">{value}</b>
    <span className="tile-hint">{hint}</span>
  </div>
)

const Share = ({ part, whole }: { part: number; whole: number }) => (
  <>
    {part}
    <small> / {whole}</small>
  </>
)
