/** 盘点: what stores are asked to count, what asks them by itself, what they counted, and how right they count. */
import { PlusOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { OperationButton } from '../../../ui/OperationButton'
import { useCan } from '../../../ui/session'
import { useHere } from '../../parts/cameFrom'
import { type TabItem, useTab } from '../../parts/LinkTabs'
import { Accuracy } from './Accuracy'
import { Schedules } from './Schedules'
import { StocktakeList } from './StocktakeList'
import { Tasks } from './Tasks'

const parts = { tasks: Tasks, schedules: Schedules, stocktakes: StocktakeList, accuracy: Accuracy } as const
type Tab = keyof typeof parts

/** What every part is given: it draws the tabs with what can be done beside them. */
export interface PartProps {
  tabs: readonly TabItem<string>[]
  tab: string
}

export const StocktakesScreen = () => {
  const { t } = useTranslation()
  const seesAccuracy = useCan('stocktakeAccuracy.get')
  const tabs = (Object.keys(parts) as Tab[])
    .filter((key) => key !== 'accuracy' || seesAccuracy)
    .map((key): TabItem<Tab> => ({ key, label: t(`stocktakes.tab.${key}`) }))
  const tab = useTab(tabs)
  const Part = parts[tab]
  return <Part key={tab} tabs={tabs} tab={tab} />
}

/** Shown to who may plan alone; the others read. */
export const PlanButton = () => {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const here = useHere()
  if (!useCan('stocktakeTask.assign')) return null
  return (
    <OperationButton
      operation="stocktakeTask.assign"
      type="primary"
      icon={<PlusOutlined aria-hidden="true" />}
      label={t('stocktakes.plan')}
      testId="plan-stocktake"
      onClick={() => void navigate('/stocktakes/new', { state: here })}
    />
  )
}
