/** 店长授权: a manager of this store lends one right for one act by their own PIN or password, without signing the clerk out. */
import { LockOutlined } from '@ant-design/icons'
import { Alert, Button, Input, type InputRef, Space } from 'antd'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '../../../contract/operations'
import type { SecretKind } from '../../../contract/schemas/common'
import { useCommand, useOperation } from '../../../ui/client'
import { Dialog } from '../../../ui/Dialog'
import type { AnswerError } from '../../../ui/errorText'
import { nameIn } from '../../../ui/format'
import { KeyCap } from '../../../ui/KeyCap'
import { keyOf } from '../../../ui/keyMap'
import { useSession } from '../../../ui/session'
import { playSound } from '../../scanning/sounds'
import { isTry, notPin, secretErrorText, secretMax } from '../secrets'
import { useOverrideState } from './override'

type User = OutputOf<'signIn.users'>['users'][number]

export const OverrideDialog = () => {
  const asked = useOverrideState((state) => state.asked)
  // A screen that goes away takes its question with it.
  useEffect(() => () => useOverrideState.getState().asked?.answer(null), [])
  return asked ? <Ask key={`${asked.operation}${asked.documentId}`} asked={asked} /> : null
}

type Asked = NonNullable<ReturnType<typeof useOverrideState.getState>['asked']>

const Ask = ({ asked }: { asked: Asked }) => {
  const { t } = useTranslation()
  const { managers, known } = useManagers()
  const nobody = known && managers.length === 0
  const [chosen, setChosen] = useState<string | null>(null)
  const [given, setGiven] = useState('')
  const [kind, setKind] = useState<SecretKind>('pin')
  const [refusal, setRefusal] = useState<AnswerError | null>(null)
  const otherKind: SecretKind = kind === 'pin' ? 'password' : 'pin'
  const field = useRef<InputRef>(null)
  const userId = chosen ?? managers[0]?.userId ?? null
  const grant = useCommand('override.grant', {
    onDone: ({ overrideId }) => asked.answer(overrideId),
    onRefused: (error) => refuse(error),
  })
  const refuse = (error: AnswerError): void => {
    playSound('error')
    setGiven('')
    setRefusal(error)
    field.current?.focus()
  }
  const ready = userId !== null && given !== '' && !grant.isPending
  const confirm = (): void => {
    const { operation, documentId, type } = asked
    if (!ready || !userId) return
    setRefusal(null)
    if (isTry(kind, given)) grant.mutate({ userId, kind, pin: given, operation, documentId, type })
    else refuse(notPin)
  }
  const toggle = (): void => {
    setKind(otherKind)
    setGiven('')
    field.current?.focus()
  }
  /** As at sign-in: the arrows pick who, and the hand stays at the field. */
  const onArrow = (event: KeyboardEvent): void => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    if (step === undefined || managers.length < 2) return
    const at = managers.findIndex((one) => one.userId === userId)
    setChosen(managers[(at + step + managers.length) % managers.length]?.userId ?? null)
    setGiven('')
    event.preventDefault()
  }
  const onEnter = (event: KeyboardEvent): void => {
    event.preventDefault()
    confirm()
  }
  return (
    <Dialog
      open
      title={
        <>
          <LockOutlined /> {t('override.title')}
        </>
      }
      onClose={() => asked.answer(null)}
      scope="overrideDialog"
      keys={{ confirm, kind: toggle }}
      width={440}
      testId="override-dialog"
      footer={
        <Space>
          <Button onClick={() => asked.answer(null)}>{t('common.cancel')}</Button>
          <Button
            type="primary"
            disabled={!ready}
            loading={grant.isPending}
            onClick={confirm}
            data-testid="override-confirm"
          >
            {t('override.confirm')}
            <KeyCap name="Enter" />
          </Button>
        </Space>
      }
    >
      <p className="override-act">{asked.words}</p>
      {nobody ? (
        <Alert
          type="warning"
          showIcon
          title={t(asked.operation === 'document.decide' ? 'override.nobodyDecides' : 'override.nobody')}
          data-testid="override-nobody"
        />
      ) : (
        <Managers managers={managers} chosen={userId} onChoose={setChosen} />
      )}
      {nobody ? null : (
        <Input.Password
          ref={field}
          autoFocus
          data-autofocus
          className="override-pin"
          visibilityToggle={false}
          maxLength={secretMax}
          value={given}
          inputMode={kind === 'pin' ? 'numeric' : 'text'}
          autoComplete="off"
          onChange={(event) => setGiven(event.target.value)}
          onKeyDown={onArrow}
          onPressEnter={onEnter}
          placeholder={t(`override.${kind}`)}
          aria-label={t(`override.${kind}`)}
          data-testid="override-pin"
        />
      )}
      {nobody ? null : (
        <Button type="text" size="small" className="other-kind" onClick={toggle} data-testid="override-other-kind">
          {t(`signIn.use.${otherKind}`)}
          <KeyCap name={keyOf('overrideDialog', 'kind')} />
        </Button>
      )}
      {refusal ? (
        <Alert
          className="dialog-problem"
          type="error"
          showIcon
          title={secretErrorText(t, refusal)}
          data-testid="override-problem"
          data-code={refusal.code}
        />
      ) : null}
    </Dialog>
  )
}

/** Managers of this store but the one at the screen: nobody lends a right to themselves. */
const useManagers = (): { managers: User[]; known: boolean } => {
  const session = useSession()
  const { data } = useOperation('signIn.users', {})
  const managers = (data?.users ?? []).filter((user) => user.level !== null && user.userId !== session?.userId)
  return { managers, known: data !== undefined }
}

interface ManagersProps {
  managers: readonly User[]
  chosen: string | null
  onChoose(userId: string): void
}

const Managers = ({ managers, chosen, onChoose }: ManagersProps) => {
  const { t, i18n } = useTranslation()
  return (
    <div className="override-users" role="radiogroup" aria-label={t('override.who')}>
      {managers.map((user) => (
        // biome-ignore lint/a11y/useSemanticElements: a tile that is a radio cannot be drawn with an input
        <button
          key={user.userId}
          type="button"
          role="radio"
          aria-checked={user.userId === chosen}
          className={user.userId === chosen ? 'override-user chosen' : 'override-user'}
          data-testid={`override-user-${user.userId}`}
          onClick={() => onChoose(user.userId)}
        >
          <b>{nameIn(i18n.language, user)}</b>
          <small>{nameIn(i18n.language, { name: user.roleName, nameEn: user.roleNameEn })}</small>
        </button>
      ))}
    </div>
  )
}
