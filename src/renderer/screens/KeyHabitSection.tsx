/** 按键习惯: the function keys as somebody's fingers know them from another system, or each chosen by hand. */
import { Segmented, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import {
  exchanged,
  type Habit,
  type HabitKey,
  habitKeys,
  habitNames,
  habits,
  isSame,
  pressedFor,
  useKeyHabit,
} from '../../ui/keyHabit'

export const KeyHabitSection = () => {
  const { t } = useTranslation()
  const { exchange, setExchange } = useKeyHabit()
  const habit: Habit | 'own' = habitNames.find((name) => isSame(habits[name], exchange)) ?? 'own'
  const options = [...habitNames, ...(habit === 'own' ? (['own'] as const) : [])]
  return (
    <section className="panel" data-testid="key-habit" data-habit={habit}>
      <h2>{t('keyHabit.title')}</h2>
      <div className="panel-pad">
        <Segmented<Habit | 'own'>
          value={habit}
          onChange={(name) => name !== 'own' && setExchange(habits[name])}
          aria-label={t('keyHabit.title')}
          options={options.map((value) => ({ value, label: t(`keyHabit.habits.${value}`) }))}
        />
      </div>
      <dl className="facts key-habit">
        {habitKeys.map((meant) => (
          <KeyChoice
            key={meant}
            meant={meant}
            pressed={pressedFor(exchange, meant)}
            onChoose={(pressed) => setExchange(exchanged(exchange, pressed, meant))}
          />
        ))}
      </dl>
      <p className="panel-pad muted">
        {t('keyHabit.hint', {
          kingdee: pressedFor(habits.kingdee, 'F12'),
          guanjiapo: pressedFor(habits.guanjiapo, 'F12'),
        })}
      </p>
    </section>
  )
}

interface KeyChoiceProps {
  meant: HabitKey
  pressed: HabitKey
  onChoose(pressed: HabitKey): void
}

const KeyChoice = ({ meant, pressed, onChoose }: KeyChoiceProps) => {
  const { t } = useTranslation()
  const words = t(`keyHabit.actions.${meant}`)
  return (
    <>
      <dt>{words}</dt>
      <dd>
        <Select<HabitKey>
          size="small"
          value={pressed}
          onChange={onChoose}
          aria-label={words}
          data-testid={`key-for-${meant}`}
          options={habitKeys.map((value) => ({ value, label: value }))}
        />
      </dd>
    </>
  )
}
