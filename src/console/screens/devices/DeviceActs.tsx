/** What HQ can do to one store PC: disable it, restore it, let it have a new key. Each asks once more, with a reason. */
import { Alert, Button } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '../../../contract/operations'
import { useCommand } from '../../../ui/client'
import { Dialog } from '../../../ui/Dialog'
import { useCan } from '../../../ui/session'
import { agePart } from '../../ages/age'
import { useNow } from '../../ages/useNow'
import type { Device } from '../../data/chain'
import { ActDialog } from '../../parts/ActDialog'
import { CopyButton } from './CopyButton'

type Act = 'revoke' | 'restore' | 'recover'

export const DeviceActs = ({ device }: { device: Device }) => {
  const { t } = useTranslation()
  const mayManage = useCan('device.revoke')
  const [act, setAct] = useState<Act | null>(null)
  if (!mayManage) return null
  const close = (): void => setAct(null)
  const offered: Act[] = device.state === 'revoked' ? ['restore'] : ['revoke', 'recover']
  const testId = `${device.storeCode}-${device.letter}`
  return (
    <span className="row-acts">
      {offered.map((name) => (
        <Button
          // one button, whichever of the two it offers: the focus stays on it when HQ's word has changed
          key={name === 'recover' ? name : 'state'}
          size="small"
          danger={name === 'revoke'}
          onClick={() => setAct(name)}
          data-testid={`device-${name}-${testId}`}
        >
          {t(`devices.acts.${name}`)}
        </Button>
      ))}
      <StateDialog device={device} act={act === 'recover' ? null : act} onClose={close} />
      <RecoveryDialog device={device} open={act === 'recover'} onClose={close} />
    </span>
  )
}

const nameOf = ({ storeName, letter }: Device): string => `${storeName} ${letter}`

const StateDialog = ({ device, act, onClose }: { device: Device; act: Act | null; onClose(): void }) => {
  const { t } = useTranslation()
  const touches = ['enrolment.devices'] as const
  const revoke = useCommand('device.revoke', { touches: [...touches], onDone: onClose })
  const restore = useCommand('device.restore', { touches: [...touches], onDone: onClose })
  const command = device.state === 'revoked' ? restore : revoke
  const words = device.state === 'revoked' ? 'restore' : 'revoke'
  return (
    <ActDialog
      open={act !== null}
      title={t(`devices.${words}.title`, { name: nameOf(device) })}
      act={t(`devices.acts.${words}`)}
      danger={words === 'revoke'}
      busy={command.isPending}
      error={command.error}
      reason="needed"
      testId="device-state"
      onAct={(reason) => command.mutate({ deviceId: device.deviceId, reason })}
      onClose={() => {
        command.reset()
        onClose()
      }}
    >
      <p className="act-words">{t(`devices.${words}.words`)}</p>
      {words === 'revoke' && (device.unsecured ?? 0) > 0 ? (
        <Alert type="warning" showIcon title={t('devices.revoke.waiting', { count: device.unsecured ?? 0 })} />
      ) : null}
      {device.state === 'revoked' && device.stateReason !== '' ? (
        <p className="muted">{t('devices.restore.because', { reason: device.stateReason })}</p>
      ) : null}
    </ActDialog>
  )
}

const RecoveryDialog = ({ device, open, onClose }: { device: Device; open: boolean; onClose(): void }) => {
  const { t } = useTranslation()
  const create = useCommand('device.createRecoveryCode', { touches: ['enrolment.devices'] })
  const close = (): void => {
    create.reset()
    onClose()
  }
  if (create.data)
    return (
      <Dialog
        open={open}
        title={t('devices.recover.title', { name: nameOf(device) })}
        onClose={close}
        width={520}
        testId="recovery"
      >
        <Code created={create.data} />
      </Dialog>
    )
  return (
    <ActDialog
      open={open}
      title={t('devices.recover.title', { name: nameOf(device) })}
      act={t('devices.recover.create')}
      busy={create.isPending}
      error={create.error}
      testId="recovery-ask"
      onAct={() => create.mutate({ deviceId: device.deviceId })}
      onClose={close}
    >
      <p className="act-words">{t('devices.recover.words')}</p>
    </ActDialog>
  )
}

const Code = ({ created }: { created: OutputOf<'device.createRecoveryCode'> }) => {
  const { t } = useTranslation()
  const { unit, n } = agePart((Date.parse(created.expiresAt) - useNow()) / 1000)
  return (
    <div className="activation">
      <output className="activation-code code" data-testid="recovery-code">
        {created.code}
      </output>
      <p>
        {t('devices.expires', { time: dayjs(created.expiresAt).format('MM-DD HH:mm'), left: t(`left.${unit}`, { n }) })}
      </p>
      <Alert type="warning" showIcon title={t('devices.recover.once')} />
      <p className="muted">{t('devices.recover.how')}</p>
      <div className="activation-actions">
        <CopyButton text={created.code} testId="recovery-copy" />
      </div>
    </div>
  )
}
