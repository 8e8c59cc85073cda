/** 我的账号: the own password, two-step sign-in, and where one is signed in. */
import { App, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { OutputOf } from '../../../contract/operations'
import { useOperation } from '../../../ui/client'
import { Dialog } from '../../../ui/Dialog'
import { timeText } from '../../../ui/format'
import { useCan } from '../../../ui/session'
import { FailedState, LoadingState, Sign } from '../../../ui/states'
import { Fact, Facts } from '../../parts/Facts'
import { NewPasswordForm } from './NewPasswordForm'
import { OwnPin } from './OwnPin'
import { OwnSessions } from './OwnSessions'
import { BeginTotpDialog, EndTotpDialog } from './TotpDialog'

type Account = OutputOf<'account.get'>

export const AccountScreen = () => {
  const { t } = useTranslation()
  const answer = useOperation('account.get', {})
  const maySeeAll = useCan('session.list')
  return (
    <>
      <div className="page-head">
        <h1>{t('myAccount.title')}</h1>
        {maySeeAll ? (
          <div className="page-acts">
            <Link to="/sessions" data-testid="all-sessions">
              {t('sessions.title')}
            </Link>
          </div>
        ) : null}
      </div>
      {answer.isPending ? <LoadingState /> : null}
      {answer.isError && !answer.data ? (
        <FailedState error={answer.error} onRetry={() => void answer.refetch()} />
      ) : null}
      {answer.data ? (
        <div className="account">
          <PasswordPanel account={answer.data} />
          <TotpPanel account={answer.data} />
          <OwnPin />
          <OwnSessions />
        </div>
      ) : null}
    </>
  )
}

const PasswordPanel = ({ account }: { account: Account }) => {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [changing, setChanging] = useState(false)
  const close = (): void => setChanging(false)
  const done = (): void => {
    close()
    void message.success(t('myAccount.passwordChanged'))
  }
  const { before } = account
  return (
    <section className="panel account-panel" aria-labelledby="account-password">
      <h2 id="account-password">{t('myAccount.password')}</h2>
      <Facts>
        <Fact name={t('myAccount.userId')} testId="account-user">
          <span className="code">{account.userId}</span>
        </Fact>
        <Fact name={t('myAccount.passwordChangedAt')} testId="password-changed">
          {account.passwordChangedAt ? timeText(account.passwordChangedAt) : t('myAccount.neverChanged')}
        </Fact>
        <Fact name={t('myAccount.before')} testId="sign-in-before">
          {before ? `${timeText(before.at)} · ${before.address} · ${before.agent}` : t('myAccount.firstTime')}
        </Fact>
      </Facts>
      <div className="account-acts">
        <Button data-testid="change-password" onClick={() => setChanging(true)}>
          {t('myAccount.changePassword')}
        </Button>
      </div>
      <Dialog
        open={changing}
        title={t('myAccount.changePassword')}
        onClose={close}
        width={420}
        testId="change-password"
      >
        <NewPasswordForm userId={account.userId} onDone={done} onCancel={close} />
      </Dialog>
    </section>
  )
}

/** Fewer than these, and new ones should be made. */
const fewCodes = 3

const TotpPanel = ({ account }: { account: Account }) => {
  const { t } = useTranslation()
  const [dialog, setDialog] = useState<'begin' | 'end' | null>(null)
  const close = (): void => setDialog(null)
  const { totp, recoveryCodesLeft, userId } = account
  return (
    <section className="panel account-panel" aria-labelledby="account-totp">
      <h2 id="account-totp">
        {t('myAccount.totp')}
        <Sign tone={totp ? 'good' : 'look'} testId="totp-state">
          {t(totp ? 'myAccount.isOn' : 'myAccount.isOff')}
        </Sign>
      </h2>
      <p className="account-words">{t(totp ? 'myAccount.totpHelpOn' : 'myAccount.totpHelpOff')}</p>
      {totp ? (
        <p className={recoveryCodesLeft < fewCodes ? 'account-words bad' : 'account-words'} data-testid="codes-left">
          {t(recoveryCodesLeft < fewCodes ? 'myAccount.codesFew' : 'myAccount.codesLeft', { n: recoveryCodesLeft })}
        </p>
      ) : null}
      <div className="account-acts">
        {totp ? (
          <Button danger data-testid="totp-off" onClick={() => setDialog('end')}>
            {t('myAccount.totpOff')}
          </Button>
        ) : (
          <Button type="primary" data-testid="totp-on" onClick={() => setDialog('begin')}>
            {t('myAccount.totpOn')}
          </Button>
        )}
      </div>
      <BeginTotpDialog open={dialog === 'begin'} userId={userId} onClose={close} />
      <EndTotpDialog open={dialog === 'end'} userId={userId} onClose={close} />
    </section>
  )
}
