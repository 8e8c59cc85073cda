/** How it ended: a sign and its word. What a look of the program found wrong is no act that went well. */
import { CheckCircleOutlined, QuestionCircleOutlined, StopOutlined, WarningFilled } from '@ant-design/icons'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Sign, type Tone } from './states'
import type { TrailRow } from './trail'
import { endOf } from './trailOutcome'

const signs: Record<ReturnType<typeof endOf>, { tone: Tone; icon: ReactNode }> = {
  done: { tone: 'good', icon: <CheckCircleOutlined aria-hidden="true" /> },
  refused: { tone: 'bad', icon: <StopOutlined aria-hidden="true" /> },
  labelNotOut: { tone: 'bad', icon: <StopOutlined aria-hidden="true" /> },
  labelUnsure: { tone: 'look', icon: <QuestionCircleOutlined aria-hidden="true" /> },
  found: { tone: 'bad', icon: <WarningFilled aria-hidden="true" /> },
}

export const TrailSign = ({ row }: { row: Pick<TrailRow, 'operation' | 'outcome' | 'detail'> }) => {
  const { t } = useTranslation()
  const end = endOf(row)
  return (
    <Sign tone={signs[end].tone} icon={signs[end].icon}>
      {t(`trail.${end}`)}
    </Sign>
  )
}
