/** The old password, the new one twice. The rules are said before they are broken; the hub decides. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { passwordCharsMin } from '../../../contract/operations/account'
import { useCommand } from '../../../ui/client'
import { SecretForm } from '../../parts/SecretForm'
import { PasswordField, WhoseSecret } from '../../parts/secretFields'

interface NewPasswordFormProps {
  userId: string
  onDone(): void
  onCancel?(): void
}

export const NewPasswordForm = ({ userId, onDone, onCancel }: NewPasswordFormProps) => {
  const { t } = useTranslation()
  const [old, setOld] = useState('')
  const [fresh, setFresh] = useState('')
  const [repeated, setRepeated] = useState('')
  const change = useCommand('account.changePassword', {
    touches: ['account.get', 'account.sessions'],
    onDone,
    onRefused: (refusal) => (refusal.code === 'WRONG_PASSWORD' ? setOld('') : undefined),
  })
  const differs = repeated !== '' && repeated !== fresh
  return (
    <SecretForm
      act={t('myAccount.changePassword')}
      ready={old !== '' && fresh !== '' && repeated === fresh}
      busy={change.isPending}
      error={change.isError ? change.error : null}
      testId="new-password"
      onSubmit={() => change.mutate({ old, new: fresh })}
      {...(onCancel ? { onCancel } : {})}
    >
      <WhoseSecret userId={userId} />
      <PasswordField label={t('myAccount.oldPassword')} testId="old-password" value={old} autoFocus onChange={setOld} />
      <PasswordField label={t('myAccount.newPassword')} testId="new-password" value={fresh} fresh onChange={setFresh} />
      <PasswordField
        label={t('myAccount.repeatPassword')}
        testId="repeat-password"
        value={repeated}
        fresh
        onChange={setRepeated}
      />
      <p className={differs ? 'act-words bad' : 'act-words muted'} role={differs ? 'alert' : undefined}>
        {differs ? t('myAccount.repeatDiffers') : t('myAccount.passwordRules', { n: passwordCharsMin })}
      </p>
    </SecretForm>
  )
}
