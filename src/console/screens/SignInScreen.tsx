/** User id and password. The address stays as it was, so a link opens its page after signing in. */
import { useQueryClient } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { refusalOf, useCommand } from '../../ui/client'
import { type AnswerError, errorText } from '../../ui/errorText'
import { LanguageSwitch } from '../app/LanguageSwitch'
import { setSession, useConnection } from '../data/connection'

const lastUserKey = 'zhanggui.console.lastUser'

export const SignInScreen = () => {
  const { t } = useTranslation()
  return (
    <main className="sign-in" data-testid="sign-in">
      <aside className="welcome">
        <div className="welcome-brand">
          <b lang="zh-CN">{t('app.name')}</b>
          <span>{t('app.part')}</span>
        </div>
        <p className="welcome-tagline">{t('app.tagline')}</p>
        <ul>
          <li>{t('login.point1')}</li>
          <li>{t('login.point2')}</li>
          <li>{t('login.point3')}</li>
        </ul>
      </aside>
      <section className="sign-in-work">
        <LanguageSwitch className="plain-button corner" />
        <PasswordForm />
      </section>
    </main>
  )
}

const PasswordForm = () => {
  const { t } = useTranslation()
  const [userId, setUserId] = useState(lastUser)
  const [password, setPassword] = useState('')
  const expired = useConnection((state) => state.expired)
  const signIn = useSignIn(() => setPassword(''))
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (userId.trim() !== '' && password !== '' && !signIn.isPending) signIn.mutate({ userId: userId.trim(), password })
  }
  return (
    <form className="password-form" onSubmit={submit}>
      <h1>{t('login.title')}</h1>
      <label htmlFor="user-id">{t('login.userId')}</label>
      <Input
        id="user-id"
        size="large"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={64}
        autoFocus={userId === ''}
        data-testid="sign-in-user"
        value={userId}
        onChange={(event) => setUserId(event.target.value)}
      />
      <label htmlFor="password">{t('login.password')}</label>
      <Input
        id="password"
        type="password"
        size="large"
        autoComplete="current-password"
        maxLength={200}
        autoFocus={userId !== ''}
        data-testid="sign-in-password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <Message refusal={signIn.isError ? refusalOf(signIn.error) : null} expired={expired} />
      <Button
        type="primary"
        size="large"
        htmlType="submit"
        block
        loading={signIn.isPending}
        data-testid="sign-in-submit"
      >
        {t('login.enter')}
      </Button>
      <p className="muted">{t('login.hint')}</p>
    </form>
  )
}

const useSignIn = (clearPassword: () => void) => {
  const queries = useQueryClient()
  return useCommand('signIn.withPassword', {
    onDone: ({ session }) => {
      rememberUser(session.userId)
      setSession(queries, session)
    },
    onRefused: clearPassword,
  })
}

const Message = ({ refusal, expired }: { refusal: AnswerError | null; expired: boolean }) => {
  const { t } = useTranslation()
  const words = refusal ? refusalWords(t, refusal) : expired ? t('login.expired') : ''
  return (
    <p
      className={refusal ? 'sign-in-message bad' : 'sign-in-message look'}
      role="alert"
      data-testid="sign-in-message"
      data-code={refusal?.code}
    >
      {words}
    </p>
  )
}

const refusalWords = (t: ReturnType<typeof useTranslation>['t'], refusal: AnswerError): string => {
  const { left, seconds } = refusal.params
  if (refusal.code === 'WRONG_PASSWORD' && typeof left === 'number') return t('login.triesLeft', { n: left })
  if (refusal.code === 'SIGN_IN_LOCKED' && typeof seconds === 'number')
    return t('login.lockedMinutes', { n: Math.max(1, Math.ceil(seconds / 60)) })
  return errorText(t, refusal)
}

const lastUser = (): string => {
  try {
    return localStorage.getItem(lastUserKey) ?? ''
  } catch {
    return ''
  }
}

const rememberUser = (userId: string): void => {
  try {
    localStorage.setItem(lastUserKey, userId)
  } catch {
    // Storage may be refused; the user types it again next time.
  }
}
