/** Where the user is signed in; what is not theirs to see any more is ended here. */
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useCommand, useOperation } from '../../../ui/client'
import { LoadingState } from '../../../ui/states'
import { beatMs } from '../../data/pages'
import { ListTable } from '../../parts/ListTable'
import { Refusal } from '../../parts/Refusal'
import { useSessionColumns } from '../sessions/sessionColumns'

export const OwnSessions = () => {
  const { t } = useTranslation()
  const answer = useOperation('account.sessions', {}, { refetchIntervalMs: beatMs })
  const end = useCommand('account.endSession', { touches: ['account.sessions'] })
  const columns = useSessionColumns({
    end: ({ sessionId }) => (
      <Button size="small" data-testid="end-session" disabled={end.isPending} onClick={() => end.mutate({ sessionId })}>
        {t('sessions.end')}
      </Button>
    ),
  })
  return (
    <section className="panel account-sessions" aria-labelledby="account-sessions">
      <h2 id="account-sessions">
        {t('myAccount.sessions')} <small className="muted">{t('myAccount.sessionsHint')}</small>
      </h2>
      <Refusal error={end.isError ? end.error : answer.data ? null : answer.error} testId="sessions-refused" />
      {answer.isPending ? <LoadingState /> : null}
      {answer.data ? (
        <ListTable
          label={t('myAccount.sessions')}
          testId="own-sessions"
          columns={columns}
          rows={answer.data.sessions}
          rowKey={({ sessionId }) => sessionId}
          rowTestId={({ own }) => (own ? 'session-own' : 'session-other')}
          empty={null}
        />
      ) : null}
    </section>
  )
}
