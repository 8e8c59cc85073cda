/** While the hub does not answer: says so, and from when what is on the page is. */
import { DisconnectOutlined } from '@ant-design/icons'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import { useConnection } from '../data/connection'

export const UnreachableBand = () => {
  const { t } = useTranslation()
  const { reachable, answeredAtMs } = useConnection()
  return (
    <div role="status" aria-live="polite">
      {reachable ? null : (
        <div className="band" data-testid="unreachable">
          <DisconnectOutlined aria-hidden="true" />
          {answeredAtMs === null
            ? t('bar.unreachableNoData')
            : t('bar.unreachable', { time: dayjs(answeredAtMs).format('HH:mm:ss') })}
        </div>
      )}
    </div>
  )
}
