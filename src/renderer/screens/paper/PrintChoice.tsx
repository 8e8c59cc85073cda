/** One row of what a person chooses before something is printed. */
import { Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../../../ui/client'
import { keepChoice, keptChoice, type PrintChoice } from './keptChoice'

interface ChoiceProps<T extends string> {
  name: 'form' | 'size' | 'language' | 'to'
  value: T
  values: readonly T[]
  queue?: string
  autoFocus?: boolean
  /** what a value is called where its word alone does not say it */
  called?(value: T): string | undefined
  onChange(value: T): void
}

export const Choice = <T extends string>({
  name,
  value,
  values,
  queue = '',
  autoFocus = false,
  called,
  onChange,
}: ChoiceProps<T>) => {
  const { t } = useTranslation()
  return (
    <div className="print-choice">
      <span>{t(`paper.${name}`)}</span>
      <Radio.Group
        {...(autoFocus ? { 'data-autofocus': true } : {})}
        value={value}
        aria-label={t(`paper.${name}`)}
        onChange={(event) => onChange(event.target.value as T)}
        options={values.map((one) => ({ value: one, label: called?.(one) ?? t(`paper.${name}s.${one}`, { queue }) }))}
        data-testid={`print-form-${name}`}
      />
    </div>
  )
}

type To = PrintChoice['to']

/** Where a paper goes from this PC: to the queue of the settings as long as nobody chose the viewer. */
export const toNow = (queue: string, kept: To | undefined): To => (queue === '' ? 'viewer' : (kept ?? 'printer'))

export interface PaperTo {
  to: To
  queue: string
  choose(to: To): void
  /** remembered for the next time */
  keep(): void
}

export const usePaperTo = (): PaperTo => {
  const settings = useOperation('paper.settings', {})
  const [chosen, choose] = useState<To>()
  const queue = settings.data?.queue ?? ''
  const to = toNow(queue, chosen ?? keptChoice().to)
  return { to, queue, choose, keep: () => keepChoice({ ...keptChoice(), to }) }
}

/** Where there is only the viewer, nothing is asked. */
export const ChooseTo = ({ paper: { to, queue, choose } }: { paper: PaperTo }) =>
  queue === '' ? null : <Choice name="to" value={to} values={['printer', 'viewer']} queue={queue} onChange={choose} />
