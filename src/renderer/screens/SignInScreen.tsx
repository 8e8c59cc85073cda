/**
 * Who is at the screen: pick a user with the arrows, type the PIN or password, Enter. The same face locks a window: its user
 * goes on where they were, another takes the seat. Scans are refused here with words.
 */
import { ClockCircleFilled, LockFilled } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { Button, Input, type InputRef } from 'antd'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '../../contract/operations'
import type { Session } from '../../contract/operations/signIn'
import type { SecretKind } from '../../contract/schemas/common'
import { useCommand, useOperation } from '../../ui/client'
import type { AnswerError } from '../../ui/errorText'
import { clockText, nameIn } from '../../ui/format'
import { KeyCap } from '../../ui/KeyCap'
import { keyOf } from '../../ui/keyMap'
import { useKeys } from '../../ui/keys'
import { EmptyState, FailedState, LoadingState } from '../../ui/states'
import { LanguageSwitch } from '../app/LanguageSwitch'
import { syncWords } from '../app/StatusBar'
import { useStatus } from '../app/useStatus'
import { currentKey, forgetAskedLock } from '../app/windowLock'
import { shownCode, stop, useScans } from '../scanning/scanning'
import { clearNotice } from '../scanning/scanState'
import { isTry, kindOf, notPin, rememberKind, secretErrorText, secretMax } from './secrets'

type User = OutputOf<'signIn.users'>['users'][number]

const lastUserKey = 'zhanggui.lastUser'
/** What the next user may see of the former one's answers; anything else (costs!) is asked anew. */
const publicAnswers = new Set(['app.status', 'signIn.current', 'signIn.users'])

/** lockedBy: whose locked window this is; nobody's at the start of a day */
export const SignInScreen = ({ lockedBy = null }: { lockedBy?: Session | null }) => {
  const { t } = useTranslation()
  const users = useOperation('signIn.users', {})
  useScans(async (scan) => stop('scanning.signInFirst', { code: shownCode(scan) }), lockedBy !== null)
  useEffect(clearNotice, [])
  return (
    <main className="sign-in" data-testid="sign-in" data-locked={lockedBy !== null}>
      <Welcome locked={lockedBy !== null} />
      <section className="sign-in-work">
        <LanguageSwitch />
        {users.isPending ? <LoadingState /> : null}
        {users.isError ? <FailedState error={users.error} onRetry={() => void users.refetch()} /> : null}
        {users.data?.users.length === 0 ? (
          <EmptyState title={t('signIn.noUsers')} hint={t('signIn.noUsersHint')} />
        ) : null}
        {users.data && users.data.users.length > 0 ? <SecretForm users={users.data.users} lockedBy={lockedBy} /> : null}
      </section>
    </main>
  )
}

const Welcome = ({ locked }: { locked: boolean }) => {
  const { t } = useTranslation()
  const status = useStatus()
  return (
    <aside className="welcome">
      <b className="welcome-name">{t('app.name')}</b>
      <div>
        {locked ? (
          <p className="welcome-locked">
            <LockFilled /> {t('signIn.windowLocked')}
          </p>
        ) : null}
        <p className="welcome-store" data-testid="store-name">
          {status?.storeName}
        </p>
        <p>
          {status?.storeCode} · {t('app.device', { letter: status?.deviceLetter ?? '' })}
        </p>
      </div>
      <p className="welcome-state" data-testid="sign-in-sync">
        {status && !status.revoked ? syncWords(t, status.sync) : ''}
        {status?.sync.state === 'offline' ? <small>{t('signIn.offline')}</small> : null}
      </p>
    </aside>
  )
}

const SecretForm = ({ users, lockedBy }: { users: User[]; lockedBy: Session | null }) => {
  const { t } = useTranslation()
  const [userId, setUserId] = useState(() => firstUser(users, lockedBy))
  const [kind, setKind] = useState<SecretKind>(() => kindOf(userId))
  const [given, setGiven] = useState('')
  const input = useRef<InputRef>(null)
  const { signIn, refusal, refuse, forget } = useSignIn(lockedBy, () => setGiven(''))
  const user = users.find((one) => one.userId === userId) ?? users[0]
  const waits = useCountdown(user?.lockedSeconds ?? 0, userId)
  const change = (next: { userId?: string; kind: SecretKind }): void => {
    if (next.userId !== undefined) setUserId(next.userId)
    setKind(next.kind)
    setGiven('')
    forget()
    input.current?.focus()
  }
  const pick = (next: User): void => change({ userId: next.userId, kind: kindOf(next.userId) })
  const otherKind: SecretKind = kind === 'pin' ? 'password' : 'pin'
  const toggle = (): void => change({ kind: otherKind })
  const submit = (): void => {
    if (!user || given === '' || waits > 0) return
    if (isTry(kind, given)) signIn.mutate({ userId: user.userId, kind, pin: given })
    else refuse(notPin)
  }
  const onKey = (event: KeyboardEvent): void => {
    // left and right belong to the caret once something is there
    const steps =
      given === '' ? { ArrowUp: -1, ArrowDown: 1, ArrowLeft: -1, ArrowRight: 1 } : { ArrowUp: -1, ArrowDown: 1 }
    const step = (steps as Record<string, number>)[event.key]
    if (step === undefined) return
    const index = users.findIndex((one) => one.userId === user?.userId)
    const next = users[(index + step + users.length) % users.length]
    if (next) pick(next)
    event.preventDefault()
  }
  useKeys('signIn', { kind: toggle }, { level: 'lock' })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the field is disabled while a call runs and loses focus
  useEffect(() => input.current?.focus(), [signIn.isPending, waits === 0])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows pick the user from anywhere in here
    <div className="pin-form" onKeyDown={onKey}>
      <div className="pin-head">
        <h1>{t(lockedBy ? 'signIn.lockedTitle' : 'signIn.title')}</h1>
        <WhoseWork lockedBy={lockedBy} user={user} />
        <DaysLeft />
      </div>
      <div className="user-tiles" role="radiogroup" aria-label={t('signIn.users')}>
        {users.map((one) => (
          <UserTile
            key={one.userId}
            user={one}
            chosen={one.userId === user?.userId}
            isHere={one.userId === lockedBy?.userId}
            onPick={() => pick(one)}
          />
        ))}
      </div>
      <div className="pin-side">
        <Input
          ref={input}
          className={kind === 'pin' ? 'secret-pin' : 'secret-password'}
          type="password"
          size="large"
          inputMode={kind === 'pin' ? 'numeric' : 'text'}
          autoFocus
          autoComplete="off"
          maxLength={secretMax}
          placeholder={t(`signIn.${kind}`)}
          aria-label={t(`signIn.${kind}`)}
          data-testid="pin"
          data-kind={kind}
          value={given}
          readOnly={waits > 0}
          disabled={signIn.isPending}
          onChange={(event) => setGiven(event.target.value)}
          onPressEnter={submit}
        />
        <Message user={user} refusal={refusal} waits={waits} />
        {kind === 'pin' ? (
          <PinPad
            disabled={waits > 0}
            onDigit={(digit) => setGiven((text) => (text + digit).slice(0, secretMax))}
            onDelete={() => setGiven((text) => text.slice(0, -1))}
            onClear={() => setGiven('')}
          />
        ) : null}
        <Button
          type="primary"
          size="large"
          block
          onClick={submit}
          loading={signIn.isPending}
          disabled={waits > 0 || given === ''}
          data-testid="sign-in-submit"
        >
          {t(enterWords(lockedBy, user))}
        </Button>
        <Button type="text" block className="other-kind" onClick={toggle} data-testid="other-kind">
          {t(`signIn.use.${otherKind}`)}
          <KeyCap name={keyOf('signIn', 'kind')} />
        </Button>
        <p className="muted hint">{t(`signIn.hints.${kind}`)}</p>
      </div>
    </div>
  )
}

const enterWords = (lockedBy: Session | null, user: User | undefined): string => {
  if (!lockedBy) return 'signIn.enter'
  return user?.userId === lockedBy.userId ? 'signIn.unlock' : 'signIn.switch'
}

/** What becomes of the screen below: the same user goes on with it, another begins at the same place. */
const WhoseWork = ({ lockedBy, user }: { lockedBy: Session | null; user: User | undefined }) => {
  const { t, i18n } = useTranslation()
  if (!lockedBy) return null
  const name = nameIn(i18n.language, lockedBy)
  const stays = user?.userId === lockedBy.userId
  return (
    <p className="muted" data-testid="whose-work">
      {t(stays ? 'signIn.goOn' : 'signIn.takeSeat', { name, next: user ? nameIn(i18n.language, user) : '' })}
    </p>
  )
}

/** The days without HQ are nearly over, or are. */
const DaysLeft = () => {
  const { t } = useTranslation()
  const left = useStatus()?.offlineDaysLeft ?? null
  if (left === null) return null
  return (
    <p className={left === 0 ? 'days-left bad' : 'days-left'} role="status" data-testid="days-left" data-count={left}>
      <ClockCircleFilled /> {left === 0 ? t('signIn.noDaysLeft') : t('signIn.daysLeft', { count: left })}
    </p>
  )
}

const useSignIn = (lockedBy: Session | null, clear: () => void) => {
  const queries = useQueryClient()
  const [refusal, setRefusal] = useState<AnswerError | null>(null)
  const refuse = (error: AnswerError): void => {
    clear()
    setRefusal(error)
  }
  const signIn = useCommand('signIn.withPin', {
    onDone: ({ session }, { kind }) => {
      remember(session.userId)
      rememberKind(session.userId, kind ?? 'pin')
      void queries.cancelQueries({ queryKey: ['signIn.current'] })
      // their own answers stay and are read anew; nobody else may see them
      if (session.userId !== lockedBy?.userId)
        queries.removeQueries({ predicate: ({ queryKey }) => !publicAnswers.has(String(queryKey[0])) })
      forgetAskedLock()
      queries.setQueryData(currentKey, { session, locked: false })
      void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'signIn.current' })
    },
    onRefused: (error) => {
      refuse(error)
      void queries.invalidateQueries({ queryKey: ['signIn.users'] })
    },
  })
  return { signIn, refusal: signIn.isPending ? null : refusal, refuse, forget: () => setRefusal(null) }
}

interface UserTileProps {
  user: User
  chosen: boolean
  /** whose window is locked */
  isHere: boolean
  onPick(): void
}

const UserTile = ({ user, chosen, isHere, onPick }: UserTileProps) => {
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
        {initialOf(nameIn(i18n.language, user))}
      </span>
      <span className="user-name">{nameIn(i18n.language, user)}</span>
      <span className="user-role">
        {nameIn(i18n.language, { name: user.roleName, nameEn: user.roleNameEn })}
        {isHere ? <span className="is-here"> · {t('signIn.isHere')}</span> : null}
        {user.offlineReady ? null : <span className="first-time"> · {t('signIn.firstTime')}</span>}
      </span>
      {user.lockedSeconds > 0 ? (
        <LockFilled className="user-flag" aria-label={t('signIn.lockedFor', { time: clockText(user.lockedSeconds) })} />
      ) : null}
    </button>
  )
}

/** The family name's: the last sign of a Chinese name as shops write it, the first letter of the last English word. */
const initialOf = (name: string): string =>
  /[\u4e00-\u9fff]/.test(name) ? name.slice(-1) : (name.split(' ').at(-1)?.[0] ?? '')

const Message = ({ user, refusal, waits }: { user: User | undefined; refusal: AnswerError | null; waits: number }) => {
  const { t } = useTranslation()
  if (waits > 0) {
    return (
      <p className="pin-message bad" role="alert" data-testid="sign-in-message" data-code="SIGN_IN_LOCKED">
        <LockFilled /> {t('signIn.lockedFor', { time: clockText(waits) })}
      </p>
    )
  }
  if (refusal) {
    return (
      <p className="pin-message bad" role="alert" data-testid="sign-in-message" data-code={refusal.code}>
        {secretErrorText(t, refusal)}
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

const firstUser = (users: User[], lockedBy: Session | null): string => {
  const last = lockedBy?.userId ?? localStorage.getItem(lastUserKey)
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
