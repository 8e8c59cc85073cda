/**
 * Enters one line by hand: find the product, give its quantity (or new cost), Enter; the cursor is back in the search.
 * A product kept by lot is asked for its lot when the hub says so, with the lots that lie there to choose from.
 */
import { Button, type InputRef, Radio } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { InputOf, OutputOf } from '../../../contract/operations'
import type { StockRow } from '../../../contract/operations/stock'
import type { DocumentHeader, ScanResult } from '../../../contract/schemas/document'
import { documentRules } from '../../../core/documents'
import { type Condition, conditions, type LineRole } from '../../../core/documents/rule'
import { quantityText } from '../../../core/quantity/quantity'
import { refusalOf, useCommand, useOperation } from '../../../ui/client'
import { setsUnitCost, usesCondition, usesRole } from '../../../ui/documents'
import { nameIn } from '../../../ui/format'
import { useHolds } from '../../../ui/session'
import { QuantityField, UnitCostField } from '../../parts/FigureField'
import { Field, TextField } from '../../parts/fields'
import { unitCostText } from '../../parts/figures'
import { ProductPicker } from '../../parts/ProductPicker'
import { Refusal } from '../../parts/Refusal'
import { meanCostOf } from './costNow'

const refusedOutcomes: readonly ScanResult['outcome'][] = [
  'unknown',
  'notOnOrder',
  'discontinued',
  'unreadable',
  'expired',
  'shortLife',
]

/** nothing was entered yet: the lot, or which of two days, is asked */
const questions: readonly ScanResult['outcome'][] = ['lotWanted', 'lotContradicted']

type Answered = Pick<InputOf<'document.setLine'>, 'dayConfirmed' | 'shortLifeAccepted'>

export const LineEntry = ({ header }: { header: DocumentHeader }) => {
  const { t, i18n } = useTranslation()
  const entry = useEntry(header)
  const { product } = entry
  return (
    <form
      className="line-entry"
      data-testid="line-entry"
      onSubmit={(event) => {
        event.preventDefault()
        entry.submit()
      }}
    >
      <Field label={t('entry.product')}>
        <ProductPicker warehouseCode={header.warehouseCode} focusRef={entry.picker} onPick={entry.pick} />
      </Field>
      {product ? (
        <>
          <div className="entry-product" data-testid="entry-product">
            <b>{nameIn(i18n.language, product)}</b> <small className="muted">{product.spec}</small>
            <small className="muted">
              {t('entry.onHand', { quantity: quantityText(product.onHand), unit: product.unit })}
              {setsUnitCost(header.type) ? ` · ${t('entry.costNow', { cost: costNow(product) })}` : ''}
            </small>
          </div>
          <Nature header={header} entry={entry} />
          <Figure header={header} entry={entry} />
          {entry.lotWanted ? <Lot header={header} entry={entry} /> : null}
          {entry.unplanned ? <Unplanned entry={entry} /> : null}
          <Button type="primary" htmlType="submit" data-testid="entry-add" disabled={!entry.ready} loading={entry.busy}>
            {t('entry.add')}
          </Button>
        </>
      ) : null}
      <div className="entry-told" role="status" data-testid="entry-told" data-outcome={entry.told?.outcome ?? ''}>
        {entry.told ? <Told result={entry.told} /> : null}
        {entry.told ? <Question result={entry.told} entry={entry} /> : null}
        <Refusal error={entry.error} testId="entry-refused" />
      </div>
    </form>
  )
}

const costNow = (product: StockRow): string => unitCostText(meanCostOf(product)) || '—'

type Entry = ReturnType<typeof useEntry>

const useEntry = (header: DocumentHeader) => {
  const { type, documentId } = header
  const [product, setProduct] = useState<StockRow | null>(null)
  const [figure, setFigure] = useState<number | null>(null)
  const [role, setRole] = useState<LineRole>(usesRole(type) ? 'consume' : '')
  const [condition, setCondition] = useState<Condition>('stock')
  const [lot, setLot] = useState('')
  const [expiryDate, setExpiry] = useState('')
  const [lotWanted, setLotWanted] = useState(false)
  const [told, setTold] = useState<ScanResult | null>(null)
  const [unplanned, setUnplanned] = useState(false)
  const [unplannedReason, setUnplannedReason] = useState('')
  const mayTakeUnplanned = useHolds('goodsReceipt.acceptUnplanned')
  const picker = useRef<{ focus(): void }>(null)
  const field = useRef<InputRef>(null)
  const done = (result: ScanResult): void => {
    setTold(result)
    if (questions.includes(result.outcome)) setLotWanted(true)
    if (questions.includes(result.outcome) || refusedOutcomes.includes(result.outcome)) return
    setProduct(null)
    setLotWanted(false)
    setUnplanned(false)
    setLot('')
    setExpiry('')
    picker.current?.focus()
  }
  const set = useCommand('document.setLine', { touches: ['document.get', 'document.list'], onDone: done })
  const failed = set.isError ? set.error : null
  const isOffPlan = failed !== null && refusalOf(failed).code === 'PRODUCT_NOT_PLANNED'
  useEffect(() => {
    if (isOffPlan && mayTakeUnplanned) setUnplanned(true)
  }, [isOffPlan, mayTakeUnplanned])
  const ready =
    product !== null &&
    figure !== null &&
    !set.isPending &&
    (!lotWanted || lot !== '' || expiryDate !== '') &&
    (!unplanned || unplannedReason.trim() !== '')
  const input = (sku: string, value: number): InputOf<'document.setLine'> => ({
    type,
    documentId,
    sku,
    ...(setsUnitCost(type) ? { quantity: 0, unitCost: value } : { quantity: value }),
    ...(usesRole(type) ? { role } : {}),
    ...(usesCondition(type) ? { condition } : {}),
    ...(lotWanted && lot !== '' ? { lot } : {}),
    ...(lotWanted && expiryDate !== '' ? { expiryDate } : {}),
    ...(unplanned ? { unplannedReason: unplannedReason.trim() } : {}),
  })
  const send = (answer: Answered = {}): void => {
    if (product && figure !== null && ready) set.mutate({ ...input(product.sku, figure), ...answer })
  }
  return {
    product,
    pick: (picked: StockRow): void => {
      setProduct(picked)
      setFigure(null)
      setLotWanted(false)
      setUnplanned(false)
      setUnplannedReason('')
      setTold(null)
      set.reset()
      setTimeout(() => field.current?.focus(), 0)
    },
    picker,
    field,
    figure,
    setFigure,
    role,
    setRole,
    condition,
    setCondition,
    lot,
    setLot,
    expiryDate,
    setExpiry,
    lotWanted,
    told,
    ready,
    busy: set.isPending,
    error: failed,
    unplanned,
    unplannedReason,
    setUnplannedReason,
    submit: (): void => send(),
    /** the same entry again, with what a question was answered by */
    answer: send,
  }
}

const Figure = ({ header, entry }: { header: DocumentHeader; entry: Entry }) => {
  const { t } = useTranslation()
  const shared = { value: entry.figure, inputRef: entry.field, onChange: entry.setFigure, width: 110 }
  return setsUnitCost(header.type) ? (
    <Field label={t('document.newUnitCost')}>
      <UnitCostField {...shared} label={t('document.newUnitCost')} testId="entry-cost" unit="¥" />
    </Field>
  ) : (
    <Field label={t('quantityField.quantity')}>
      <QuantityField
        {...shared}
        label={t('quantityField.quantity')}
        testId="entry-quantity"
        unit={entry.product?.unit}
      />
    </Field>
  )
}

/** Used or made; from the shelf or from those set apart. */
const Nature = ({ header, entry }: { header: DocumentHeader; entry: Entry }) => {
  const { t } = useTranslation()
  return (
    <>
      {usesRole(header.type) ? (
        <Field label={t('document.role')}>
          <Radio.Group
            optionType="button"
            value={entry.role}
            options={(['consume', 'produce'] as const).map((value) => ({ value, label: t(`lineRole.${value}`) }))}
            onChange={(event) => entry.setRole(event.target.value)}
          />
        </Field>
      ) : null}
      {usesCondition(header.type) ? (
        <Field label={t('document.condition')}>
          <Radio.Group
            optionType="button"
            value={entry.condition}
            options={conditions.map((value) => ({ value, label: t(`condition.${value}`) }))}
            onChange={(event) => entry.setCondition(event.target.value)}
          />
        </Field>
      ) : null}
    </>
  )
}

type LotRow = OutputOf<'document.lots'>['lots'][number]

const Lot = ({ header, entry }: { header: DocumentHeader; entry: Entry }) => {
  const { t } = useTranslation()
  const leaves = documentRules[header.type].direction !== 'in'
  const answer = useOperation(
    'document.lots',
    { warehouseCode: header.warehouseCode, sku: entry.product?.sku ?? '' },
    { enabled: leaves },
  )
  const choose = (one: LotRow): void => {
    entry.setLot(one.lot)
    entry.setExpiry(one.expiryDate)
  }
  return (
    <>
      <TextField
        label={t('field.lot')}
        testId="entry-lot"
        value={entry.lot}
        max={40}
        autoFocus
        onChange={entry.setLot}
      />
      <TextField
        label={t('field.expiryDate')}
        testId="entry-expiry"
        value={entry.expiryDate}
        max={10}
        placeholder="2027-03-31"
        onChange={entry.setExpiry}
      />
      {(answer.data?.lots ?? []).slice(0, 6).map((one) => (
        <Button key={`${one.lot} ${one.expiryDate}`} size="small" onClick={() => choose(one)}>
          {one.lot || one.expiryDate} · {quantityText(entry.condition === 'stock' ? one.onHand : one.quarantined)}
        </Button>
      ))}
    </>
  )
}

/** Goods nobody planned: why they are taken in is kept with the line. */
const Unplanned = ({ entry }: { entry: Entry }) => {
  const { t } = useTranslation()
  return (
    <TextField
      label={t('entry.unplannedReason')}
      testId="entry-unplanned"
      value={entry.unplannedReason}
      max={200}
      autoFocus
      onChange={entry.setUnplannedReason}
    />
  )
}

/** What is asked before it is entered: goods with little life left, or a lot of which another day is known. */
const Question = ({ result, entry }: { result: ScanResult; entry: Entry }) => {
  const { t } = useTranslation()
  const mayTakeShort = useHolds('goodsReceipt.acceptShortLife')
  const { outcome, life, lot } = result
  if (outcome === 'lotContradicted' && lot)
    return (
      <>
        <span data-testid="entry-days">
          {t('entry.dayKnown', { lot: lot.lot, known: lot.knownDate, said: lot.expiryDate })}
        </span>
        <Button
          data-testid="entry-confirm-day"
          loading={entry.busy}
          onClick={() => entry.answer({ dayConfirmed: true })}
        >
          {t('entry.confirmDay', { said: lot.expiryDate })}
        </Button>
      </>
    )
  if (outcome !== 'shortLife' || !life) return null
  return (
    <>
      <span data-testid="entry-life">
        {t('entry.lifeLeft', { day: life.expiryDate, left: life.remainingDays, needed: life.requiredDays ?? '—' })}
      </span>
      {mayTakeShort ? (
        <Button
          data-testid="entry-take-short"
          loading={entry.busy}
          onClick={() => entry.answer({ shortLifeAccepted: true })}
        >
          {t('entry.takeShort')}
        </Button>
      ) : null}
    </>
  )
}

const Told = ({ result }: { result: ScanResult }) => {
  const { t, i18n } = useTranslation()
  const bad = refusedOutcomes.includes(result.outcome)
  const words = result.line
    ? t('entry.entered', {
        name: nameIn(i18n.language, result.line),
        quantity: setsUnitCost(result.header.type)
          ? unitCostText(result.line.unitCost)
          : `${quantityText(result.line.quantity)} ${result.line.unit}`,
      })
    : ''
  if (questions.includes(result.outcome)) return <span className="look">{t(`entryOutcome.${result.outcome}`)}</span>
  if (bad) return <span className="bad">{t(`entryOutcome.${result.outcome}`)}</span>
  return <span className={result.outcome === 'nearExpiry' ? 'look' : 'good'}>{words}</span>
}
