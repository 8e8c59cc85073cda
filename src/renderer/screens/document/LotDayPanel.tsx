/**
 * Where the result stands, while two days are said of one lot: the one known of it, and the one just read off the goods.
 * Neither is taken in silence and Enter alone chooses nothing: a person looks at the goods and says which by key.
 */
import { CalendarOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { KeyCap } from '../../../ui/KeyCap'
import { keyOf } from '../../../ui/keyMap'
import { useKeys } from '../../../ui/keys'
import type { AskedLot, LotAsk, LotGiven } from './useDocumentWork'

interface LotDayPanelProps {
  ask: LotAsk
  asked: AskedLot
  onGive(lot: LotGiven): void
  onDrop(): void
}

export const LotDayPanel = ({ ask, asked, onGive, onDrop }: LotDayPanelProps) => {
  const { t } = useTranslation()
  const { lot, expiryDate, knownDate } = asked
  const panel = useRef<HTMLDivElement>(null)
  // the field that said it is gone: from here Tab goes to the two answers
  useEffect(() => panel.current?.focus(), [])
  const keep = (): void => onGive({ lot, expiryDate: knownDate })
  const renew = (): void => onGive({ lot, expiryDate, dayConfirmed: true })
  useKeys('lotDayPanel', { known: keep, printed: renew, close: onDrop }, { level: 'panel' })
  return (
    <div
      ref={panel}
      tabIndex={-1}
      className="result tone-look lot-panel"
      data-testid="lot-day-panel"
      data-sku={ask.sku}
      data-lot={lot}
    >
      <span className="result-word" key={ask.id}>
        <CalendarOutlined />
        <b>{t('lot.twoDays')}</b>
      </span>
      <div className="lot-what">
        <b className="ellipsis" title={ask.name}>
          {ask.name}
        </b>
        <span className={ask.leftBehind ? 'over ellipsis' : 'ellipsis'} data-testid="lot-day-hint">
          {ask.leftBehind ? t('lot.leftBehind', { name: ask.leftBehind }) : t('lot.twoDaysHint', { lot })}
        </span>
      </div>
      <div className="lot-offers">
        <Button onClick={keep} data-testid="lot-day-known">
          {t('lot.keepKnown', { date: knownDate })}
          <KeyCap name={keyOf('lotDayPanel', 'known')} />
        </Button>
        <Button className="lot-give" onClick={renew} data-testid="lot-day-printed">
          {t('lot.takePrinted', { date: expiryDate })}
          <KeyCap name={keyOf('lotDayPanel', 'printed')} />
        </Button>
      </div>
    </div>
  )
}
