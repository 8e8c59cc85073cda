/** User id and password, then the code where one is asked. The address stays as it was, so a link opens its page after signing in. */
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

/** First who, with the password; then the code, where the hub asks for one. */
const PasswordForm = () => {
  const { t } = useTranslation()
  const [userId, setUserId] = useState(lastUser)
  const [password, setPassword] = useState('')
  const [code, setCode] = useState<string | null>(null)
  const expired = useConnection((state) => state.expired)
  const startAgain = (): void => {
    setPassword('')
    setCode(null)
  }
  const signIn = useSignIn((refusal) => {
    if (refusal.code === 'TOTP_NEEDED' || refusal.code === 'WRONG_TOTP') setCode('')
    else startAgain()
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (userId.trim() === '' || password === '' || code === '' || signIn.isPending) return
    signIn.mutate({ userId: userId.trim(), password, ...(code === null ? {} : { totp: code }) })
  }
  const refusal = signIn.isError ? refusalOf(signIn.error) : null
  return (
    <form className="password-form" onSubmit={submit}>
      <h1>{t(code === null ? 'login.title' : 'login.codeTitle')}</h1>
      {code === null ? (
        <WhoFields userId={userId} password={password} onUserId={setUserId} onPassword={setPassword} />
      ) : (
        <CodeFields userId={userId} code={code} onCode={setCode} />
      )}
      <Message refusal={refusal?.code === 'TOTP_NEEDED' ? null : refusal} expired={expired && refusal === null} />
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
      {code === null ? null : (
        <Button type="link" block data-testid="sign-in-back" onClick={startAgain}>
          {t('login.otherUser')}
        </Button>
      )}
      <p className="muted">{t(code === null ? 'login.hint' : 'login.codeHint')}</p>
    </form>
  )
}

interface WhoFieldsProps {
  userId: string
  password: string
  onUserId(text: string): void
  onPassword(text: string): void
}

const WhoFields = ({ userId, password, onUserId, onPassword }: WhoFieldsProps) => {
  const { t } = useTranslation()
  return (
    <>
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
        onChange={(event) => onUserId(event.target.value)}
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
        onChange={(event) => onPassword(event.target.value)}
      />
    </>
  )
}

interface CodeFieldsProps {
  userId: string
  code: string
  onCode(text: string): void
}

const CodeFields = ({ userId, code, onCode }: CodeFieldsProps) => {
  const { t } = useTranslation()
  return (
    <>
      <p className="muted">{t('login.codeFor', { userId })}</p>
      <label htmlFor="code">{t('login.code')}</label>
      <Input
        id="code"
        className="code-field"
        size="large"
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={32}
        autoFocus
        data-testid="sign-in-code"
        value={code}
        onChange={(event) => onCode(event.target.value)}
      />
    </>
  )
}

const useSignIn = (onRefused: (refusal: AnswerError) => void) => {
  const queries = useQueryClient()
  return useCommand('signIn.withPassword', {
    onDone: ({ session }) => {
      rememberUser(session.userId)
      setSession(queries, session)
    },
    onRefused,
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
