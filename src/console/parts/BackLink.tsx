/** The way back to the list this page was opened from, its filters kept. */
import { ArrowLeftOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useCameFrom } from './cameFrom'

const wordsOf: readonly (readonly [string, string])[] = [
  ['/stocktakes', 'back.stocktakes'],
  ['/prices/templates', 'back.templates'],
  ['/prices', 'back.prices'],
  ['/stock', 'back.stock'],
  ['/near-expiry', 'back.stock'],
  ['/documents', 'back.documents'],
  ['/transfers', 'back.transfers'],
  ['/inbox', 'back.inbox'],
  ['/alarms', 'back.alarms'],
  ['/users', 'back.users'],
  ['/audit', 'back.audit'],
  ['/trail', 'back.trail'],
]

export const BackLink = ({ fallback }: { fallback: string }) => {
  const { t } = useTranslation()
  const from = useCameFrom(fallback)
  const words = wordsOf.find(([path]) => from.startsWith(path))?.[1] ?? 'back.overview'
  return (
    <Link className="back" to={from} data-testid="back">
      <ArrowLeftOutlined aria-hidden="true" /> {t(words)}
    </Link>
  )
}
