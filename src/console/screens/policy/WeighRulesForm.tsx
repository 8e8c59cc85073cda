/** How the labels of the shops' scales are read, each rule beside the printed labels it is tried on. */
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type WeighRule, weighRulesMax, weighTestsMax } from '../../../contract/schemas/masterData'
import { passes, readWeighed } from '../../../core/barcode/weighed'
import { moneyText, quantityText } from '../../../core/quantity/quantity'
import { Sign } from '../../../ui/states'
import { freeId, newRule, newTest, parsePrefixes, parseSpan, spanText, type WeighTest } from '../../data/weighRules'
import { QuantityField, WholeField, YuanField } from '../../parts/FigureField'
import { ChoiceField, Field, TextField } from '../../parts/fields'
import type { FormProps } from './PolicyScreen'

export const WeighRulesForm = ({ draft, change }: FormProps) => {
  const { t } = useTranslation()
  const rules = draft.scanning.weighRules
  const put = (weighRules: WeighRule[]): void => change({ ...draft, scanning: { ...draft.scanning, weighRules } })
  return (
    <div className="policy-general">
      <p className="muted">{t('policy.weighRulesHint')}</p>
      {rules.map((rule, at) => (
        <RuleForm
          key={rule.id}
          rule={rule}
          rules={rules}
          change={(next) => put(rules.map((one) => (one === rule ? next : one)))}
          onRemove={() => put(rules.filter((_one, index) => index !== at))}
        />
      ))}
      <Button
        icon={<PlusOutlined aria-hidden="true" />}
        data-testid="weigh-add"
        disabled={rules.length >= weighRulesMax}
        onClick={() => put([...rules, newRule(freeId(rules))])}
      >
        {t('policy.addWeighRule')}
      </Button>
    </div>
  )
}

interface RuleProps {
  rule: WeighRule
  rules: readonly WeighRule[]
  change(next: WeighRule): void
}

const RuleForm = ({ rule, rules, change, onRemove }: RuleProps & { onRemove(): void }) => {
  const { t } = useTranslation()
  const name = rule.name === '' ? t('policy.newWeighRule') : rule.name
  const putTests = (tests: WeighTest[]): void => change({ ...rule, tests })
  return (
    <fieldset className="form-part" data-testid={`weigh-rule-${rule.id}`}>
      <legend>{name}</legend>
      <Layout rule={rule} rules={rules} change={change} />
      {rule.tests.length === 0 ? <Sign tone="bad">{t('weighRule.untried')}</Sign> : null}
      {rule.tests.map((test, at) => (
        <TestRow
          // biome-ignore lint/suspicious/noArrayIndexKey: a label being typed has nothing else to be known by
          key={at}
          {...{ rule, rules, test }}
          change={(next) => putTests(rule.tests.map((one, index) => (index === at ? next : one)))}
          onRemove={() => putTests(rule.tests.filter((_one, index) => index !== at))}
        />
      ))}
      <div className="form-row">
        <Button
          size="small"
          icon={<PlusOutlined aria-hidden="true" />}
          data-testid="weigh-test-add"
          disabled={rule.tests.length >= weighTestsMax}
          onClick={() => putTests([...rule.tests, newTest])}
        >
          {t('policy.addWeighTest')}
        </Button>
        <Button size="small" danger icon={<DeleteOutlined aria-hidden="true" />} onClick={onRemove}>
          {t('policy.removeWeighRule', { name })}
        </Button>
      </div>
    </fieldset>
  )
}

/** Which digits of the label say what. */
const Layout = ({ rule, change }: RuleProps) => {
  const { t } = useTranslation()
  const set = (patch: Partial<WeighRule>): void => change({ ...rule, ...patch })
  const choices = (...values: string[]) => values.map((value) => ({ value, label: t(`weighRule.${value}`) }))
  const { name, length, prefixes, plu, field, value, valueStep, checkDigit, verifierAt, amount } = rule
  return (
    <div className="form-row">
      <TextField
        label={t('weighRule.name')}
        testId="weigh-name"
        value={name}
        max={40}
        onChange={(next) => set({ name: next })}
      />
      <Field label={t('weighRule.length')}>
        <WholeField
          label={t('weighRule.length')}
          testId="weigh-length"
          value={length}
          width={70}
          onCommit={(next) => set({ length: Math.min(32, Math.max(8, next)) })}
        />
      </Field>
      <WordsField
        label={t('weighRule.prefixes')}
        testId="weigh-prefixes"
        text={prefixes.join(', ')}
        onCommit={(text) => {
          const next = parsePrefixes(text)
          if (next.length > 0) set({ prefixes: next })
          return next.length > 0
        }}
      />
      <SpanField
        label={t('weighRule.plu')}
        testId="weigh-plu"
        span={plu}
        onSpan={(next) => next && set({ plu: next })}
      />
      <ChoiceField
        label={t('weighRule.field')}
        testId="weigh-field"
        value={field}
        options={choices('weightGrams', 'amountFen')}
        onChange={(next) => set({ field: next === 'amountFen' ? next : 'weightGrams', amount: null })}
      />
      <SpanField
        label={t('weighRule.value')}
        testId="weigh-value"
        span={value}
        onSpan={(next) => next && set({ value: next })}
      />
      <Field label={t('weighRule.valueStep')}>
        <WholeField
          label={t('weighRule.valueStep')}
          testId="weigh-step"
          value={valueStep}
          unit={t(field === 'weightGrams' ? 'weighRule.stepGrams' : 'weighRule.stepFen')}
          width={90}
          onCommit={(next) => set({ valueStep: Math.min(1000, Math.max(1, next)) })}
        />
      </Field>
      <SpanField
        label={t('weighRule.verifierAt')}
        testId="weigh-verifier"
        span={verifierAt === null ? null : [verifierAt, verifierAt + 1]}
        onSpan={(next) => set({ verifierAt: next?.[0] ?? null })}
      />
      {field === 'weightGrams' ? (
        <SpanField
          label={t('weighRule.amount')}
          testId="weigh-amount"
          span={amount}
          onSpan={(next) => set({ amount: next })}
        />
      ) : null}
      <ChoiceField
        label={t('weighRule.checkDigit')}
        testId="weigh-check"
        value={checkDigit}
        options={choices('required', 'ignored')}
        onChange={(next) => set({ checkDigit: next === 'ignored' ? next : 'required' })}
      />
    </div>
  )
}

interface SpanFieldProps {
  label: string
  testId: string
  /** null: the label has none */
  span: WeighRule['amount']
  onSpan(span: WeighRule['amount']): void
}

const SpanField = ({ label, testId, span, onSpan }: SpanFieldProps) => (
  <WordsField
    {...{ label, testId }}
    text={span === null ? '' : spanText(span)}
    onCommit={(text) => {
      const next = parseSpan(text)
      if (next !== null || text.trim() === '') onSpan(next)
      return next !== null || text.trim() === ''
    }}
  />
)

interface WordsFieldProps {
  label: string
  testId: string
  text: string
  /** false: it cannot be read, and stays to be mended */
  onCommit(text: string): boolean
}

const WordsField = ({ label, testId, text, onCommit }: WordsFieldProps) => {
  const { t } = useTranslation()
  const [typed, setTyped] = useState<string | null>(null)
  const [isBad, setBad] = useState(false)
  const commit = (): void => {
    if (typed === null) return
    const taken = onCommit(typed)
    setBad(!taken)
    if (taken) setTyped(null)
  }
  return (
    <Field label={label}>
      <Input
        aria-label={label}
        aria-invalid={isBad}
        status={isBad ? 'error' : ''}
        title={isBad ? t('weighRule.badSpan') : ''}
        data-testid={testId}
        style={{ width: 96 }}
        maxLength={60}
        value={typed ?? text}
        placeholder={t('weighRule.none')}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={commit}
        onPressEnter={commit}
      />
    </Field>
  )
}

interface TestRowProps {
  rule: WeighRule
  rules: readonly WeighRule[]
  test: WeighTest
  change(next: WeighTest): void
  onRemove(): void
}

const TestRow = ({ rule, rules, test, change, onRemove }: TestRowProps) => {
  const { t } = useTranslation()
  const set = (patch: Partial<WeighTest>): void => change({ ...test, ...patch })
  const digits = (text: string, max: number): string => text.replace(/[^0-9]/g, '').slice(0, max)
  return (
    <div className="form-row weigh-test" data-testid="weigh-test">
      <TextField
        label={t('weighRule.testCode')}
        testId="weigh-test-code"
        value={test.code}
        max={32}
        onChange={(code) => set({ code: digits(code, 32) })}
      />
      <TextField
        label={t('weighRule.testPlu')}
        testId="weigh-test-plu"
        value={test.plu}
        max={12}
        onChange={(plu) => set({ plu: digits(plu, 12) })}
      />
      <Field label={t('weighRule.testWeight')}>
        <QuantityField
          label={t('weighRule.testWeight')}
          testId="weigh-test-weight"
          value={test.weightGrams}
          unit="kg"
          onCommit={(weightGrams) => set({ weightGrams })}
          onEmpty={() => set({ weightGrams: null })}
        />
      </Field>
      <Field label={t('weighRule.testAmount')}>
        <YuanField
          label={t('weighRule.testAmount')}
          testId="weigh-test-amount"
          value={test.amountFen}
          unit="¥"
          onCommit={(amountFen) => set({ amountFen })}
          onEmpty={() => set({ amountFen: null })}
        />
      </Field>
      <Verdict {...{ rule, rules, test }} />
      <Button
        size="small"
        type="text"
        icon={<DeleteOutlined />}
        aria-label={t('policy.removeWeighTest', { code: test.code })}
        onClick={onRemove}
      />
    </div>
  )
}

/** What the label says to this rule, at every key. */
const Verdict = ({ rule, rules, test }: Pick<TestRowProps, 'rule' | 'rules' | 'test'>) => {
  const { t } = useTranslation()
  if (passes(test, rule, rules))
    return (
      <Sign tone="good" testId="weigh-verdict">
        {t('weighRule.good')}
      </Sign>
    )
  return (
    <Sign tone="bad" testId="weigh-verdict">
      {saidOf(t, rule, readWeighed(test.code, rules))}
    </Sign>
  )
}

const saidOf = (
  t: ReturnType<typeof useTranslation>['t'],
  rule: WeighRule,
  reading: ReturnType<typeof readWeighed>,
): string => {
  if (reading === null) return t('weighRule.unread')
  if (reading.rule !== rule) return t('weighRule.otherRule', { name: reading.rule.name })
  const { plu, weightGrams, amountFen } = reading
  const weight = weightGrams === null ? '' : `${quantityText(weightGrams)} kg`
  const amount = amountFen === null ? '' : `¥${moneyText(amountFen)}`
  return t('weighRule.bad', { said: [plu, weight, amount].filter((part) => part !== '').join(' · ') })
}
