/** Done or refused: a sign and its word. */
import { CheckCircleOutlined, StopOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { Sign } from './states'
import type { TrailRow } from './trail'

export const TrailSign = ({ row }: { row: Pick<TrailRow, 'outcome'> }) => {
  const { t } = useTranslation()
  return row.outcome === 'done' ? (
    <Sign tone="good" icon={<CheckCircleOutlined aria-hidden="true" />}>
      {t('trail.done')}
    </Sign>
  ) : (
    <Sign tone="bad" icon={<StopOutlined aria-hidden="true" />}>
      {t('trail.refused')}
    </Sign>
  )
}
