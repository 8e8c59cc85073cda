/**
 * What HQ and this PC no longer agree on, at every face of the window: HQ has disabled it, or its key is lost. The second
 * has a way out here: a recovery code from HQ, also for whoever cannot sign in.
 */
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppStatus } from '../../contract/operations/app'
import { RecoverDialog } from './RecoverDialog'
import { useStatus } from './useStatus'

export const isKeyLost = ({ keyKept, sync }: AppStatus): boolean =>
  keyKept === 'lost' || sync.problem === 'DEVICE_KEY_LOST'

export const KeyBand = () => {
  const { t } = useTranslation()
  const status = useStatus()
  const [recovering, setRecovering] = useState(false)
  if (!status?.enrolled) return null
  if (status.revoked)
    return (
      <div className="band band-bad" role="alert" data-testid="revoked-band">
        <span>{t('key.revoked')}</span>
      </div>
    )
  if (!isKeyLost(status)) return null
  return (
    <div className="band band-look" role="alert" data-testid="key-lost-band">
      <span>{t('key.lost')}</span>
      <Button size="small" onClick={() => setRecovering(true)} data-testid="key-recover">
        {t('key.recover')}
      </Button>
      {recovering ? <RecoverDialog onClose={() => setRecovering(false)} /> : null}
    </div>
  )
}
