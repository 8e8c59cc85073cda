/** Receiving, near expiry, stock below zero, transfers that settle by themselves, sign-in in the shops, and numbers that are no type's own. */
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Checkbox, Radio, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { numberKinds } from '../../../contract/policyNumbers'
import { wrongTriesMax } from '../../../contract/signInTries'
import { type PolicyDraft, withNumber } from '../../data/policy'
import { useChoices } from '../../data/writing'
import { QuantityField, WholeField, YuanField } from '../../parts/FigureField'
import { Field } from '../../parts/fields'
import type { FormProps } from './PolicyScreen'
import { PrefixField } from './PrefixField'

export const GeneralForm = (form: FormProps) => (
  <div className="policy-general">
    <Receiving {...form} />
    <Negative {...form} />
    <Transfers {...form} />
    <StoreSignIn {...form} />
    <Numbers {...form} />
  </div>
)

/** 50 permille is what people call 5 %: quantities are thousandths, so the same figures fit. */
const permilleOf = (percentThousandths: number): number => Math.round(percentThousandths / 100)
const percentOf = (permille: number): number => permille * 100

const Receiving = ({ draft, change }: FormProps) => {
  const { t } = useTranslation()
  const receiving = (patch: Partial<PolicyDraft['receiving']>): void =>
    change({ ...draft, receiving: { ...draft.receiving, ...patch } })
  return (
    <fieldset className="form-part" data-testid="policy-receiving">
      <legend>{t('policy.receiving')}</legend>
      <div className="form-row">
        <Field label={t('policy.tolerance')}>
          <QuantityField
            label={t('policy.tolerance')}
            testId="policy-tolerance"
            value={percentOf(draft.goodsReceipt.overTolerancePermille)}
            unit="%"
            width={110}
            onCommit={(percent) =>
              change({
                ...draft,
                goodsReceipt: { ...draft.goodsReceipt, overTolerancePermille: Math.min(1000, permilleOf(percent)) },
              })
            }
          />
        </Field>
        <Field label={t('policy.minRemaining')}>
          <QuantityField
            label={t('policy.minRemaining')}
            testId="policy-min-remaining"
            value={percentOf(draft.receiving.minRemainingPermille)}
            unit="%"
            width={110}
            onCommit={(percent) => receiving({ minRemainingPermille: Math.min(1000, permilleOf(percent)) })}
          />
        </Field>
        <Field label={t('policy.nearExpiry')}>
          <WholeField
            label={t('policy.nearExpiry')}
            testId="policy-near-expiry"
            value={draft.receiving.nearExpiryDays}
            unit={t('policy.daysUnit')}
            width={110}
            onCommit={(nearExpiryDays) => receiving({ nearExpiryDays: Math.min(365, nearExpiryDays) })}
          />
        </Field>
      </div>
      <Checkbox
        data-testid="policy-blind"
        checked={draft.receiving.blind}
        onChange={(event) => receiving({ blind: event.target.checked })}
      >
        {t('policy.blind')}
      </Checkbox>
      <p className="muted">{t('policy.receivingHint')}</p>
    </fieldset>
  )
}

const Negative = ({ draft, change }: FormProps) => {
  const { t } = useTranslation()
  const { warehouses } = useChoices()
  const set = (stock: PolicyDraft['stock']): void => change({ ...draft, stock })
  const { negative, exceptions } = draft.stock
  const other = negative === 'refuse' ? 'allow' : 'refuse'
  const free = warehouses.filter(({ code }) => !exceptions.some(({ warehouseCode }) => warehouseCode === code))
  const [first] = free
  return (
    <fieldset className="form-part" data-testid="policy-negative">
      <legend>{t('policy.negative')}</legend>
      <Radio.Group
        value={negative}
        onChange={(event) => set({ negative: event.target.value, exceptions: [] })}
        options={(['refuse', 'allow'] as const).map((value) => ({ value, label: t(`policyNegative.${value}`) }))}
      />
      {exceptions.map((one, at) => (
        <div key={one.warehouseCode} className="chain-step">
          <Select
            aria-label={t('policy.exceptionWarehouse')}
            style={{ width: 220 }}
            value={one.warehouseCode}
            showSearch={{ optionFilterProp: 'label' }}
            options={warehouses
              .filter(({ code }) => code === one.warehouseCode || free.some((each) => each.code === code))
              .map(({ code, name }) => ({ value: code, label: `${name} ${code}` }))}
            onChange={(warehouseCode) =>
              set({
                negative,
                exceptions: exceptions.map((each, index) => (index === at ? { ...each, warehouseCode } : each)),
              })
            }
          />
          <span>{t(`policyNegative.${one.negative}`)}</span>
          <Button
            size="small"
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t('policy.removeException', { code: one.warehouseCode })}
            onClick={() => set({ negative, exceptions: exceptions.filter((_each, index) => index !== at) })}
          />
        </div>
      ))}
      {first ? (
        <Button
          size="small"
          icon={<PlusOutlined aria-hidden="true" />}
          data-testid="negative-add"
          onClick={() => set({ negative, exceptions: [...exceptions, { warehouseCode: first.code, negative: other }] })}
        >
          {t('policy.addException')}
        </Button>
      ) : null}
    </fieldset>
  )
}

const overSends = ['overSendPermille', 'overSendWeighedPermille'] as const

const Transfers = ({ draft, change }: FormProps) => {
  const { t } = useTranslation()
  const transfers = (patch: Partial<PolicyDraft['transfers']>): void =>
    change({ ...draft, transfers: { ...draft.transfers, ...patch } })
  return (
    <fieldset className="form-part" data-testid="policy-transfers">
      <legend>{t('policy.transfers')}</legend>
      <div className="form-row">
        <Field label={t('policy.settleBelow')}>
          <YuanField
            label={t('policy.settleBelow')}
            testId="policy-settle-below"
            value={draft.transfers.settleByItselfBelowFen}
            unit="¥"
            width={120}
            onCommit={(settleByItselfBelowFen) => transfers({ settleByItselfBelowFen })}
          />
        </Field>
        {overSends.map((field) => (
          <Field key={field} label={t(`policy.${field}`)}>
            <QuantityField
              label={t(`policy.${field}`)}
              testId={`policy-${field}`}
              value={percentOf(draft.transfers[field])}
              unit="%"
              width={110}
              onCommit={(percent) => transfers({ [field]: Math.min(1000, permilleOf(percent)) })}
            />
          </Field>
        ))}
      </div>
      <p className="muted">{t('policy.settleBelowHint')}</p>
      <p className="muted">{t('policy.overSendHint')}</p>
    </fieldset>
  )
}

type SignInField = keyof PolicyDraft['signIn']
const signInFields: readonly { field: SignInField; min: number; max: number; unit: string }[] = [
  { field: 'idleLockMinutes', min: 0, max: 480, unit: 'policy.minutesUnit' },
  { field: 'offlineDays', min: 0, max: 365, unit: 'policy.daysUnit' },
  { field: 'wrongPinMax', min: 3, max: wrongTriesMax, unit: 'policy.triesUnit' },
  { field: 'lockMinutes', min: 1, max: 1440, unit: 'policy.minutesUnit' },
]

const StoreSignIn = ({ draft, change }: FormProps) => {
  const { t } = useTranslation()
  return (
    <fieldset className="form-part" data-testid="policy-sign-in">
      <legend>{t('policy.signIn')}</legend>
      <div className="form-row">
        {signInFields.map(({ field, min, max, unit }) => (
          <Field key={field} label={t(`policySignIn.${field}`)}>
            <WholeField
              label={t(`policySignIn.${field}`)}
              testId={`policy-${field}`}
              value={draft.signIn[field]}
              unit={t(unit)}
              width={110}
              onCommit={(value) =>
                change({ ...draft, signIn: { ...draft.signIn, [field]: Math.min(max, Math.max(min, value)) } })
              }
            />
          </Field>
        ))}
      </div>
      <p className="muted">{t('policy.signInHint')}</p>
    </fieldset>
  )
}

/** The prefix of a document type stands with the type; these belong to none. */
const Numbers = ({ draft, change }: FormProps) => {
  const { t } = useTranslation()
  return (
    <fieldset className="form-part" data-testid="policy-numbers">
      <legend>{t('policy.numbers')}</legend>
      <div className="form-row">
        {numberKinds.map((number) => (
          <PrefixField
            key={number}
            label={t(`policyNumber.${number}`)}
            testId={`policy-number-${number}`}
            value={draft.numbers[number]}
            onChange={(prefix) => change(withNumber(draft, number, prefix))}
          />
        ))}
      </div>
      <p className="muted">{t('policy.numbersHint')}</p>
    </fieldset>
  )
}
