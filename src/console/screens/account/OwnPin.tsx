/** The own PIN for the store, against the password. Shown to those who work in a store at all. */
import { App, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand } from '../../../ui/client'
import { Dialog } from '../../../ui/Dialog'
import { useSession } from '../../../ui/session'
import { SecretForm } from '../../parts/SecretForm'
import { PasswordField, WhoseSecret } from '../../parts/secretFields'

export const OwnPin = () => {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const session = useSession()
  const [changing, setChanging] = useState(false)
  const close = (): void => setChanging(false)
  if (!session?.hats.some(({ key }) => key.startsWith('store:'))) return null
  const done = (): void => {
    close()
    void message.success(t('ownPin.changed'))
  }
  return (
    <section className="panel account-panel" aria-labelledby="account-pin">
      <h2 id="account-pin">{t('ownPin.title')}</h2>
      <p className="account-words">{t('ownPin.help')}</p>
      <div className="account-acts">
        <Button data-testid="change-pin" onClick={() => setChanging(true)}>
          {t('ownPin.change')}
        </Button>
      </div>
      <Dialog open={changing} title={t('ownPin.change')} onClose={close} width={420} testId="change-pin">
        <PinForm userId={session.userId} onDone={done} onCancel={close} />
      </Dialog>
    </section>
  )
}

const PinForm = ({ userId, onDone, onCancel }: { userId: string; onDone(): void; onCancel(): void }) => {
  const { t } = useTranslation()
  const [password, setPassword] = useState('')
  const [pin, setPin] = useState('')
  const [again, setAgain] = useState('')
  const change = useCommand('user.changeOwnPin', {
    onDone,
    onRefused: (refusal) => (refusal.code === 'WRONG_PASSWORD' ? setPassword('') : undefined),
  })
  const differs = again !== '' && again !== pin
  return (
    <SecretForm
      act={t('ownPin.change')}
      ready={password !== '' && pin !== '' && again === pin}
      busy={change.isPending}
      error={change.isError ? change.error : null}
      testId="own-pin"
      onSubmit={() => change.mutate({ password, pin })}
      onCancel={onCancel}
    >
      <WhoseSecret userId={userId} />
      <PasswordField
        label={t('ownPin.password')}
        testId="pin-password"
        value={password}
        autoFocus
        onChange={setPassword}
      />
      <PasswordField label={t('ownPin.pin')} testId="pin-new" value={pin} fresh onChange={setPin} />
      <PasswordField label={t('ownPin.again')} testId="pin-again" value={again} fresh onChange={setAgain} />
      {differs ? (
        <p className="act-words bad" role="alert">
          {t('ownPin.differ')}
        </p>
      ) : null}
    </SecretForm>
  )
}
