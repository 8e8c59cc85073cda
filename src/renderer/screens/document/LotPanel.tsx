/**
 * Where the result stands, while a product waits for its lot: expiry by six figures, or the lot as printed. Enter repeats
 * the last expiry, or on the way out takes the lot that expires first. A lot alone is asked about once more where its day
 * is needed and nobody knows it. A scan that names the lot answers as well.
 */
import { CalendarOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { quantityText } from '../../../core/quantity/quantity'
import { parseExpiry } from '../../../core/stock/lots'
import { useOperation } from '../../../ui/client'
import { KeyCap } from '../../../ui/KeyCap'
import { playSound } from '../../scanning/sounds'
import type { LotAsk, LotGiven } from './useDocumentWork'

interface LotPanelProps {
  ask: LotAsk
  /** the last expiry given on this document, YYYY-MM-DD */
  lastExpiry: string
  /** goods leave: the lots that are there are offered, first to expire first */
  outOf: string | null
  onGive(lot: LotGiven): void
  onDrop(): void
}

const lotsOffered = 3

export const LotPanel = ({ ask, lastExpiry, outOf, onGive, onDrop }: LotPanelProps) => {
  const { t } = useTranslation()
  const [expiry, setExpiry] = useState('')
  const [lot, setLot] = useState(ask.asked?.lot ?? '')
  const [bad, setBad] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const lots = useLots(ask.sku, outOf)
  const first = lots[0]
  const dayNeeded = ask.asked?.dayNeeded === true
  const left = ask.leftBehind === '' ? '' : t('lot.leftBehind', { name: ask.leftBehind })
  useEffect(() => field.current?.focus(), [])

  /** What was typed, else the first lot to expire, else the last expiry; words when there is nothing to take. */
  const given = (): LotGiven | string => {
    const typed = expiry.trim()
    const date = typed === '' ? null : parseExpiry(typed)
    if (typed !== '' && date === null) return t('lot.badExpiry', { text: expiry })
    const number = lot.trim()
    if (date === null && number !== '' && number === ask.asked?.lot && dayNeeded)
      return t('lot.dayNeeded', { lot: number })
    if (date !== null || number !== '')
      return { ...(number === '' ? {} : { lot: number }), ...(date === null ? {} : { expiryDate: date }) }
    if (first) return lotGiven(first)
    return lastExpiry === '' ? t('lot.nothingGiven') : { expiryDate: lastExpiry }
  }
  const give = (): void => {
    const what = given()
    if (typeof what === 'string') refuse(what)
    else onGive(what)
  }
  const refuse = (words: string): void => {
    playSound('error')
    setBad(words)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 'Enter') give()
    else onDrop()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Enter and Esc mean the same in both fields
    <div className="result tone-look lot-panel" data-testid="lot-panel" data-sku={ask.sku} onKeyDown={onKeyDown}>
      <span className="result-word" key={ask.id}>
        <CalendarOutlined />
        <b>{t('lot.word')}</b>
      </span>
      <div className="lot-what">
        <b className="ellipsis" title={ask.name}>
          {ask.name}
        </b>
        <span
          className={bad || left ? 'over ellipsis' : 'ellipsis'}
          role={bad ? 'alert' : undefined}
          data-testid="lot-hint"
        >
          {bad || left || hintOf(t, ask, lastExpiry, first)}
        </span>
      </div>
      <label className="lot-field">
        {t(dayNeeded ? 'lot.expiryNeeded' : 'lot.expiry')}
        <input
          ref={field}
          value={expiry}
          maxLength={10}
          inputMode="numeric"
          aria-required={dayNeeded}
          placeholder={first?.expiryDate || lastExpiry || '261130'}
          onChange={(event) => {
            setExpiry(event.target.value)
            setBad('')
          }}
          data-testid="lot-expiry"
        />
      </label>
      <label className="lot-field">
        {t('lot.number')}
        <input
          value={lot}
          maxLength={40}
          placeholder={t('lot.optional')}
          onChange={(event) => setLot(event.target.value)}
          data-testid="lot-number"
        />
      </label>
      <div className="lot-offers">
        {lots.map((one) => (
          <Button key={one.lot} size="small" onClick={() => onGive(lotGiven(one))} data-testid="lot-offer">
            {one.expiryDate || one.lot} <small className="muted">{quantityText(one.onHand)}</small>
          </Button>
        ))}
      </div>
      <Button type="primary" className="lot-give" onClick={give} data-testid="lot-give">
        {t('common.ok')}
        <KeyCap name="Enter" />
      </Button>
    </div>
  )
}

type Lot = { lot: string; expiryDate: string; onHand: number }

const lotGiven = ({ lot, expiryDate }: Lot): LotGiven => ({ lot, ...(expiryDate === '' ? {} : { expiryDate }) })

const hintOf = (
  t: (key: string, values?: Record<string, unknown>) => string,
  ask: LotAsk,
  lastExpiry: string,
  first: Lot | undefined,
): string => {
  const unknown = ask.asked?.lot ?? ''
  const count = ask.times > 1 ? `${t('work.timesChip', { count: ask.times })} · ` : ''
  if (unknown !== '' && ask.asked?.dayNeeded) return count + t('lot.dayNeeded', { lot: unknown })
  if (first) return count + t('lot.hintFirst', { date: first.expiryDate || first.lot })
  return count + (lastExpiry === '' ? t('lot.hint') : t('lot.hintLast', { date: lastExpiry }))
}

/** What lies there, first to expire first; nothing is offered for goods that come in. */
const useLots = (sku: string, warehouseCode: string | null): Lot[] => {
  const answer = useOperation(
    'document.lots',
    { warehouseCode: warehouseCode ?? '', sku },
    { enabled: warehouseCode !== null },
  )
  return (answer.data?.lots ?? []).filter(({ onHand }) => onHand > 0).slice(0, lotsOffered)
}
