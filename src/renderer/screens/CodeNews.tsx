/** On the home page: codes HQ has answered about, whose goods still wait on a draft here. Enter opens the paper. */
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { useOperation } from '../../ui/client'
import { timeText } from '../../ui/format'

const shownRows = 4

export const CodeNews = () => {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const news = useOperation('codeRequest.news', {}).data?.news ?? []
  if (news.length === 0) return null
  return (
    <section className="panel" data-testid="code-news" data-count={news.length}>
      <h2>{t('home.codeNews', { count: news.length })}</h2>
      <div className="panel-rows">
        {news.slice(0, shownRows).map((one) => (
          <button
            key={`${one.documentId} ${one.code}`}
            type="button"
            className="list-row"
            data-testid={`code-news-${one.code}`}
            onClick={() => void navigate(`/documents/${one.documentId}`)}
          >
            <span className="list-main ellipsis">
              {t(one.decision === 'linked' ? 'tray.answerLinked' : 'tray.answerRefused', one)}
            </span>
            <span className="list-code">{one.code}</span>
            <span className="list-figure">
              {one.number} · {t('tray.scans', { count: one.scans })}
            </span>
            <span className="list-end">{timeText(one.at)}</span>
          </button>
        ))}
      </div>
    </section>
  )
}
