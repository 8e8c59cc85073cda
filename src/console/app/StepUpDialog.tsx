/** Asks for the password once more, over whatever is open, when the hub wants it for an act; then the act goes on by itself. */
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Session } from '../../contract/operations/signIn'
import { refusalOf, useCommand } from '../../ui/client'
import { Dialog } from '../../ui/Dialog'
import { nameIn } from '../../ui/format'
import { settleStepUp, useStepUp } from '../data/stepUp'
import { SecretForm } from '../parts/SecretForm'
import { CodeField, PasswordField, WhoseSecret } from '../parts/secretFields'

export const StepUpDialog = ({ session }: { session: Session }) => {
  const { t } = useTranslation()
  const asked = useStepUp((state) => state.asked)
  // the session ended meanwhile: what waits is refused as it was
  useEffect(() => () => settleStepUp(false), [])
  return (
    <Dialog open={asked} title={t('stepUp.title')} onClose={() => settleStepUp(false)} width={420} testId="step-up">
      <StepUpForm session={session} />
    </Dialog>
  )
}

const StepUpForm = ({ session }: { session: Session }) => {
  const { t, i18n } = useTranslation()
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [codeAsked, setCodeAsked] = useState(false)
  const confirm = useCommand('signIn.stepUp', {
    onDone: () => settleStepUp(true),
    onRefused: (refusal) => {
      setCode('')
      if (refusal.code === 'TOTP_NEEDED') setCodeAsked(true)
      else if (refusal.code !== 'WRONG_TOTP') setPassword('')
    },
  })
  const refused = confirm.isError && refusalOf(confirm.error).code !== 'TOTP_NEEDED' ? confirm.error : null
  return (
    <SecretForm
      act={t('stepUp.act')}
      ready={password !== '' && (!codeAsked || code !== '')}
      busy={confirm.isPending}
      error={refused}
      testId="step-up"
      onSubmit={() => confirm.mutate({ password, ...(codeAsked ? { totp: code } : {}) })}
      onCancel={() => settleStepUp(false)}
    >
      <p className="act-words">{t('stepUp.why', { name: nameIn(i18n.language, session) })}</p>
      <WhoseSecret userId={session.userId} />
      <PasswordField testId="step-up-password" value={password} autoFocus onChange={setPassword} />
      {codeAsked ? <CodeField testId="step-up-code" value={code} autoFocus onChange={setCode} /> : null}
    </SecretForm>
  )
}
