/** Switching two-step sign-in on: the picture for the phone, its first code, then the recovery codes. And off again. */
import { Spin } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '../../../contract/operations'
import { useCommand } from '../../../ui/client'
import { Dialog } from '../../../ui/Dialog'
import { Refusal } from '../../parts/Refusal'
import { SecretForm } from '../../parts/SecretForm'
import { CodeField, PasswordField, WhoseSecret } from '../../parts/secretFields'
import { RecoveryCodes } from './RecoveryCodes'

interface TotpDialogProps {
  open: boolean
  userId: string
  onClose(): void
}

export const BeginTotpDialog = (props: TotpDialogProps) => {
  const { t } = useTranslation()
  return (
    <Dialog open={props.open} title={t('myAccount.totpOn')} onClose={props.onClose} width={560} testId="totp">
      <Begin {...props} />
    </Dialog>
  )
}

const Begin = ({ userId, onClose }: TotpDialogProps) => {
  const begin = useCommand('account.beginTotp')
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const { mutate } = begin
  useEffect(() => mutate({}), [mutate])
  if (codes) return <RecoveryCodes userId={userId} codes={codes} onKept={onClose} />
  if (begin.data) return <FirstCode begun={begin.data} onCodes={setCodes} onClose={onClose} />
  return begin.isError ? <Refusal error={begin.error} testId="totp-refused" /> : <Spin />
}

interface FirstCodeProps {
  begun: OutputOf<'account.beginTotp'>
  onCodes(codes: readonly string[]): void
  onClose(): void
}

const FirstCode = ({ begun, onCodes, onClose }: FirstCodeProps) => {
  const { t } = useTranslation()
  const [code, setCode] = useState('')
  const confirm = useCommand('account.confirmTotp', {
    touches: ['account.get'],
    onDone: ({ recoveryCodes }) => onCodes(recoveryCodes),
    onRefused: () => setCode(''),
  })
  return (
    <SecretForm
      act={t('myAccount.totpConfirm')}
      ready={code.trim() !== ''}
      busy={confirm.isPending}
      error={confirm.isError ? confirm.error : null}
      testId="totp"
      onSubmit={() => confirm.mutate({ code })}
      onCancel={onClose}
    >
      <ol className="totp-steps">
        <li>{t('myAccount.totpStep1')}</li>
        <li>
          {t('myAccount.totpStep2')}
          <div className="totp-pictures">
            <img className="totp-qr" data-testid="totp-qr" alt={t('myAccount.qr')} src={svgAddress(begun.qrSvg)} />
            <div>
              <p className="muted">{t('myAccount.totpTyped')}</p>
              <output className="totp-secret code" data-testid="totp-secret" aria-label={t('myAccount.secret')}>
                {grouped(begun.secret)}
              </output>
            </div>
          </div>
        </li>
        <li>
          {t('myAccount.totpStep3')}
          <CodeField testId="totp-code" label={t('myAccount.sixDigits')} value={code} autoFocus onChange={setCode} />
        </li>
      </ol>
    </SecretForm>
  )
}

const svgAddress = (svg: string): string => `data:image/svg+xml,${encodeURIComponent(svg)}`

/** ABCD EFGH …: read and typed by people */
const grouped = (secret: string): string => secret.replace(/(.{4})(?=.)/g, '$1 ')

export const EndTotpDialog = (props: TotpDialogProps) => {
  const { t } = useTranslation()
  return (
    <Dialog open={props.open} title={t('myAccount.totpOff')} onClose={props.onClose} width={420} testId="totp-end">
      <End {...props} />
    </Dialog>
  )
}

const End = ({ userId, onClose }: TotpDialogProps) => {
  const { t } = useTranslation()
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const end = useCommand('account.endTotp', {
    touches: ['account.get'],
    onDone: onClose,
    onRefused: (refusal) => {
      setCode('')
      if (refusal.code !== 'WRONG_TOTP') setPassword('')
    },
  })
  return (
    <SecretForm
      act={t('myAccount.totpOff')}
      danger
      ready={password !== '' && code.trim() !== ''}
      busy={end.isPending}
      error={end.isError ? end.error : null}
      testId="totp-end"
      onSubmit={() => end.mutate({ password, code })}
      onCancel={onClose}
    >
      <p className="act-words">{t('myAccount.totpOffWhy')}</p>
      <WhoseSecret userId={userId} />
      <PasswordField testId="totp-end-password" value={password} autoFocus onChange={setPassword} />
      <CodeField testId="totp-end-code" value={code} onChange={setCode} />
    </SecretForm>
  )
}
