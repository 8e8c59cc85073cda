/** A thin band while the store's backend is coming back: scans wait in their queue meanwhile. */
import { SyncOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { useBackendState } from './backendState'

export const RestartBand = () => {
  const { t } = useTranslation()
  const restarting = useBackendState((state) => state.state === 'restarting')
  if (!restarting) return null
  return (
    <div className="restart-band" role="status" data-testid="restart-band">
      <SyncOutlined spin /> {t('app.restarting')}
    </div>
  )
}
