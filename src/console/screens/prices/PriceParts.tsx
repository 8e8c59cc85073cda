/** The two parts of 标签与调价: changes of prices, and the label templates the stores print them in. */
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

const parts = [
  { key: 'prices', path: '/prices' },
  { key: 'templates', path: '/prices/templates' },
] as const

export const PriceParts = ({ current }: { current: (typeof parts)[number]['key'] }) => {
  const { t } = useTranslation()
  return (
    <nav className="document-tabs" aria-label={t('prices.title')}>
      {parts.map(({ key, path }) => (
        <Link key={key} to={path} aria-current={key === current ? 'page' : undefined} data-testid={`part-${key}`}>
          {t(`prices.part.${key}`)}
        </Link>
      ))}
    </nav>
  )
}
