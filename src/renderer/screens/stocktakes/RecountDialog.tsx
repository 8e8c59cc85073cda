/** Counted again, by somebody who has not counted it: a whole zone, or some products in the zones they were counted in. */
import { Checkbox, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DeedDialog } from './DeedDialog'
import type { RecountZone } from './recountZones'
import { useStocktakeCommand } from './useStocktakeCommand'

interface RecountDialogProps {
  stocktakeId: string
  /** with more than one, a person may leave some out */
  zones: readonly RecountZone[]
  /** lines that are marked and were counted nowhere */
  uncounted?: number
  /** lines the stocktake is not about */
  unplanned?: number
  /** what else may be counted meanwhile */
  also?: string
  title: string
  onDone?(): void
  onClose(): void
}

export const RecountDialog = ({
  stocktakeId,
  zones,
  uncounted = 0,
  unplanned = 0,
  also,
  title,
  onDone,
  onClose,
}: RecountDialogProps) => {
  const { t } = useTranslation()
  const [left, setLeft] = useState<readonly string[]>([])
  const [note, setNote] = useState('')
  const asked = zones.filter(({ zoneCode }) => !left.includes(zoneCode))
  const command = useStocktakeCommand('stocktake.recount', () => {
    onDone?.()
    onClose()
  })
  return (
    <DeedDialog
      name="recount"
      title={title}
      intro={t(zones.some(({ skus }) => skus.length > 0) ? 'stocktakes.recountSomeHint' : 'stocktakes.recountHint')}
      confirmLabel={t('stocktakes.recount')}
      ready={asked.length > 0}
      busy={command.isPending}
      error={command.error}
      onConfirm={() => command.mutate({ stocktakeId, zones: [...asked], note: note.trim() })}
      onClose={onClose}
    >
      <RecountZones zones={zones} asked={asked} onAsked={setLeft} />
      {uncounted > 0 ? <p className="look">{t('stocktakes.recountUncounted', { count: uncounted })}</p> : null}
      {unplanned > 0 ? <p className="look">{t('stocktakes.recountUnplanned', { count: unplanned })}</p> : null}
      {also ? <p className="muted">{also}</p> : null}
      {asked.length === 0 ? <p className="look">{t('stocktakes.recountNoZone')}</p> : null}
      <div className="header-fields">
        <div className="header-field">
          <span>{t('field.note')}</span>
          <Input
            data-autofocus
            maxLength={200}
            value={note}
            aria-label={t('field.note')}
            onChange={(event) => setNote(event.target.value)}
            data-testid="recount-note"
          />
        </div>
      </div>
    </DeedDialog>
  )
}

interface RecountZonesProps {
  zones: readonly RecountZone[]
  asked: readonly RecountZone[]
  /** the zones left out */
  onAsked(left: readonly string[]): void
}

const RecountZones = ({ zones, asked, onAsked }: RecountZonesProps) => {
  const { t } = useTranslation()
  const [first] = zones
  // the title says which zone it is
  if (zones.length === 1 && first?.skus.length === 0) return null
  const words = (skus: readonly string[]): string => t('stocktakes.someProducts', { count: skus.length })
  return (
    <section aria-label={t('stocktakes.recountIn')} data-testid="recount-zones">
      <p>
        <b>{t('stocktakes.recountIn')}</b>{' '}
        {t('stocktakes.recountSum', { zones: asked.length, products: new Set(asked.flatMap(({ skus }) => skus)).size })}
      </p>
      <Checkbox.Group
        className="recount-zones"
        value={asked.map(({ zoneCode }) => zoneCode)}
        onChange={(chosen) => onAsked(zones.map(({ zoneCode }) => zoneCode).filter((code) => !chosen.includes(code)))}
        options={zones.map(({ zoneCode, skus }) => ({
          value: zoneCode,
          label: `${zoneCode} · ${words(skus)}`,
          disabled: zones.length === 1,
        }))}
      />
    </section>
  )
}
