/** Somebody else set the password: it is changed before anything else is shown. */
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Session } from '../../../contract/operations/signIn'
import { LanguageSwitch } from '../../app/LanguageSwitch'
import { useSessionAgain, useSignOut } from '../../data/session'
import { NewPasswordForm } from './NewPasswordForm'

export const PasswordDueScreen = ({ session }: { session: Session }) => {
  const { t } = useTranslation()
  const again = useSessionAgain()
  const signOut = useSignOut()
  return (
    <main className="sign-in-work whole" data-testid="password-due">
      <LanguageSwitch className="plain-button corner" />
      <section className="password-due">
        <h1>{t('myAccount.dueTitle')}</h1>
        <p>{t('myAccount.dueWhy')}</p>
        <NewPasswordForm userId={session.userId} onDone={again} />
        <Button type="link" data-testid="sign-out" disabled={signOut.isPending} onClick={() => signOut.mutate({})}>
          {t('bar.signOut')}
        </Button>
      </section>
    </main>
  )
}
