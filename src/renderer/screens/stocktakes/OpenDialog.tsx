/** Ctrl+N: what the stocktake is about, in which zones it is counted, and whether those who count see what should be there. */
import { Input, InputNumber, Radio, Select, Switch } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { type StocktakeKind, stocktakeKinds } from '../../../core/stocktake/plan'
import { askedOf, asksCodes, scopeOf } from '../../../ui/stocktakePlan'
import { useChoices } from '../document/useChoices'
import { DeedDialog } from './DeedDialog'
import { zonesIn } from './plan'
import { ScopePicker } from './ScopePicker'
import { useStocktakeCommand } from './useStocktakeCommand'

const sampleMax = 5000

export const OpenDialog = ({ onClose }: { onClose(): void }) => {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [kind, setKind] = useState<StocktakeKind>('full')
  const [codes, setCodes] = useState<readonly string[]>([])
  const [size, setSize] = useState<number | null>(50)
  const [zoneText, setZoneText] = useState('')
  const [blind, setBlind] = useState(true)
  const [percent, setPercent] = useState(0)
  const [yuan, setYuan] = useState(0)
  const [note, setNote] = useState('')
  const [warehouseCode, setWarehouse] = useState<string | undefined>()
  const open = useStocktakeCommand('stocktake.open', ({ stocktakeId }) => void navigate(`/stocktakes/${stocktakeId}`))
  const scope = scopeOf(kind, codes, size)
  const { zones, wrong } = zonesIn(zoneText)
  const confirm = (): void => {
    if (scope)
      open.mutate({
        ...{ scope, zones, blind, note: note.trim(), tolerancePermille: percent * 10, toleranceFen: yuan * 100 },
        ...(warehouseCode === undefined ? {} : { warehouseCode }),
      })
  }
  const asked = askedOf(kind)
  return (
    <DeedDialog
      name="stocktake-open"
      title={t('stocktakes.create')}
      intro={t('stocktakes.createHint')}
      confirmLabel={t('documents.begin')}
      ready={scope !== null && wrong.length === 0}
      busy={open.isPending}
      error={open.error}
      width={640}
      onConfirm={confirm}
      onClose={onClose}
    >
      <div className="header-fields">
        <Field label={t('stocktakes.kind')}>
          <Radio.Group
            value={kind}
            data-autofocus
            aria-label={t('stocktakes.kind')}
            onChange={(event) => {
              setKind(event.target.value as StocktakeKind)
              setCodes([])
            }}
            options={stocktakeKinds.map((value) => ({ value, label: t(`stocktakeKind.${value}`) }))}
            data-testid="input-kind"
          />
        </Field>
        {asksCodes(kind) ? (
          <Field label={t(`stocktakes.codesOf.${kind}`)}>
            <ScopePicker key={kind} kind={kind} value={codes} onChange={setCodes} />
          </Field>
        ) : null}
        {asked === 'size' ? (
          <Field label={t('stocktakes.size')}>
            <InputNumber
              value={size}
              min={1}
              max={sampleMax}
              precision={0}
              aria-label={t('stocktakes.size')}
              onChange={setSize}
              data-testid="input-size"
            />
          </Field>
        ) : null}
        <OtherWarehouse value={warehouseCode} onChange={setWarehouse} />
        <Field label={t('stocktakes.zones')}>
          <Input.TextArea
            value={zoneText}
            rows={3}
            placeholder={t('stocktakes.zonesHint')}
            aria-label={t('stocktakes.zones')}
            onChange={(event) => setZoneText(event.target.value)}
            data-testid="input-zones"
          />
          {wrong.length > 0 ? (
            <span className="over" role="alert">
              {t('stocktakes.zonesWrong', { text: wrong.join('、') })}
            </span>
          ) : null}
        </Field>
        <Field label={t('stocktakes.blind')}>
          <Switch checked={blind} onChange={setBlind} aria-label={t('stocktakes.blind')} data-testid="input-blind" />{' '}
          <span className="muted">{t(blind ? 'stocktakes.blindOn' : 'stocktakes.blindOff')}</span>
        </Field>
        <Field label={t('stocktakes.tolerance')}>
          <InputNumber
            value={percent}
            min={0}
            max={100}
            precision={0}
            suffix="%"
            aria-label={t('stocktakes.tolerancePercent')}
            onChange={(value) => setPercent(value ?? 0)}
            data-testid="input-percent"
          />{' '}
          <InputNumber
            value={yuan}
            min={0}
            max={1_000_000}
            precision={0}
            prefix="¥"
            aria-label={t('stocktakes.toleranceYuan')}
            onChange={(value) => setYuan(value ?? 0)}
            data-testid="input-yuan"
          />
        </Field>
        <Field label={t('field.note')}>
          <Input
            value={note}
            maxLength={200}
            aria-label={t('field.note')}
            onChange={(event) => setNote(event.target.value)}
            data-testid="input-note"
          />
        </Field>
      </div>
    </DeedDialog>
  )
}

export const Field = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className="header-field">
    <span>{label}</span>
    <div>{children}</div>
  </div>
)

/** Most shops have one warehouse; where there are more, one of them is counted. */
export const OtherWarehouse = (props: { value: string | undefined; onChange(code: string): void }) => {
  const { t } = useTranslation()
  const warehouses = useChoices()?.warehouses.filter(({ own }) => own) ?? []
  if (warehouses.length < 2) return null
  return (
    <Field label={t('work.warehouse')}>
      <Select
        value={props.value ?? warehouses[0]?.code ?? null}
        aria-label={t('work.warehouse')}
        onChange={props.onChange}
        options={warehouses.map(({ code, name }) => ({ value: code, label: `${name} ${code}` }))}
        data-testid="input-warehouse"
      />
    </Field>
  )
}
