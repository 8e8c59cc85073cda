/** The backend refused to open its data: why, that nothing was changed, and what to do. */
import { StopOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { isStartRefusal, setBackendState, useBackendState } from '../app/backendState'
import { shownCode, stop, useScans } from '../scanning/scanning'

export const RefusedScreen = () => {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const code = useBackendState((state) => state.code)
  const known = isStartRefusal(code) ? code : 'DATABASE_DAMAGED'
  useScans(async (scan) => stop('scanning.nobody', { code: shownCode(scan) }))
  const checkAgain = (): void => {
    setBackendState('ready')
    void queries.resetQueries()
  }
  return (
    <main className="centre">
      <section className="card refused" role="alert" data-testid="refused" data-code={code}>
        <h1>
          <StopOutlined /> {t('refused.title')}
        </h1>
        <p className="lead">{t(`refused.${known}.reason`)}</p>
        <p>
          <b>{t('refused.unchanged')}</b>
        </p>
        <h2>{t('refused.what')}</h2>
        <p>{t(`refused.${known}.todo`)}</p>
        <footer>
          <span className="muted">
            {t('refused.code')} {code}
          </span>
          <Button type="primary" onClick={checkAgain} data-testid="refused-retry">
            {t('refused.retry')}
          </Button>
        </footer>
      </section>
    </main>
  )
}
