/** Who is at the screen: pick a user with the arrows, type the PIN, Enter. Scans are refused here with words. */
import { LockFilled } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { Button, Input, type InputRef } from 'antd'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '../../contract/operations'
import { useCommand, useOperation } from '../../ui/client'
import { type AnswerError, errorText } from '../../ui/errorText'
import { clockText, nameIn } from '../../ui/format'
import { EmptyState, FailedState, LoadingState } from '../../ui/states'
import { LanguageSwitch } from '../app/LanguageSwitch'
import { syncWords } from '../app/StatusBar'
import { useStatus } from '../app/useStatus'
import { shownCode, stop, useScans } from '../scanning/scanning'
import { clearNotice } from '../scanning/scanState'

type User = OutputOf<'signIn.users'>['users'][number]

const lastUserKey = 'zhanggui.lastUser'
const pinMax = 32
/** What the next user may see of the former one's answers; anything else (costs!) is asked anew. */
const publicAnswers = new Set(['app.status', 'signIn.current', 'signIn.users'])

export const SignInScreen = () => {
  const { t } = useTranslation()
  const users = useOperation('signIn.users', {})
  useScans(async (scan) => stop('scanning.signInFirst', { code: shownCode(scan) }))
  useEffect(clearNotice, [])
  return (
    <main className="sign-in" data-testid="sign-in">
      <Welcome />
      <section className="sign-in-work">
        <LanguageSwitch />
        {users.isPending ? <LoadingState /> : null}
        {users.isError ? <FailedState error={users.error} onRetry={() => void users.refetch()} /> : null}
        {users.data?.users.length === 0 ? (
          <EmptyState title={t('signIn.noUsers')} hint={t('signIn.noUsersHint')} />
        ) : null}
        {users.data && users.data.users.length > 0 ? <PinForm users={users.data.users} /> : null}
      </section>
    </main>
  )
}

const Welcome = () => {
  const { t } = useTranslation()
  const status = useStatus()
  return (
    <aside className="welcome">
      <b className="welcome-name">{t('app.name')}</b>
      <div>
        <p className="welcome-store" data-testid="store-name">
          {status?.storeName}
        </p>
        <p>
          {status?.storeCode} · {t('app.device', { letter: status?.deviceLetter ?? '' })}
        </p>
      </div>
      <p className="welcome-state" data-testid="sign-in-sync">
        {status ? syncWords(t, status.sync) : ''}
        {status?.sync.state === 'offline' ? <small>{t('signIn.offline')}</small> : null}
      </p>
    </aside>
  )
}

const PinForm = ({ users }: { users: User[] }) => {
  const { t } = useTranslation()
  const [userId, setUserId] = useState(() => firstUser(users))
  const [pin, setPin] = useState('')
  const input = useRef<InputRef>(null)
  const { signIn, refusal, forget } = useSignIn(() => setPin(''))
  const user = users.find((one) => one.userId === userId) ?? users[0]
  const locked = useCountdown(user?.lockedSeconds ?? 0, userId)
  const pick = (next: User): void => {
    setUserId(next.userId)
    setPin('')
    forget()
    input.current?.focus()
  }
  const submit = (): void => {
    if (user && pin !== '' && locked === 0) signIn.mutate({ userId: user.userId, pin })
  }
  const onKey = (event: KeyboardEvent): void => {
    // left and right belong to the caret once digits are there
    const steps =
      pin === '' ? { ArrowUp: -1, ArrowDown: 1, ArrowLeft: -1, ArrowRight: 1 } : { ArrowUp: -1, ArrowDown: 1 }
    const step = (steps as Record<string, number>)[event.key]
    if (step === undefined) return
    const index = users.findIndex((one) => one.userId === user?.userId)
    const next = users[(index + step + users.length) % users.length]
    if (next) pick(next)
    event.preventDefault()
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: the field is disabled while a call runs and loses focus
  useEffect(() => input.current?.focus(), [signIn.isPending, locked === 0])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows pick the user from anywhere in here
    <div className="pin-form" onKeyDown={onKey}>
      <h1>{t('signIn.title')}</h1>
      <div className="user-tiles" role="radiogroup" aria-label={t('signIn.users')}>
        {users.map((one) => (
          <UserTile key={one.userId} user={one} chosen={one.userId === user?.userId} onPick={() => pick(one)} />
        ))}
      </div>
      <div className="pin-side">
        <Input
          ref={input}
          type="password"
          size="large"
          inputMode="numeric"
          autoFocus
          autoComplete="off"
          maxLength={pinMax}
          placeholder={t('signIn.pin')}
          aria-label={t('signIn.pin')}
          data-testid="pin"
          value={pin}
          readOnly={locked > 0}
          disabled={signIn.isPending}
          onChange={(event) => setPin(event.target.value)}
          onPressEnter={submit}
        />
        <Message user={user} refusal={refusal} locked={locked} />
        <PinPad
          disabled={locked > 0}
          onDigit={(digit) => setPin((text) => (text + digit).slice(0, pinMax))}
          onDelete={() => setPin((text) => text.slice(0, -1))}
          onClear={() => setPin('')}
        />
        <Button
          type="primary"
          size="large"
          block
          onClick={submit}
          loading={signIn.isPending}
          disabled={locked > 0 || pin === ''}
          data-testid="sign-in-submit"
        >
          {t('signIn.enter')}
        </Button>
        <p className="muted hint">{t('signIn.hint')}</p>
      </div>
    </div>
  )
}

const useSignIn = (clearPin: () => void) => {
  const queries = useQueryClient()
  const [refusal, setRefusal] = useState<AnswerError | null>(null)
  const signIn = useCommand('signIn.withPin', {
    onDone: ({ session }) => {
      remember(session.userId)
      void queries.cancelQueries({ queryKey: ['signIn.current'] })
      queries.removeQueries({ predicate: ({ queryKey }) => !publicAnswers.has(String(queryKey[0])) })
      queries.setQueryData(['signIn.current', {}], { session })
    },
    onRefused: (error) => {
      clearPin()
      setRefusal(error)
      void queries.invalidateQueries({ queryKey: ['signIn.users'] })
    },
  })
  return { signIn, refusal: signIn.isPending ? null : refusal, forget: () => setRefusal(null) }
}

const UserTile = ({ user, chosen, onPick }: { user: User; chosen: boolean; onPick(): void }) => {
  const { t, i18n } = useTranslation()
  return (
    // biome-ignore lint/a11y/useSemanticElements: a tile with two lines and states; arrows work from the PIN field
    <button
      type="button"
      role="radio"
      aria-checked={chosen}
      tabIndex={-1}
      className={chosen ? 'user-tile chosen' : 'user-tile'}
      data-testid={`user-${user.userId}`}
      onClick={onPick}
    >
      <span className="user-initial" aria-hidden="true">
        {user.name.slice(-1)}
      </span>
      <span className="user-name">{nameIn(i18n.language, user)}</span>
      <span className="user-role">
        {t(`roles.${user.role}`)}
        {user.offlineReady ? null : <span className="first-time"> · {t('signIn.firstTime')}</span>}
      </span>
      {user.lockedSeconds > 0 ? (
        <LockFilled className="user-flag" aria-label={t('signIn.lockedFor', { time: clockText(user.lockedSeconds) })} />
      ) : null}
    </button>
  )
}

const Message = ({
  user,
  refusal,
  locked,
}: {
  user: User | undefined
  refusal: AnswerError | null
  locked: number
}) => {
  const { t } = useTranslation()
  if (locked > 0) {
    return (
      <p className="pin-message bad" role="alert" data-testid="sign-in-message" data-code="SIGN_IN_LOCKED">
        <LockFilled /> {t('signIn.lockedFor', { time: clockText(locked) })}
      </p>
    )
  }
  if (refusal) {
    return (
      <p className="pin-message bad" role="alert" data-testid="sign-in-message" data-code={refusal.code}>
        {errorText(t, refusal)}
      </p>
    )
  }
  return <p className="pin-message muted">{user && !user.offlineReady ? t('signIn.needsHub') : ''}</p>
}

interface PinPadProps {
  disabled: boolean
  onDigit(digit: string): void
  onDelete(): void
  onClear(): void
}

const PinPad = ({ disabled, onDigit, onDelete, onClear }: PinPadProps) => {
  const { t } = useTranslation()
  // Pressing a pad key must not take the focus from the PIN field.
  const keepFocus = (event: React.MouseEvent): void => event.preventDefault()
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only keeps the focus where it is
    <div className="pin-pad" onMouseDown={keepFocus}>
      {['1', '2', '3', '4', '5', '6', '7', '8', '9'].map((digit) => (
        <Button key={digit} disabled={disabled} tabIndex={-1} onClick={() => onDigit(digit)}>
          {digit}
        </Button>
      ))}
      <Button disabled={disabled} tabIndex={-1} onClick={onClear}>
        {t('signIn.clear')}
      </Button>
      <Button disabled={disabled} tabIndex={-1} onClick={() => onDigit('0')}>
        0
      </Button>
      <Button disabled={disabled} tabIndex={-1} onClick={onDelete} aria-label={t('signIn.deleteDigit')}>
        ⌫
      </Button>
    </div>
  )
}

const firstUser = (users: User[]): string => {
  const last = localStorage.getItem(lastUserKey)
  return users.some(({ userId }) => userId === last) ? (last as string) : (users[0]?.userId ?? '')
}

const remember = (userId: string): void => localStorage.setItem(lastUserKey, userId)

/** Counts down by the clock, so that a sleeping PC does not keep anybody out longer. */
const useCountdown = (seconds: number, userId: string): number => {
  const [left, setLeft] = useState(seconds)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a newly chosen user starts a new count
  useEffect(() => {
    const endAt = performance.now() + seconds * 1000
    const tick = (): void => setLeft(Math.max(0, Math.ceil((endAt - performance.now()) / 1000)))
    tick()
    if (seconds === 0) return
    const timer = setInterval(tick, 500)
    return () => clearInterval(timer)
  }, [seconds, userId])
  return left
}
