/** The backend refused to open its data: why, that nothing was changed, and what to do. */
import { StopOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { isStartRefusal, useBackendState } from '../app/backendState'
import { shownCode, stop, useScans } from '../scanning/scanning'

export const RefusedScreen = () => {
  const { t } = useTranslation()
  const code = useBackendState((state) => state.code)
  const known = isStartRefusal(code) ? code : 'DATABASE_DAMAGED'
  useScans(async (scan) => stop('scanning.nobody', { code: shownCode(scan) }))
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
        <p>
          <b>{t('refused.reopen')}</b>
        </p>
        <footer>
          <span className="muted">
            {t('refused.code')} {code}
          </span>
        </footer>
      </section>
    </main>
  )
}
